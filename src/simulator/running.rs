//! The device's own thread: opens the ports, closes them, restarts, and ends.
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::{Arc, mpsc as std_mpsc};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::Addresses;
use super::device::{Shared, lock};
use super::log::{Entry, Port};
use super::wire;

/// What the thread is told.
pub(super) enum Order {
    /// Close every port and connection; told back when done.
    Down(std_mpsc::Sender<()>),
    /// Open the same ports; told back when done.
    Up(std_mpsc::Sender<()>),
    /// Close, and open again after `restart_takes`.
    Restart,
    /// End.
    Quit,
}

/// Time between the answer to the order of a restart and the restart.
const ANSWER_FIRST: Duration = Duration::from_millis(50);

/// Runs until it is told to end.
pub(super) fn run(
    listeners: [(Port, StdListener); 3],
    shared: Shared,
    orders: mpsc::UnboundedReceiver<Order>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            log::error!("simulator: no runtime: {error}");
            return;
        }
    };
    runtime.block_on(supervise(listeners, shared, orders));
}

async fn supervise(
    listeners: [(Port, StdListener); 3],
    shared: Shared,
    mut orders: mpsc::UnboundedReceiver<Order>,
) {
    let mut ports = JoinSet::new();
    for (port, listener) in listeners {
        match TcpListener::from_std(listener) {
            Ok(listener) => {
                ports.spawn(wire::serve_port(listener, Arc::clone(&shared), port));
            }
            Err(error) => log::error!("simulator: port not served: {error}"),
        }
    }
    lock(&shared).log(None, Entry::Started);
    let mut up_at: Option<Instant> = None;
    loop {
        let order = tokio::select! {
            order = orders.recv() => order,
            () = tokio::time::sleep_until(up_at.unwrap_or_else(Instant::now)), if up_at.is_some() => {
                up_at = None;
                up(&mut ports, &shared).await;
                continue;
            }
        };
        match order {
            Some(Order::Down(done)) => {
                up_at = None;
                down(&mut ports, &shared).await;
                let _ = done.send(());
            }
            Some(Order::Up(done)) => {
                up_at = None;
                up(&mut ports, &shared).await;
                let _ = done.send(());
            }
            Some(Order::Restart) => {
                tokio::time::sleep(ANSWER_FIRST).await;
                down(&mut ports, &shared).await;
                up_at = Some(Instant::now() + lock(&shared).settings.restart_takes);
            }
            Some(Order::Quit) | None => return down(&mut ports, &shared).await,
        }
    }
}

async fn down(ports: &mut JoinSet<()>, shared: &Shared) {
    if ports.is_empty() {
        return;
    }
    ports.shutdown().await;
    let mut device = lock(shared);
    device.sessions.end_all();
    device.log(None, Entry::Stopped);
}

async fn up(ports: &mut JoinSet<()>, shared: &Shared) {
    if !ports.is_empty() {
        return;
    }
    let Addresses { pvs, http, management } = lock(shared).addresses;
    for (port, address) in [(Port::Pvs, pvs), (Port::Http, http), (Port::Management, management)] {
        let listener = reopen(address).await;
        ports.spawn(wire::serve_port(listener, Arc::clone(shared), port));
    }
    let mut device = lock(shared);
    device.started_at = device.now();
    device.restart_required = false;
    device.log(None, Entry::Started);
}

/// Opens a port again; another program that holds it meanwhile is waited for.
async fn reopen(address: SocketAddr) -> TcpListener {
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(error) => {
                log::warn!("simulator: {address}: {error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
