//! What tests, the demo and the console command do to a running device from outside of its network.
use std::time::Duration;

use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};

use super::accounts::{AccountKind, Plane};
use super::certificate::CertificateKind;
use super::device::lock;
use super::faults::Rule;
use super::log::{Entry, Port};
use super::running::Order;
use super::settings::Settings;
use super::{Error, Simulator};

/// Name under which control calls stand in the device's log.
const CONTROL: &str = "(Simulator)";

impl Simulator {
    /// Sets a password, as somebody at the device would; the rules are not applied, counter and lock are cleared.
    ///
    /// Errors: [`Error::NoAccount`].
    pub fn set_password(&self, plane: Plane, user: &str, new: SecretString) -> Result<(), Error> {
        let done = lock(&self.shared).set_password(CONTROL, plane, user, new, false);
        done.then_some(()).ok_or_else(|| Error::NoAccount(user.to_owned()))
    }

    /// Resets an administrator's password to an initial one, as a Super-Admin would; sessions end.
    ///
    /// Errors: [`Error::NoAccount`].
    pub fn administrator_reset(&self, user: &str, initial: SecretString) -> Result<(), Error> {
        let plane = Plane::Management;
        let done = lock(&self.shared).set_password(CONTROL, plane, user, initial, true);
        done.then_some(()).ok_or_else(|| Error::NoAccount(user.to_owned()))
    }

    /// Makes an administrator's password as old as the expiry allows, so that it is expired.
    ///
    /// Errors: [`Error::NoAccount`].
    pub fn expire(&self, user: &str) -> Result<(), Error> {
        let mut device = lock(&self.shared);
        let days = i64::from(device.settings.password_expiry_days.unwrap_or(120));
        let changed_at = device.now() - SignedDuration::from_hours(24 * days);
        let done = device.accounts.date_back(user, changed_at);
        done.then_some(()).ok_or_else(|| Error::NoAccount(user.to_owned()))
    }

    /// Takes the lock off an account and clears its counter.
    ///
    /// Errors: [`Error::NoAccount`].
    pub fn unlock(&self, plane: Plane, user: &str) -> Result<(), Error> {
        let mut device = lock(&self.shared);
        if !device.accounts.unlock(plane, user) {
            return Err(Error::NoAccount(user.to_owned()));
        }
        device.log(None, Entry::Unlocked { plane, user: user.to_owned() });
        Ok(())
    }

    /// Whether an account is locked at present.
    pub fn is_locked(&self, plane: Plane, user: &str) -> bool {
        let device = lock(&self.shared);
        let now = device.now();
        device.accounts.find(plane, user).is_some_and(|account| account.is_locked(now))
    }

    /// Replaces the faults in force; an empty list ends them.
    pub fn set_faults(&self, rules: impl Into<Vec<Rule>>) {
        lock(&self.shared).set_faults(rules.into());
    }

    /// Gives a port a new key and certificate, of another kind where one is named.
    ///
    /// Errors: [`Error::Key`], [`Error::Tls`].
    pub fn renew_certificate(
        &self,
        port: Port,
        kind: Option<CertificateKind>,
    ) -> Result<(), Error> {
        lock(&self.shared).renew_certificate(port, kind)
    }

    /// Changes settings. Ports, accounts and certificates are read at the start only.
    ///
    /// Errors: [`Error::Tls`] if no TLS configuration can be made of them.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<(), Error> {
        let mut device = lock(&self.shared);
        change(&mut device.settings);
        device.renew_configs()
    }

    /// Sets the device's clock forward: locks end, sessions and passwords expire.
    pub fn advance_clock(&self, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        lock(&self.shared).advance(by);
    }

    /// Closes every port and connection; the device is unreachable (connection refused). Sessions end.
    ///
    /// Errors: [`Error::Thread`].
    pub fn go_down(&self) -> Result<(), Error> {
        self.told(Order::Down)
    }

    /// Opens the same ports again.
    ///
    /// Errors: [`Error::Thread`].
    pub fn come_up(&self) -> Result<(), Error> {
        self.told(Order::Up)
    }

    fn told(&self, order: impl FnOnce(std::sync::mpsc::Sender<()>) -> Order) -> Result<(), Error> {
        let (done, wait) = std::sync::mpsc::channel();
        self.orders.send(order(done)).map_err(|_| Error::Thread)?;
        wait.recv().map_err(|_| Error::Thread)
    }

    /// Addresses, fingerprints and accounts as text lines. The passwords in it belong to no real device.
    pub fn describe(&self) -> String {
        let device = lock(&self.shared);
        let mut text = format!(
            "web UI      https://{management}/management\n\
             REST        https://{management}/rest/mgmt\n\
             directory   https://{pvs}/connector.sds\n\
             directory   http://{http}/connector.sds\n",
            management = self.addresses.management,
            pvs = self.addresses.pvs,
            http = self.addresses.http,
        );
        for (name, port) in [("services", Port::Pvs), ("management", Port::Management)] {
            if let Some(identity) = device.identity(port) {
                text.push_str(&format!("SHA-256     {} {name}\n", identity.fingerprint()));
            }
        }
        for plane in [Plane::Client, Plane::Management] {
            for account in device.accounts.iter(plane) {
                let role = match &account.kind {
                    AccountKind::Benutzerkennung { clientsystem } => {
                        format!("Benutzerkennung of Clientsystem {clientsystem}")
                    }
                    AccountKind::Administrator(role) => role.name().to_owned(),
                };
                text.push_str(&format!(
                    "account     {} / {} ({role})\n",
                    account.user,
                    account.password().expose_secret()
                ));
            }
        }
        for (mandant, clientsystem, arbeitsplatz) in &device.settings.context.aufrufkontexte {
            text.push_str(&format!(
                "context     Mandant {mandant}, Clientsystem {clientsystem}, Arbeitsplatz {arbeitsplatz}\n"
            ));
        }
        text
    }
}
