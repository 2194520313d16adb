//! What Linux and macOS share.

pub(super) mod agent;
pub(super) mod files;
pub(super) mod groups;
pub(super) mod interrupt;
pub(super) mod machine;
pub(super) mod open;
pub(super) mod terminal;
