//! Contrast of what is read and seen, computed from the colors that the compiled tokens give: text 4.5 : 1,
//! shapes 3 : 1 (WCAG 2.1).

use konnektorwart_ui::{Gallery, Look, Tokens};
use slint::{Color, ComponentHandle};

use crate::stage::Scene;

const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// Relative luminance, WCAG 2.1.
fn luminance(color: Color) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(color.red()) + 0.7152 * part(color.green()) + 0.0722 * part(color.blue())
}

fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Every pair that occurs: name, color, its grounds, the least contrast.
type Pair = (&'static str, Color, Vec<(&'static str, Color)>, f64);

fn pairs(t: &Tokens) -> Vec<Pair> {
    let pages = vec![("window", t.get_window()), ("card", t.get_card())];
    let banners = vec![
        ("info ground", t.get_info_ground()),
        ("good ground", t.get_good_ground()),
        ("warning ground", t.get_warning_ground()),
        ("bad ground", t.get_bad_ground()),
    ];
    let everywhere = [pages.clone(), banners.clone()].concat();
    let lit = vec![("entry lit", t.get_entry_hover()), ("entry pressed", t.get_entry_pressed())];
    let fields = vec![
        ("field", t.get_field()),
        ("field with focus", t.get_field_focus()),
        ("locked field", t.get_field_locked()),
    ];
    let popup = vec![("popup", t.get_popup())];
    let disc = |color| vec![("its disc", color)];
    let accents = vec![("accent", t.get_accent())];
    let controls = vec![("control", t.get_control())];
    vec![
        ("text", t.get_text(), [everywhere.clone(), fields.clone(), popup.clone()].concat(), TEXT),
        ("secondary", t.get_secondary(), [everywhere.clone(), fields.clone()].concat(), TEXT),
        ("link", t.get_link(), everywhere.clone(), TEXT),
        ("lit link", t.get_link_hover(), everywhere.clone(), TEXT),
        // Words of a fault and of what an attempt costs.
        ("warning as text", t.get_warning(), pages.clone(), TEXT),
        ("bad as text", t.get_bad(), pages.clone(), TEXT),
        ("good", t.get_good(), [pages.clone(), vec![banners[1]]].concat(), SHAPE),
        ("warning", t.get_warning(), [pages.clone(), vec![banners[2]]].concat(), SHAPE),
        ("bad", t.get_bad(), [pages.clone(), vec![banners[3]]].concat(), SHAPE),
        ("idle", t.get_idle(), everywhere.clone(), SHAPE),
        ("busy", t.get_busy(), [pages.clone(), vec![banners[0]]].concat(), SHAPE),
        ("in the good disc", t.get_mark_ink(), disc(t.get_good()), SHAPE),
        ("in the warning triangle", t.get_mark_ink(), disc(t.get_warning()), SHAPE),
        ("in the bad padlock", t.get_mark_ink(), disc(t.get_bad()), SHAPE),
        ("in the idle disc", t.get_mark_ink(), disc(t.get_idle()), SHAPE),
        ("in the busy disc", t.get_mark_ink(), disc(t.get_busy()), SHAPE),
        ("primary button", t.get_accent_text(), accents, TEXT),
        (
            "lit primary button",
            t.get_accent_text_hover(),
            vec![("lit", t.get_accent_hover()), ("pressed", t.get_accent_pressed())],
            TEXT,
        ),
        ("button", t.get_control_text(), controls.clone(), TEXT),
        (
            "lit button",
            t.get_control_text_hover(),
            vec![("lit", t.get_control_hover()), ("pressed", t.get_control_pressed())],
            TEXT,
        ),
        ("entry", t.get_entry_text_hover(), lit, TEXT),
        ("selected text", t.get_selection_text(), vec![("selection", t.get_selection())], TEXT),
        ("edge of a box", t.get_strong_edge(), [pages.clone(), fields].concat(), SHAPE),
        ("accent as a shape", t.get_accent(), [pages.clone(), popup].concat(), SHAPE),
        ("focus ring", t.get_focus_ring(), [everywhere, controls].concat(), SHAPE),
        ("scroll bar", t.get_scroll_thumb(), pages.clone(), SHAPE),
        ("bar", t.get_warning(), vec![("track", t.get_track())], SHAPE),
        ("calm bar", t.get_idle(), vec![("track", t.get_track())], SHAPE),
    ]
}

fn complaints(look: Look) -> Vec<String> {
    let scene = Scene::new(Gallery::new, (560.0, 420.0), 1.0);
    let tokens = scene.page.global::<Tokens>();
    tokens.set_look(look);
    let mut found = Vec::new();
    for (name, color, grounds, least) in pairs(&tokens) {
        for (ground, behind) in grounds {
            let ratio = contrast(color, behind);
            if ratio < least {
                found.push(format!("{name} on {ground}: {ratio:.2} : 1, at least {least}"));
            }
        }
    }
    found
}

#[test]
fn every_pair_of_colors_can_be_told_apart() {
    for look in [Look::Light, Look::Dark, Look::Contrast] {
        assert_eq!(complaints(look), Vec::<String>::new(), "{look:?}");
    }
}

#[test]
fn black_on_white_is_21_to_1() {
    let ratio = contrast(Color::from_rgb_u8(0, 0, 0), Color::from_rgb_u8(255, 255, 255));
    assert!((ratio - 21.0).abs() < 1e-9, "{ratio}");
}
