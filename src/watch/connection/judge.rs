//! What came back, as the result of a step.

use super::{Fault, Services, Skip};
use crate::connector::sds::{Directory, Spoken, Version};
use crate::connector::tls::SeenCertificate;
use crate::domain::device::Pin;
use crate::domain::lockout::Withheld;
use crate::domain::monitor::Finding;
use crate::domain::probe::{
    ClientAnswer, ClientBody, DirectoryFault, Doubt, Observation, Unreached, Verdict,
};

/// How a login ended.
pub(super) enum Ended {
    Accepted,
    Failed(Fault),
    Skipped(Skip),
}

pub(super) fn of_finding(finding: Finding) -> Ended {
    match finding {
        Finding::Judged(Verdict::Accepted(_)) => Ended::Accepted,
        Finding::Judged(Verdict::Unverifiable(why)) => Ended::Skipped(Skip::Unverifiable(why)),
        Finding::Judged(verdict) => Ended::Failed(of_verdict(verdict)),
        Finding::Withheld(why, _) => Ended::Skipped(Skip::Withheld(why)),
        Finding::Shared(..) => Ended::Skipped(Skip::Withheld(Withheld::ProbedByAnotherSession)),
        Finding::Store(health) => Ended::Failed(Fault::Store(health)),
    }
}

/// The fault that a verdict is, where it is no success.
pub(super) fn of_verdict(verdict: Verdict) -> Fault {
    match verdict {
        Verdict::Refused(refusal) => Fault::Refused(refusal),
        Verdict::Doubtful(doubt) => Fault::Doubtful(doubt),
        Verdict::Untrusted(seen) => Fault::Untrusted(seen),
        Verdict::Unreachable(why) => Fault::Unreached(why),
        // Requests without a secret, and a success, are no fault of theirs.
        Verdict::Accepted(_) | Verdict::Unverifiable(_) => {
            Fault::Unreached(Unreached::Local("a success was read as a fault".to_owned()))
        }
    }
}

/// What an answer to a call without a password says about the call context; none if it is accepted.
pub(super) fn of_context(observation: Observation) -> Option<Fault> {
    match observation {
        Observation::Client { answer: ClientAnswer { status, body }, .. } => match body {
            ClientBody::Success => None,
            ClientBody::Fault(fault) => Some(match fault.code() {
                Some(code) if fault.is_of_context() => Fault::ContextWrong(code),
                code => Fault::Context(code),
            }),
            ClientBody::Other => {
                let fault = DirectoryFault::Status(status);
                Some(Fault::Unreached(Unreached::NoDirectory(fault)))
            }
        },
        Observation::Unreached(why) => Some(Fault::Unreached(why)),
        Observation::Untrusted { seen } => Some(Fault::Untrusted(seen)),
        Observation::Silent(how) => Some(Fault::Doubtful(Doubt::Silent(how))),
        Observation::Management(_) => Some(Fault::Context(None)),
    }
}

pub(super) fn services(directory: &Directory) -> Services {
    let (card_service, _) = Spoken::Card.name_and_version();
    let offered = directory.services.iter().filter(|service| service.name == card_service);
    let mut versions: Vec<Version> =
        offered.flat_map(|service| &service.versions).filter_map(|one| one.version).collect();
    versions.sort_unstable();
    versions.dedup();
    let product = &directory.product;
    Services {
        count: directory.services.len(),
        card_service: versions,
        vendor: directory.vendor,
        vendor_name: product.vendor_name.trim().to_owned(),
        product: product.name.trim().to_owned(),
        firmware: product.firmware.trim().to_owned(),
    }
}

/// Whether a certificate is the confirmed one. A CA is held against it in the handshake only.
pub(super) fn fits(pin: &Pin, seen: &SeenCertificate) -> bool {
    match pin {
        Pin::Certificate(confirmed) => *confirmed == seen.fingerprint,
        Pin::PublicKey(confirmed) => *confirmed == seen.public_key,
        Pin::Authority { .. } => false,
    }
}
