//! The XDG autostart specification: one desktop file in the user's folder, which hides the one of
//! the same name in the machine's.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::platform::autostart::Autostart;
use crate::platform::linux::folders::settings_home;

const FILE: &str = "de.konnektorwart.Agent.desktop";

pub(in crate::platform) fn read() -> io::Result<Autostart> {
    read_from(&folder()?, Path::new(OF_MACHINE))
}

pub(in crate::platform) fn set(program: &str) -> io::Result<()> {
    write(&folder()?, &entry(program))
}

pub(in crate::platform) fn unset() -> io::Result<()> {
    unset_in(&folder()?, Path::new(OF_MACHINE))
}

const OF_MACHINE: &str = "/etc/xdg/autostart";

fn folder() -> io::Result<PathBuf> {
    let home = env::home_dir().filter(|home| home.is_absolute());
    let home = home.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no home folder"))?;
    Ok(settings_home(&home).join("autostart"))
}

fn read_from(own: &Path, of_machine: &Path) -> io::Result<Autostart> {
    match fs::read_to_string(own.join(FILE)) {
        Ok(text) if starts(&text) => Ok(Autostart::On),
        Ok(_) => Ok(Autostart::Off),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match fs::read_to_string(of_machine.join(FILE)) {
                Ok(text) if starts(&text) => Ok(Autostart::ByAdministrator),
                Ok(_) => Ok(Autostart::Off),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Autostart::Off),
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

fn unset_in(own: &Path, of_machine: &Path) -> io::Result<()> {
    if of_machine.join(FILE).exists() {
        return write(own, "[Desktop Entry]\nType=Application\nName=Konnektorwart\nHidden=true\n");
    }
    match fs::remove_file(own.join(FILE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn write(folder: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let temporary = folder.join(format!(".{FILE}.{}", std::process::id()));
    fs::write(&temporary, text)?;
    fs::rename(&temporary, folder.join(FILE))
}

fn starts(text: &str) -> bool {
    let is_off = |line: &str| {
        let line: String = line.split_whitespace().collect();
        line == "Hidden=true" || line == "X-GNOME-Autostart-enabled=false"
    };
    !text.lines().any(is_off)
}

fn entry(program: &str) -> String {
    format!(
        "[Desktop Entry]\nType=Application\nName=Konnektorwart\nIcon=konnektorwart\n\
         Exec={}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n",
        quoted(program)
    )
}

/// Quotes an argument of `Exec` twice, as the specification has it: within the quotes, then as a
/// string value; `%` would start a field code.
fn quoted(argument: &str) -> String {
    let mut text = String::from("\"");
    for c in argument.chars() {
        match c {
            '"' | '`' | '$' => text.extend(['\\', '\\', c]),
            '\\' => text.push_str("\\\\\\\\"),
            '%' => text.push_str("%%"),
            '\n' => text.push_str("\\n"),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_and_unset_are_read_back() {
        let (own, machine) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let state = || read_from(own.path(), machine.path()).unwrap();
        assert_eq!(state(), Autostart::Off);
        write(own.path(), &entry("/opt/x/konnektorwart-tray")).unwrap();
        assert_eq!(state(), Autostart::On);
        unset_in(own.path(), machine.path()).unwrap();
        unset_in(own.path(), machine.path()).unwrap();
        assert_eq!(state(), Autostart::Off);
    }

    #[test]
    fn start_for_the_machine_is_hidden_by_an_own_file() {
        let (own, machine) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(machine.path(), &entry("/usr/bin/konnektorwart-tray")).unwrap();
        assert_eq!(read_from(own.path(), machine.path()).unwrap(), Autostart::ByAdministrator);
        unset_in(own.path(), machine.path()).unwrap();
        assert_eq!(read_from(own.path(), machine.path()).unwrap(), Autostart::Off);
        assert!(machine.path().join(FILE).exists());
    }

    #[test]
    fn path_with_special_characters_stays_one_argument() {
        assert_eq!(quoted("/opt/a b/x"), r#""/opt/a b/x""#);
        assert_eq!(quoted(r#"/a$b%c"d\"#), r#""/a\\$b%%c\\"d\\\\""#);
    }
}
