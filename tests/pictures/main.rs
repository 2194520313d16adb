//! The windows as pictures, painted without a screen; and what can be measured of them: cut text,
//! contrast, what the keyboard reaches.

mod compare;
mod configuration;
mod contrast;
mod cut;
mod gallery;
mod guarded;
mod keyboard;
mod overview;
mod picture;
mod proof;
mod records;
mod secret;
mod settings;
mod stage;
