//! No core dump.

use rustix::process::{Resource, Rlimit, setrlimit};

pub(in crate::platform) fn apply() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}
