//! `connector.sds`, the service directory, with the face of a vendor (REFERENCE 3 and 13).
use std::net::SocketAddr;

use super::device::Device;
use super::settings::{ClientAuth, Face};
use super::soap::Service;
use super::xml::escaped;

/// Names of a vendor's product.
struct Product {
    vendor_id: &'static str,
    code: &'static str,
    vendor: &'static str,
    name: &'static str,
    hardware: &'static str,
    type_version: &'static str,
}

fn product(face: Face) -> Product {
    match face {
        Face::Secunet => Product {
            vendor_id: "SECUN",
            code: "secu_kon",
            vendor: "secunet Security Networks AG",
            name: "secunet konnektor 2.0.0",
            hardware: "2.0.0",
            type_version: "5.54.1",
        },
        Face::KocoBox => Product {
            vendor_id: "KOCOC",
            code: "kocobox",
            vendor: "KoCo Connector GmbH",
            name: "KoCoBox MED+",
            hardware: "2.0.0",
            type_version: "5.54.1",
        },
        Face::Rise => Product {
            vendor_id: "RISEG",
            code: "RKONN",
            vendor: "Research Industrial Systems Engineering (RISE) GmbH",
            name: "RISE Konnektor",
            hardware: "1.0.0",
            type_version: "5.53.0",
        },
    }
}

/// Name of the product, for the REST interface and the web UI.
pub(super) fn product_name(face: Face) -> &'static str {
    product(face).name
}

/// Path of a service.
pub(super) fn path(face: Face, service: Service) -> &'static str {
    match (face, service) {
        (Face::Secunet, Service::Event) => "/ws/EventService",
        (Face::Secunet, Service::Card) => "/ws/CardService",
        (Face::Secunet, Service::CardTerminal) => "/ws/CardTerminalService",
        (Face::Secunet, Service::Certificate) => "/ws/CertificateService",
        (Face::KocoBox, Service::Event) => "/service/systeminformationservice",
        (Face::KocoBox, Service::Card) => "/service/cardservice",
        (Face::KocoBox, Service::CardTerminal) => "/service/cardterminalservice",
        (Face::KocoBox, Service::Certificate) => "/service/certificateservice",
        (Face::Rise, Service::Event) => "/webservices/eventservice",
        (Face::Rise, Service::Card) => "/webservices/cardservice",
        (Face::Rise, Service::CardTerminal) => "/webservices/cardterminalservice",
        (Face::Rise, Service::Certificate) => "/webservices/certificateservice",
    }
}

/// Name, text, WSDL namespace, and the versions on offer.
fn entry(service: Service) -> (&'static str, &'static str, &'static str, &'static [&'static str]) {
    match service {
        Service::Event => (
            "EventService",
            "Systeminformationsdienst",
            "http://ws.gematik.de/conn/EventService/WSDL/v7.2",
            &["7.2.0"],
        ),
        Service::Card => (
            "CardService",
            "Dienst zur Verwaltung der Karten",
            "http://ws.gematik.de/conn/CardService/WSDL/v8.1",
            &["8.1.0", "8.1.1", "8.1.2"],
        ),
        Service::CardTerminal => (
            "CardTerminalService",
            "Dienst zur Verwaltung der Kartenterminals",
            "http://ws.gematik.de/conn/CardTerminalService/WSDL/v1.1",
            &["1.1.0"],
        ),
        Service::Certificate => (
            "CertificateService",
            "Zertifikatsdienst",
            "http://ws.gematik.de/conn/CertificateService/WSDL/v6.0",
            &["6.0.0", "6.0.1"],
        ),
    }
}

/// The document. Addresses are the device's own view of itself.
pub(super) fn document(device: &Device) -> String {
    let settings = &device.settings;
    let product = product(settings.face);
    let services: String = Service::ALL
        .iter()
        .map(|service| {
            let (name, text, namespace, versions) = entry(*service);
            let versions: String = versions
                .iter()
                .map(|version| {
                    format!(
                        "<si:Version TargetNamespace=\"{namespace}\" Version=\"{version}\">\
                         <si:Abstract>{text}</si:Abstract>{}</si:Version>",
                        endpoints(device, path(settings.face, *service))
                    )
                })
                .collect();
            format!(
                "<si:Service Name=\"{name}\"><si:Abstract>{text}</si:Abstract>\
                 <si:Versions>{versions}</si:Versions></si:Service>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sd:ConnectorServices xmlns:sd=\"http://ws.gematik.de/conn/ServiceDirectory/v3.1\" \
         xmlns:pi=\"http://ws.gematik.de/int/version/ProductInformation/v1.1\" \
         xmlns:si=\"http://ws.gematik.de/conn/ServiceInformation/v2.0\">\
         <pi:ProductInformation><pi:InformationDate>{:.3}</pi:InformationDate>\
         <pi:ProductTypeInformation><pi:ProductType>Konnektor</pi:ProductType>\
         <pi:ProductTypeVersion>{}</pi:ProductTypeVersion></pi:ProductTypeInformation>\
         <pi:ProductIdentification><pi:ProductVendorID>{}</pi:ProductVendorID>\
         <pi:ProductCode>{}</pi:ProductCode><pi:ProductVersion><pi:Local>\
         <pi:HWVersion>{}</pi:HWVersion><pi:FWVersion>{}</pi:FWVersion></pi:Local>\
         </pi:ProductVersion></pi:ProductIdentification><pi:ProductMiscellaneous>\
         <pi:ProductVendorName>{}</pi:ProductVendorName><pi:ProductName>{}</pi:ProductName>\
         </pi:ProductMiscellaneous></pi:ProductInformation>\
         <sd:TLSMandatory>{}</sd:TLSMandatory><sd:ClientAutMandatory>{}</sd:ClientAutMandatory>\
         <si:ServiceInformation>{services}</si:ServiceInformation></sd:ConnectorServices>\n",
        device.now(),
        product.type_version,
        product.vendor_id,
        product.code,
        product.hardware,
        escaped(&settings.firmware),
        escaped(product.vendor),
        escaped(product.name),
        settings.tls_mandatory,
        settings.client_auth != ClientAuth::Off,
    )
}

/// A plain endpoint stands there exactly when TLS is not mandatory, in front of the TLS one.
fn endpoints(device: &Device, path: &str) -> String {
    let located = |element: &str, scheme: &str, address: SocketAddr| {
        format!("<si:{element} Location=\"{scheme}://{address}{path}\"/>")
    };
    let plain = if device.settings.tls_mandatory {
        String::new()
    } else {
        located("Endpoint", "http", device.addresses.http)
    };
    plain + &located("EndpointTLS", "https", device.addresses.pvs)
}
