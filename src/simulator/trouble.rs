//! What the faults look like on the wire.
use std::time::Duration;

use super::faults::Fault;
use super::http::{Answer, Request};

/// Steps that are written to a stream past the HTTP library; the stream is closed after the last one.
pub(super) type Script = Vec<Step>;

#[derive(Debug)]
pub(super) enum Step {
    Bytes(Vec<u8>),
    Repeat {
        bytes: Vec<u8>,
        times: u64,
    },
    /// The byte again and again, without end.
    Trickle {
        byte: u8,
        every: Duration,
    },
    /// Nothing more, until the client goes.
    Hold,
    Reset,
}

/// The script of a fault that comes instead of any work; `None` if the request is to be carried out.
pub(super) fn instead(fault: &Fault, request: &Request) -> Option<Script> {
    let script = match fault {
        Fault::Silence => vec![Step::Hold],
        Fault::ResetBeforeReading | Fault::ResetAfterReading => vec![Step::Reset],
        Fault::ServerError(status) => written(&server_error(*status)),
        Fault::UnknownCode => written(&unknown_code(speaks_xml(request))),
        Fault::OtherBody => written(&other_body(speaks_xml(request))),
        Fault::LoginPage => written(&Answer::html(200, LOGIN_PAGE.to_owned())),
        Fault::HugeBody(length) => huge_body(*length, speaks_xml(request)),
        Fault::SlowHeaders(every) => vec![
            Step::Bytes(b"HTTP/1.1 200 OK\r\nX-Slow: ".to_vec()),
            Step::Trickle { byte: b'a', every: *every },
        ],
        Fault::EndlessHeaders => vec![
            Step::Bytes(b"HTTP/1.1 200 OK\r\n".to_vec()),
            Step::Repeat { bytes: b"X-Endless: aaaaaaaaaaaaaaaa\r\n".to_vec(), times: u64::MAX },
        ],
        Fault::EntityBomb => written(&bomb(speaks_xml(request))),
        Fault::Redirect(to) => written(&Answer::empty(302).header("location", to.clone())),
        Fault::NotHttp => vec![Step::Bytes(b"220 printer ready\r\n".to_vec())],
        Fault::WrongShape => written(&wrong_shape(speaks_xml(request))),
        Fault::Late(_)
        | Fault::AfterApplying(_)
        | Fault::WrongContentType
        | Fault::Truncated
        | Fault::CutOff
        | Fault::NewCertificate
        | Fault::ForeignSignature
        | Fault::HandshakeRefused => return None,
    };
    Some(script)
}

/// The right answer after a fault that alters it; a script where HTTP itself is broken.
pub(super) fn altered(fault: &Fault, mut answer: Answer) -> Result<Answer, Script> {
    match fault {
        Fault::WrongContentType => Ok(answer.typed("application/octet-stream")),
        Fault::Truncated => {
            answer.body.truncate(answer.body.len() / 2);
            Ok(answer)
        }
        Fault::CutOff => {
            let mut bytes = bytes_of(&answer);
            bytes.truncate(bytes.len() - answer.body.len() / 2);
            Err(vec![Step::Bytes(bytes)])
        }
        Fault::Late(_)
        | Fault::Silence
        | Fault::ResetBeforeReading
        | Fault::ResetAfterReading
        | Fault::AfterApplying(_)
        | Fault::ServerError(_)
        | Fault::UnknownCode
        | Fault::OtherBody
        | Fault::LoginPage
        | Fault::HugeBody(_)
        | Fault::SlowHeaders(_)
        | Fault::EndlessHeaders
        | Fault::EntityBomb
        | Fault::Redirect(_)
        | Fault::NotHttp
        | Fault::WrongShape
        | Fault::NewCertificate
        | Fault::ForeignSignature
        | Fault::HandshakeRefused => Ok(answer),
    }
}

const LOGIN_PAGE: &str = "<!DOCTYPE html><html><head><title>Anmeldung</title></head><body>\
    <form method=\"post\"><input name=\"user\"><input name=\"pass\" type=\"password\"></form></body></html>";

pub(super) fn server_error(status: u16) -> Answer {
    Answer::html(status, format!("<html><body><h1>{status} Server Error</h1></body></html>"))
}

/// Status 500 with a code that no list knows.
pub(super) fn unknown_code(xml: bool) -> Answer {
    if xml {
        super::soap::fault(60_999, "Unbekannter Zustand")
    } else {
        let body = serde_json::json!({"code": 60999, "message": "Unbekannter Zustand"});
        Answer::json(500, &body)
    }
}

/// 200 with well-formed content of another kind.
pub(super) fn other_body(xml: bool) -> Answer {
    if xml {
        Answer::xml(200, "<?xml version=\"1.0\"?><note><to>all</to></note>".to_owned())
    } else {
        Answer::json(200, &serde_json::json!({"note": "all"}))
    }
}

fn wrong_shape(xml: bool) -> Answer {
    if xml {
        Answer::xml(
            200,
            "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body/></S:Envelope>"
                .to_owned(),
        )
    } else {
        Answer::json(200, &serde_json::json!([[1, "x"], null, {"restartRequired": "maybe"}]))
    }
}

fn bomb(xml: bool) -> Answer {
    if !xml {
        let depth = 100_000;
        let body = "[".repeat(depth) + &"]".repeat(depth);
        return Answer::text(200, &body).typed("application/json");
    }
    let mut document =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n <!ENTITY lol0 \"lol\">\n".to_owned();
    for level in 1..=9 {
        let inner = format!("&lol{};", level - 1).repeat(10);
        document.push_str(&format!(" <!ENTITY lol{level} \"{inner}\">\n"));
    }
    document.push_str("]>\n<lolz>&lol9;</lolz>");
    Answer::xml(200, document)
}

fn huge_body(length: u64, xml: bool) -> Script {
    const PIECE: u64 = 16 * 1024;
    let content_type = if xml { "text/xml; charset=utf-8" } else { "application/json" };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    );
    let rest = usize::try_from(length % PIECE).unwrap_or_default();
    vec![
        Step::Bytes(head.into_bytes()),
        Step::Repeat { bytes: vec![b' '; PIECE as usize], times: length / PIECE },
        Step::Bytes(vec![b' '; rest]),
    ]
}

fn speaks_xml(request: &Request) -> bool {
    !request.path.starts_with("/rest/") && !request.path.starts_with("/api/")
}

fn written(answer: &Answer) -> Script {
    vec![Step::Bytes(bytes_of(answer))]
}

fn bytes_of(answer: &Answer) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} Fault\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\nconnection: close\r\n\r\n", answer.body.len()));
    [head.into_bytes(), answer.body.clone()].concat()
}
