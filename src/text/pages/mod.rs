//! The words of the windows: for each page a struct of its fixed words, and functions for sentences
//! with values.

mod about;
mod assistant;
mod certificate;
mod configuration;
mod explain;
mod history;
mod overview;
mod password;
mod reveal;
mod settings;
mod support;
mod widgets;

pub use about::AboutWords;
pub use assistant::AssistantWords;
pub use certificate::CertificateWords;
pub use configuration::ConfigurationWords;
pub use explain::ExplainWords;
pub use history::HistoryWords;
pub use overview::{BAR_FROM, OverviewWords};
pub use password::PasswordWords;
pub use reveal::{EarlierWords, RevealWords};
pub use settings::SettingsWords;
pub use support::SupportWords;
pub use widgets::WidgetWords;

/// A page's fixed words, German and English side by side.
///
/// Makes a struct with one field for each word, `of(language)`, and `all(language)` for the tests that
/// look at every word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $german:literal, $english:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* #[allow(missing_docs, reason = "its own words say what it is")] pub $field: &'static str,)+
        }

        impl $name {
            /// The words in a language.
            pub const fn of(language: $crate::text::Language) -> Self {
                match language {
                    $crate::text::Language::German => Self { $($field: $german,)+ },
                    $crate::text::Language::English => Self { $($field: $english,)+ },
                }
            }

            /// Every word with its name.
            #[cfg(test)]
            pub(crate) fn all(language: $crate::text::Language) -> Vec<(&'static str, &'static str)> {
                let words = Self::of(language);
                vec![$((stringify!($field), words.$field),)+]
            }
        }
    };
}
use words;

/// Every fixed word of every page.
#[cfg(test)]
pub(crate) fn all(language: super::Language) -> Vec<(&'static str, &'static str)> {
    let pages = [
        AboutWords::all(language),
        ConfigurationWords::all(language),
        AssistantWords::all(language),
        CertificateWords::all(language),
        EarlierWords::all(language),
        ExplainWords::all(language),
        HistoryWords::all(language),
        OverviewWords::all(language),
        PasswordWords::all(language),
        RevealWords::all(language),
        SettingsWords::all(language),
        SupportWords::all(language),
        WidgetWords::all(language),
    ];
    pages.concat()
}
