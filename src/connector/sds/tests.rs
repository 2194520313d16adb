use super::*;

const PORT: u16 = 8443;

#[test]
fn a_directory_is_read_whatever_its_prefixes_and_order() {
    let expected = Directory {
        product: Product {
            vendor_id: "KOCOC".into(),
            code: "kocobox".into(),
            vendor_name: "KoCo & Connector".into(),
            name: "KoCoBox MED+".into(),
            type_version: "5.54.1".into(),
            hardware: "2.0.0".into(),
            firmware: "5.5.4".into(),
        },
        vendor: Vendor::Kocobox,
        tls_mandatory: true,
        demand: Demand::Demanded,
        services: vec![Service {
            name: "EventService".into(),
            versions: vec![ServiceVersion {
                version: Some(Version(7, 2, 0)),
                namespace: "http://ws.gematik.de/conn/EventService/WSDL/v7.2".into(),
                endpoint_tls: Some(
                    "https://192.0.2.10:443/service/systeminformationservice".into(),
                ),
                endpoint: None,
            }],
        }],
    };
    let usual = document("sd:", "pi:", "si:", "");
    let default_namespace = document("", "ns2:", "ns3:", "");
    let strange = document("_:", "PRODUCT.INFO:", "a-b:", "<!-- x --><?pi x?>");
    for (name, text) in [("usual", usual), ("default", default_namespace), ("strange", strange)] {
        assert_eq!(Directory::parse(text.as_bytes()), Ok(expected.clone()), "{name}");
        let with_mark = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        assert_eq!(Directory::parse(&with_mark), Ok(expected.clone()), "{name}");
    }
}

#[test]
fn elements_of_another_namespace_do_not_count() {
    let text = document("sd:", "pi:", "si:", "<ClientAutMandatory>false</ClientAutMandatory>");
    let directory = Directory::parse(text.as_bytes()).unwrap();
    assert_eq!(directory.demand, Demand::Demanded);
    let foreign = text.replace("conn/ServiceDirectory/v3.1", "conn/Other/v3.1");
    assert_eq!(Directory::parse(foreign.as_bytes()), Err(Error::NotADirectory));
    let later = text.replace("ServiceDirectory/v3.1", "ServiceDirectory/v4.0");
    assert!(Directory::parse(later.as_bytes()).is_ok());
}

#[test]
fn a_directory_that_does_not_say_demands_nothing() {
    let text = document("sd:", "pi:", "si:", "");
    for said in ["", "<sd:ClientAutMandatory>ja</sd:ClientAutMandatory>"] {
        let text = text.replace("<sd:ClientAutMandatory>true</sd:ClientAutMandatory>", said);
        let directory = Directory::parse(text.as_bytes()).unwrap();
        assert_eq!(directory.demand, Demand::NotDemanded, "{said}");
    }
}

#[test]
fn a_vendor_id_longer_than_the_schema_is_kept() {
    let text = document("sd:", "pi:", "si:", "").replace("KOCOC", "EPAPSIM");
    let directory = Directory::parse(text.as_bytes()).unwrap();
    assert_eq!(
        (directory.product.vendor_id.as_str(), directory.vendor),
        ("EPAPSIM", Vendor::Unknown)
    );
}

#[test]
fn the_highest_spoken_version_with_an_address_is_chosen() {
    let version = |version: &str, path: &str| {
        let namespace = "http://ws.gematik.de/conn/CardService/WSDL/v8.1";
        let version = match version {
            "" => String::new(),
            _ => format!(" Version=\"{version}\""),
        };
        format!(
            "<s:Version TargetNamespace=\"{namespace}\"{version}>\
             <s:EndpointTLS Location=\"https://192.0.2.10{path}\"/></s:Version>"
        )
    };
    let cases = [
        (vec![("8.1.0", "/810"), ("8.1.2", "/812"), ("8.1.1", "/811")], Some("/812")),
        (vec![("8.2.1", "/821"), ("8.1.0", "/810")], Some("/810")),
        (vec![("", "/unversioned")], Some("/unversioned")),
        (vec![("", "/unversioned"), ("8.1.0", "/810")], Some("/810")),
        (vec![("8.1.10", "/8110"), ("8.1.9", "/819")], Some("/8110")),
        (vec![("9.0.0", "/900")], None),
        (vec![], None),
    ];
    for (versions, chosen) in cases {
        let versions: String = versions.iter().map(|(v, path)| version(v, path)).collect();
        let text = format!(
            "<d:ConnectorServices xmlns:d='http://ws.gematik.de/conn/ServiceDirectory/v3.1' \
             xmlns:s='http://ws.gematik.de/conn/ServiceInformation/v2.0'><s:ServiceInformation>\
             <s:Service Name='CardService'><s:Versions>{versions}</s:Versions></s:Service>\
             </s:ServiceInformation></d:ConnectorServices>"
        );
        let directory = Directory::parse(text.as_bytes()).unwrap();
        let host = "10.0.0.1".parse().unwrap();
        let endpoint = directory.endpoint(Spoken::Card, Transport::Tls, &host, PORT);
        let chosen = chosen.map(|path| Endpoint { port: PORT, path: path.to_owned() });
        assert_eq!(endpoint, chosen, "{text}");
    }
}

#[test]
fn an_advertised_address_keeps_its_path_and_never_its_host() {
    let cases = [
        ("https://192.0.2.10:443/ws/EventService", "10.0.0.1", Some((PORT, "/ws/EventService"))),
        ("https://192.0.2.10:443/ws/EventService", "192.0.2.10", Some((443, "/ws/EventService"))),
        ("https://192.0.2.10:9443/a?b=c", "192.0.2.10", Some((9443, "/a?b=c"))),
        ("https://KONNEKTOR/x", "konnektor", Some((443, "/x"))),
        ("https://konnektor.local", "192.0.2.10", Some((PORT, "/"))),
        ("https://user:word@192.0.2.10/x#y", "192.0.2.10", Some((443, "/x"))),
        ("https://[fd00::1]:443/x", "fd00::1", Some((443, "/x"))),
        ("http://192.0.2.10/ws/EventService", "192.0.2.10", None),
        ("/ws/EventService", "192.0.2.10", None),
        ("file:///etc/passwd", "192.0.2.10", None),
        ("", "192.0.2.10", None),
    ];
    for (location, host, expected) in cases {
        let endpoint = rewrite(location, Transport::Tls, &host.parse().unwrap(), PORT);
        let expected = expected.map(|(port, path)| Endpoint { port, path: path.to_owned() });
        assert_eq!(endpoint, expected, "{location}");
    }
}

#[test]
fn what_is_no_directory_is_refused() {
    let text = document("sd:", "pi:", "si:", "");
    let cases: [(&[u8], Error); 8] = [
        (b"", Error::Xml(xml::Error::Syntax)),
        (b"<html><body>Login</body></html>", Error::NotADirectory),
        (b"<html><br></html>", Error::Xml(xml::Error::Syntax)),
        (b"{\"a\":1}", Error::Xml(xml::Error::Syntax)),
        (&text.as_bytes()[..text.len() / 2], Error::Xml(xml::Error::Syntax)),
        (b"\xff\xfe<\0a\0", Error::Xml(xml::Error::Encoding)),
        (b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", Error::Xml(xml::Error::Entity)),
        (b"<a>&b;</a>", Error::Xml(xml::Error::Entity)),
    ];
    for (document, error) in cases {
        let name = String::from_utf8_lossy(document).into_owned();
        assert_eq!(Directory::parse(document), Err(error), "{name}");
    }
}

/// A directory with the given prefixes; `more` stands among the children of the root.
fn document(sd: &str, pi: &str, si: &str, more: &str) -> String {
    let declare = |prefix: &str, namespace: &str| match prefix.trim_end_matches(':') {
        "" => format!(" xmlns=\"{namespace}\""),
        prefix => format!(" xmlns:{prefix}=\"{namespace}\""),
    };
    let declarations = [
        declare(sd, "http://ws.gematik.de/conn/ServiceDirectory/v3.1"),
        declare(pi, "http://ws.gematik.de/int/version/ProductInformation/v1.1"),
        declare(si, "http://ws.gematik.de/conn/ServiceInformation/v2.0"),
    ]
    .concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{sd}ConnectorServices{declarations}>
  <{sd}ClientAutMandatory>true</{sd}ClientAutMandatory>{more}
  <{si}ServiceInformation><{si}Service Name=\"EventService\"><{si}Abstract>x</{si}Abstract>
    <{si}Versions><{si}Version Version=\"7.2.0\"
        TargetNamespace=\"http://ws.gematik.de/conn/EventService/WSDL/v7.2\"><{si}Abstract/>
      <{si}EndpointTLS Location=\"https://192.0.2.10:443/service/systeminformationservice\"/>
      <{si}WSDL Location=\"https://192.0.2.10/x\"/></{si}Version></{si}Versions></{si}Service>
  </{si}ServiceInformation>
  <{sd}TLSMandatory> true </{sd}TLSMandatory>
  <{pi}ProductInformation><{pi}InformationDate>2026-01-02T03:04:05.006Z</{pi}InformationDate>
    <{pi}ProductTypeInformation><{pi}ProductType>Konnektor</{pi}ProductType>
      <{pi}ProductTypeVersion>5.54.1</{pi}ProductTypeVersion></{pi}ProductTypeInformation>
    <{pi}ProductIdentification><{pi}ProductVendorID>KOCOC</{pi}ProductVendorID>
      <{pi}ProductCode>kocobox</{pi}ProductCode><{pi}ProductVersion><{pi}Local>
        <{pi}HWVersion>2.0.0</{pi}HWVersion><{pi}FWVersion>5.5.4</{pi}FWVersion></{pi}Local>
      </{pi}ProductVersion></{pi}ProductIdentification>
    <{pi}ProductMiscellaneous><{pi}ProductVendorName>KoCo &#38; Connector</{pi}ProductVendorName>
      <{pi}ProductName><![CDATA[KoCoBox MED+]]></{pi}ProductName></{pi}ProductMiscellaneous>
  </{pi}ProductInformation>
</{sd}ConnectorServices>"
    )
}
