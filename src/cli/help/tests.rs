use super::*;

fn all(command: &Command, path: &str, found: &mut Vec<(String, Command)>) {
    found.push((path.to_owned(), command.clone()));
    for below in command.get_subcommands() {
        let name = below.get_name();
        let path = if path.is_empty() { name.to_owned() } else { format!("{path} {name}") };
        all(below, &path, found);
    }
}

fn commands(language: Language) -> Vec<(String, Command)> {
    let mut found = Vec::new();
    all(&command(language), "", &mut found);
    found
}

#[test]
fn every_command_and_every_option_is_explained_in_both_languages() {
    for language in Language::ALL {
        for (path, command) in commands(language) {
            assert!(language.command_help(&path).is_some(), "{path:?} has no help");
            for argument in command.get_arguments() {
                let id = argument.get_id();
                assert!(argument.get_help().is_some(), "{path:?} {id} has no help");
                if argument.get_action().takes_values() && *id != "language" && *id != "meaning" {
                    let name = language.value_name(id.as_str());
                    assert!(name.is_some(), "{path:?} {id} has no name for its value");
                }
            }
        }
    }
}

#[test]
fn the_german_help_speaks_german_and_keeps_the_words_of_the_screens() {
    let never = [
        "Konto",
        "Account",
        "Verwaltungskonto",
        "Credentials",
        "Login",
        "Kennwort",
        "Benutzerkennung",
        "Verwaltung",
        "Administration",
        "Profil",
        "Praxissoftware",
        "Aufrufkontext",
        "Rotation",
        "nachziehen",
        "Administrator",
        "Provider",
    ];
    let english = ["Usage", "Options", "Commands", "Arguments", "default", "possible", "Print"];
    for (path, mut command) in commands(Language::German) {
        let help = command.render_long_help().to_string();
        for word in never.iter().chain(&english) {
            assert!(!has_word(&help, word), "{path:?}: {word} in\n{help}");
        }
        assert!(help.contains("Aufruf: konnektorwart"), "{help}");
    }
}

/// Command names are English and no sentences: `profile` is not `Profil`.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|one| one == word)
}

#[test]
fn the_english_help_holds_no_german_sentence() {
    for (path, mut command) in commands(Language::English) {
        let help = command.render_long_help().to_string();
        assert!(
            !help.contains(|c| "äöüß„".contains(c)) || help.contains("Praxis Köln"),
            "{path}: {help}"
        );
        assert!(help.contains("Usage: konnektorwart"), "{help}");
    }
}

fn mistake(line: &[&str]) -> Usage {
    let all = ["konnektorwart"].iter().chain(line);
    let error = command(Language::German).try_get_matches_from(all).unwrap_err();
    match stopped(&error) {
        Stopped::Mistake(usage) => usage,
        Stopped::Asked(text) => panic!("{text}"),
    }
}

#[test]
fn mistakes_are_told_apart_and_no_value_is_repeated() {
    let cases: [(&[&str], Usage); 11] = [
        (&[], Usage::NoCommand),
        (&["chek"], Usage::UnknownCommand("chek".into(), Some("check".into()))),
        (&["profile"], Usage::NoCommand),
        (&["status", "--jsno"], Usage::UnknownOption("--jsno".into(), Some("--json".into()))),
        (&["adopt", "local", "--password", "geheim"], Usage::PasswordInTheOpen),
        (&["adopt", "local", "--passwort=geheim"], Usage::PasswordInTheOpen),
        (&["adopt", "local", "geheim"], Usage::TooMuch),
        (&["adopt"], Usage::Missing(vec!["<ZUGANG>".into()])),
        (&["pause", "--until"], Usage::NoValue("--until".into())),
        (&["pause", "--until", "2h", "--until", "3h"], Usage::Twice("--until".into())),
        (&["trust", "koeln", "--nothing=geheim"], Usage::UnknownOption("--nothing".into(), None)),
    ];
    for (line, expected) in cases {
        assert_eq!(mistake(line), expected, "{line:?}");
    }
}
