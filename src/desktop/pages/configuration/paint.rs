//! Puts a view into the page's properties. Lists whose rows stay keep their elements, so that typing in
//! one of them goes on.

use konnektorwart_ui as ui;
use slint::{ComponentHandle, Model, ModelRc, SharedString, VecModel};

use super::message::Shown;
use super::view::{Chosen, Typed, View};
use crate::text::Language;
use crate::text::pages::ConfigurationWords;

/// Gives the page its fixed words.
pub fn words(page: &ui::ConfigurationPage, language: Language) {
    let words = ConfigurationWords::of(language);
    page.global::<ui::Configuration<'_>>().set_words(ui::ConfigurationWords {
        name: words.name.into(),
        address: words.address.into(),
        address_example: words.address_example.into(),
        port: words.port.into(),
        timeout: words.timeout.into(),
        online_check: words.online_check.into(),
        encryption: words.encryption.into(),
        card_service: words.card_service.into(),
        user: words.user.into(),
        password: words.password.into(),
        firmware: words.firmware.into(),
        certificate_file: words.certificate_file.into(),
        choose_file: words.choose_file.into(),
        file_password: words.file_password.into(),
        open_file: words.open_file.into(),
        fold: words.fold.into(),
        management_port: words.management_port.into(),
        vendor: words.vendor.into(),
        mandant: words.mandant.into(),
        clientsystem: words.clientsystem.into(),
        arbeitsplatz: words.arbeitsplatz.into(),
        interval: words.interval.into(),
        limit: words.limit.into(),
        watcher: words.watcher.into(),
        machine: words.machine.into(),
        add_client: words.add_client.into(),
        add_management: words.add_management.into(),
        remove: words.remove.into(),
        test: words.test.into(),
        run_test: words.run_test.into(),
        cancel: words.cancel.into(),
        certificates: words.certificates.into(),
        check_certificates: words.check_certificates.into(),
        leave: words.leave.into(),
        save: words.save.into(),
    });
}

/// Shows a view.
pub fn view(page: &ui::ConfigurationPage, view: View) {
    let page = page.global::<ui::Configuration<'_>>();
    macro_rules! typed {
        ($($field:ident $set:ident $set_note:ident),+ $(,)?) => {$(
            let Typed { text, note } = view.$field;
            page.$set(text.into());
            page.$set_note(note);
        )+};
    }
    macro_rules! chosen {
        ($($field:ident $entries:ident $set_entries:ident $set:ident $set_note:ident),+ $(,)?) => {$(
            let Chosen { entries, current, note } = view.$field;
            page.$set_entries(refreshed(&page.$entries(), texts(entries)));
            page.$set(i32::try_from(current).unwrap_or(-1));
            page.$set_note(note);
        )+};
    }
    typed! {
        name set_name set_name_note,
        address set_address set_address_note,
        port set_port set_port_note,
        timeout set_timeout set_timeout_note,
        user set_user set_user_note,
        certificate_file set_certificate_file set_certificate_file_note,
        management_port set_management_port set_management_port_note,
        mandant set_mandant set_mandant_note,
        clientsystem set_clientsystem set_clientsystem_note,
        arbeitsplatz set_arbeitsplatz set_arbeitsplatz_note,
    }
    chosen! {
        online_check get_online_checks set_online_checks set_online_check set_online_check_note,
        encryption get_encryptions set_encryptions set_encryption set_encryption_note,
        card_service get_card_services set_card_services set_card_service set_card_service_note,
        vendor get_vendors set_vendors set_vendor set_vendor_note,
    }
    page.set_title(view.title.into());
    page.set_password(view.password.into());
    page.set_password_link(view.password_link.into());
    page.set_firmware_link(view.firmware_link.into());
    page.set_has_certificate(view.has_certificate);
    page.set_can_choose_file(view.can_choose_file);
    page.set_asks_file_password(view.asks_file_password);
    page.set_file_password_note(view.file_password);
    page.set_fold_summary(view.fold_summary.into());
    page.set_accounts_note(view.accounts_note.into());
    page.set_watchers(refreshed(&page.get_watchers(), texts(view.watchers)));
    page.set_accounts(refreshed(&page.get_accounts(), view.accounts));
    page.set_remove_note(view.remove_note.into());
    page.set_steps(refreshed(&page.get_steps(), view.steps));
    page.set_testing(view.testing);
    page.set_can_test(view.can_test);
    page.set_test_note(view.test_note.into());
    page.set_certificates(refreshed(&page.get_certificates(), view.certificates));
    page.set_can_change(view.can_change);
    page.set_can_save(view.can_save);
    page.set_save_note(view.save_note.into());
    page.set_save_mark(view.save_mark);
    page.set_is_question(view.is_question);
    page.set_enter_answers(view.enter_answers);
    let ticks = view.ticks.into_iter();
    let ticks = ticks.map(|(text, checked)| ui::ConfigurationTick { text: text.into(), checked });
    page.set_ticks(refreshed(&page.get_ticks(), ticks.collect()));
    let Shown { title, body, kind, mark, primary, secondary } = view.message;
    page.set_message(ui::ConfigurationMessage {
        title: title.into(),
        body: body.into(),
        kind,
        mark,
        primary: primary.into(),
        secondary: secondary.into(),
    });
}

/// Throws the rows of the accounts away, so that they show what is set next instead of what was typed.
pub fn forget_rows(page: &ui::ConfigurationPage) {
    page.global::<ui::Configuration<'_>>().set_accounts(ModelRc::default());
}

fn texts(entries: Vec<String>) -> Vec<SharedString> {
    entries.into_iter().map(SharedString::from).collect()
}

/// The same list with other rows; a new one where their number differs.
fn refreshed<T: Clone + PartialEq + 'static>(shown: &ModelRc<T>, rows: Vec<T>) -> ModelRc<T> {
    if shown.row_count() != rows.len() || rows.is_empty() {
        return ModelRc::new(VecModel::from(rows));
    }
    for (at, row) in rows.into_iter().enumerate() {
        if shown.row_data(at).as_ref() != Some(&row) {
            shown.set_row_data(at, row);
        }
    }
    shown.clone()
}
