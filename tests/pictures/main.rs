//! The windows as pictures, painted without a screen; and what can be measured of them: cut text,
//! contrast, what the keyboard reaches.

mod configuration;
mod gallery;
mod picture;
mod stage;
