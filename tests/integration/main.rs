//! Tests that meet the library from outside, over real TLS on loopback.

mod connector;
mod device;
mod hostile;
mod management;
mod tls;
