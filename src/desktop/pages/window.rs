//! What all windows have in common: closing, coming to the front, the session's look.

use konnektorwart_ui as ui;
use slint::winit_030::winit::event::WindowEvent;
use slint::winit_030::{EventResult, WinitWindowAccessor};
use slint::{Color, ComponentHandle, Global};

use super::Context;
use crate::desktop::icon::{self, Pixels};
use crate::platform::fonts;
use crate::platform::session::{self, Appearance, Rgb, SystemColors};
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

/// Whether a window is what the keyboard reaches, so that the person looks at it.
pub(super) fn has_keyboard(window: &slint::Window) -> bool {
    window.with_winit_window(|native| native.has_focus()).unwrap_or(false)
}

/// Calls back when the window gets the keyboard, and when the pointer comes in: somebody looks at it.
pub(super) fn when_looked_at(window: &slint::Window, mut then: impl FnMut() + 'static) {
    window.on_winit_window_event(move |_, event| {
        if matches!(event, WindowEvent::Focused(true) | WindowEvent::CursorEntered { .. }) {
            then();
        }
        EventResult::Propagate
    });
}

/// Gives a window the look of the session: light, dark or the system's high contrast, its fonts, and
/// no movement where each picture travels over a network.
pub(super) fn dress<C>(page: &C)
where
    C: ComponentHandle,
    for<'a> ui::Tokens<'a>: Global<'a, C>,
{
    let tokens = page.global::<ui::Tokens>();
    tokens.set_still(session::is_remote());
    if let Some(family) = fonts::monospace_family() {
        tokens.set_mono_family(family.into());
    }
    tokens.set_look(match session::appearance() {
        Appearance::Light => ui::Look::Light,
        Appearance::Dark => ui::Look::Dark,
        Appearance::Unknown => ui::Look::System,
        Appearance::Contrast(colors) => {
            tokens.set_contrast(contrast(colors));
            ui::Look::Contrast
        }
    });
}

/// Gives a window the words that its controls need on every page, and the program's icon.
pub(super) fn teach<C>(page: &C, language: Language)
where
    C: ComponentHandle,
    for<'a> ui::Widgets<'a>: Global<'a, C>,
{
    let words = WidgetWords::of(language);
    let widgets = page.global::<ui::Widgets>();
    if let Some(Pixels { size, rgba }) = icon::program() {
        let buffer = slint::SharedPixelBuffer::clone_from_slice(&rgba, size, size);
        widgets.set_icon(slint::Image::from_rgba8(buffer));
    }
    widgets.set_words(ui::WidgetWords {
        paste: words.paste.into(),
        reveal: words.reveal.into(),
        caps_lock: words.caps_lock.into(),
        more: words.more.into(),
    });
}

fn contrast(colors: SystemColors) -> ui::ContrastColors {
    let color = |Rgb(red, green, blue)| Color::from_rgb_u8(red, green, blue);
    ui::ContrastColors {
        window: color(colors.window),
        window_text: color(colors.window_text),
        button_face: color(colors.button_face),
        button_text: color(colors.button_text),
        highlight: color(colors.highlight),
        highlight_text: color(colors.highlight_text),
        gray_text: color(colors.gray_text),
        hot_light: color(colors.hot_light),
    }
}
