//! Which rules of a policy a password keeps: one tick for each rule, always in the same order, so that
//! a page can show the list before anything is typed.

use zeroize::Zeroizing;

use super::policy::{Class, Policy};
use crate::domain::identity::UserName;

/// A rule of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// At least this number of characters.
    Length {
        /// In characters.
        least: usize,
    },
    /// At most this number of characters.
    AtMost {
        /// In characters.
        most: usize,
    },
    /// Characters of at least this number of classes.
    Classes {
        /// 1 to 4.
        least: usize,
    },
    /// No characters but those of the classes.
    Characters,
    /// Without the user name, forwards or backwards, in any case.
    UserName,
    /// Not used before for this account.
    NotUsedBefore,
}

/// Whether a rule is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Nobody here knows; only the device does.
    Unknown,
}

impl Met {
    const fn of(is_met: bool) -> Self {
        if is_met { Self::Yes } else { Self::No }
    }
}

/// A rule, and whether it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// The rule.
    pub rule: Rule,
    /// Whether it is kept.
    pub met: Met,
}

/// What a policy says of a password: a tick for each of its rules, in the order of [`Rule`]. A rule
/// that the policy does not have is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check(Vec<Tick>);

impl Check {
    /// The ticks, in the order of [`Rule`].
    pub fn ticks(&self) -> &[Tick] {
        &self.0
    }

    /// Whether no rule is broken. One that nobody here can know counts as kept: the device decides.
    pub fn is_met(&self) -> bool {
        self.0.iter().all(|tick| match tick.met {
            Met::Yes | Met::Unknown => true,
            Met::No => false,
        })
    }
}

impl Policy {
    /// Checks a password for an account. `used` says whether it was used before; `None` if unknown.
    #[must_use]
    pub fn check(&self, password: &str, user: &UserName, used: Option<bool>) -> Check {
        let (mut length, mut is_allowed, mut seen) = (0, true, [false; Class::ALL.len()]);
        for character in password.chars() {
            length += 1;
            match self.class(character) {
                Some(class) => seen[class as usize] = true,
                None => is_allowed = false,
            }
        }
        let classes = seen.into_iter().filter(|is_seen| *is_seen).count();
        let least = self.least_length();
        let mut ticks = Vec::with_capacity(6);
        let mut tick = |rule, met| ticks.push(Tick { rule, met });
        tick(Rule::Length { least }, Met::of(length >= least));
        if let Some(most) = self.most_length() {
            tick(Rule::AtMost { most }, Met::of(length <= most));
        }
        let least = self.least_classes();
        tick(Rule::Classes { least }, Met::of(classes >= least));
        tick(Rule::Characters, Met::of(is_allowed));
        if self.forbids_user_name() {
            tick(Rule::UserName, Met::of(!contains(password, user)));
        }
        if self.forbids_earlier() {
            tick(Rule::NotUsedBefore, used.map_or(Met::Unknown, |used| Met::of(!used)));
        }
        Check(ticks)
    }
}

fn contains(password: &str, user: &UserName) -> bool {
    let lowered = Zeroizing::new(password.to_lowercase());
    let backwards: String = user.folded().chars().rev().collect();
    lowered.contains(user.folded()) || lowered.contains(&backwards)
}
