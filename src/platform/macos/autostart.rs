//! A launch agent of the user.

use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;

use crate::platform::autostart::Autostart;

const FILE: &str = "de.konnektorwart.Agent.plist";

pub(in crate::platform) fn read() -> io::Result<Autostart> {
    if fs::exists(PathBuf::from("/Library/LaunchAgents").join(FILE))? {
        return Ok(Autostart::ByAdministrator);
    }
    Ok(if fs::exists(folder()?.join(FILE))? { Autostart::On } else { Autostart::Off })
}

pub(in crate::platform) fn set(program: &str) -> io::Result<()> {
    let folder = folder()?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(FILE), list(program))
}

pub(in crate::platform) fn unset() -> io::Result<()> {
    if read()? == Autostart::ByAdministrator {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    match fs::remove_file(folder()?.join(FILE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn folder() -> io::Result<PathBuf> {
    let home = env::home_dir().filter(|home| home.is_absolute());
    let home = home.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no home folder"))?;
    Ok(home.join("Library/LaunchAgents"))
}

fn list(program: &str) -> String {
    let escaped = program.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>Label</key>
    <string>de.konnektorwart.Agent</string>
    <key>ProgramArguments</key>
    <array>
        <string>{escaped}</string>
    </array>
    <key>RunAtLoad</key>
    <true/>
</dict>
</plist>
"#
    )
}
