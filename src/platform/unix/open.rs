//! A program of its own: in a process group of its own, with closed input and output, forgotten.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// Starts `program` with these arguments and forgets it. Files of ours are closed in it: the standard
/// library opens none that a program inherits.
pub(in crate::platform) fn program(program: &Path, arguments: &[OsString]) -> io::Result<()> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_private_variable(name)) {
        command.env_remove(name);
    }
    let mut child = command.spawn()?;
    // Some openers stay as long as the browser; without a waiting thread each leaves a zombie.
    thread::Builder::new()
        .name("opened".into())
        .stack_size(64 * 1024)
        .spawn(move || child.wait())?;
    Ok(())
}

fn is_private_variable(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    ["KONNEKTORWART_", "SLINT_", "RUST_"].iter().any(|ours| name.starts_with(ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_variables_are_not_passed_on() {
        assert!(is_private_variable("KONNEKTORWART_HOME".as_ref()));
        assert!(!is_private_variable("HOME".as_ref()));
        assert!(!is_private_variable("WAYLAND_DISPLAY".as_ref()));
    }

    #[test]
    fn opener_gets_the_address_as_one_argument_and_no_variable_of_ours() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (program, seen) = (folder.path().join("opener"), folder.path().join("seen"));
        let script = format!(
            "#!/bin/sh\n{{ echo \"$#:$1\"; env; }} > {0}.part\nmv {0}.part {0}\n",
            seen.display()
        );
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let address = ["https://10.0.0.1:8500/management?a=$(b)".into()];
        let open = || super::program(&program, &address);
        // Another test that starts a process at this moment holds the script open for writing.
        while open().is_err_and(|error| error.kind() == io::ErrorKind::ExecutableFileBusy) {
            thread::yield_now();
        }
        let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
        while !seen.exists() && std::time::Instant::now() < end {
            thread::sleep(std::time::Duration::from_millis(5));
        }
        let text = std::fs::read_to_string(&seen).unwrap();
        assert!(text.starts_with("1:https://10.0.0.1:8500/management?a=$(b)\n"), "{text}");
        assert!(!text.lines().any(|line| is_private_variable(line.as_ref())), "{text}");
    }
}
