//! What the page shows: every text ready-made, computed from the form, compared as a whole by tests.

use konnektorwart_ui as ui;
use ui::{ConfigurationAccount, ConfigurationNote as Note, Mark};

use super::beside::{certificates, steps, test_note};
use super::form::{FileState, Form, VENDORS};
use super::judged::{Judged, is_folded};
use super::message::{Message, Shown};
use crate::connector::sds::Spoken;
use crate::domain::draft::{EncryptionChoice, Field};
use crate::domain::identity::Plane;
use crate::domain::practice::Access;
use crate::domain::profile::{CardServiceVersion, OnlineCheck};
use crate::store::config::{ConnectorKey, Origin};
use crate::text::pages::ConfigurationWords;
use crate::text::{System, Words};

/// A field with its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// As typed.
    pub text: String,
    /// What stands below.
    pub note: Note,
}

/// A list with its choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// What there is.
    pub entries: Vec<String>,
    /// The chosen one.
    pub current: usize,
    /// What stands below.
    pub note: Note,
}

/// Everything that the page shows.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the fields are those of the page, by their names")]
pub struct View {
    pub title: String,
    pub name: Typed,
    pub address: Typed,
    pub port: Typed,
    pub timeout: Typed,
    pub online_check: Chosen,
    pub encryption: Chosen,
    pub card_service: Chosen,
    pub user: Typed,
    pub password: String,
    pub password_link: String,
    pub firmware_link: String,
    pub has_certificate: bool,
    pub can_choose_file: bool,
    pub certificate_file: Typed,
    pub asks_file_password: bool,
    pub file_password: Note,
    pub fold_summary: String,
    pub management_port: Typed,
    pub vendor: Chosen,
    pub mandant: Typed,
    pub clientsystem: Typed,
    pub arbeitsplatz: Typed,
    pub accounts_note: String,
    pub accounts: Vec<ConfigurationAccount>,
    pub watchers: Vec<String>,
    pub remove_note: String,
    pub steps: Vec<ui::Step>,
    pub testing: bool,
    pub can_test: bool,
    pub test_note: String,
    pub certificates: Vec<ui::ConfigurationCertificate>,
    pub can_change: bool,
    pub can_save: bool,
    pub save_note: String,
    pub save_mark: Mark,
    pub message: Shown,
    pub is_question: bool,
    pub enter_answers: bool,
    pub ticks: Vec<(String, bool)>,
}

impl View {
    /// What a form shows in the words of the moment.
    pub fn of(form: &Form, words: &Words, system: System) -> Self {
        let judged = form.judged();
        let sight = Sight { form, judged: &judged, words, system };
        let (says, language) = (sight.says(), words.language);
        let draft = &form.draft;
        let main = form.main_account();
        let typed = |text: &str, field, key| Typed {
            text: text.to_owned(),
            note: sight.note(field, Some(key)),
        };
        let chosen = |entries: Vec<String>, current: Option<usize>, note| Chosen {
            entries,
            current: current.unwrap_or_default(),
            note,
        };
        let user = main.map(|place| draft.accounts[place].user.clone()).unwrap_or_default();
        let (password, password_link) = main.map_or_else(Default::default, |at| sight.password(at));
        let profile = judged.profile();
        let wrong: Vec<Field> = judged.checked.mistakes.iter().map(|(field, _)| *field).collect();
        let has_changed = form.is_changed();
        let save_note = sight.save_note(&wrong);
        Self {
            title: language.configuration_title(&form.ground.profile.name),
            name: typed(&draft.name, Field::Name, ConnectorKey::Name),
            address: typed(&draft.address, Field::Address, ConnectorKey::Host),
            port: typed(&draft.port, Field::Port, ConnectorKey::Port),
            timeout: typed(&draft.timeout, Field::Timeout, ConnectorKey::Timeout),
            online_check: chosen(
                OnlineCheck::ALL.map(|one| language.online_check_choice(one).to_owned()).to_vec(),
                OnlineCheck::ALL.iter().position(|one| *one == draft.online_check),
                sight.locked(ConnectorKey::OnlineCheck),
            ),
            encryption: chosen(
                EncryptionChoice::ALL
                    .map(|one| language.encryption_choice(one).to_owned())
                    .to_vec(),
                EncryptionChoice::ALL.iter().position(|one| *one == draft.encryption),
                sight.note(Field::Encryption, Some(ConnectorKey::Encryption)),
            ),
            card_service: chosen(
                form.card_services().into_iter().map(|one| sight.card_service(one)).collect(),
                form.card_services().iter().position(|one| *one == draft.card_service),
                sight.locked(ConnectorKey::CardService),
            ),
            user: Typed { text: user, note: sight.main_user(main) },
            password: if main.is_some() { password } else { "–".to_owned() },
            password_link,
            firmware_link: language
                .firmware_link(form.seen.as_ref().and_then(|seen| seen.firmware.as_deref())),
            has_certificate: draft.encryption == EncryptionChoice::TlsCertificate,
            can_choose_file: form.can_choose && form.can_change(),
            certificate_file: Typed {
                text: draft.certificate_file.clone(),
                note: sight.certificate_file(),
            },
            asks_file_password: match form.file {
                FileState::Closed | FileState::WrongPassword => form.can_change(),
                FileState::Unknown
                | FileState::Unreadable
                | FileState::Open
                | FileState::Stored => false,
            },
            file_password: match form.file {
                FileState::WrongPassword => error(says.file_wrong),
                FileState::Unknown
                | FileState::Unreadable
                | FileState::Closed
                | FileState::Open
                | FileState::Stored => hint(says.file_once),
            },
            fold_summary: sight.fold_summary(&wrong, main),
            management_port: typed(
                &draft.management_port,
                Field::ManagementPort,
                ConnectorKey::ManagementPort,
            ),
            vendor: chosen(
                VENDORS
                    .map(|one| language.vendor(one).unwrap_or(says.detected).to_owned())
                    .to_vec(),
                VENDORS.iter().position(|one| *one == draft.vendor),
                sight.vendor(),
            ),
            mandant: typed(&draft.mandant, Field::Mandant, ConnectorKey::Context),
            clientsystem: typed(&draft.clientsystem, Field::Clientsystem, ConnectorKey::Context),
            arbeitsplatz: typed(&draft.arbeitsplatz, Field::Arbeitsplatz, ConnectorKey::Context),
            accounts_note: sight.warnings(Field::Accounts),
            accounts: (0..draft.accounts.len()).map(|place| sight.account(place, main)).collect(),
            watchers: vec![
                language.this_machine(&form.machine),
                says.elsewhere.to_owned(),
                says.nobody.to_owned(),
            ],
            remove_note: sight.remove_note().to_owned(),
            steps: steps(form, words),
            testing: form.is_testing(),
            can_test: profile.is_some() && form.ground.is_loaded,
            test_note: test_note(form, profile.is_some(), words),
            certificates: certificates(form, words),
            can_change: form.can_change(),
            can_save: form.ground.is_loaded
                && form.can_change()
                && form.message != Message::Gone
                && (profile.is_some() || !has_changed),
            save_mark: if form.can_change() { Mark::Failed } else { Mark::Locked },
            save_note: if has_changed || !form.can_change() { save_note } else { String::new() },
            message: form.message.shown(language),
            is_question: form.message.is_question(),
            enter_answers: match &form.message {
                Message::Unsaved | Message::Saved(_) | Message::Gone => true,
                Message::Remove(_)
                | Message::Elsewhere(_)
                | Message::None
                | Message::Failed { .. } => false,
            },
            ticks: match &form.message {
                Message::Remove(accounts) => accounts
                    .iter()
                    .map(|(account, is_ticked)| (language.delete_stored(account), *is_ticked))
                    .collect(),
                Message::None
                | Message::Unsaved
                | Message::Elsewhere(_)
                | Message::Gone
                | Message::Failed { .. }
                | Message::Saved(_) => Vec::new(),
            },
        }
    }
}

/// A form while it is put into words.
pub(super) struct Sight<'a> {
    pub(super) form: &'a Form,
    pub(super) judged: &'a Judged,
    pub(super) words: &'a Words,
    pub(super) system: System,
}

impl Sight<'_> {
    pub(super) const fn says(&self) -> ConfigurationWords {
        ConfigurationWords::of(self.words.language)
    }

    /// What stands below a field: its mistake, that it is locked, or what is worth a word.
    pub(super) fn note(&self, field: Field, key: Option<ConnectorKey>) -> Note {
        if key.is_some_and(|key| self.is_fixed(key)) {
            return self.locked_by_policy();
        }
        let mistake = self.judged.checked.mistake(field);
        let error = mistake.map(|mistake| self.words.language.draft_mistake(field, mistake));
        let warnings = self.warnings(field);
        Note {
            mark: if warnings.is_empty() { Mark::None } else { Mark::Info },
            error: error.unwrap_or_default().into(),
            hint: warnings.into(),
            locked: !self.form.can_change(),
        }
    }

    fn warnings(&self, field: Field) -> String {
        let all = self.judged.checked.warnings.iter().filter(|(of, _)| *of == field);
        let all = all.map(|(_, warning)| self.words.language.draft_warning(warning));
        all.collect::<Vec<_>>().join(" ")
    }

    fn is_fixed(&self, key: ConnectorKey) -> bool {
        self.form.ground.locked.connector(&self.form.ground.profile.id, key)
    }

    /// For a list that has no mistakes.
    fn locked(&self, key: ConnectorKey) -> Note {
        if self.is_fixed(key) {
            return self.locked_by_policy();
        }
        Note { locked: !self.form.can_change(), ..Note::default() }
    }

    pub(super) fn locked_by_policy(&self) -> Note {
        Note {
            locked: true,
            hint: self.says().locked.into(),
            mark: Mark::Locked,
            ..Note::default()
        }
    }

    fn card_service(&self, version: CardServiceVersion) -> String {
        let auto = self.says().auto;
        match version {
            CardServiceVersion::Exactly(..) => version.to_string(),
            CardServiceVersion::Auto => {
                let spoken = Spoken::Card.name_and_version().1;
                let is_spoken = |one: &&CardServiceVersion| match one {
                    CardServiceVersion::Auto => false,
                    CardServiceVersion::Exactly(major, minor, _) => {
                        (u32::from(*major), u32::from(*minor)) == spoken
                    }
                };
                let highest = self.form.offered.iter().filter(is_spoken).max();
                highest.map_or_else(|| auto.to_owned(), |highest| format!("{auto} ({highest})"))
            }
        }
    }

    fn main_user(&self, main: Option<usize>) -> Note {
        match main {
            Some(place) => self.user(place),
            None if self.form.draft.encryption == EncryptionChoice::TlsPassword => {
                Note { locked: !self.form.can_change(), ..Note::default() }
            }
            None => {
                let locked = !self.form.can_change();
                Note { locked, hint: self.says().no_client.into(), ..Note::default() }
            }
        }
    }

    fn certificate_file(&self) -> Note {
        let note = self.note(Field::CertificateFile, Some(ConnectorKey::CertificateFile));
        if note.locked || !note.error.is_empty() {
            return note;
        }
        let says = self.says();
        match self.form.file {
            FileState::Unknown => note,
            FileState::Unreadable => error(says.file_missing),
            FileState::Closed => hint(says.file_closed),
            FileState::WrongPassword => hint(""),
            FileState::Open => Note { mark: Mark::Proven, ..hint(says.file_opens) },
            FileState::Stored => Note { mark: Mark::Proven, ..hint(says.file_stored) },
        }
    }

    fn vendor(&self) -> Note {
        let note = self.locked(ConnectorKey::Vendor);
        let detected = self.form.detected.filter(|found| *found != self.form.draft.vendor);
        match detected.and_then(|found| self.words.language.vendor(found)) {
            Some(name) if note.hint.is_empty() => {
                let hint = self.words.language.vendor_differs(name).into();
                Note { hint, mark: Mark::Info, ..note }
            }
            Some(_) | None => note,
        }
    }

    fn fold_summary(&self, wrong: &[Field], main: Option<usize>) -> String {
        let language = self.words.language;
        let inside: Vec<Field> =
            wrong.iter().copied().filter(|field| is_folded(*field, main)).collect();
        if !inside.is_empty() {
            return language.fold_mistakes(&inside);
        }
        if !self.judged.slips.is_empty() {
            return language.fold_mistakes(&[Field::Accounts]);
        }
        let draft = &self.form.draft;
        let management = draft.accounts.iter().filter(|one| one.plane == Plane::Management);
        let users: Vec<&str> = management.map(|one| one.user.as_str()).collect();
        let context = [&draft.mandant, &draft.clientsystem, &draft.arbeitsplatz];
        let has_context = context.iter().any(|part| !part.trim().is_empty());
        let context = has_context.then(|| context.map(|part| part.trim()));
        language.fold_summary(&users, draft.management_port.trim(), context)
    }

    /// Why the connector cannot be removed here; empty: it can.
    fn remove_note(&self) -> &'static str {
        let ground = &self.form.ground;
        let is_own =
            ground.origin == Origin::User && !ground.locked.whole_connector(&ground.profile.id);
        if is_own { "" } else { self.says().not_here }
    }

    fn save_note(&self, wrong: &[Field]) -> String {
        let language = self.words.language;
        if let Access::MembersOf(group) = &self.form.access {
            return language.only_members(group);
        }
        let slips = self.judged.slips.iter().map(|_| Field::Accounts);
        let all: Vec<Field> = wrong.iter().copied().chain(slips).collect();
        if all.is_empty() { String::new() } else { language.to_be_corrected(&all) }
    }
}

fn hint(text: &str) -> Note {
    Note { hint: text.into(), ..Note::default() }
}

fn error(text: &str) -> Note {
    Note { error: text.into(), ..Note::default() }
}
