use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::connector::sds::Directory;

/// Generous for a debug build on a busy machine; a parser that burns CPU takes minutes.
const LIMIT: Duration = Duration::from_secs(10);
const MIB: usize = 1024 * 1024;

#[test]
fn hostile_documents_are_refused_or_read_in_bounded_time() {
    let root = "http://ws.gematik.de/conn/ServiceDirectory/v3.1";
    let wrap =
        |inner: &str| format!("<ConnectorServices xmlns='{root}'>{inner}</ConnectorServices>");
    let fill = |piece: &str| piece.repeat(MIB / piece.len());
    let numbered =
        |count: usize, write: &dyn Fn(usize) -> String| (0..count).map(write).collect::<String>();
    let laughs = (1..30).fold(String::from("<!ENTITY a0 'ha'>"), |all, n| {
        let before = format!("&a{};", n - 1);
        format!("{all}<!ENTITY a{n} '{}'>", before.repeat(10))
    });
    let shapes = [
        ("billion laughs", format!("<!DOCTYPE a [{laughs}]><a>&a29;</a>"), Err(Error::Entity)),
        (
            "external entity",
            "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>".into(),
            Err(Error::Entity),
        ),
        (
            "external parameter",
            "<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://192.0.2.1/'>%b;]><a/>".into(),
            Err(Error::Entity),
        ),
        ("depth", fill("<a>"), Err(Error::TooLarge)),
        ("elements", wrap(&fill("<a/>")), Err(Error::TooLarge)),
        ("references", wrap(&fill("&lt;")), Err(Error::TooLarge)),
        ("one long text", wrap(&fill("x")), Ok(())),
        ("one long comment", wrap(&format!("<!--{}-->", fill("x"))), Ok(())),
        ("one long attribute", wrap(&format!("<a b='{}'/>", fill("x"))), Ok(())),
        (
            "attributes",
            wrap(&format!("<a {}/>", numbered(60_000, &|n| format!("b{n}='' ")))),
            Ok(()),
        ),
        (
            "nested declarations",
            numbered(60, &|n| {
                format!("<a {}>", numbered(300, &|m| format!("xmlns:p{n}x{m}='u' ")))
            }),
            Err(Error::Syntax),
        ),
        ("one long name", format!("<{0}/>", fill("x")), Ok(())),
        ("unclosed tag", format!("<a {}", fill("b='' ")), Err(Error::Syntax)),
        ("unclosed comment", format!("<a><!--{}", fill("-")), Err(Error::Syntax)),
        ("unclosed section", format!("<a><![CDATA[{}", fill("]")), Err(Error::Syntax)),
        ("two roots", "<a/><a/>".into(), Err(Error::Syntax)),
        ("an end too many", "<a/></a>".into(), Err(Error::Syntax)),
    ];
    for (name, document, expected) in shapes {
        let start = Instant::now();
        let walked = walk(document.as_bytes(), &["ConnectorServices"], |_, _| {});
        assert_eq!(walked, expected, "{name}");
        let _ = Directory::parse(document.as_bytes());
        assert!(start.elapsed() < LIMIT, "{name}: {:?}", start.elapsed());
    }
}

#[test]
fn an_element_has_its_family_its_name_and_its_own_text() {
    let document = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'> \
        <Body a:x='no' x='&#228;&amp;' xmlns:a='urn:a'>a<![CDATA[<b>]]>&gt;\
        <other>no</other></Body></s:Envelope>";
    let mut seen = Vec::new();
    walk(document.as_bytes(), &["Envelope", "Body"], |path, step| {
        seen.push(match step {
            Step::Open(attributes) => (path.to_vec(), attributes.value("x")),
            Step::Close(text) => (path.to_vec(), Some(text.to_owned())),
        });
    })
    .unwrap();
    let (envelope, body) = ((Space::Soap, "Envelope"), (Space::None, "Body"));
    let other = (Space::None, "");
    let some = |text: &str| Some(text.to_owned());
    let expected = [
        (vec![envelope], None),
        (vec![envelope, body], some("no")),
        (vec![envelope, body, other], None),
        (vec![envelope, body, other], some("no")),
        (vec![envelope, body], some("")),
        (vec![envelope], some("")),
    ];
    assert_eq!(seen, expected);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = walk(&bytes, &["a"], |_, _| {});
        let _ = Directory::parse(&bytes);
    }

    #[test]
    fn no_markup_makes_it_panic(text in "[<>/a:x=' &;!\\[\\]-]{0,200}") {
        let _ = walk(text.as_bytes(), &["a"], |_, step| {
            if let Step::Open(attributes) = step {
                let _ = attributes.value("x");
            }
        });
    }

    #[test]
    fn what_is_escaped_comes_back(text in "\\PC{0,64}") {
        let document = format!("<a>{}</a>", escape(&text));
        let mut seen = String::new();
        let walked = walk(document.as_bytes(), &["a"], |_, step| {
            if let Step::Close(text) = step {
                text.clone_into(&mut seen);
            }
        });
        prop_assert_eq!(walked, Ok(()));
        prop_assert_eq!(seen.as_str(), text.trim());
    }
}
