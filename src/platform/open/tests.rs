use super::*;

#[test]
fn letter_is_encoded_umlauts_included() {
    let address = mail_address("it@praxis.example", "Zugang: „ausgelaufen“", "Größe & Maß\nb=c?");
    assert_eq!(
        address.unwrap(),
        "mailto:it@praxis.example?subject=Zugang%3A%20%E2%80%9Eausgelaufen%E2%80%9C\
         &body=Gr%C3%B6%C3%9Fe%20%26%20Ma%C3%9F%0D%0Ab%3Dc%3F"
    );
}

#[test]
fn long_letter_is_cut_between_characters_and_fits() {
    let is_whole = |address: &str| {
        let body = address.split_once("&body=").unwrap().1;
        let decoded = decoded(body);
        assert!(decoded.ends_with('…'), "{decoded}");
        assert!(!decoded.trim_end_matches('…').ends_with('\r'), "{decoded:?}");
    };
    for pattern in ["ä", "€\n", "a🙂", "\n"] {
        for shift in 0..12 {
            let body = "x".repeat(shift) + &pattern.repeat(2000);
            let address = mail_address("it@praxis.example", "Größe", &body).unwrap();
            assert!((MAXIMUM_MAIL - 20..=MAXIMUM_MAIL).contains(&address.len()));
            is_whole(&address);
        }
    }
}

#[test]
fn letter_that_just_fits_is_not_cut() {
    let empty = mail_address("it@praxis.example", "a", "").unwrap().len();
    let body = "x".repeat(MAXIMUM_MAIL - empty);
    let address = mail_address("it@praxis.example", "a", &body).unwrap();
    assert_eq!(address.len(), MAXIMUM_MAIL);
    assert!(address.ends_with("xxx"));
}

#[test]
fn letter_to_something_else_than_an_address_is_refused() {
    for to in ["", "praxis", "a@b@c", "a@b?cc=d@e", "a b@c", "a@", "@b", "a@b,c@d", "a@b%0Acc"] {
        let refused = mail_address(to, "a", "b").unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidInput, "{to}");
    }
    let long = "ä".repeat(1000);
    let refused = mail_address("a@b.example", &long, "").unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::InvalidInput);
}

#[test]
fn subject_stays_one_line() {
    let address = mail_address("a@b.example", "a\r\nBcc: c@d", "").unwrap();
    assert_eq!(address, "mailto:a@b.example?subject=a%20%20Bcc%3A%20c@d&body=");
}

#[test]
fn only_absolute_paths_are_opened_or_started() {
    let kind = |answer: io::Result<()>| answer.unwrap_err().kind();
    assert_eq!(kind(folder(Path::new("documents"))), io::ErrorKind::InvalidInput);
    assert_eq!(kind(program(Path::new("remote-help"), &[])), io::ErrorKind::InvalidInput);
    let place = tempfile::tempdir().unwrap();
    let script = place.path().join("help.CMD");
    assert_eq!(kind(program(&script, &[])), io::ErrorKind::InvalidInput);
    assert_eq!(kind(program(&place.path().join("help"), &[])), io::ErrorKind::NotFound);
    let file = place.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert_eq!(kind(folder(&file)), io::ErrorKind::NotADirectory);
    assert_eq!(kind(folder(&place.path().join("absent"))), io::ErrorKind::NotFound);
}

fn decoded(encoded: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let pair = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}
