//! Walks through an XML document of a device within hard limits.
//!
//! Namespace-aware and blind to prefixes: a visitor sees which schema family an element belongs to and its
//! local name. A DTD, an entity of its own, too many or too deeply nested elements end the walk; it keeps
//! no tree, so memory does not grow with the document.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

const DEEPEST: usize = 64;
const MOST_EVENTS: usize = 200_000;
const LONGEST_TEXT: usize = 4096;

/// Says why a document was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not UTF-8, which the specification demands (A_15606).
    #[error("not UTF-8")]
    Encoding,
    /// Not well formed, or it ends too early.
    #[error("not well-formed XML")]
    Syntax,
    /// A document type or an entity of its own.
    #[error("a document type or an entity, which no connector sends")]
    Entity,
    /// More elements or deeper nesting than any connector sends.
    #[error("too many or too deeply nested elements")]
    TooLarge,
}

/// The family of schemas that a namespace belongs to, whatever its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// SOAP 1.1 envelope.
    Soap,
    /// Faults, `tel/error`.
    Fault,
    /// `conn/ServiceDirectory`.
    Directory,
    /// `conn/ServiceInformation`.
    Service,
    /// `int/version/ProductInformation`.
    Product,
    /// `conn/ConnectorCommon`.
    Common,
    /// `conn/EventService`.
    Events,
    /// `conn/CardTerminalInfo`.
    Terminals,
    /// `conn/CardServiceCommon`.
    Cards,
    /// No namespace.
    None,
    /// Any other.
    Foreign,
}

const SPACES: [(&str, Space); 9] = [
    ("http://schemas.xmlsoap.org/soap/envelope/", Space::Soap),
    ("http://ws.gematik.de/tel/error/", Space::Fault),
    ("http://ws.gematik.de/conn/ServiceDirectory/", Space::Directory),
    ("http://ws.gematik.de/conn/ServiceInformation/", Space::Service),
    ("http://ws.gematik.de/int/version/ProductInformation/", Space::Product),
    ("http://ws.gematik.de/conn/ConnectorCommon/", Space::Common),
    ("http://ws.gematik.de/conn/EventService/", Space::Events),
    ("http://ws.gematik.de/conn/CardTerminalInfo/", Space::Terminals),
    ("http://ws.gematik.de/conn/CardServiceCommon/", Space::Cards),
];

/// One element of a path: schema family and local name; the name is empty if it is not in the vocabulary.
pub(super) type Tag = (Space, &'static str);

/// What happens at the end of a path.
pub(super) enum Step<'a> {
    /// The element opens.
    Open(Attributes<'a>),
    /// The element closes; its own character data, trimmed and cut at 4096 bytes.
    Close(&'a str),
}

/// The attributes of an opening element.
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the attribute with this local name; none if it is missing or cannot be read.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)
            .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
            .map(|value| value.trim().to_owned())
    }
}

/// Walks through the document; `vocabulary` lists the local names that the visitor wants to see.
pub(super) fn walk(
    document: &[u8],
    vocabulary: &[&'static str],
    mut visit: impl FnMut(&[Tag], Step<'_>),
) -> Result<(), Error> {
    let text = std::str::from_utf8(document).map_err(|_| Error::Encoding)?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut path: Vec<Tag> = Vec::new();
    let mut own = String::new();
    let mut has_root = false;
    for _ in 0..MOST_EVENTS {
        let (space, event) = reader.read_resolved_event().map_err(|_| Error::Syntax)?;
        match event {
            Event::Start(start) => {
                if path.len() == DEEPEST {
                    return Err(Error::TooLarge);
                }
                if path.is_empty() && has_root {
                    return Err(Error::Syntax);
                }
                has_root = true;
                let local = start.local_name();
                let known = vocabulary.iter().find(|known| **known == local.as_ref());
                path.push((family(&space), known.copied().unwrap_or("")));
                own.clear();
                visit(&path, Step::Open(Attributes(&start)));
            }
            Event::End(_) => {
                visit(&path, Step::Close(own.trim()));
                own.clear();
                path.pop();
            }
            Event::Text(text) => append(&mut own, &text),
            Event::CData(text) => append(&mut own, &text),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(character)) => append(&mut own, character.encode_utf8(&mut [0; 4])),
                Ok(None) => {
                    let entity = quick_xml::escape::resolve_predefined_entity(&reference);
                    append(&mut own, entity.ok_or(Error::Entity)?);
                }
                Err(_) => return Err(Error::Syntax),
            },
            Event::DocType(_) => return Err(Error::Entity),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if path.is_empty() && has_root => return Ok(()),
            Event::Eof => return Err(Error::Syntax),
        }
    }
    Err(Error::TooLarge)
}

/// Writes a text so that it can stand in character data or in an attribute.
pub(super) fn escape(text: &str) -> std::borrow::Cow<'_, str> {
    quick_xml::escape::escape(text)
}

fn family(space: &ResolveResult<'_>) -> Space {
    match space {
        ResolveResult::Bound(namespace) => SPACES
            .iter()
            .find(|(prefix, _)| namespace.0.starts_with(prefix))
            .map_or(Space::Foreign, |(_, space)| *space),
        ResolveResult::Unbound => Space::None,
        ResolveResult::Unknown(_) => Space::Foreign,
    }
}

fn append(own: &mut String, more: &str) {
    let room = LONGEST_TEXT.saturating_sub(own.len());
    let end = more.floor_char_boundary(room.min(more.len()));
    own.push_str(&more[..end]);
}

#[cfg(test)]
mod tests;
