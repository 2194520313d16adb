//! The place between handshake and request.
//!
//! reqwest hands a connection over only when TCP and TLS are done, and hyper writes only to a connection
//! that was handed over. So whoever stands between them knows whether a byte may have left.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tower_layer::Layer;
use tower_service::Service;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Notes that a connection stands, and lets it pass or not.
#[derive(Debug, Clone, Default)]
pub(super) struct Gate {
    noted: Arc<Noted>,
    refuses: bool,
}

#[derive(Debug, Default)]
struct Noted {
    reached: AtomicBool,
    no_address: AtomicBool,
}

/// The gate was asked not to let a request pass.
#[derive(Debug, thiserror::Error)]
#[error("looked only")]
struct Refused;

impl Gate {
    /// A gate that lets nothing pass.
    pub(super) fn closed() -> Self {
        Self { refuses: true, ..Self::default() }
    }

    /// Whether a connection stood: TCP, and with `https` the whole handshake.
    pub(super) fn was_reached(&self) -> bool {
        self.noted.reached.load(Ordering::Acquire)
    }

    /// Whether the host name had no address.
    pub(super) fn has_no_address(&self) -> bool {
        self.noted.no_address.load(Ordering::Acquire)
    }
}

impl<S> Layer<S> for Gate {
    type Service = Gated<S>;
    fn layer(&self, inner: S) -> Gated<S> {
        Gated { inner, gate: self.clone() }
    }
}

/// reqwest's connecting service behind the gate.
#[derive(Debug, Clone)]
pub(super) struct Gated<S> {
    inner: S,
    gate: Gate,
}

impl<S, R> Service<R> for Gated<S>
where
    S: Service<R, Error = BoxError>,
    S::Future: Send + 'static,
    S::Response: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let connecting = self.inner.call(target);
        let gate = self.gate.clone();
        Box::pin(async move {
            let connection = connecting.await?;
            gate.noted.reached.store(true, Ordering::Release);
            if gate.refuses {
                return Err(Refused.into());
            }
            Ok(connection)
        })
    }
}

/// Looks a name up and notes if there is no address; addresses are never looked up.
pub(super) struct Resolver(pub(super) Gate);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let gate = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let addresses: Vec<_> = found.map(Iterator::collect).unwrap_or_default();
            if addresses.is_empty() {
                gate.noted.no_address.store(true, Ordering::Release);
                return Err("no address".into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
