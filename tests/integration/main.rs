//! Tests of the parts together: real TLS on loopback, real files, the device's own log.

mod simulator;
