//! *Über*: what the program is, its version, its licences.

use std::rc::Rc;

use konnektorwart_ui as ui;
use slint::{ComponentHandle, ModelRc, VecModel};

use super::{Context, Moment, Page, window};
use crate::text::Language;
use crate::text::pages::AboutWords;

/// Name, version and licence of each package, a line each; `installer/licences` writes it.
const PACKAGES: &str = include_str!("../../../installer/licences.tsv");

/// The open page.
pub(super) struct About {
    window: ui::AboutPage,
    context: Context,
}

impl About {
    pub(super) fn new(context: Context) -> Result<Rc<Self>, slint::PlatformError> {
        let page = Rc::new(Self { window: ui::AboutPage::new()?, context: context.clone() });
        page.speak();
        window::close_with(page.window.window(), &context);
        page.window.global::<ui::About>().on_close(move || context.close());
        Ok(page)
    }
}

impl Page for About {
    fn show(&self, _: &Moment<'_>) {}

    fn speak(&self) {
        fill(&self.window, self.context.language());
    }

    fn dress(&self) {
        window::dress(&self.window);
    }

    fn window(&self) -> &slint::Window {
        self.window.window()
    }
}

/// Gives the page everything that it shows.
pub fn fill(page: &ui::AboutPage, language: Language) {
    window::teach(page, language);
    let state = page.global::<ui::About>();
    let words = AboutWords::of(language);
    state.set_words(ui::AboutWords {
        title: words.title.into(),
        what: words.what.into(),
        licence: words.licence.into(),
        packages: words.packages.into(),
        close: words.close.into(),
    });
    state.set_version(language.version(env!("CARGO_PKG_VERSION")).into());
    let lines: Vec<ui::PackageLine> = PACKAGES.lines().filter_map(package).collect();
    state.set_package_count(language.package_count(lines.len()).into());
    state.set_packages(ModelRc::new(VecModel::from(lines)));
}

fn package(line: &str) -> Option<ui::PackageLine> {
    let mut parts = line.split('\t');
    let (name, version, licence) = (parts.next()?, parts.next()?, parts.next()?);
    Some(ui::PackageLine { name: format!("{name} {version}").into(), licence: licence.into() })
}
