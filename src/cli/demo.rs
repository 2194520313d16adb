//! x
use super::{args, console::{Console,Failure}, exit::Exit};
pub fn run(_c: &mut Console, _o: &args::Demo) -> Result<Exit, Failure> { Ok(Exit::Ok) }
