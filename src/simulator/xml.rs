//! A request's XML as a small tree: namespace-aware, without DTD, of limited depth.
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceResolver, PrefixDeclaration, ResolveResult};
use quick_xml::reader::NsReader;

const DEEPEST: usize = 64;
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Why a document was not read; the device answers all of them with 4000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Malformed {
    NotUtf8,
    NotWellFormed,
    DocumentType,
    TooDeep,
}

/// An element with everything in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) namespace: String,
    pub(super) name: String,
    /// Attributes: namespace (empty for none), local name, value. Without `xmlns` and `xsi`.
    pub(super) attributes: Vec<(String, String, String)>,
    pub(super) children: Vec<Element>,
    /// All character data directly in it.
    pub(super) text: String,
}

impl Element {
    pub(super) fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let unqualified = |own: &&(String, String, String)| own.0.is_empty() && own.1 == name;
        self.attributes.iter().find(unqualified).map(|(_, _, value)| value.as_str())
    }
}

/// Reads a document.
pub(super) fn read(document: &[u8]) -> Result<Element, Malformed> {
    let document = std::str::from_utf8(document).map_err(|_| Malformed::NotUtf8)?;
    let document = document.strip_prefix('\u{feff}').unwrap_or(document);
    let mut reader = NsReader::from_str(document);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_comments = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    loop {
        let event = reader.read_event().map_err(|_| Malformed::NotWellFormed)?;
        match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err(Malformed::TooDeep);
                }
                if open.is_empty() && root.is_some() {
                    return Err(Malformed::NotWellFormed);
                }
                open.push(element(&start, reader.resolver())?);
            }
            Event::End(_) => {
                let element = open.pop().ok_or(Malformed::NotWellFormed)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => root = Some(element),
                }
            }
            Event::Text(text) => append(&mut open, &text.xml10_content())?,
            Event::CData(text) => append(&mut open, &text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => character.to_string(),
                    Ok(None) => quick_xml::escape::resolve_predefined_entity(&reference)
                        .ok_or(Malformed::NotWellFormed)?
                        .to_owned(),
                    Err(_) => return Err(Malformed::NotWellFormed),
                };
                append(&mut open, &character)?;
            }
            Event::DocType(_) => return Err(Malformed::DocumentType),
            Event::Decl(declaration) => match declaration.encoding() {
                None => {}
                Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => {}
                Some(_) => return Err(Malformed::NotUtf8),
            },
            Event::Comment(_) | Event::PI(_) => {}
            Event::Empty(_) => return Err(Malformed::NotWellFormed),
            Event::Eof => break,
        }
    }
    if open.is_empty() {
        root.ok_or(Malformed::NotWellFormed)
    } else {
        Err(Malformed::NotWellFormed)
    }
}

fn append(open: &mut [Element], text: &str) -> Result<(), Malformed> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(Malformed::NotWellFormed),
    }
    Ok(())
}

fn element(start: &BytesStart<'_>, resolver: &NamespaceResolver) -> Result<Element, Malformed> {
    let (namespace, name) = resolver.resolve_element(start.name());
    let mut element = Element {
        namespace: namespace_text(namespace)?,
        name: name.into_inner().to_owned(),
        ..Element::default()
    };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Malformed::NotWellFormed)?;
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .map_err(|_| Malformed::NotWellFormed)?;
        match attribute.key.as_namespace_binding() {
            Some(PrefixDeclaration::Default | PrefixDeclaration::Named(_)) => continue,
            None => {}
        }
        let (namespace, name) = resolver.resolve_attribute(attribute.key);
        let namespace = namespace_text(namespace)?;
        if namespace != XSI {
            element.attributes.push((namespace, name.into_inner().to_owned(), value.into_owned()));
        }
    }
    Ok(element)
}

fn namespace_text(namespace: ResolveResult<'_>) -> Result<String, Malformed> {
    match namespace {
        ResolveResult::Bound(Namespace(namespace)) => Ok(namespace.to_owned()),
        ResolveResult::Unbound => Ok(String::new()),
        ResolveResult::Unknown(_) => Err(Malformed::NotWellFormed),
    }
}

/// Text for an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_complete_plain_documents_are_read() {
        let read = |document: &str| super::read(document.as_bytes()).map(|root| root.name);
        assert_eq!(read("<a xmlns='x'><b/>&lt;&#65;</a>"), Ok("a".to_owned()));
        assert_eq!(read("<a><b></a>"), Err(Malformed::NotWellFormed));
        assert_eq!(read("<a>"), Err(Malformed::NotWellFormed));
        assert_eq!(read("<a/><b/>"), Err(Malformed::NotWellFormed));
        assert_eq!(read("<a/>text"), Err(Malformed::NotWellFormed));
        assert_eq!(read("<p:a/>"), Err(Malformed::NotWellFormed));
        assert_eq!(read("<a b='1' b='2'/>"), Err(Malformed::NotWellFormed));
        assert_eq!(read("<a>&unknown;</a>"), Err(Malformed::NotWellFormed));
        assert_eq!(read("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), Err(Malformed::DocumentType));
        assert_eq!(
            read("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"),
            Err(Malformed::NotUtf8)
        );
        assert_eq!(read(&("<a>".repeat(65) + &"</a>".repeat(65))), Err(Malformed::TooDeep));
        assert_eq!(read(""), Err(Malformed::NotWellFormed));
    }

    #[test]
    fn namespaces_are_resolved_whatever_the_prefix() {
        let root = super::read(b"<p:a xmlns:p='urn:1' c='2' p:d='3'><b xmlns='urn:2'>t</b></p:a>");
        let root = root.expect("well formed");
        assert!(root.is("urn:1", "a"));
        assert_eq!(root.attribute("c"), Some("2"));
        assert_eq!(root.attributes[1], ("urn:1".to_owned(), "d".to_owned(), "3".to_owned()));
        assert!(root.children[0].is("urn:2", "b"));
        assert_eq!(root.children[0].text, "t");
    }
}
