//! A ClientHello that offers nearly everything ever in use, and the first lines of the answer.
//!
//! Only for the diagnosis of a handshake that failed: it is sent on a connection of its own, is never
//! finished, and carries nothing but random bytes.

/// The version that the hello offers as its highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    /// TLS 1.2 and below.
    Tls12,
    /// TLS 1.3 only.
    Tls13,
}

/// What the device answered to a hello.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply {
    /// It chose a version and a cipher suite; then its certificate, where it came in the clear.
    Hello { version: u16, suite: u16, leaf: Option<Vec<u8>>, signature: Option<u16> },
    /// It sent an alert with this description.
    Alert(u8),
    /// It answered with something that is no TLS record.
    Foreign,
    /// The bytes so far end before anything can be said.
    Incomplete,
}

const ECDHE_AEAD: [u16; 6] = [0xc02b, 0xc02c, 0xc02f, 0xc030, 0xcca8, 0xcca9];
const ECDHE_CBC: [u16; 10] =
    [0xc023, 0xc024, 0xc027, 0xc028, 0xc009, 0xc00a, 0xc013, 0xc014, 0xc008, 0xc012];
const DHE: [u16; 8] = [0x009e, 0x009f, 0xccaa, 0x0067, 0x006b, 0x0033, 0x0039, 0x0016];
const STATIC_RSA: [u16; 7] = [0x009c, 0x009d, 0x003c, 0x003d, 0x002f, 0x0035, 0x000a];
const TLS13: [u16; 3] = [0x1301, 0x1302, 0x1303];
const GROUPS: [u16; 8] = [29, 23, 24, 25, 26, 27, 28, 256];
const SCHEMES: [u16; 18] = [
    0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x081a, 0x081b,
    0x081c, 0x0809, 0x080a, 0x080b, 0x0203, 0x0201,
];

/// A family of cipher suites, by what this program would have needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Modern,
    Cbc,
    Dhe,
    StaticRsa,
    Other,
}

impl Family {
    pub(super) fn of(suite: u16) -> Self {
        match suite {
            suite if ECDHE_AEAD.contains(&suite) || TLS13.contains(&suite) => Self::Modern,
            suite if ECDHE_CBC.contains(&suite) => Self::Cbc,
            suite if DHE.contains(&suite) => Self::Dhe,
            suite if STATIC_RSA.contains(&suite) => Self::StaticRsa,
            _ => Self::Other,
        }
    }
}

/// Writes the hello; `random` fills the client random, the session id and the key share, `name` is the
/// server name where the host is a name.
pub(super) fn client_hello(offer: Offer, random: &[u8; 96], name: Option<&str>) -> Vec<u8> {
    let mut suites = Vec::new();
    match offer {
        Offer::Tls12 => {
            for suite in ECDHE_AEAD.iter().chain(&ECDHE_CBC).chain(&DHE).chain(&STATIC_RSA) {
                suites.extend(suite.to_be_bytes());
            }
        }
        Offer::Tls13 => TLS13.iter().for_each(|suite| suites.extend(suite.to_be_bytes())),
    }
    let mut extensions = Vec::new();
    if let Some(name) = name {
        let mut entry = vec![0];
        entry.extend(prefixed16(name.as_bytes()));
        extension(&mut extensions, 0, &prefixed16(&entry));
    }
    extension(&mut extensions, 10, &prefixed16(&words(&GROUPS)));
    extension(&mut extensions, 11, &[1, 0]);
    extension(&mut extensions, 13, &prefixed16(&words(&SCHEMES)));
    match offer {
        Offer::Tls12 => extension(&mut extensions, 0xff01, &[0]),
        Offer::Tls13 => {
            extension(&mut extensions, 43, &[2, 3, 4]);
            let mut share = vec![0, 29];
            share.extend(prefixed16(&random[64..]));
            extension(&mut extensions, 51, &prefixed16(&share));
        }
    }
    let mut body = vec![3, 3];
    body.extend(&random[..32]);
    body.push(32);
    body.extend(&random[32..64]);
    body.extend(prefixed16(&suites));
    body.extend([1, 0]);
    body.extend(prefixed16(&extensions));
    let mut handshake = vec![1, 0];
    handshake.extend(prefixed16(&body));
    let mut record = vec![22, 3, 1];
    record.extend(prefixed16(&handshake));
    record
}

/// Reads as much of the answer as there is.
pub(super) fn read_reply(bytes: &[u8]) -> Reply {
    let mut rest = bytes;
    let mut messages = Vec::new();
    while let [kind, 3, _, high, low, tail @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let fragment = &tail[..length.min(tail.len())];
        match kind {
            21 => {
                let Some(description) = fragment.get(1) else {
                    break;
                };
                if messages.is_empty() {
                    return Reply::Alert(*description);
                }
                break;
            }
            22 => messages.extend_from_slice(fragment),
            20 | 23 => break,
            _ => return Reply::Foreign,
        }
        if tail.len() < length {
            break;
        }
        rest = &tail[length..];
    }
    if messages.is_empty() {
        let is_tls = match bytes {
            [kind, 3, ..] => (20..=23).contains(kind),
            [kind] => (20..=23).contains(kind),
            [] => true,
            _ => false,
        };
        return if is_tls { Reply::Incomplete } else { Reply::Foreign };
    }
    read_messages(&messages).unwrap_or(Reply::Incomplete)
}

fn read_messages(messages: &[u8]) -> Option<Reply> {
    let (kind, hello, mut rest) = message(messages)?;
    if kind != 2 {
        return Some(Reply::Foreign);
    }
    let legacy = word(hello, 0)?;
    let session = usize::from(*hello.get(34)?);
    let suite = word(hello, 35 + session)?;
    let version = if TLS13.contains(&suite) { 0x0304 } else { legacy };
    let (mut leaf, mut signature) = (None, None);
    while let Some((kind, body, tail)) = message(rest) {
        match kind {
            11 => leaf = first_certificate(body).map(<[u8]>::to_vec),
            // Curve type 3 (named), group, point, then the scheme of the signature.
            12 if body.first() == Some(&3) => {
                signature = body.get(3).and_then(|point| word(body, 4 + usize::from(*point)));
            }
            _ => {}
        }
        rest = tail;
    }
    Some(Reply::Hello { version, suite, leaf, signature })
}

/// The certificate list of TLS 1.2: three bytes of length, then certificates with three bytes each.
fn first_certificate(body: &[u8]) -> Option<&[u8]> {
    let length = usize::from(*body.get(3)?) << 16 | usize::from(word(body, 4)?);
    body.get(6..6 + length)
}

fn message(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let [kind, high, middle, low, tail @ ..] = bytes else {
        return None;
    };
    let length = usize::from(*high) << 16 | usize::from(*middle) << 8 | usize::from(*low);
    Some((*kind, tail.get(..length)?, &tail[length..]))
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

fn prefixed16(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("a hello's parts are far below 64 KiB");
    let mut out = length.to_be_bytes().to_vec();
    out.extend(bytes);
    out
}

fn extension(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
    out.extend(kind.to_be_bytes());
    out.extend(prefixed16(body));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_read_at_every_length_without_panic() {
        let mut server = vec![22, 3, 3, 0, 44, 2, 0, 0, 40, 3, 3];
        server.extend([7; 32]);
        server.extend([0, 0xc0, 0x28, 0, 0, 0]);
        let whole = Reply::Hello { version: 0x0303, suite: 0xc028, leaf: None, signature: None };
        assert_eq!(read_reply(&server), whole);
        for end in 0..server.len() {
            assert_eq!(read_reply(&server[..end]), Reply::Incomplete, "{end}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_answer_makes_it_panic(
            kind in 20u8..25,
            length in proptest::prelude::any::<[u8; 2]>(),
            rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
        ) {
            let record = [&[kind, 3, 3][..], &length, &rest].concat();
            let _ = read_reply(&record);
            let hello = [&[22, 3, 3, 0, rest.len() as u8, 2][..], &rest].concat();
            let _ = read_reply(&hello);
        }
    }

    #[test]
    fn alerts_and_foreign_protocols_are_told_apart() {
        assert_eq!(read_reply(&[21, 3, 3, 0, 2, 2, 40]), Reply::Alert(40));
        assert_eq!(read_reply(b"HTTP/1.1 400 Bad Request\r\n"), Reply::Foreign);
        assert_eq!(read_reply(b"SSH-2.0-x\r\n"), Reply::Foreign);
        assert_eq!(read_reply(&[]), Reply::Incomplete);
    }
}
