//! The small commands: open, pause, resume, task done, services.

use serde_json::json;

use super::args;
use super::console::{Console, Failure};
use super::exit::Exit;
use super::{names, report, when};
use crate::domain::probe::Demand;
use crate::domain::profile::ConnectorProfile;
use crate::domain::snapshot::Pause;
use crate::platform::web;
use crate::text::Usage;
use crate::watch::{Setup, once, profiles};

/// Opens the device's web UI.
pub fn open(console: &mut Console, setup: &Setup, typed: &str) -> Result<Exit, Failure> {
    let address = connector(console, setup, typed)?.admin_url();
    if let Err(error) = web::open(&address) {
        log::warn!("no browser: {error}");
        let message = console.language.not_opened(&address);
        return Err(Failure::Told(message, Exit::Unknown));
    }
    let words = console.language.opened(&address);
    console.say(&words, &json!({ "opened": address }));
    Ok(Exit::Ok)
}

/// Stops every unasked attempt and every toast of the machine (SAFETY S24).
pub fn pause(console: &mut Console, setup: &Setup, typed: &args::Pause) -> Result<Exit, Failure> {
    let words = console.words();
    let until = when::parse(&typed.until, words.now, &words.zone).map_err(|error| match error {
        when::NoEnd::Unreadable => Usage::PauseUnreadable,
        when::NoEnd::Past => Usage::PausePast,
        when::NoEnd::TooFar => Usage::PauseTooFar,
    })?;
    once::pause(setup, until, &typed.reason)?;
    profiles::ring(setup);
    let pause = Pause { until, reason: typed.reason.clone() };
    let value = json!({ "pause": { "until": until, "reason": pause.reason } });
    console.say(&words.pause_began(&pause), &value);
    Ok(Exit::Ok)
}

/// Ends the pause.
pub fn resume(console: &mut Console, setup: &Setup) -> Result<Exit, Failure> {
    once::resume(setup)?;
    profiles::ring(setup);
    console.say(console.language.pause_ended(), &json!({ "pause": null }));
    Ok(Exit::Ok)
}

/// The new password stands in the practice software too.
pub fn task_done(console: &mut Console, setup: &Setup, typed: &str) -> Result<Exit, Failure> {
    let all = report::known(console, setup)?;
    let account = names::account(&all, typed).map_err(|error| report::unclear(error, typed))?;
    once::task_done(setup, &account)?;
    profiles::ring(setup);
    let value = json!({ "account": account.to_string(), "task": false });
    console.say(console.language.task_done(), &value);
    Ok(Exit::Ok)
}

/// Shows the device's service directory.
pub fn services(console: &mut Console, setup: &Setup, typed: &str) -> Result<Exit, Failure> {
    let id = connector(console, setup, typed)?.id;
    let directory = once::services(setup, &id)?;
    let demanded = directory.demand == Demand::Demanded;
    let product = &directory.product;
    if console.json {
        let services: Vec<_> = directory
            .services
            .iter()
            .flat_map(|service| service.versions.iter().map(move |version| (service, version)))
            .map(|(service, version)| {
                json!({
                    "name": service.name,
                    "version": version.version.map(|version| version.to_string()),
                    "namespace": version.namespace,
                    "endpoint_tls": version.endpoint_tls,
                    "endpoint": version.endpoint,
                })
            })
            .collect();
        console.value(&json!({
            "connector": id.as_str(),
            "vendor": directory.vendor.as_str(),
            "product": {
                "vendor_id": product.vendor_id,
                "vendor_name": product.vendor_name,
                "name": product.name,
                "code": product.code,
                "type_version": product.type_version,
                "hardware": product.hardware,
                "firmware": product.firmware,
            },
            "tls_mandatory": directory.tls_mandatory,
            "authentication_demanded": demanded,
            "services": services,
        }));
        return Ok(Exit::Ok);
    }
    let (vendor, name) = (product.vendor_name.trim(), product.name.trim());
    console.line(&console.language.services_title(vendor, name, product.firmware.trim()));
    console.line(console.language.demands(demanded));
    for service in &directory.services {
        for version in &service.versions {
            let number = version.version.map_or_else(String::new, |number| number.to_string());
            let place = version.endpoint_tls.as_deref().or(version.endpoint.as_deref());
            console.line(&format!("  {:<34} {number:<8} {}", service.name, place.unwrap_or("-")));
        }
    }
    Ok(Exit::Ok)
}

pub fn connector(
    console: &mut Console,
    setup: &Setup,
    typed: &str,
) -> Result<ConnectorProfile, Failure> {
    let all = report::known(console, setup)?;
    let found = names::connector(&all, typed).map_err(|error| report::unclear(error, typed))?;
    Ok(found.clone())
}
