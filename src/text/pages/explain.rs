//! *Was tun?*, *Warum?*: the headings of the explanation.

super::words! {
    /// The page that explains a state.
    ExplainWords {
        what: "Was ist geschehen?", "What happened?";
        meaning: "Was bedeutet das für die Praxis?", "What does it mean for the practice?";
        next: "Was tun?", "What to do?";
        withheld: "Zuletzt nicht geprüft", "Not checked last time";
        fine: "Hier ist nichts zu tun.", "Nothing is to do here.";
        support: "IT-Betreuung informieren", "Inform IT support";
        close: "Schließen", "Close";
        gone: "Diesen Zugang gibt es nicht mehr.", "This account does not exist any more.";
    }
}
