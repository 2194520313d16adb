//! The tray icon and its native menu: the only file that knows tray-icon and muda.
//!
//! Translates values and remembers what is shown, so that an equal value does nothing. Decides what
//! can be changed in place and what has to wait until the menu is closed.

use tray_icon::menu::{
    self, CheckMenuItem, IconMenuItem, IsMenuItem, MenuEvent, MenuItem, PredefinedMenuItem, Submenu,
};
use tray_icon::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};

use super::board::{Board, Item};
use super::icon::{self, Pixels};
use super::menu::{Entry, Mark, Menu, Reach};
use crate::platform::session::Theme;
use crate::text::Shape;

/// The icon's id on the bus.
const ID: &str = "konnektorwart";

/// The name that stands where a panel shows no tooltip.
const TITLE: &str = "Konnektorwart";

/// The size of a menu's icons; muda paints 16 physical pixels at every scaling.
const MENU_ICON: u32 = 16;

/// The tray icon could not be made or changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The crate's answer: no session bus, no shell.
    #[error("the tray icon was not accepted")]
    Tray(#[from] tray_icon::Error),
    /// A menu that the system did not take.
    #[error("the menu was not accepted")]
    Menu(#[from] menu::Error),
}

/// All that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Face {
    /// The badge.
    pub(super) shape: Shape,
    /// The color behind the icon.
    pub(super) theme: Theme,
    /// The size at which the icon is drawn, in pixels.
    pub(super) size: u32,
    /// At most 127 UTF-16 units.
    pub(super) tooltip: String,
    /// The menu.
    pub(super) menu: Menu,
}

/// The icon; gone when dropped.
pub(super) struct Tray {
    icon: TrayIcon,
    lines: Vec<Line>,
    shown: Face,
    /// A click on a tick toggles it without asking us.
    ticks: Ticks,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ticks {
    AsRemembered,
    Unknown,
}

/// A native entry that can be changed in place.
enum Line {
    Plain(MenuItem),
    Shape(IconMenuItem),
    Tick(CheckMenuItem),
    Submenu(Submenu, Vec<Line>),
    Separator(PredefinedMenuItem),
}

/// Sends the clicks of every icon of this process to the board. The first call counts.
pub(super) fn listen(board: &Board) {
    let clicks = board.clone();
    MenuEvent::set_event_handler(Some(move |event: MenuEvent| {
        clicks.leave(Item::Clicked(event.id.0));
    }));
    let clicks = board.clone();
    TrayIconEvent::set_event_handler(Some(move |event: TrayIconEvent| {
        // One click arrives as Down and Up, a double click as Up, DoubleClick, Up.
        if let TrayIconEvent::Click { button, button_state: MouseButtonState::Up, .. } = event {
            clicks.leave(match button {
                MouseButton::Left | MouseButton::Middle => Item::Activated,
                MouseButton::Right => Item::MenuWanted,
            });
        }
    }));
}

impl Tray {
    /// Shows the icon. Succeeds without a panel too: the icon appears as soon as one starts.
    pub(super) fn new(face: Face) -> Result<Self, Error> {
        let (native, lines) = build(&face.menu, face.theme)?;
        let mut builder = TrayIconBuilder::new()
            .with_id(ID)
            .with_title(TITLE)
            .with_tooltip(&face.tooltip)
            .with_menu(Box::new(native))
            .with_menu_on_left_click(false)
            .with_menu_on_right_click(false);
        if let Some(icon) = tray_pixels(&face) {
            builder = builder.with_icon(icon);
        }
        let icon = builder.build()?;
        Ok(Self { icon, lines, shown: face, ticks: Ticks::AsRemembered })
    }

    /// Changes what differs from what is shown.
    pub(super) fn show(&mut self, face: Face) -> Result<(), Error> {
        let drawn = |face: &Face| (face.shape, face.theme, face.size);
        if drawn(&face) != drawn(&self.shown) {
            self.icon.set_icon(tray_pixels(&face))?;
        }
        if face.tooltip != self.shown.tooltip {
            self.icon.set_tooltip(Some(&face.tooltip))?;
        }
        let is_repainted = face.theme != self.shown.theme;
        if is_repainted || !face.menu.has_shape_of(&self.shown.menu) {
            let (native, lines) = build(&face.menu, face.theme)?;
            self.icon.set_menu(Some(Box::new(native)));
            self.lines = lines;
        } else if face.menu != self.shown.menu || self.ticks == Ticks::Unknown {
            let known = self.ticks;
            change(&self.lines, &self.shown.menu.entries, &face.menu.entries, face.theme, known);
        }
        self.ticks = Ticks::AsRemembered;
        self.shown = face;
        Ok(())
    }

    /// Shows icon and tooltip again after the task bar was made anew.
    pub(super) fn show_again(&mut self) -> Result<(), Error> {
        self.icon.set_icon(tray_pixels(&self.shown))?;
        self.icon.set_tooltip(Some(&self.shown.tooltip))?;
        Ok(())
    }

    /// After a click on a tick: what it shows is not what is remembered.
    pub(super) const fn forget_ticks(&mut self) {
        self.ticks = Ticks::Unknown;
    }

    /// Opens the menu where the system leaves that to us (Windows, macOS), and returns when it is
    /// closed. So nothing changes under the pointer: what comes in the meantime waits on the board.
    pub(super) fn open_menu(&self) {
        self.icon.show_menu();
    }
}

fn tray_pixels(face: &Face) -> Option<tray_icon::Icon> {
    let Pixels { size, rgba } = icon::tray(face.shape, face.theme, face.size)?;
    tray_icon::Icon::from_rgba(rgba, size, size).ok()
}

fn menu_pixels(mark: Mark, theme: Theme) -> Option<menu::Icon> {
    match mark {
        Mark::Shape(shape) => {
            let Pixels { size, rgba } = icon::shape(shape, theme, MENU_ICON)?;
            menu::Icon::from_rgba(rgba, size, size).ok()
        }
        Mark::None | Mark::Ticked | Mark::Unticked => None,
    }
}

fn build(menu: &Menu, theme: Theme) -> Result<(menu::Menu, Vec<Line>), Error> {
    let lines = build_lines(&menu.entries, theme)?;
    let native = menu::Menu::new();
    for line in &lines {
        native.append(line.native())?;
    }
    Ok((native, lines))
}

fn build_lines(entries: &[Entry], theme: Theme) -> Result<Vec<Line>, Error> {
    entries
        .iter()
        .map(|entry| match entry {
            Entry::Separator => Ok(Line::Separator(PredefinedMenuItem::separator())),
            Entry::Submenu { label, mark, entries } => {
                let submenu = Submenu::new(escaped(label), true);
                submenu.set_icon(menu_pixels(*mark, theme));
                let lines = build_lines(entries, theme)?;
                for line in &lines {
                    submenu.append(line.native())?;
                }
                Ok(Line::Submenu(submenu, lines))
            }
            Entry::Item { label, mark, action, reach } => {
                let id = action.as_ref().map(ToString::to_string).unwrap_or_default();
                let (label, is_enabled) = (escaped(label), *reach != Reach::Disabled);
                Ok(match mark {
                    Mark::None => Line::Plain(MenuItem::with_id(id, label, is_enabled, None)),
                    Mark::Shape(_) => {
                        let icon = menu_pixels(*mark, theme);
                        Line::Shape(IconMenuItem::with_id(id, label, is_enabled, icon, None))
                    }
                    Mark::Ticked | Mark::Unticked => {
                        let is_ticked = *mark == Mark::Ticked;
                        Line::Tick(CheckMenuItem::with_id(id, label, is_enabled, is_ticked, None))
                    }
                })
            }
        })
        .collect()
}

/// Changes entries of the same shape in place.
fn change(lines: &[Line], shown: &[Entry], wanted: &[Entry], theme: Theme, ticks: Ticks) {
    for ((line, shown), wanted) in lines.iter().zip(shown).zip(wanted) {
        match (line, shown, wanted) {
            (Line::Submenu(native, lines), Entry::Submenu { .. }, Entry::Submenu { .. }) => {
                line.change_words(shown, wanted);
                if shown.mark() != wanted.mark() {
                    native.set_icon(menu_pixels(wanted.mark(), theme));
                }
                change(lines, shown.entries(), wanted.entries(), theme, ticks);
            }
            (Line::Shape(native), Entry::Item { .. }, Entry::Item { .. }) => {
                line.change_words(shown, wanted);
                if shown.mark() != wanted.mark() {
                    native.set_icon(menu_pixels(wanted.mark(), theme));
                }
            }
            (Line::Tick(native), Entry::Item { .. }, Entry::Item { .. }) => {
                line.change_words(shown, wanted);
                if shown.mark() != wanted.mark() || ticks == Ticks::Unknown {
                    native.set_checked(wanted.mark() == Mark::Ticked);
                }
            }
            (Line::Plain(_), Entry::Item { .. }, Entry::Item { .. }) => {
                line.change_words(shown, wanted);
            }
            (Line::Separator(_), _, _) => {}
            (Line::Submenu(..) | Line::Shape(_) | Line::Tick(_) | Line::Plain(_), _, _) => {
                log::error!("a menu of another shape was to be changed in place");
            }
        }
    }
}

impl Line {
    fn native(&self) -> &dyn IsMenuItem {
        match self {
            Self::Plain(native) => native,
            Self::Shape(native) => native,
            Self::Tick(native) => native,
            Self::Submenu(native, _) => native,
            Self::Separator(native) => native,
        }
    }

    fn change_words(&self, shown: &Entry, wanted: &Entry) {
        if shown.label() != wanted.label() {
            let label = escaped(wanted.label());
            match self {
                Self::Plain(native) => native.set_text(label),
                Self::Shape(native) => native.set_text(label),
                Self::Tick(native) => native.set_text(label),
                Self::Submenu(native, _) => native.set_text(label),
                Self::Separator(_) => {}
            }
        }
        if shown.is_enabled() != wanted.is_enabled() {
            let is_enabled = wanted.is_enabled();
            match self {
                Self::Plain(native) => native.set_enabled(is_enabled),
                Self::Shape(native) => native.set_enabled(is_enabled),
                Self::Tick(native) => native.set_enabled(is_enabled),
                Self::Submenu(native, _) => native.set_enabled(is_enabled),
                Self::Separator(_) => {}
            }
        }
    }
}

impl Entry {
    fn label(&self) -> &str {
        match self {
            Self::Item { label, .. } => label,
            Self::Submenu { label, .. } => label,
            Self::Separator => "",
        }
    }

    const fn mark(&self) -> Mark {
        match self {
            Self::Item { mark, .. } => *mark,
            Self::Submenu { mark, .. } => *mark,
            Self::Separator => Mark::None,
        }
    }

    fn is_enabled(&self) -> bool {
        match self {
            Self::Item { reach, .. } => *reach != Reach::Disabled,
            Self::Submenu { .. } => true,
            Self::Separator => true,
        }
    }

    fn entries(&self) -> &[Entry] {
        match self {
            Self::Item { .. } => &[],
            Self::Submenu { entries, .. } => entries,
            Self::Separator => &[],
        }
    }
}

/// muda reads `&` as the mark of the letter that follows it.
fn escaped(label: &str) -> String {
    label.replace('&', "&&")
}
