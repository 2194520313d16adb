//! *Über*: what the program is, its version, its licences.

use std::rc::Rc;

use konnektorwart_ui as ui;
use slint::ComponentHandle;

use super::{Context, Moment, Page, window};
use crate::text::pages::AboutWords;

/// The open page.
pub(super) struct About {
    window: ui::AboutPage,
}

impl About {
    pub(super) fn new(context: Context) -> Result<Rc<Self>, slint::PlatformError> {
        let page = Rc::new(Self { window: ui::AboutPage::new()? });
        let state = page.window.global::<ui::About>();
        let words = AboutWords::of(context.language());
        state.set_words(ui::AboutWords {
            title: words.title.into(),
            what: words.what.into(),
            licence: words.licence.into(),
            close: words.close.into(),
        });
        state.set_version(env!("CARGO_PKG_VERSION").into());
        window::close_with(page.window.window(), &context);
        state.on_close(move || context.close());
        Ok(page)
    }
}

impl Page for About {
    fn show(&self, _: &Moment<'_>) {}

    fn dress(&self) {}

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}
