use super::*;

#[test]
fn user_names_are_compared_without_case() {
    let [a, b]: [UserName; 2] = ["Local".parse().unwrap(), " lOCAL ".parse().unwrap()];
    assert_eq!(a, b);
    assert_eq!(a.as_str(), "Local");
}

#[test]
fn a_user_name_that_basic_cannot_carry_is_refused() {
    assert_eq!("a:b".parse::<UserName>(), Err(Error::UserCharacter));
    assert_eq!("".parse::<UserName>(), Err(Error::UserEmpty));
    assert_eq!("x".repeat(129).parse::<UserName>(), Err(Error::UserTooLong));
}

#[test]
fn ids_survive_being_written_and_read() {
    let id = DeviceId::from_random([0xab; 16]);
    assert_eq!(id.to_string().parse(), Ok(id));
    assert_eq!("zz".parse::<DeviceId>(), Err(Error::NotHex));
    let account: AccountRef = "koeln/management/Dr. Wer/Extern".parse().unwrap();
    assert_eq!(account.to_string(), "koeln/management/Dr. Wer/Extern");
}

#[test]
fn a_display_name_becomes_an_identifier() {
    assert_eq!(ConnectorId::from_name("Praxis Köln (Süd)").as_str(), "praxis-koeln-sued");
    assert_eq!(ConnectorId::from_name("???").as_str(), "konnektor");
}

#[test]
fn a_machine_is_the_same_with_and_without_its_domain() {
    let [a, b]: [MachineName; 2] =
        ["EMPFANG-1".parse().unwrap(), "empfang-1.praxis.local".parse().unwrap()];
    assert_eq!(a, b);
}
