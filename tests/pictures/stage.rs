//! Shows a page without a screen: a platform whose windows are painted into memory, with a clock that
//! stands and a clipboard of the test's own. Each test thread has one.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use i_slint_backend_testing::{AccessibleRole, ElementHandle};
use i_slint_core::accessibility::AccessibleStringProperty;
use i_slint_core::item_tree::ParentItemTraversalMode;
use i_slint_core::window::WindowInner;
use slint::platform::software_renderer::{
    MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType,
};
use slint::platform::{Clipboard, Key, Platform, PointerEventButton, WindowAdapter, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, PhysicalSize, PlatformError};

use crate::picture::Picture;

struct Memory;

#[derive(Default)]
struct Seen {
    newest: Option<Rc<MinimalSoftwareWindow>>,
    clipboard: Option<String>,
    selection: Option<String>,
}

thread_local! {
    static SEEN: RefCell<Seen> = RefCell::default();
}

impl Platform for Memory {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::NewBuffer);
        SEEN.with_borrow_mut(|seen| seen.newest = Some(Rc::clone(&window)));
        Ok(window)
    }

    /// Stands still: no caret blinks, nothing turns.
    fn duration_since_start(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn set_clipboard_text(&self, text: &str, clipboard: Clipboard) {
        SEEN.with_borrow_mut(|seen| match clipboard {
            Clipboard::DefaultClipboard => seen.clipboard = Some(text.to_owned()),
            _ => seen.selection = Some(text.to_owned()),
        });
    }

    fn clipboard_text(&self, clipboard: Clipboard) -> Option<String> {
        SEEN.with_borrow(|seen| match clipboard {
            Clipboard::DefaultClipboard => seen.clipboard.clone(),
            _ => seen.selection.clone(),
        })
    }
}

/// What the test's clipboard holds: the ordinary one, and the primary selection of X11.
pub fn clipboards() -> [Option<String>; 2] {
    SEEN.with_borrow(|seen| [seen.clipboard.clone(), seen.selection.clone()])
}

/// Puts something into the test's clipboard.
pub fn set_clipboard(text: &str) {
    SEEN.with_borrow_mut(|seen| seen.clipboard = Some(text.to_owned()));
}

/// A page that is shown.
pub struct Scene<C> {
    pub page: C,
    window: Rc<MinimalSoftwareWindow>,
    scale: f32,
}

impl<C: ComponentHandle> Scene<C> {
    /// Shows a page in a window of `width` × `height` logical pixels at a scale (1.0, 1.5, 2.0).
    pub fn new(
        make: impl FnOnce() -> Result<C, PlatformError>,
        (width, height): (f32, f32),
        scale: f32,
    ) -> Self {
        // A thread has it already after its first page.
        let _ = slint::platform::set_platform(Box::new(Memory));
        let page = make().expect("the page can be made");
        let window = SEEN.with_borrow(|seen| seen.newest.clone()).expect("the page has a window");
        let scene = Self { page, window, scale };
        scene.window.dispatch_event(WindowEvent::ScaleFactorChanged { scale_factor: scale });
        scene.resize((width, height));
        scene.page.show().expect("the page can be shown");
        scene.window.dispatch_event(WindowEvent::WindowActiveChanged(true));
        scene
    }

    /// Physical pixels a logical one.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// What the window's frame says.
    pub fn title(&self) -> String {
        let window = WindowInner::from_pub(self.page.window());
        let root = window.window_item().expect("the page is shown");
        root.as_pin_ref().title().to_string()
    }

    /// Gives the window another size, in logical pixels.
    pub fn resize(&self, (width, height): (f32, f32)) {
        let pixels = |length: f32| (length * self.scale).round() as u32;
        self.window.set_size(PhysicalSize::new(pixels(width), pixels(height)));
    }

    /// Paints it.
    pub fn picture(&self) -> Picture {
        slint::platform::update_timers_and_animations();
        let size = self.window.size();
        let (width, height) = (size.width as usize, size.height as usize);
        let mut pixels = vec![PremultipliedRgbaColor::default(); width * height];
        self.window.request_redraw();
        self.window.draw_if_needed(|renderer| {
            renderer.render(&mut pixels, width);
        });
        let rgb = pixels.iter().flat_map(|pixel| [pixel.red, pixel.green, pixel.blue]).collect();
        Picture { width, height, rgb }
    }

    /// Presses and releases a key.
    pub fn key(&self, key: Key) {
        self.text(char::from(key).to_string().as_str());
    }

    /// Types one character, or a key given as its character.
    pub fn text(&self, text: &str) {
        self.window.dispatch_event(WindowEvent::KeyPressed { text: text.into() });
        self.window.dispatch_event(WindowEvent::KeyReleased { text: text.into() });
    }

    /// Types word for word.
    pub fn type_in(&self, text: &str) {
        for letter in text.chars() {
            self.text(&letter.to_string());
        }
    }

    /// Presses a key, or releases it.
    pub fn hold(&self, key: &str, down: bool) {
        let text = key.into();
        self.window.dispatch_event(if down {
            WindowEvent::KeyPressed { text }
        } else {
            WindowEvent::KeyReleased { text }
        });
    }

    /// Types a character, or a key given as its character, while another key is held.
    pub fn with(&self, modifier: Key, text: &str) {
        let modifier = char::from(modifier).to_string();
        self.hold(&modifier, true);
        self.text(text);
        self.hold(&modifier, false);
    }

    /// Name and role of what has the focus: its own, or those of the control that it belongs to.
    pub fn focused(&self) -> Option<(String, AccessibleRole)> {
        let window = WindowInner::from_pub(self.page.window());
        let mut item = window.focus_item.borrow().upgrade();
        while let Some(current) = item {
            let role = current.accessible_role();
            if role != AccessibleRole::None {
                let label = current.accessible_string_property(AccessibleStringProperty::Label);
                return Some((label.unwrap_or_default().to_string(), role));
            }
            item = current.parent_item(ParentItemTraversalMode::FindAllParents);
        }
        None
    }

    /// The control of this name; panics where there is none.
    pub fn control(&self, label: &str) -> ElementHandle {
        // Its label as a text has the same name, and no role of its own.
        ElementHandle::find_by_accessible_label(&self.page, label)
            .find(|element| {
                !matches!(
                    element.accessible_role(),
                    None | Some(AccessibleRole::None | AccessibleRole::Text)
                )
            })
            .unwrap_or_else(|| panic!("nothing is called “{label}”"))
    }

    /// The middle of a control, in the window's logical pixels.
    pub fn middle(&self, label: &str) -> (f32, f32) {
        let element = self.control(label);
        let (place, size) = (element.absolute_position(), element.size());
        (place.x + size.width / 2.0, place.y + size.height / 2.0)
    }

    /// Moves the mouse.
    pub fn point(&self, x: f32, y: f32) {
        let position = LogicalPosition::new(x, y);
        self.window.dispatch_event(WindowEvent::PointerMoved { position });
    }

    /// Presses the left button at a place, or releases it.
    pub fn press(&self, x: f32, y: f32, down: bool) {
        let position = LogicalPosition::new(x, y);
        let button = PointerEventButton::Left;
        self.window.dispatch_event(if down {
            WindowEvent::PointerPressed { position, button }
        } else {
            WindowEvent::PointerReleased { position, button }
        });
    }

    /// Clicks with the left button.
    pub fn click(&self, x: f32, y: f32) {
        self.point(x, y);
        self.press(x, y, true);
        self.press(x, y, false);
    }
}
