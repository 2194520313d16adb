//! *Über*.

super::words! {
    /// The info page.
    AboutWords {
        title: "Über Konnektorwart", "About Konnektorwart";
        what: "Überwacht die Zugangsdaten der Konnektoren und warnt, bevor ein Zugang gesperrt wird.",
            "Watches the credentials of the connectors and warns before an account is locked.";
        licence: "Freie Software unter MIT oder Apache 2.0. Die Fenster zeichnet Slint.",
            "Free software under MIT or Apache 2.0. Its windows are drawn by Slint.";
        close: "Schließen", "Close";
    }
}
