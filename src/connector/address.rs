//! The steps before TLS, each on its own: a name's addresses, and whether a port accepts connections.
//! Nothing is sent.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::http;
use crate::domain::probe::Unreached;
use crate::domain::profile::Host;

/// The addresses of a host, each once, in the resolver's order.
///
/// # Errors
/// [`Unreached::NoAddress`] if there is none within `limit`.
pub async fn resolve(host: &Host, limit: Duration) -> Result<Vec<IpAddr>, Unreached> {
    let name = match host {
        Host::Address(address) => return Ok(vec![*address]),
        Host::Name(name) => name.as_str(),
    };
    let found = timeout(limit, lookup_host((name, 0))).await;
    let Ok(Ok(found)) = found else { return Err(Unreached::NoAddress) };
    let mut addresses: Vec<IpAddr> = Vec::new();
    for address in found.map(|socket| socket.ip()) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() { Err(Unreached::NoAddress) } else { Ok(addresses) }
}

/// Connects to the first of the addresses that accepts, and closes again. Each address gets an equal part
/// of `limit`.
///
/// # Errors
/// Why the last address did not accept; [`Unreached::NoAddress`] without any.
pub async fn connect(
    addresses: &[IpAddr],
    port: u16,
    limit: Duration,
) -> Result<IpAddr, Unreached> {
    let count = u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
    let mut why = Unreached::NoAddress;
    for address in addresses {
        why = match timeout(limit / count, TcpStream::connect(SocketAddr::new(*address, port)))
            .await
        {
            Ok(Ok(_)) => return Ok(*address),
            // It accepted and hung up within the same instant: the handshake tells what is wrong.
            Ok(Err(error)) if error.kind() == ErrorKind::ConnectionReset => return Ok(*address),
            Ok(Err(error)) => http::no_connection(error.kind())
                .unwrap_or_else(|| Unreached::Local("the connection failed".to_owned())),
            Err(_) => Unreached::ConnectTimeout,
        };
    }
    Err(why)
}
