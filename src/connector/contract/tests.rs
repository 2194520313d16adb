use super::*;
use crate::domain::probe::ChangeReason;

#[test]
fn every_built_in_contract_is_read_and_belongs_to_its_vendor() {
    for vendor in [Vendor::Secunet, Vendor::Kocobox, Vendor::Rise] {
        assert_eq!(Contract::of(vendor).map(|contract| contract.vendor), Some(vendor));
    }
    assert_eq!(Contract::of(Vendor::Unknown), None);
}

#[test]
fn a_mistake_is_named_with_its_line() {
    let sound = include_str!("../contracts/secunet.toml");
    let login = "path = \"/rest/mgmt/ak/konten/login\"";
    let body = "body = '{\"username\":{user},\"password\":{password}}'";
    let cases = [
        ("format = 1", "format = 2", "this program reads format 1 only"),
        (
            login,
            "path = \"https://192.0.2.1/login\"",
            "a path starts with one slash and names no host",
        ),
        (login, "path = \"//192.0.2.1/login\"", "a path starts with one slash and names no host"),
        (
            login,
            "path = \"/login?p={password}\"",
            "a path has no placeholder, query or fragment: secrets stand in the body only",
        ),
        (
            login,
            "path = \"/login?x=1\"",
            "a path has no placeholder, query or fragment: secrets stand in the body only",
        ),
        (login, "path = \"/lo gin\"", "a path consists of URL characters"),
        (
            body,
            "body = '{\"username\":{user}}'",
            "a body has {user} and {password} exactly once each",
        ),
        (
            body,
            "body = '{user}{password}{password}'",
            "a body has {user} and {password} exactly once each",
        ),
        ("status = [204]", "status = [2040]", "a status is 100 to 599"),
        (
            "firmware = \"/fwVersion\"",
            "firmware = \"fwVersion\"",
            "a JSON pointer starts with a slash",
        ),
        (
            "token-header = \"Authorization\"",
            "token-header = \"Host\"",
            "this header is not a contract's business",
        ),
        ("token-header = \"Authorization\"", "token-header = \"a b\"", "not the name of a header"),
    ];
    for (before, after, message) in cases {
        assert!(sound.contains(before), "{before}");
        let text = sound.replacen(before, after, 1);
        let line = 1 + text[..text.find(after).unwrap()].matches('\n').count();
        assert_eq!(Contract::parse(&text), Err(Error { line, message: message.into() }), "{after}");
    }
    let headers = "[headers]\nX = \"{password}\"\n[page]";
    let text = sound.replacen("[page]", headers, 1);
    let message = "a header has no other placeholder than {origin}";
    assert_eq!(Contract::parse(&text).unwrap_err().message, message);
    let text = sound.replacen("[page]", "[headers]\nX = \"http://192.0.2.1\"\n[page]", 1);
    assert_eq!(Contract::parse(&text).unwrap_err().message, "a contract names no host");
    let text = sound.replacen("encoding", "endcoding", 1);
    let error = Contract::parse(&text).unwrap_err();
    assert!(error.message.contains("endcoding"), "{error}");
    assert_eq!(error.line, 1 + text[..text.find("endcoding").unwrap()].matches('\n').count());
}

#[test]
fn user_and_password_are_written_as_the_body_needs_them() {
    let body = |text: &str| Body::try_from(text.to_owned()).unwrap();
    let json = body("{\"p\":{password},\"u\":{user}}");
    let filled = json.fill(Encoding::Json, "Dr. \"Ö\"", "a\\{user}\"\u{1}");
    assert_eq!(
        String::from_utf8_lossy(&filled),
        "{\"p\":\"a\\\\{user}\\\"\\u0001\",\"u\":\"Dr. \\\"Ö\\\"\"}"
    );
    let form = body("u={user}&p={password}");
    let filled = form.fill(Encoding::Form, "a b", "ß&=+%");
    assert_eq!(String::from_utf8_lossy(&filled), "u=a+b&p=%C3%9F%26%3D%2B%25");
}

#[test]
fn a_success_needs_status_and_token() {
    let secunet = Contract::of(Vendor::Secunet).unwrap();
    assert_eq!(secunet.judge(204, true, b""), ManagementAnswer::LoggedIn);
    assert_eq!(secunet.judge(204, false, b""), ManagementAnswer::Unclear(204));
    assert_eq!(secunet.judge(200, true, b""), ManagementAnswer::Unclear(200));
    let rise = Contract::of(Vendor::Rise).unwrap();
    assert_eq!(rise.judge(200, false, b"{}"), ManagementAnswer::LoggedIn);
}

#[test]
fn words_count_in_texts_and_in_fields_that_say_yes() {
    let secunet = Contract::of(Vendor::Secunet).unwrap();
    let change = ManagementAnswer::ChangeDemanded;
    let cases = [
        (r#"{"mustChange":true}"#, change(ChangeReason::Unknown)),
        (r#"{"mustChange":false}"#, ManagementAnswer::Refused(401)),
        (
            r#"{"mustChange":null,"x":[{"y":"Bitte Passwort ändern"}]}"#,
            change(ChangeReason::Unknown),
        ),
        (r#"{"accountLocked":"false"}"#, ManagementAnswer::Refused(401)),
        (r#"{"accountLocked":true}"#, ManagementAnswer::Locked(401)),
        ("<p>Ihr Passwort ist abgelaufen</p>", change(ChangeReason::Expired)),
        ("<p>Initialpasswort</p>", change(ChangeReason::Initial)),
        ("", ManagementAnswer::Refused(401)),
        ("\u{0}\u{ff}", ManagementAnswer::Refused(401)),
    ];
    for (body, expected) in cases {
        assert_eq!(secunet.judge(401, false, body.as_bytes()), expected, "{body}");
    }
}
