//! The ports for the practice software: who may reach what, before any message is looked at (REFERENCE 2).
use hyper::Method;

use super::accounts::Login;
use super::accounts::Plane;
use super::device::{Device, Form};
use super::http::{Answer, Outcome, Request};
use super::log::Port;
use super::sds;
use super::settings::{ClientAuth, MissingCertificate, Refusal};
use super::soap::{self, Caller, Service};
use super::trouble;

/// Answers a request on the port for TLS or for http.
pub(super) fn handle(device: &mut Device, request: &Request) -> Outcome {
    if request.path == "/connector.sds" {
        return directory(device, request);
    }
    let face = device.settings.face;
    let service = Service::ALL.into_iter().find(|own| sds::path(face, *own) == request.path);
    let Some(service) = service else {
        return Answer::not_found().into();
    };
    if request.port == Port::Http && device.settings.tls_mandatory {
        return tls_demanded();
    }
    if request.method != Method::POST {
        return Answer::method_not_allowed("POST").into();
    }
    let caller = match caller(device, request) {
        Ok(caller) => caller,
        Err(refused) => return refused,
    };
    if let Err(answer) = media_type(request) {
        return answer.into();
    }
    soap::handle(device, service, request, &caller).into()
}

fn directory(device: &mut Device, request: &Request) -> Outcome {
    if request.method != Method::GET && request.method != Method::HEAD {
        return Answer::method_not_allowed("GET, HEAD").into();
    }
    if !device.settings.dvd_open {
        if request.port == Port::Http && device.settings.tls_mandatory {
            return tls_demanded();
        }
        match caller(device, request) {
            Ok(Caller::Nobody) => return Answer::text(403, "Forbidden\n").into(),
            Ok(Caller::Unchecked | Caller::Clientsystem(_)) => {}
            Err(refused) => return refused,
        }
    }
    Answer::xml(200, sds::document(device)).into()
}

/// The device may as well not listen here at all; nothing is recorded.
fn tls_demanded() -> Outcome {
    Answer::text(403, "TLS required\n").into()
}

/// Step 0: the authentication feature of the caller, or the answer that refuses it.
fn caller(device: &mut Device, request: &Request) -> Result<Caller, Outcome> {
    match device.settings.client_auth {
        ClientAuth::Off => Ok(Caller::Unchecked),
        ClientAuth::Certificate => {
            let shown = request.client_certificate.as_deref();
            let known = device
                .client_certificates()
                .find(|(_, der)| Some(*der) == shown)
                .map(|(clientsystem, _)| clientsystem.to_owned());
            match (known, device.settings.missing_certificate) {
                (Some(clientsystem), _) => Ok(Caller::Clientsystem(clientsystem)),
                (None, MissingCertificate::Fault4204) => Ok(Caller::Nobody),
                (None, MissingCertificate::Forbidden | MissingCertificate::Handshake) => {
                    Err(Answer::text(403, "Client certificate required\n").into())
                }
            }
        }
        ClientAuth::Password => by_password(device, request),
    }
}

fn by_password(device: &mut Device, request: &Request) -> Result<Caller, Outcome> {
    let refusal = device.settings.wrong_client_password;
    let Some((user, password)) = request.basic() else {
        return Err(refused(Form::Refused(refusal)));
    };
    let login = device.login(request.port, Plane::Client, &user, &password);
    match login {
        Login::Accepted | Login::ChangeDemanded { .. } => {
            let clientsystem = device.clientsystem_of(&user).unwrap_or_default().to_owned();
            Ok(Caller::Clientsystem(clientsystem))
        }
        Login::Refused(_) | Login::RefusedAndLocked { .. } => {
            Err(refused(device.refusal(&login, refusal)))
        }
    }
}

fn refused(form: Form) -> Outcome {
    let refusal = match form {
        Form::Refused(refusal) => refusal,
        Form::Locked(status) => {
            let answer = Answer::text(status, "Benutzer ist vorübergehend gesperrt.\n");
            return if status == 429 { answer.header("retry-after", "600") } else { answer }.into();
        }
    };
    match refusal {
        Refusal::Unauthorized => Answer::text(401, "Unauthorized\n")
            .header("www-authenticate", "Basic realm=\"Konnektor\"")
            .into(),
        Refusal::UnauthorizedWithoutChallenge => Answer::text(401, "Unauthorized\n").into(),
        Refusal::Forbidden => Answer::text(403, "Forbidden\n").into(),
        Refusal::BadRequest => Answer::text(400, "Bad Request\n").into(),
        Refusal::Fault4204 => soap::fault(
            4204,
            "Clientsystem aus dem Aufrufkontext konnte nicht authentifiziert werden.",
        )
        .into(),
        Refusal::UnknownCode => trouble::unknown_code(true).into(),
        Refusal::OtherBody => trouble::other_body(true).into(),
        Refusal::Reset => Outcome::Reset,
        Refusal::Silence => Outcome::Silence,
    }
}

/// SOAP 1.1 over HTTP: `text/xml`, and UTF-8 only (A_15606).
fn media_type(request: &Request) -> Result<(), Answer> {
    let charset = request
        .header("content-type")
        .unwrap_or_default()
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.trim().split_once('='))
        .find(|(name, _)| name.eq_ignore_ascii_case("charset"))
        .map_or("utf-8", |(_, charset)| charset.trim_matches('"'));
    if request.media_type() == "text/xml" && charset.eq_ignore_ascii_case("utf-8") {
        Ok(())
    } else {
        Err(Answer::text(415, "Unsupported Media Type\n"))
    }
}
