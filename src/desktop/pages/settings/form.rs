//! What is typed on the settings page, what it means, and what would be written: pure functions.

use crate::domain::practice::{Access, Language};
use crate::domain::preferences::{self, Mistake};
use crate::domain::profile::ConnectorProfile;
use crate::store::config::{ClosedDays, Edit, Key, Loaded, Locked, QuietHours, Settings};
use crate::text;

use jiff::civil::Weekday;
use log::LevelFilter;

/// The languages in the order of the list.
pub const LANGUAGES: [Language; 3] = [Language::Auto, Language::German, Language::English];

/// The levels of the log in the order of the list.
pub const LEVELS: [LevelFilter; 6] = [
    LevelFilter::Off,
    LevelFilter::Error,
    LevelFilter::Warn,
    LevelFilter::Info,
    LevelFilter::Debug,
    LevelFilter::Trace,
];

/// The weekdays in the order of their ticks.
pub const WEEKDAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// The values of the page; all but the start at log-on, which the system keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    pub language: Language,
    pub start_minimised: bool,
    pub trouble: bool,
    pub all_clear: bool,
    pub quiet: Option<QuietHours>,
    /// Weekdays from Monday on, dates in the calendar's order.
    pub closed: ClosedDays,
    pub contact_name: Option<String>,
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub remote_help: Option<String>,
    pub copy: bool,
    pub show: bool,
    pub log: LevelFilter,
}

/// What the page was filled with.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The values in force.
    pub values: Values,
    /// What the policy fixes.
    pub locked: Locked,
    /// The connectors, for the way to their own pages.
    pub connectors: Vec<ConnectorProfile>,
}

/// What stands in the controls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub language: Language,
    pub start_minimised: bool,
    pub trouble: bool,
    pub all_clear: bool,
    pub quiet_from: String,
    pub quiet_until: String,
    /// From Monday on.
    pub weekdays: [bool; 7],
    pub dates: String,
    pub contact_name: String,
    pub telephone: String,
    pub email: String,
    pub remote_help: String,
    pub copy: bool,
    pub show: bool,
    pub log: LevelFilter,
}

/// What is wrong with the fields; none of them if all can be saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mistakes {
    pub quiet_from: Option<Mistake>,
    pub quiet_until: Option<Mistake>,
    pub dates: Option<Mistake>,
    pub contact_name: Option<Mistake>,
    pub telephone: Option<Mistake>,
    pub email: Option<Mistake>,
    pub remote_help: Option<Mistake>,
}

/// What the page says above its buttons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Message {
    /// Nothing.
    #[default]
    None,
    /// Leaving would lose what was typed.
    Unsaved,
    /// The settings were changed elsewhere while they were open here.
    Elsewhere,
    /// Something did not work: what happened; what it means and what to do.
    Failed {
        /// What happened.
        title: String,
        /// What it means, and the next step.
        body: String,
    },
}

impl Message {
    /// Whether it waits for an answer.
    pub const fn is_question(&self) -> bool {
        match self {
            Self::None | Self::Failed { .. } => false,
            Self::Unsaved | Self::Elsewhere => true,
        }
    }
}

/// Everything that the page shows.
#[derive(Debug, Clone)]
pub struct Form {
    pub ground: Ground,
    pub typed: Typed,
    /// What is to become of the start at log-on, where somebody ticked here.
    pub autostart: Option<bool>,
    /// Who may act here.
    pub access: Access,
    pub message: Message,
}

impl Ground {
    /// What was loaded.
    pub fn of(loaded: &Loaded) -> Self {
        Self {
            values: Values::of(&loaded.settings),
            locked: loaded.locked().clone(),
            connectors: loaded.settings.connectors.iter().map(|one| one.profile.clone()).collect(),
        }
    }
}

impl Values {
    /// What the settings say.
    pub fn of(settings: &Settings) -> Self {
        let mut closed = settings.closed_days.value.clone();
        closed.weekdays =
            WEEKDAYS.into_iter().filter(|day| closed.weekdays.contains(day)).collect();
        closed.dates.sort();
        closed.dates.dedup();
        let contact = &settings.contact;
        let remote_help = contact.remote_help.as_ref();
        Self {
            language: settings.language.value,
            start_minimised: settings.start_minimised.value,
            trouble: settings.toast_trouble.value,
            all_clear: settings.toast_all_clear.value,
            quiet: settings.quiet_hours.value,
            closed,
            contact_name: contact.name.clone(),
            telephone: contact.telephone.clone(),
            email: contact.email.clone(),
            remote_help: remote_help.map(|path| path.to_string_lossy().into_owned()),
            copy: settings.reveal.copy.value,
            show: settings.reveal.show.value,
            log: settings.log.value,
        }
    }

    /// What has to be written so that `from` becomes this.
    pub fn edits(&self, from: &Self) -> Vec<Edit> {
        let differing = [
            edit(&self.language, &from.language, Edit::Language),
            edit(&self.start_minimised, &from.start_minimised, Edit::StartMinimised),
            edit(&self.trouble, &from.trouble, Edit::ToastTrouble),
            edit(&self.all_clear, &from.all_clear, Edit::ToastAllClear),
            edit(&self.quiet, &from.quiet, Edit::QuietHours),
            edit(&self.closed, &from.closed, Edit::ClosedDays),
            edit(&self.contact_name, &from.contact_name, Edit::ContactName),
            edit(&self.telephone, &from.telephone, Edit::ContactTelephone),
            edit(&self.email, &from.email, Edit::ContactEmail),
            edit(&self.remote_help, &from.remote_help, Edit::ContactRemoteHelp),
            edit(&self.copy, &from.copy, Edit::RevealCopy),
            edit(&self.show, &from.show, Edit::RevealShow),
            edit(&self.log, &from.log, Edit::Log),
        ];
        differing.into_iter().flatten().collect()
    }
}

impl Typed {
    /// The values as they stand in the controls; dates as the language writes them.
    pub fn of(values: &Values, language: text::Language) -> Self {
        let shown = |text: &Option<String>| text.clone().unwrap_or_default();
        let time = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        Self {
            language: values.language,
            start_minimised: values.start_minimised,
            trouble: values.trouble,
            all_clear: values.all_clear,
            quiet_from: values.quiet.map(|hours| time(hours.from)).unwrap_or_default(),
            quiet_until: values.quiet.map(|hours| time(hours.until)).unwrap_or_default(),
            weekdays: WEEKDAYS.map(|day| values.closed.weekdays.contains(&day)),
            dates: language.date_list(&values.closed.dates),
            contact_name: shown(&values.contact_name),
            telephone: shown(&values.telephone),
            email: shown(&values.email),
            remote_help: shown(&values.remote_help),
            copy: values.copy,
            show: values.show,
            log: values.log,
        }
    }
}

impl Form {
    /// The page as it is filled at first.
    pub fn new(ground: Ground, language: text::Language) -> Self {
        let typed = Typed::of(&ground.values, language);
        let (access, message) = (Access::Granted, Message::None);
        Self { ground, typed, autostart: None, access, message }
    }

    /// Whether the policy fixes a value, or this person may not act.
    pub fn is_locked(&self, key: Key) -> bool {
        self.ground.locked.general(key) || self.access != Access::Granted
    }

    /// What the typed texts mean. What cannot be changed here is taken as it is in force.
    ///
    /// # Errors
    /// What is wrong with each field.
    pub fn values(&self) -> Result<Values, Box<Mistakes>> {
        let (typed, now) = (&self.typed, &self.ground.values);
        let mut wrong = Mistakes::default();
        let quiet = match self.is_locked(Key::QuietHours) {
            true => now.quiet,
            false => match preferences::quiet(&typed.quiet_from, &typed.quiet_until) {
                Ok(hours) => hours.map(|(from, until)| QuietHours { from, until }),
                Err(ends) => {
                    (wrong.quiet_from, wrong.quiet_until) = (ends.from, ends.until);
                    None
                }
            },
        };
        let closed = match self.is_locked(Key::ClosedDays) {
            true => now.closed.clone(),
            false => ClosedDays {
                weekdays: ticked(typed.weekdays),
                dates: or_mistake(preferences::dates(&typed.dates), &mut wrong.dates),
            },
        };
        let text = |key, now: &Option<String>, read: Read, typed: &str, wrong: &mut _| {
            let is_locked = self.is_locked(key);
            if is_locked { now.clone() } else { or_mistake(read(typed), wrong) }
        };
        let values = Values {
            language: typed.language,
            start_minimised: typed.start_minimised,
            trouble: typed.trouble,
            all_clear: typed.all_clear,
            quiet,
            closed,
            contact_name: text(
                Key::ContactName,
                &now.contact_name,
                preferences::text,
                &typed.contact_name,
                &mut wrong.contact_name,
            ),
            telephone: text(
                Key::ContactTelephone,
                &now.telephone,
                preferences::text,
                &typed.telephone,
                &mut wrong.telephone,
            ),
            email: text(
                Key::ContactEmail,
                &now.email,
                preferences::email,
                &typed.email,
                &mut wrong.email,
            ),
            remote_help: text(
                Key::ContactRemoteHelp,
                &now.remote_help,
                preferences::program,
                &typed.remote_help,
                &mut wrong.remote_help,
            ),
            copy: typed.copy,
            show: typed.show,
            log: typed.log,
        };
        if wrong == Mistakes::default() { Ok(values) } else { Err(Box::new(wrong)) }
    }

    /// Whether leaving would lose something.
    pub fn is_changed(&self) -> bool {
        let is_as_before = self.values().is_ok_and(|values| values == self.ground.values);
        self.autostart.is_some() || !is_as_before
    }

    /// Whether *Speichern* does something, or closes.
    pub fn can_save(&self) -> bool {
        self.access == Access::Granted && !self.message.is_question() && self.values().is_ok()
    }
}

/// The edit, where a value differs.
fn edit<T: Clone + PartialEq>(to: &T, from: &T, edit: fn(T) -> Edit) -> Option<Edit> {
    (to != from).then(|| edit(to.clone()))
}

type Read = fn(&str) -> Result<Option<String>, Mistake>;

fn or_mistake<T: Default>(read: Result<T, Mistake>, wrong: &mut Option<Mistake>) -> T {
    read.unwrap_or_else(|mistake| {
        *wrong = Some(mistake);
        T::default()
    })
}

fn ticked(ticks: [bool; 7]) -> Vec<Weekday> {
    WEEKDAYS.into_iter().zip(ticks).filter(|(_, is_on)| *is_on).map(|(day, _)| day).collect()
}
