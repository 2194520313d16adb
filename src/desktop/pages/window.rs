//! What all windows have in common: closing, coming to the front, the session's look.

use slint::winit_030::WinitWindowAccessor;

use konnektorwart_ui as ui;
use slint::{Color, ComponentHandle, Global};

use super::Context;
use crate::platform::session::{self, Appearance, Rgb};
use crate::text::Language;
use crate::text::pages::WidgetWords;

/// Closing by frame or keyboard goes the same way as a page's own button: the window is hidden at
/// once and dropped when nothing of it is running.
pub(super) fn close_with(window: &slint::Window, context: &Context) {
    let context = context.clone();
    window.on_close_requested(move || {
        context.close();
        slint::CloseRequestResponse::HideWindow
    });
}

/// Shows the window in front of the others, with the keyboard.
pub(super) fn bring_to_front(window: &slint::Window) -> Result<(), slint::PlatformError> {
    window.set_minimized(false);
    window.show()?;
    window.with_winit_window(|native| native.focus_window());
    Ok(())
}

/// Takes on the session's look, and gives the controls their words.
pub(super) fn dress<P>(page: &P, language: Language)
where
    P: ComponentHandle,
    for<'a> ui::Tokens<'a>: Global<'a, P>,
    for<'a> ui::Widgets<'a>: Global<'a, P>,
{
    let words = WidgetWords::of(language);
    page.global::<ui::Widgets<'_>>().set_words(ui::WidgetWords {
        paste: words.paste.into(),
        reveal: words.reveal.into(),
        caps_lock: words.caps_lock.into(),
        more: words.more.into(),
    });
    let tokens = page.global::<ui::Tokens<'_>>();
    let color = |Rgb(red, green, blue)| Color::from_rgb_u8(red, green, blue);
    tokens.set_look(match session::appearance() {
        Appearance::Light => ui::Look::Light,
        Appearance::Dark => ui::Look::Dark,
        Appearance::Unknown => ui::Look::System,
        Appearance::Contrast(colors) => {
            tokens.set_contrast(ui::ContrastColors {
                window: color(colors.window),
                window_text: color(colors.window_text),
                button_face: color(colors.button_face),
                button_text: color(colors.button_text),
                highlight: color(colors.highlight),
                highlight_text: color(colors.highlight_text),
                gray_text: color(colors.gray_text),
                hot_light: color(colors.hot_light),
            });
            ui::Look::Contrast
        }
    });
}
