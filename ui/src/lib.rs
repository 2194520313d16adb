//! Generated pages, no logic.
slint::include_modules!();
