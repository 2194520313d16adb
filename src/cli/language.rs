//! Which language a command speaks: `--language`, then the settings, then the environment. German
//! unless one of them says English: the practices are German.

use std::ffi::OsString;

use super::console::Console;
use crate::store::config::{self, Settings};
use crate::text::Language;

/// The language that `--language` names. Read before the command line is parsed, because its mistakes
/// are told in that language too.
pub fn typed(line: &[OsString]) -> Option<Language> {
    let words: Vec<&str> = line.iter().filter_map(|word| word.to_str()).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--language="));
    let apart = || words.windows(2).find(|two| two[0] == "--language").map(|two| two[1]);
    joined.or_else(apart)?.parse().ok()
}

/// The locale that the environment names, empty if it names none.
pub fn environment() -> String {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    named.unwrap_or_default()
}

/// The language by what was typed and the environment.
pub fn of(typed: Option<Language>, locale: &str) -> Language {
    typed.unwrap_or_else(|| Language::of_locale(locale))
}

/// The settings win over the environment.
pub fn by_settings(console: &mut Console, settings: Option<&Settings>) {
    match settings.map(|settings| settings.language.value) {
        Some(config::Language::German) => console.language = Language::German,
        Some(config::Language::English) => console.language = Language::English,
        Some(config::Language::Auto) | None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_unless_english_is_named() {
        for (locale, language) in [
            ("", Language::German),
            ("C", Language::German),
            ("POSIX", Language::German),
            ("de_AT.UTF-8", Language::German),
            ("en_US.UTF-8", Language::English),
            ("en", Language::English),
        ] {
            assert_eq!(of(None, locale), language, "{locale}");
        }
        assert_eq!(of(Some(Language::English), "de_DE"), Language::English);
    }

    #[test]
    fn the_option_counts_before_the_line_is_read() {
        let line = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(typed(&line("k status --language en --oops")), Some(Language::English));
        assert_eq!(typed(&line("k --language=de chek")), Some(Language::German));
        assert_eq!(typed(&line("k --language fr")), None);
        assert_eq!(typed(&line("k --language")), None);
    }
}
