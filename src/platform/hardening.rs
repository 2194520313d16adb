//! Keeps memory out of crash dumps and away from other programs of the user (RELIABILITY R15 to
//! R17). Decides what a process gives up at its start.

use super::os;

/// Gives up core dumps, and on Linux being read by a debugger, for this process. Both programs call
/// it first. What the system refuses stays as it was: a program without it is still better than none.
///
/// On Linux the process' entries below `/proc` belong to root from here on; its own reading of
/// `/proc/self/exe`, `fd` and `maps` goes on, `environ` and `auxv` do not, and a desktop portal cannot
/// tell who asks (`docs/platforms.md`).
pub fn apply() {
    os::hardening::apply();
}
