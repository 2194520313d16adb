//! What all windows have in common: closing, coming to the front, the session's look.

use slint::winit_030::WinitWindowAccessor;

use super::Context;

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
