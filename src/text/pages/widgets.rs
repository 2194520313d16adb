//! The few words of the controls themselves, the same on every page.

super::words! {
    /// What a control says whatever page it stands on.
    WidgetWords {
        paste: "Einfügen", "Paste";
        reveal: "Anzeigen (halten)", "Show (hold)";
        caps_lock: "Die Feststelltaste ist an.", "Caps lock is on.";
        more: "Weitere Möglichkeiten", "More";
    }
}
