//! Tray and toasts.
