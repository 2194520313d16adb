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
