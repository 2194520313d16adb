//! Tests that meet the library from outside, over real TLS on loopback.

mod answers;
mod connector;
mod device;
mod hostile;
mod management;
mod openssl;
mod secrecy;
mod tls;
