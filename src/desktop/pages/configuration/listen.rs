//! Which callback of the page does what.

use std::rc::Rc;

use konnektorwart_ui as ui;
use secrecy::SecretString;
use slint::ComponentHandle;

use super::form::Form;
use super::{Configuration, paint};
use crate::desktop::action::Action;
use crate::domain::identity::Plane;

/// A callback that does nothing once the page is gone.
macro_rules! on {
    ($this:expr, $page:ident, || $body:expr) => {{
        let page = Rc::downgrade($this);
        move || {
            if let Some($page) = page.upgrade() {
                $body;
            }
        }
    }};
    ($this:expr, $page:ident, |$($argument:ident),*| $body:expr) => {{
        let page = Rc::downgrade($this);
        move |$($argument),*| {
            if let Some($page) = page.upgrade() {
                $body;
            }
        }
    }};
}

impl Configuration {
    /// Connects every callback of the page.
    pub(super) fn listen(self: &Rc<Self>) {
        let state = self.window.global::<ui::Configuration<'_>>();
        state.on_edited(on!(self, page, |entry, at, text| {
            page.change(|form| form.type_in(entry, place(at), &text))
        }));
        state.on_chosen(on!(self, page, |list, at, index| {
            page.change(|form| form.choose(list, place(at), place(index)));
            page.look_at_file();
        }));
        state.on_address_left(on!(self, page, || page.change(Form::leave_address)));
        state.on_certificate_file_left(on!(self, page, || page.look_at_file()));
        state.on_choose_file(on!(self, page, || page.choose_file()));
        state.on_open_file(on!(self, page, |password| {
            page.open_file(SecretString::from(password.as_str()))
        }));
        state.on_enter_password(on!(self, page, |at| page.enter(usize::try_from(at).ok())));
        state.on_open_web_ui(on!(self, page, || {
            page.context.act(Action::WebUi(page.id.clone()))
        }));
        state.on_check_certificates(on!(self, page, || {
            page.context.act(Action::Trust(page.id.clone()))
        }));
        state.on_add_account(on!(self, page, |is_client| {
            let plane = if is_client { Plane::Client } else { Plane::Management };
            page.change(|form| form.add_account(plane));
        }));
        state.on_remove_account(on!(self, page, |at| {
            paint::forget_rows(&page.window);
            page.change(|form| form.remove_account(place(at)));
        }));
        state.on_remove_connector(on!(self, page, || page.ask_to_remove()));
        state.on_run_test(on!(self, page, || page.run_test()));
        state.on_cancel_test(on!(self, page, || page.cancel_test()));
        state.on_tick(on!(self, page, |at, is_checked| page.tick(place(at), is_checked)));
        state.on_answer_primary(on!(self, page, || page.answer_primary()));
        state.on_answer_secondary(on!(self, page, || page.answer_secondary()));
        state.on_save(on!(self, page, || page.save(false)));
        state.on_leave(on!(self, page, || page.leave()));
        let page = Rc::downgrade(self);
        self.window.window().on_close_requested(move || {
            let Some(page) = page.upgrade() else {
                return slint::CloseRequestResponse::HideWindow;
            };
            if page.is_to_be_asked() {
                page.ask_to_leave();
                return slint::CloseRequestResponse::KeepWindowShown;
            }
            page.context.close();
            slint::CloseRequestResponse::HideWindow
        });
    }
}

/// The place in a list; one that is none lies beyond every list.
fn place(at: i32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
