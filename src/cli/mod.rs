//! The console program.
