//! The page's state and its view, without a window.
