use super::*;

fn answer(status: u16, body: ClientBody) -> Verdict {
    let answer = ClientAnswer { status, body };
    Observation::Client { demand: Demand::Demanded, carried_secret: true, answer }.verdict()
}

fn fault(codes: &[u32]) -> ClientBody {
    let trace = |code: &u32| Trace { code: *code, severity: "Error".into(), text: String::new() };
    ClientBody::Fault(Fault { text: String::new(), traces: codes.iter().map(trace).collect() })
}

#[test]
fn the_decision_table_of_the_client_plane() {
    use ClientBody::{Other, Success};
    let accepted_elsewhere = |code| Verdict::Accepted(Acceptance::ContextWrong(code));
    let table = [
        (200, Success, Verdict::Accepted(Acceptance::Full)),
        (200, Other, Verdict::Doubtful(Doubt::ForeignBody)),
        (401, Other, Verdict::Refused(Refusal::Credential(401))),
        (403, Other, Verdict::Refused(Refusal::Credential(403))),
        (500, fault(&[4204]), Verdict::Refused(Refusal::ClientsystemUnknown)),
        (500, fault(&[9001, 4204]), Verdict::Refused(Refusal::ClientsystemUnknown)),
        (500, fault(&[4204, 4002]), Verdict::Doubtful(Doubt::Fault(4002))),
        (500, fault(&[4010]), accepted_elsewhere(4010)),
        (500, fault(&[4021]), accepted_elsewhere(4021)),
        (500, fault(&[4001]), Verdict::Doubtful(Doubt::Fault(4001))),
        (500, fault(&[77777]), Verdict::Doubtful(Doubt::Fault(77777))),
        (500, fault(&[]), Verdict::Doubtful(Doubt::Status(500))),
        (401, fault(&[1]), Verdict::Refused(Refusal::Credential(401))),
        (302, Other, Verdict::Doubtful(Doubt::Status(302))),
        (503, Other, Verdict::Doubtful(Doubt::Status(503))),
    ];
    for (status, body, verdict) in table {
        assert_eq!(answer(status, body.clone()), verdict, "{status} {body:?}");
    }
}

#[test]
fn a_device_that_checks_nothing_proves_nothing() {
    for carried_secret in [true, false] {
        for body in [ClientBody::Success, fault(&[4010])] {
            let status = if body == ClientBody::Success { 200 } else { 500 };
            let answer = ClientAnswer { status, body };
            let seen = Observation::Client { demand: Demand::NotDemanded, carried_secret, answer };
            assert_eq!(seen.verdict(), Verdict::Unverifiable(Unverifiable::NotDemanded));
        }
    }
}

#[test]
fn a_request_without_a_password_never_judges_one() {
    for (status, body) in
        [(200, ClientBody::Success), (401, ClientBody::Other), (500, fault(&[4204]))]
    {
        for demand in [Demand::Demanded, Demand::NotDemanded] {
            let answer = ClientAnswer { status, body: body.clone() };
            let seen = Observation::Client { demand, carried_secret: false, answer };
            assert_eq!(seen.verdict().outcome(), None, "{status} {demand:?}");
        }
    }
}

#[test]
fn silence_after_the_first_byte_is_a_doubt_and_before_it_is_not() {
    for how in [Silence::Reset, Silence::Timeout, Silence::Unreadable, Silence::Alert] {
        assert_eq!(Observation::Silent(how).verdict(), Verdict::Doubtful(Doubt::Silent(how)));
    }
    assert_eq!(Observation::Unreached(Unreached::ConnectionRefused).verdict().outcome(), None);
}
