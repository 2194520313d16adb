//! `simulator`: a whole connector on this computer, until Ctrl-C.

use std::sync::mpsc;

use serde_json::json;

use super::args;
use super::console::{Console, Failure};
use super::exit::Exit;
use crate::domain::profile::parse_port;
use crate::platform::interrupt;
use crate::simulator::{CertificateKind, KeyKind, Port, Ports, Settings, Simulator};
use crate::text::Usage;

/// Runs a device until the person ends it.
pub fn run(console: &mut Console, typed: &args::Simulator) -> Result<Exit, Failure> {
    let kind = key(typed.key.as_deref())?;
    let ports = Ports {
        pvs: port(typed.port.as_deref(), "--port")?,
        http: port(typed.http_port.as_deref(), "--http-port")?,
        management: port(typed.management_port.as_deref(), "--management-port")?,
    };
    let settings = Settings {
        ports,
        pvs_certificate: kind,
        management_certificate: kind,
        ..Settings::default()
    };
    let simulator = start(console, settings)?;
    let (end, ended) = mpsc::channel();
    if let Err(error) = interrupt::on_end(move || {
        // The receiver lives until the end.
        let _ = end.send(());
    }) {
        log::warn!("signals end the program at once: {error}");
    }
    if console.json {
        console.value(&json!({
            "services": format!("https://{}/connector.sds", simulator.pvs_address()),
            "http": format!("http://{}/connector.sds", simulator.http_address()),
            "web_ui": format!("https://{}/management", simulator.management_address()),
            "fingerprints": {
                "services": simulator.fingerprint(Port::Pvs),
                "management": simulator.fingerprint(Port::Management),
            },
            "description": simulator.describe(),
        }));
    } else {
        console.line(console.language.simulator_runs());
        console.line(&simulator.describe());
    }
    // An error means that the thread for signals is gone; then nothing ends the program but a signal.
    let _ = ended.recv();
    Ok(Exit::Ok)
}

/// Starts a device, or says why it does not.
pub fn start(console: &Console, settings: Settings) -> Result<Simulator, Failure> {
    Simulator::start(settings).map_err(|error| {
        let message = console.language.simulator_failed(&error.to_string());
        Failure::Told(message, Exit::Unknown)
    })
}

fn key(typed: Option<&str>) -> Result<CertificateKind, Usage> {
    let key = match typed {
        None => return Ok(CertificateKind::default()),
        Some("rsa") => KeyKind::Rsa2048,
        Some("p256") => KeyKind::P256,
        Some("brainpool") => KeyKind::BrainpoolP256r1,
        Some(_) => return Err(Usage::Value("--key", "rsa, p256, brainpool")),
    };
    Ok(CertificateKind { key, ..CertificateKind::default() })
}

fn port(typed: Option<&str>, option: &'static str) -> Result<u16, Usage> {
    match typed {
        None | Some("0") => Ok(0),
        Some(text) => parse_port(text).map_err(|_| Usage::Value(option, "0-65535")),
    }
}
