//! One port and its connections: accept, TLS, HTTP, and the faults that a well-behaved server cannot play.
//!
//! hyper speaks HTTP. Where a fault needs bytes that hyper would never write, the request is left pending,
//! the connection is taken from hyper, and a [`Script`] writes to the stream itself.
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::device::{Shared, lock};
use super::entrance;
use super::faults::{Fault, Loss};
use super::http::{Answer, Outcome, Request};
use super::log::{Entry, Port};
use super::trouble::{self, Script, Step};

/// The largest body that is read.
const BODY_LIMIT: usize = 1 << 20;
/// Time for a complete request.
const PATIENCE: Duration = Duration::from_secs(30);

/// Accepts until it is aborted; the connections end with it.
pub(super) async fn serve_port(listener: TcpListener, shared: Shared, port: Port) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, Arc::clone(&shared), port));
                }
                // Too many open files; there is nothing better than waiting for one to close.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, shared: Shared, port: Port) {
    let _ = stream.set_nodelay(true);
    let (fault, config) = {
        let mut device = lock(&shared);
        device.log(Some(port), Entry::Connected);
        let fault = device.take_fault(port, None);
        (fault.clone(), device.tls_config(port, fault.as_ref()))
    };
    match fault {
        Some(Fault::ResetBeforeReading) => return reset(&stream),
        Some(Fault::HandshakeRefused) => {
            let mut stream = stream;
            let mut hello = [0; 512];
            let _ = stream.read(&mut hello).await;
            // Alert record, TLS 1.2: fatal handshake_failure.
            let _ = stream.write_all(&[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]).await;
            let _ = stream.shutdown().await;
            return;
        }
        Some(_) | None => {}
    }
    let Some(config) = config else {
        return serve(stream, |stream| stream, shared, Peer { port, certificate: None }).await;
    };
    let accepted = tokio::time::timeout(PATIENCE, TlsAcceptor::from(config).accept(stream)).await;
    let stream = match accepted {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => {
            lock(&shared).log(Some(port), Entry::TlsFailed { reason: error.to_string() });
            return;
        }
        Err(_) => {
            lock(&shared).log(Some(port), Entry::TlsFailed { reason: "timed out".to_owned() });
            return;
        }
    };
    let tls = stream.get_ref().1;
    let certificate = tls
        .peer_certificates()
        .and_then(<[_]>::first)
        .map(|certificate| certificate.as_ref().to_vec());
    let handshake = Entry::TlsHandshake {
        version: tls.protocol_version().map_or_else(String::new, |version| format!("{version:?}")),
        resumed: tls.handshake_kind() == Some(rustls::HandshakeKind::Resumed),
        client_certificate: certificate.is_some(),
    };
    lock(&shared).log(Some(port), handshake);
    serve(stream, |stream| stream.get_ref().0, shared, Peer { port, certificate }).await;
}

#[derive(Clone)]
struct Peer {
    port: Port,
    certificate: Option<Vec<u8>>,
}

async fn serve<S>(stream: S, tcp: impl Fn(&S) -> &TcpStream, shared: Shared, peer: Peer)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (take_over, mut scripts) = mpsc::channel::<Script>(1);
    let service = service_fn(move |request| {
        answered(request, Arc::clone(&shared), peer.clone(), take_over.clone())
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_headers(100)
        .serve_connection(TokioIo::new(stream), service);
    let script = tokio::select! {
        _ = &mut connection => return,
        script = scripts.recv() => script,
    };
    let Some(script) = script else { return };
    let mut stream = connection.into_parts().io.into_inner();
    play(&mut stream, script, &tcp).await;
}

/// Carries out a script; every write error means that the client has gone, which is the end as well.
async fn play<S>(stream: &mut S, script: Script, tcp: &impl Fn(&S) -> &TcpStream)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    for step in script {
        let done = match step {
            Step::Bytes(bytes) => stream.write_all(&bytes).await,
            Step::Repeat { bytes, times } => repeat(stream, &bytes, times).await,
            Step::Trickle { byte, every } => trickle(stream, byte, every).await,
            Step::Hold => hold(stream).await,
            Step::Reset => {
                reset(tcp(stream));
                return;
            }
        };
        if done.and(stream.flush().await).is_err() {
            return;
        }
    }
    let _ = stream.shutdown().await;
}

async fn repeat<S: AsyncWrite + Unpin>(
    stream: &mut S,
    bytes: &[u8],
    times: u64,
) -> std::io::Result<()> {
    for _ in 0..times {
        stream.write_all(bytes).await?;
    }
    Ok(())
}

async fn trickle<S: AsyncWrite + Unpin>(
    stream: &mut S,
    byte: u8,
    every: Duration,
) -> std::io::Result<()> {
    loop {
        stream.write_all(&[byte]).await?;
        stream.flush().await?;
        tokio::time::sleep(every).await;
    }
}

async fn hold<S: AsyncRead + Unpin>(stream: &mut S) -> std::io::Result<()> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}

/// Closing the socket sends RST instead of FIN from here on.
fn reset(stream: &TcpStream) {
    let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

async fn answered(
    request: hyper::Request<Incoming>,
    shared: Shared,
    peer: Peer,
    take_over: mpsc::Sender<Script>,
) -> Result<hyper::Response<Full<Bytes>>, Infallible> {
    match outcome(request, &shared, peer).await {
        Played::Answer(answer) => Ok(response(answer)),
        Played::Script(script) => {
            // The connection is taken from hyper; this future is dropped with it.
            let _ = take_over.send(script).await;
            std::future::pending().await
        }
    }
}

enum Played {
    Answer(Answer),
    Script(Script),
}

async fn outcome(request: hyper::Request<Incoming>, shared: &Shared, peer: Peer) -> Played {
    let (head, body) = request.into_parts();
    let fault = lock(shared).take_fault(peer.port, Some(head.uri.path()));
    let mut request = Request {
        port: peer.port,
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: Bytes::new(),
        client_certificate: peer.certificate,
    };
    if fault == Some(Fault::ResetBeforeReading) {
        entrance::note_request(shared, &request);
        return Played::Script(vec![Step::Reset]);
    }
    let body = tokio::time::timeout(PATIENCE, Limited::new(body, BODY_LIMIT).collect()).await;
    request.body = match body {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            return Played::Answer(
                Answer::text(413, "Payload Too Large\n").header("connection", "close"),
            );
        }
        // The rest of the body never came.
        Ok(Err(_)) => return Played::Script(vec![Step::Reset]),
        Err(_) => {
            return Played::Answer(
                Answer::text(408, "Request Timeout\n").header("connection", "close"),
            );
        }
    };
    entrance::note_request(shared, &request);
    if let Some(Fault::Late(delay)) = &fault {
        tokio::time::sleep(*delay).await;
    }
    if let Some(script) = fault.as_ref().and_then(|fault| trouble::instead(fault, &request)) {
        return Played::Script(script);
    }
    let outcome = entrance::handle(shared, &request);
    let played = match (outcome, fault) {
        (Outcome::Answer(answer), None | Some(Fault::Late(_))) => Played::Answer(answer),
        (Outcome::Answer(_), Some(Fault::AfterApplying(loss))) => match loss {
            Loss::Reset => Played::Script(vec![Step::Reset]),
            Loss::Silence => Played::Script(vec![Step::Hold]),
            Loss::ServerError => Played::Answer(trouble::server_error(500)),
        },
        (Outcome::Answer(answer), Some(fault)) => {
            trouble::altered(&fault, answer).map_or_else(Played::Script, Played::Answer)
        }
        (Outcome::Reset, _) => Played::Script(vec![Step::Reset]),
        (Outcome::Silence, _) => Played::Script(vec![Step::Hold]),
    };
    if let Played::Answer(answer) = &played {
        let answered = Entry::Answered { path: request.path.clone(), status: answer.status };
        lock(shared).log(Some(request.port), answered);
    }
    played
}

fn response(answer: Answer) -> hyper::Response<Full<Bytes>> {
    let mut response = hyper::Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response
        .body(Full::new(Bytes::from(answer.body)))
        .expect("statuses and header values of this device are valid")
}
