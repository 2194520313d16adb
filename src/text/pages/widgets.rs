//! The words of the controls themselves.

super::words! {
    /// What a control says on every page.
    WidgetWords {
        paste: "Einfügen", "Paste";
        reveal: "Anzeigen (halten)", "Show (hold)";
        caps_lock: "Die Feststelltaste ist eingeschaltet.", "Caps lock is on.";
        more: "Weitere Aktionen", "More actions";
    }
}
