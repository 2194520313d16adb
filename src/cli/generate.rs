//! Completions and the manual page, made from the command line itself.

use clap_complete::Shell;

use super::console::{Console, Failure};
use super::exit::Exit;
use super::help;
use crate::text::Usage;

const NAME: &str = "konnektorwart";

/// Writes the completions for a shell.
pub fn completions(console: &mut Console, typed: &str) -> Result<Exit, Failure> {
    let shells = "bash, zsh, fish, elvish, powershell";
    let shell: Shell = typed.parse().map_err(|_| Usage::Value("SHELL", shells))?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::command(console.language), NAME, &mut script);
    console.line(String::from_utf8_lossy(&script).trim_end());
    Ok(Exit::Ok)
}

/// Writes the manual page of the program with all its commands.
pub fn man(console: &mut Console) -> Result<Exit, Failure> {
    let mut pages = Vec::new();
    write(help::command(console.language), &mut pages);
    console.line(String::from_utf8_lossy(&pages).trim_end());
    Ok(Exit::Ok)
}

/// Memory takes every byte.
fn write(command: clap::Command, pages: &mut Vec<u8>) {
    let below: Vec<clap::Command> = command.get_subcommands().cloned().collect();
    clap_mangen::Man::new(command).render(pages).expect("memory takes every byte");
    for command in below.into_iter().filter(|command| !command.is_hide_set()) {
        write(command, pages);
    }
}
