//! `settings`: what stands beside the connectors. Decides how a value is typed and shown; what is shown
//! can be typed.

use serde_json::{Value, json};

use super::args::SettingsCommand;
use super::console::{Console, Failure};
use super::exit::Exit;
use super::report;
use crate::store::config::{self, Edit, Key, Loaded, Operators, Place, Settings};
use crate::text::Usage;
use crate::watch::{self, Setup, profiles};

/// In place of a value: there is none.
const NONE: &str = "none";

/// Carries out one of the subcommands.
pub fn run(
    console: &mut Console,
    setup: &Setup,
    command: &SettingsCommand,
) -> Result<Exit, Failure> {
    match command {
        SettingsCommand::List => list(console, setup),
        SettingsCommand::Get(typed) => get(console, setup, &typed.setting),
        SettingsCommand::Set(typed) => set(console, setup, &typed.setting, &typed.value),
    }
}

fn list(console: &mut Console, setup: &Setup) -> Result<Exit, Failure> {
    report::known(console, setup)?;
    let loaded = profiles::load(&setup.folders)?;
    if console.json {
        let shapes: Vec<Value> = Key::ALL.map(|key| shape(&loaded, key)).to_vec();
        console.value(&json!({ "settings": shapes }));
        return Ok(Exit::Ok);
    }
    let language = console.language;
    console.lines(Key::ALL.map(|key| {
        let text = text_of(&value(&loaded.settings, key));
        language.setting_line(key.as_str(), &text, loaded.locked().general(key))
    }));
    Ok(Exit::Ok)
}

fn get(console: &mut Console, setup: &Setup, typed: &str) -> Result<Exit, Failure> {
    let key = key(typed)?;
    let loaded = profiles::load(&setup.folders)?;
    console.say(&text_of(&value(&loaded.settings, key)), &shape(&loaded, key));
    Ok(Exit::Ok)
}

fn set(console: &mut Console, setup: &Setup, typed: &str, text: &str) -> Result<Exit, Failure> {
    let key = key(typed)?;
    let loaded = profiles::edit(setup, &[edit(key, text)?])?;
    console.say(console.language.profile_changed(), &shape(&loaded, key));
    Ok(Exit::Ok)
}

fn key(typed: &str) -> Result<Key, Usage> {
    let known = Key::of(typed.trim());
    known.ok_or_else(|| Usage::UnknownSetting(typed.to_owned(), Key::nearest(typed)))
}

/// The change that a typed value means.
fn edit(key: Key, text: &str) -> Result<Edit, Failure> {
    let text = text.trim();
    let is_none = text.is_empty() || text == NONE;
    let words = (!is_none).then(|| text.to_owned());
    let wrong = |fits| Usage::Value(key.as_str(), fits);
    let switch = || match text {
        "true" | "on" => Ok(true),
        "false" | "off" => Ok(false),
        _ => Err(wrong("true, false")),
    };
    Ok(match key {
        Key::Language => Edit::Language(text.parse().map_err(|_| wrong("auto, de, en"))?),
        Key::Log => {
            let fits = "off, error, warn, info, debug, trace";
            Edit::Log(text.parse().map_err(|_| wrong(fits))?)
        }
        Key::Autostart => Edit::Autostart(switch()?),
        Key::StartMinimised => Edit::StartMinimised(switch()?),
        Key::ToastTrouble => Edit::ToastTrouble(switch()?),
        Key::ToastAllClear => Edit::ToastAllClear(switch()?),
        Key::QuietHours if is_none => Edit::QuietHours(None),
        Key::QuietHours => {
            Edit::QuietHours(Some(text.parse().map_err(|_| wrong("20:00-07:30, none"))?))
        }
        Key::ClosedDays if is_none => Edit::ClosedDays(config::ClosedDays::default()),
        Key::ClosedDays => {
            let days = text.parse().map_err(|_| wrong("saturday,sunday,2026-12-24, none"))?;
            Edit::ClosedDays(days)
        }
        Key::ContactName => Edit::ContactName(words),
        Key::ContactTelephone => Edit::ContactTelephone(words),
        Key::ContactEmail => Edit::ContactEmail(words),
        Key::ContactRemoteHelp => Edit::ContactRemoteHelp(words),
        Key::RevealCopy => Edit::RevealCopy(switch()?),
        Key::RevealShow => Edit::RevealShow(switch()?),
        Key::Operators => {
            let locked = config::Error::Locked(Place::General(key));
            return Err(watch::Error::Settings(locked).into());
        }
    })
}

/// The value in force; null for none.
fn value(settings: &Settings, key: Key) -> Value {
    let contact = &settings.contact;
    match key {
        Key::Language => json!(settings.language.value.as_str()),
        Key::Log => json!(settings.log.value.as_str().to_lowercase()),
        Key::Autostart => json!(settings.autostart.value),
        Key::StartMinimised => json!(settings.start_minimised.value),
        Key::ToastTrouble => json!(settings.toast_trouble.value),
        Key::ToastAllClear => json!(settings.toast_all_clear.value),
        Key::QuietHours => json!(settings.quiet_hours.value.map(|hours| hours.to_string())),
        Key::ClosedDays => {
            let days = settings.closed_days.value.to_string();
            json!((!days.is_empty()).then_some(days))
        }
        Key::ContactName => json!(contact.name),
        Key::ContactTelephone => json!(contact.telephone),
        Key::ContactEmail => json!(contact.email),
        Key::ContactRemoteHelp => {
            json!(contact.remote_help.as_ref().map(|path| path.display().to_string()))
        }
        Key::RevealCopy => json!(settings.reveal.copy.value),
        Key::RevealShow => json!(settings.reveal.show.value),
        Key::Operators => match &settings.operators {
            Operators::Everybody => Value::Null,
            Operators::Group { name, membership: _ } => json!(name),
        },
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => NONE.to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn shape(loaded: &Loaded, key: Key) -> Value {
    json!({
        "setting": key.as_str(),
        "value": value(&loaded.settings, key),
        "locked": loaded.locked().general(key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::folders::Folders;

    #[test]
    fn what_is_set_is_shown_and_can_be_set_again() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        for (key, text, shown) in [
            (Key::Language, "en", "en"),
            (Key::Log, "debug", "debug"),
            (Key::Autostart, "off", "false"),
            (Key::StartMinimised, "false", "false"),
            (Key::ToastTrouble, "false", "false"),
            (Key::ToastAllClear, "true", "true"),
            (Key::QuietHours, " 20:00 - 07:30 ", "20:00-07:30"),
            (Key::QuietHours, "none", "none"),
            (Key::ClosedDays, "sunday,2026-12-24", "sunday, 2026-12-24"),
            (Key::ClosedDays, "none", "none"),
            (Key::ContactName, "IT Müller & Söhne", "IT Müller & Söhne"),
            (Key::ContactTelephone, "0221 4711", "0221 4711"),
            (Key::ContactTelephone, "", "none"),
            (Key::ContactEmail, "hilfe@it.example", "hilfe@it.example"),
            (Key::RevealCopy, "false", "false"),
            (Key::RevealShow, "on", "true"),
        ] {
            let loaded = config::edit(&folders, &[edit(key, text).unwrap()]).unwrap();
            assert_eq!(text_of(&value(&loaded.settings, key)), shown, "{key}");
            edit(key, shown).unwrap();
        }
    }

    #[test]
    fn wrong_values_and_names_are_told_with_what_fits() {
        for (key, text) in [
            (Key::Language, "fr"),
            (Key::Log, "laut"),
            (Key::Autostart, "vielleicht"),
            (Key::QuietHours, "20-7"),
            (Key::ClosedDays, "samstag"),
        ] {
            let wrong = edit(key, text).unwrap_err();
            assert!(matches!(wrong, Failure::Usage(Usage::Value(name, _)) if name == key.as_str()));
        }
        let locked = edit(Key::Operators, "Empfang").unwrap_err();
        let Failure::Watch(watch::Error::Settings(config::Error::Locked(place))) = locked else {
            panic!("{locked:?}");
        };
        assert_eq!(place, Place::General(Key::Operators));
        let near = Some("notifications.quiet_hours".to_owned());
        let typed = "notifications.quiet-hours".to_owned();
        assert_eq!(key(&typed), Err(Usage::UnknownSetting(typed.clone(), near)));
    }
}
