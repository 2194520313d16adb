//! Values and pure functions: no screen, no network, no operating system, no clock, no async, no words.
