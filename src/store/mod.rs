//! Disk and keyring: settings, secrets, journal, notes, ledger.
