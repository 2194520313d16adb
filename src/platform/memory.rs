//! How much memory a process keeps for itself. Decides what the allocator gives back and when;
//! measured in `docs/performance.md`.

use super::os;

/// Makes the allocator frugal: both programs sleep nearly all the time, and each session of a terminal
/// server has one. Both call it at the start, before there is a second thread. What the system does
/// not offer is left as it is.
pub fn be_frugal() {
    os::memory::be_frugal();
}
