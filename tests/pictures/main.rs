//! The windows as pictures, painted without a screen; and what can be measured of them: cut text,
//! contrast, what the keyboard reaches.

mod compare;
mod contrast;
mod cut;
mod gallery;
mod keyboard;
mod overview;
mod picture;
mod proof;
mod secret;
mod stage;
