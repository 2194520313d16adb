//! *IT-Betreuung informieren*: number, text, letter, remote help.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use konnektorwart_ui as ui;
use slint::ComponentHandle;

use super::{Context, Moment, Page, window};
use crate::desktop::action::Action;
use crate::domain::identity::{AccountRef, MachineName};
use crate::domain::practice::{Access, Contact};
use crate::domain::snapshot::Snapshot;
use crate::platform::open;
use crate::text::Words;
use crate::text::pages::SupportWords;

/// The open page.
pub(super) struct Support {
    window: ui::SupportPage,
    context: Context,
    about: Option<AccountRef>,
    known: RefCell<(Contact, String)>,
    me: Weak<Self>,
}

impl Support {
    pub(super) fn new(
        context: Context,
        about: Option<AccountRef>,
    ) -> Result<Rc<Self>, slint::PlatformError> {
        let window = ui::SupportPage::new()?;
        window::close_with(window.window(), &context);
        let page = Rc::new_cyclic(|me| Self {
            window,
            context,
            about,
            known: RefCell::default(),
            me: Weak::clone(me),
        });
        let state = page.window.global::<ui::Support>();
        let context = page.context.clone();
        state.on_close(move || context.close());
        let context = page.context.clone();
        state.on_settings(move || context.act(Action::Settings));
        page.when(|page| state.on_copied(move || page(|page| page.tell(page.words().copied))));
        page.when(|page| state.on_mail(move || page(Self::write)));
        page.when(|page| state.on_remote(move || page(Self::start_remote)));
        Ok(page)
    }

    /// Gives a callback the page, unless it has been closed.
    fn when(&self, connect: impl FnOnce(Box<dyn Fn(fn(&Self))>)) {
        let me = Weak::clone(&self.me);
        connect(Box::new(move |work| {
            if let Some(page) = me.upgrade() {
                work(&page);
            }
        }));
    }

    fn words(&self) -> SupportWords {
        SupportWords::of(self.context.language())
    }

    fn tell(&self, text: &str) {
        self.window.global::<ui::Support>().set_told(text.into());
    }

    fn write(&self) {
        let (contact, text) = self.known.borrow().clone();
        let Some(email) = contact.email else { return };
        let place = self.about.as_ref().map(|about| about.connector.to_string());
        let subject = self.context.language().support_subject(place.as_deref());
        self.tell(self.words().mail_opened);
        self.hand_over(move || open::mail(&email, &subject, &text));
    }

    fn start_remote(&self) {
        let Some(program) = self.known.borrow().0.remote_help.clone() else {
            return;
        };
        self.tell(self.words().remote_started);
        self.hand_over(move || open::program(&program, &[]));
    }

    /// Starts another program aside and says when that fails.
    fn hand_over(&self, work: impl FnOnce() -> std::io::Result<()> + Send + 'static) {
        let Some(page) = self.me.upgrade() else { return };
        self.context.errand(
            &page,
            move |_| work(),
            |page, done| {
                if let Err(error) = done {
                    log::warn!("another program was not started: {error}");
                    let language = page.context.language();
                    page.tell(&language.support_failed(&error.to_string()).to_string());
                }
            },
        );
    }
}

impl Page for Support {
    fn show(&self, now: &Moment<'_>) {
        let machine = self.context.machine();
        let shown = fill(&self.window, now.snapshot, self.about.as_ref(), machine, now.words);
        self.known.replace(shown);
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}

/// Gives the page everything that it shows; answers the contact and the text.
pub fn fill(
    page: &ui::SupportPage,
    snapshot: Option<&Snapshot>,
    about: Option<&AccountRef>,
    machine: &MachineName,
    words: &Words,
) -> (Contact, String) {
    window::teach(page, words.language);
    let state = page.global::<ui::Support>();
    let fixed = SupportWords::of(words.language);
    state.set_words(ui::SupportWords {
        title: fixed.title.into(),
        contact: fixed.contact.into(),
        none_title: fixed.none_title.into(),
        none_body: fixed.none_body.into(),
        settings: fixed.settings.into(),
        message: fixed.message.into(),
        message_hint: fixed.message_hint.into(),
        copy: fixed.copy.into(),
        mail: fixed.mail.into(),
        remote: fixed.remote.into(),
        close: fixed.close.into(),
    });
    let practice = snapshot.map(|snapshot| snapshot.practice.clone()).unwrap_or_default();
    let contact = practice.contact;
    let text_of = |text: &Option<String>| text.as_deref().unwrap_or_default().into();
    state.set_name(text_of(&contact.name));
    state.set_telephone(text_of(&contact.telephone));
    state.set_email(text_of(&contact.email));
    state.set_has_contact(!contact.is_empty());
    state.set_has_remote(contact.remote_help.is_some());
    state.set_can_set(practice.access == Access::Granted);
    let meant = about.zip(snapshot).and_then(|(about, snapshot)| {
        snapshot.connector(&about.connector).zip(snapshot.account(about))
    });
    let text = match (meant, snapshot) {
        (Some((connector, account)), _) => words.support_text(connector, account, machine),
        (None, Some(snapshot)) => words.support_text_of_all(snapshot, machine),
        (None, None) => words.language.starting().to_owned(),
    };
    state.set_text(text.as_str().into());
    (contact, text)
}
