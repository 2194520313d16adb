//! A whole connector on loopback, for tests, demo and trying out.
