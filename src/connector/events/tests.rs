use std::path::PathBuf;
use std::process::Command;

use super::*;

#[test]
fn identifiers_are_escaped() {
    let request = Operation::GetResourceInformation.request(&context());
    let text = String::from_utf8(request).unwrap();
    assert!(text.contains("<C:MandantId>A &amp; B &lt;1&gt;</C:MandantId>"), "{text}");
}

/// The schemas are gematik's and not part of this repository: `KONNEKTOR_WSDL` names their folder.
#[test]
fn every_request_is_valid_against_the_schemas() {
    const HOW: &str = "needs xmllint (Debian: apt-get install libxml2-utils) and the folder of gematik's \
        api-telematik schemas in KONNEKTOR_WSDL";
    let complete = std::env::var_os("KONNEKTOR_TESTS_COMPLETE").is_some_and(|value| value == "1");
    let schemas = std::env::var_os("KONNEKTOR_WSDL").map(PathBuf::from);
    let has_tool = Command::new("xmllint").arg("--version").output().is_ok();
    let Some(schemas) = schemas.filter(|_| has_tool) else {
        assert!(!complete, "the validation of requests {HOW}");
        eprintln!("left out: the validation of requests {HOW}");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    for operation in [Operation::GetResourceInformation, Operation::GetCardTerminals] {
        let request = String::from_utf8(operation.request(&context())).unwrap();
        let (_, body) = request.split_once("<S:Body>").unwrap();
        let (message, _) = body.split_once("</S:Body>").unwrap();
        let file = dir.path().join("message.xml");
        std::fs::write(&file, message).unwrap();
        let validate = || {
            Command::new("xmllint")
                .args(["--noout", "--nonet", "--schema"])
                .arg(schemas.join("conn/EventService.xsd"))
                .arg(&file)
                .output()
                .unwrap()
        };
        let output = validate();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{operation:?}: {error}");
        std::fs::write(&file, message.replace("WorkplaceId", "Workplace")).unwrap();
        assert!(!validate().status.success(), "the schema is not looked at");
    }
}

fn context() -> CallContext {
    CallContext {
        mandant: "A & B <1>".parse().unwrap(),
        clientsystem: "x.concept".parse().unwrap(),
        arbeitsplatz: "Empfang \"1\"".parse().unwrap(),
    }
}
