//! Puts the form into the page's properties, and reads what was typed out of them.

use konnektorwart_ui as ui;
use slint::{ComponentHandle, ModelRc, SharedString, VecModel};

use super::form::{Form, LANGUAGES, LEVELS, Message, Mistakes, Typed};
use crate::desktop::menu::Autostart;
use crate::domain::practice::Access;
use crate::domain::preferences::Mistake;
use crate::store::config::Key;
use crate::text::pages::SettingsWords;
use crate::text::{Label, Language, System};

/// Gives the page its fixed words.
pub fn words(page: &ui::SettingsPage, language: Language, system: System) {
    let words = SettingsWords::of(language);
    let state = page.global::<ui::Settings<'_>>();
    state.set_words(ui::SettingsWords {
        title: words.title.into(),
        general: words.general.into(),
        language: words.language.into(),
        start_minimised: words.start_minimised.into(),
        notifications: words.notifications.into(),
        trouble: words.trouble.into(),
        all_clear: words.all_clear.into(),
        quiet_from: words.quiet_from.into(),
        quiet_until: words.quiet_until.into(),
        time_example: words.time_example.into(),
        morning_example: words.morning_example.into(),
        closed: words.closed.into(),
        dates: words.dates.into(),
        dates_example: words.dates_example.into(),
        intervals: words.intervals.into(),
        intervals_hint: words.intervals_hint.into(),
        no_connector: words.no_connector.into(),
        support: words.support.into(),
        contact_name: words.contact_name.into(),
        telephone: words.telephone.into(),
        email: words.email.into(),
        remote_help: words.remote_help.into(),
        choose: words.choose.into(),
        reveal: words.reveal.into(),
        copy: words.copy.into(),
        show: words.show.into(),
        files: words.files.into(),
        log: words.log.into(),
        settings_folder: words.settings_folder.into(),
        records_folder: words.records_folder.into(),
        cancel: words.cancel.into(),
        save: words.save.into(),
    });
    state.set_autostart_label(language.label(Label::Autostart(system)).into());
    let short = [
        words.monday,
        words.tuesday,
        words.wednesday,
        words.thursday,
        words.friday,
        words.saturday,
        words.sunday,
    ];
    state.set_weekdays(texts(short));
    state.set_weekday_names(texts(language.weekdays()));
    state.set_languages(texts(LANGUAGES.map(|choice| language.language_choice(choice))));
    state.set_log_levels(texts(LEVELS.map(|level| language.log_choice(level))));
    state.set_support_hint(words.support_hint.into());
}

/// Puts what is typed into the controls: once, and when it starts over.
pub fn typed(page: &ui::SettingsPage, typed: &Typed) {
    let state = page.global::<ui::Settings<'_>>();
    state.set_language(place(&LANGUAGES, &typed.language));
    state.set_start_minimised(typed.start_minimised);
    state.set_trouble(typed.trouble);
    state.set_all_clear(typed.all_clear);
    state.set_quiet_from(typed.quiet_from.as_str().into());
    state.set_quiet_until(typed.quiet_until.as_str().into());
    let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = typed.weekdays;
    state.set_monday(monday);
    state.set_tuesday(tuesday);
    state.set_wednesday(wednesday);
    state.set_thursday(thursday);
    state.set_friday(friday);
    state.set_saturday(saturday);
    state.set_sunday(sunday);
    state.set_dates(typed.dates.as_str().into());
    state.set_contact_name(typed.contact_name.as_str().into());
    state.set_telephone(typed.telephone.as_str().into());
    state.set_email(typed.email.as_str().into());
    state.set_remote_help(typed.remote_help.as_str().into());
    state.set_copy(typed.copy);
    state.set_show(typed.show);
    state.set_log(place(&LEVELS, &typed.log));
}

/// Reads the controls.
pub fn read(page: &ui::SettingsPage, before: &Typed) -> Typed {
    let state = page.global::<ui::Settings<'_>>();
    Typed {
        language: at(&LANGUAGES, state.get_language()).unwrap_or(before.language),
        start_minimised: state.get_start_minimised(),
        trouble: state.get_trouble(),
        all_clear: state.get_all_clear(),
        quiet_from: state.get_quiet_from().into(),
        quiet_until: state.get_quiet_until().into(),
        weekdays: [
            state.get_monday(),
            state.get_tuesday(),
            state.get_wednesday(),
            state.get_thursday(),
            state.get_friday(),
            state.get_saturday(),
            state.get_sunday(),
        ],
        dates: state.get_dates().into(),
        contact_name: state.get_contact_name().into(),
        telephone: state.get_telephone().into(),
        email: state.get_email().into(),
        remote_help: state.get_remote_help().into(),
        copy: state.get_copy(),
        show: state.get_show(),
        log: at(&LEVELS, state.get_log()).unwrap_or(before.log),
    }
}

/// Shows what follows from the form: what is wrong, what is locked, what is said.
pub fn form(page: &ui::SettingsPage, form: &Form, autostart: Autostart, language: Language) {
    let state = page.global::<ui::Settings<'_>>();
    let words = SettingsWords::of(language);
    let reason = match &form.access {
        Access::Granted => words.locked.to_owned(),
        Access::MembersOf(group) => language.settings_reserved(group),
    };
    let note = |key, wrong: Option<&Mistake>, hint: &str| match form.is_locked(key) {
        true => ui::SettingsNote { error: "".into(), hint: reason.as_str().into(), locked: true },
        false => ui::SettingsNote {
            error: wrong.map(|wrong| language.settings_mistake(wrong)).unwrap_or_default().into(),
            hint: hint.into(),
            locked: false,
        },
    };
    let judged = form.values();
    let nothing = Mistakes::default();
    let wrong = judged.as_ref().err().map_or(&nothing, |wrong| wrong);
    state.set_language_note(note(Key::Language, None, ""));
    state.set_start_minimised_note(note(
        Key::StartMinimised,
        None,
        if form.typed.start_minimised { "" } else { words.start_minimised_hint },
    ));
    state.set_trouble_note(note(Key::ToastTrouble, None, words.trouble_hint));
    state.set_all_clear_note(note(Key::ToastAllClear, None, ""));
    state.set_quiet_from_note(note(Key::QuietHours, wrong.quiet_from.as_ref(), ""));
    state.set_quiet_until_note(note(Key::QuietHours, wrong.quiet_until.as_ref(), ""));
    let quiet = match (&wrong.quiet_from, &wrong.quiet_until, &judged) {
        (None, None, Ok(values)) => match values.quiet {
            Some(hours) => language.quiet_hours(hours.from, hours.until),
            None => words.quiet_none.to_owned(),
        },
        (Some(_), _, _) | (_, Some(_), _) | (None, None, Err(_)) => String::new(),
    };
    state.set_quiet_note(note(Key::QuietHours, None, &quiet));
    state.set_dates_note(note(Key::ClosedDays, wrong.dates.as_ref(), words.dates_hint));
    state.set_contact_name_note(note(Key::ContactName, wrong.contact_name.as_ref(), ""));
    state.set_telephone_note(note(Key::ContactTelephone, wrong.telephone.as_ref(), ""));
    state.set_email_note(note(Key::ContactEmail, wrong.email.as_ref(), ""));
    state.set_remote_help_note(note(Key::ContactRemoteHelp, wrong.remote_help.as_ref(), ""));
    state.set_copy_note(note(Key::RevealCopy, None, ""));
    state.set_show_note(note(Key::RevealShow, None, words.reveal_hint));
    state.set_log_note(note(Key::Log, None, words.log_hint));
    let (is_on, hint) = match autostart {
        Autostart::On => (true, ""),
        Autostart::Off => (false, ""),
        Autostart::Fixed => (true, words.autostart_fixed),
        Autostart::Unknown => (false, words.autostart_unknown),
    };
    let mut autostart = note(Key::Autostart, None, hint);
    autostart.locked |= !hint.is_empty();
    state.set_autostart(form.autostart.unwrap_or(is_on));
    state.set_autostart_note(autostart);
    state.set_can_save(form.can_save());
    state.set_save_note(if judged.is_err() { words.to_correct } else { "" }.into());
    message(&state, &form.message, &words);
    let connectors = form.ground.connectors.iter().map(|profile| {
        let every = profile.accounts.iter().map(|account| {
            let interval = jiff::SignedDuration::try_from(account.interval).unwrap_or_default();
            language.checked_every(account.user.as_str(), interval)
        });
        ui::SettingsConnector {
            id: profile.id.as_str().into(),
            name: profile.name.as_str().into(),
            summary: every.collect::<Vec<_>>().join(" · ").into(),
        }
    });
    state.set_connectors(ModelRc::new(VecModel::from(connectors.collect::<Vec<_>>())));
}

/// Shows what was said, also where nothing could be read.
pub fn message(state: &ui::Settings<'_>, message: &Message, words: &SettingsWords) {
    let shown = |kind, mark, [title, body, primary, secondary]: [&str; 4], folder| {
        let [title, body, primary, secondary] =
            [title, body, primary, secondary].map(SharedString::from);
        ui::SettingsMessage { kind, mark, title, body, primary, secondary, folder }
    };
    let (warning, bad) = (ui::BannerKind::Warning, ui::BannerKind::Bad);
    state.set_is_question(message.is_question());
    state.set_message(match message {
        Message::None => ui::SettingsMessage::default(),
        Message::Unsaved => shown(
            warning,
            ui::Mark::Info,
            [words.unsaved, words.unsaved_meaning, words.keep, words.discard],
            false,
        ),
        Message::Elsewhere => shown(
            warning,
            ui::Mark::Refused,
            [words.elsewhere, words.elsewhere_meaning, words.overrule, words.reload],
            false,
        ),
        Message::Failed { title, body } => {
            shown(bad, ui::Mark::Failed, [title, body, words.again, ""], true)
        }
    });
}

fn texts<const N: usize>(texts: [&str; N]) -> ModelRc<SharedString> {
    ModelRc::new(VecModel::from(texts.map(SharedString::from).to_vec()))
}

fn place<T: PartialEq>(all: &[T], one: &T) -> i32 {
    let found = all.iter().position(|known| known == one);
    found.and_then(|place| i32::try_from(place).ok()).unwrap_or(-1)
}

fn at<T: Copy>(all: &[T], place: i32) -> Option<T> {
    usize::try_from(place).ok().and_then(|place| all.get(place)).copied()
}
