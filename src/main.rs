//! The console program `konnektorwart`: wiring, nothing else.

use std::process::ExitCode;

use konnektorwart::{cli, platform};

fn main() -> ExitCode {
    platform::hardening::apply();
    platform::memory::be_frugal();
    ExitCode::from(cli::run(std::env::args_os()).code())
}
