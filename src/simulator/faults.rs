//! Faults on demand: what goes wrong, where, and how often.
use std::time::Duration;

use super::log::Port;

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The right answer, late.
    Late(Duration),
    /// The request is read and never answered; the connection stays open.
    Silence,
    /// The connection is reset before anything is read (with a path: before the body is read).
    ResetBeforeReading,
    /// The request is read, nothing is done, the connection is reset.
    ResetAfterReading,
    /// The request is carried out and its answer is lost.
    AfterApplying(Loss),
    /// A server error (5xx) with an HTML page; nothing is done.
    ServerError(u16),
    /// Status 500 with a code that no list knows; nothing is done.
    UnknownCode,
    /// 200 with well-formed content of another kind; nothing is done.
    OtherBody,
    /// 200 with an HTML login page, as a proxy sends it; nothing is done.
    LoginPage,
    /// The right answer under a wrong `Content-Type`.
    WrongContentType,
    /// 200 with a body of this many bytes; nothing is done.
    HugeBody(u64),
    /// A status line and then one byte of a header in each interval, without end.
    SlowHeaders(Duration),
    /// Header lines without end.
    EndlessHeaders,
    /// The first half of the right answer, complete for HTTP.
    Truncated,
    /// The first half of the right answer; then the connection ends before `Content-Length` is reached.
    CutOff,
    /// An XML document with nested entities (billion laughs); JSON paths get deeply nested arrays.
    EntityBomb,
    /// 302 to this address; nothing is done.
    Redirect(String),
    /// Bytes that are not HTTP.
    NotHttp,
    /// JSON or XML of another shape with the right `Content-Type`; nothing is done.
    WrongShape,
    /// The port has a new certificate from this connection on. Needs a rule without path.
    NewCertificate,
    /// The handshake is signed by a key that does not belong to the certificate. Needs a rule without path.
    ForeignSignature,
    /// The handshake is refused with an alert. Needs a rule without path.
    HandshakeRefused,
}

/// How an answer is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The connection is reset.
    Reset,
    /// Nothing comes; the connection stays open.
    Silence,
    /// A server error comes instead.
    ServerError,
}

impl Fault {
    /// Whether it is decided when a connection comes in, before any request.
    fn is_for_connections(&self, has_path: bool) -> bool {
        match self {
            Self::NewCertificate | Self::ForeignSignature | Self::HandshakeRefused => true,
            Self::ResetBeforeReading => !has_path,
            Self::Late(_)
            | Self::Silence
            | Self::ResetAfterReading
            | Self::AfterApplying(_)
            | Self::ServerError(_)
            | Self::UnknownCode
            | Self::OtherBody
            | Self::LoginPage
            | Self::WrongContentType
            | Self::HugeBody(_)
            | Self::SlowHeaders(_)
            | Self::EndlessHeaders
            | Self::Truncated
            | Self::CutOff
            | Self::EntityBomb
            | Self::Redirect(_)
            | Self::NotHttp
            | Self::WrongShape => false,
        }
    }
}

/// A fault with the place and the number of times it is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    fault: Fault,
    port: Option<Port>,
    path: Option<String>,
    skip: u32,
    times: Option<u32>,
}

impl Rule {
    /// Plays the fault each time.
    pub fn always(fault: Fault) -> Self {
        Self { fault, port: None, path: None, skip: 0, times: None }
    }

    /// Plays the fault once.
    pub fn once(fault: Fault) -> Self {
        Self::always(fault).times(1)
    }

    /// Plays the fault this many times.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Only on this port.
    pub fn on(mut self, port: Port) -> Self {
        self.port = Some(port);
        self
    }

    /// Only for paths that begin with `prefix`, for example `/ws/EventService`.
    pub fn at(mut self, prefix: &str) -> Self {
        self.path = Some(prefix.to_owned());
        self
    }

    /// Lets this many matching connections or requests pass first.
    pub fn after(mut self, skip: u32) -> Self {
        self.skip = skip;
        self
    }

    fn fits(&self, port: Port, path: Option<&str>) -> bool {
        let for_connections = self.fault.is_for_connections(self.path.is_some());
        self.port.is_none_or(|own| own == port)
            && match path {
                None => for_connections,
                Some(path) => {
                    !for_connections && self.path.as_ref().is_none_or(|own| path.starts_with(own))
                }
            }
    }
}

/// The rules in force, in order; the first that fits is played.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Rule>);

impl Faults {
    pub(super) fn set(&mut self, rules: Vec<Rule>) {
        self.0 = rules;
    }

    /// The fault for a new connection (`path` is `None`) or a request, used up by this call.
    pub(super) fn take(&mut self, port: Port, path: Option<&str>) -> Option<Fault> {
        for rule in self.0.iter_mut().filter(|rule| rule.fits(port, path)) {
            if rule.skip > 0 {
                rule.skip -= 1;
                continue;
            }
            match &mut rule.times {
                Some(0) => continue,
                Some(left) => *left -= 1,
                None => {}
            }
            return Some(rule.fault.clone());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_used_up_in_order_and_only_where_they_belong() {
        let mut faults = Faults::default();
        faults.set(vec![
            Rule::once(Fault::Silence).at("/ws/").after(1),
            Rule::once(Fault::NewCertificate).on(Port::Management),
            Rule::always(Fault::ServerError(503)).on(Port::Pvs),
        ]);
        assert_eq!(faults.take(Port::Management, Some("/rest/mgmt/x")), None);
        assert_eq!(faults.take(Port::Management, None), Some(Fault::NewCertificate));
        assert_eq!(faults.take(Port::Management, None), None);
        assert_eq!(faults.take(Port::Pvs, Some("/ws/A")), Some(Fault::ServerError(503)));
        assert_eq!(faults.take(Port::Pvs, Some("/ws/A")), Some(Fault::Silence));
        assert_eq!(faults.take(Port::Pvs, Some("/ws/A")), Some(Fault::ServerError(503)));
    }
}
