//! What the page says or asks above its buttons.

use konnektorwart_ui::{BannerKind, Mark};

use crate::domain::identity::AccountRef;
use crate::domain::profile::ConnectorProfile;
use crate::text::Language;
use crate::text::pages::ConfigurationWords;

/// A message, or a question that takes the buttons' place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Nothing.
    None,
    /// Question: the window is to be closed, and something was typed.
    Unsaved,
    /// Question: the connector is to be removed; which accounts' passwords go too.
    Remove(Vec<(AccountRef, bool)>),
    /// Question: the settings are other ones by now.
    Elsewhere(Box<ConnectorProfile>),
    /// The connector is not in the settings any more.
    Gone,
    /// Something did not succeed.
    Failed {
        /// What.
        title: String,
        /// What it means, and the next step.
        body: String,
    },
    /// Question: saved, and these accounts have no password yet.
    Saved(Vec<AccountRef>),
}

/// How a message is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Its head.
    pub title: String,
    /// What it means.
    pub body: String,
    /// Its ground.
    pub kind: BannerKind,
    /// Its shape.
    pub mark: Mark,
    /// Its buttons; empty ones are not shown.
    pub primary: String,
    /// The other one.
    pub secondary: String,
}

impl Message {
    /// Whether it is a question.
    pub const fn is_question(&self) -> bool {
        match self {
            Self::Unsaved | Self::Remove(_) | Self::Elsewhere(_) | Self::Saved(_) | Self::Gone => {
                true
            }
            Self::None | Self::Failed { .. } => false,
        }
    }

    /// Whether typing takes it away.
    pub const fn is_passing(&self) -> bool {
        match self {
            Self::Failed { .. } => true,
            Self::None
            | Self::Unsaved
            | Self::Remove(_)
            | Self::Elsewhere(_)
            | Self::Saved(_)
            | Self::Gone => false,
        }
    }

    /// In words.
    pub fn shown(&self, language: Language) -> Shown {
        let words = ConfigurationWords::of(language);
        let shown = |title: &str, body: &str, kind, mark, primary: &str, secondary: &str| Shown {
            title: title.to_owned(),
            body: body.to_owned(),
            kind,
            mark,
            primary: primary.to_owned(),
            secondary: secondary.to_owned(),
        };
        match self {
            Self::None => shown("", "", BannerKind::Info, Mark::None, "", ""),
            Self::Unsaved => shown(
                words.unsaved,
                words.unsaved_meaning,
                BannerKind::Info,
                Mark::Info,
                words.keep_editing,
                words.discard,
            ),
            Self::Remove(_) => shown(
                words.remove_question,
                words.remove_meaning,
                BannerKind::Warning,
                Mark::Refused,
                words.remove_now,
                words.cancel,
            ),
            Self::Elsewhere(_) => shown(
                words.elsewhere_changed,
                words.elsewhere_meaning,
                BannerKind::Warning,
                Mark::Refused,
                words.save_anyway,
                words.load_again,
            ),
            Self::Gone => shown(
                words.gone,
                words.gone_meaning,
                BannerKind::Warning,
                Mark::Refused,
                words.close,
                "",
            ),
            Self::Failed { title, body } => {
                let body = format!("{body} {}", words.kept);
                shown(title, &body, BannerKind::Bad, Mark::Failed, "", "")
            }
            Self::Saved(accounts) => shown(
                words.saved,
                &language.passwords_missing(accounts),
                BannerKind::Info,
                Mark::Info,
                words.enter,
                words.close,
            ),
        }
    }
}
