//! A device in mode CERTIFICATE: the client certificate is the proof, no password is sent.

use std::process::Command;

use konnektorwart::domain::monitor::Finding;
use konnektorwart::domain::probe::{Unreached, Verdict};
use konnektorwart::domain::profile::Encryption;
use konnektorwart::simulator::{self, ClientAuth};
use konnektorwart::store::config::{self, ConnectorChange, Edit};
use konnektorwart::watch::{self, once};
use secrecy::ExposeSecret;

use crate::practice::{Practice, check, client, connector};

const PASSWORD: &str = "nur-fuer-die-Datei";

/// A practice whose device demands a certificate, and the profile with this file.
fn practice_with(file: &str) -> Practice {
    let practice = Practice::with(simulator::Settings::default());
    practice
        .sim
        .change_settings(|device| device.client_auth = ClientAuth::Certificate)
        .expect("set");
    let change = ConnectorChange::Encryption(Encryption::TlsCertificate { file: file.to_owned() });
    let edits = [Edit::Connector(connector(), change)];
    config::edit(&practice.setup.folders, &edits).expect("settings");
    practice
}

/// Writes the certificate that the device knows for the Clientsystem as PEM.
fn write_pem(practice: &Practice, file: &str) {
    let identity = practice.sim.client_identity("x.concept").expect("an identity");
    let content = format!("{}{}", identity.certificate_pem, identity.key_pem.expose_secret());
    std::fs::write(practice.setup.folders.settings.join(file), content).expect("written");
}

#[test]
fn a_certificate_in_a_pem_file_is_the_proof() {
    let practice = practice_with("client.pem");
    write_pem(&practice, "client.pem");
    let since = practice.mark();
    assert_eq!(check(&practice.setup, &client()), super::ACCEPTED);
    assert_eq!(practice.all_secrets(since), 0);
}

#[test]
fn the_password_of_a_pkcs12_file_is_kept_once_it_opens_the_file() {
    let practice = practice_with("client.p12");
    write_pem(&practice, "client.pem");
    let settings = &practice.setup.folders.settings;
    let made = Command::new("openssl")
        .args(["pkcs12", "-export", "-in", "client.pem", "-out", "client.p12"])
        .args(["-passout", &format!("pass:{PASSWORD}")])
        .current_dir(settings)
        .status();
    if !made.is_ok_and(|status| status.success()) {
        return crate::left_out("a PKCS#12 file", "apt-get install openssl");
    }
    let unreadable = Verdict::Unreachable(Unreached::ClientCertificate);
    assert_eq!(check(&practice.setup, &client()), Finding::Judged(unreadable));
    let wrong = once::unlock_certificate(&practice.setup, &connector(), &"falsch".into());
    assert!(matches!(wrong, Err(watch::Error::Certificate(_))), "{wrong:?}");
    once::unlock_certificate(&practice.setup, &connector(), &PASSWORD.into()).expect("it opens");
    assert_eq!(check(&practice.setup, &client()), super::ACCEPTED);
}
