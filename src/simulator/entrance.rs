//! The one place where a request meets the device: noted in its log, then carried out under its lock.
use super::device::{Shared, lock};
use super::http::{Outcome, Request};
use super::log::{Entry, Port};
use super::{management, pvs, secrets, soap};

/// Writes a request into the log.
pub(super) fn note_request(shared: &Shared, request: &Request) {
    let device = lock(shared);
    let path = match request.query.as_str() {
        "" => request.path.clone(),
        query => format!("{}?{query}", request.path),
    };
    let entry = Entry::Request {
        method: request.method.to_string(),
        path,
        operation: soap::operation_of(request),
        secret: secrets::carried(&device, request),
    };
    device.log(Some(request.port), entry);
}

/// Carries out a request.
pub(super) fn handle(shared: &Shared, request: &Request) -> Outcome {
    let mut device = lock(shared);
    match request.port {
        Port::Pvs | Port::Http => pvs::handle(&mut device, request),
        Port::Management => management::handle(&mut device, request),
    }
}
