//! Reads `connector.sds`, the service directory of a device (docs/connector.md 3).
//!
//! Tolerant where devices differ: prefixes, order, a missing `Version`, unknown services, vendor ids of any
//! length. Strict where a mistake would cost: a directory without `ClientAutMandatory` counts as one that
//! demands nothing, because then no password is sent and nothing is believed.

use std::fmt;

use super::xml::{self, Space, Step, Tag};
use crate::domain::device::Vendor;
use crate::domain::probe::Demand;
use crate::domain::profile::Host;

/// Says why a document is no service directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not readable as XML.
    #[error("the service directory cannot be read: {0}")]
    Xml(#[from] xml::Error),
    /// Another document: a login page, another service.
    #[error("not a service directory")]
    NotADirectory,
}

/// The service directory of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// What the device says it is.
    pub product: Product,
    /// The vendor, recognized by the vendor id.
    pub vendor: Vendor,
    /// `TLSMandatory`; true if it is missing.
    pub tls_mandatory: bool,
    /// `ClientAutMandatory`: whether the device checks the client's authentication.
    pub demand: Demand,
    /// All services in the device's order.
    pub services: Vec<Service>,
}

/// `ProductInformation`: texts as sent, empty if missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Product {
    /// `ProductVendorID`, at most 5 characters by schema; longer ones exist.
    pub vendor_id: String,
    /// `ProductCode`.
    pub code: String,
    /// `ProductVendorName`.
    pub vendor_name: String,
    /// `ProductName`.
    pub name: String,
    /// `ProductTypeVersion`: the PTV, the specification level.
    pub type_version: String,
    /// `HWVersion`.
    pub hardware: String,
    /// `FWVersion`.
    pub firmware: String,
}

/// One service with the versions that the device offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// `Name`, for example `EventService`.
    pub name: String,
    /// In the device's order.
    pub versions: Vec<ServiceVersion>,
}

/// One version of a service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServiceVersion {
    /// `Version`; a real file has it missing once.
    pub version: Option<Version>,
    /// `TargetNamespace`: the namespace of the WSDL.
    pub namespace: String,
    /// `EndpointTLS/@Location`.
    pub endpoint_tls: Option<String>,
    /// `Endpoint/@Location`: plain HTTP.
    pub endpoint: Option<String>,
}

/// A service version `major.minor.revision`; missing parts count as 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32, pub u32, pub u32);

/// A service that this program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// EventService 7.2.
    Event,
    /// CardService 8.1.
    Card,
    /// CardTerminalService 1.1.
    CardTerminal,
    /// CertificateService 6.0.
    Certificate,
}

/// Over what a service is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// `EndpointTLS`.
    Tls,
    /// `Endpoint`: plain HTTP, never with a secret.
    Plain,
}

/// Where a service is called, with the profile's host in place of the advertised one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The port: the advertised one if the advertised host is the profile's, otherwise the profile's.
    pub port: u16,
    /// The path with the leading slash, and the query if there is one.
    pub path: String,
}

impl Spoken {
    /// `Name` in the directory and the two leading numbers of the version that is spoken.
    pub const fn name_and_version(self) -> (&'static str, (u32, u32)) {
        match self {
            Self::Event => ("EventService", (7, 2)),
            Self::Card => ("CardService", (8, 1)),
            Self::CardTerminal => ("CardTerminalService", (1, 1)),
            Self::Certificate => ("CertificateService", (6, 0)),
        }
    }
}

impl Directory {
    /// Reads a document.
    ///
    /// # Errors
    /// [`Error`] if it is no XML within the limits or no service directory.
    pub fn parse(document: &[u8]) -> Result<Self, Error> {
        let mut reading = Reading::default();
        xml::walk(document, VOCABULARY, |path, step| reading.take(path, step))?;
        if !reading.is_directory {
            return Err(Error::NotADirectory);
        }
        Ok(Self {
            vendor: Vendor::of_product(&reading.product.vendor_id),
            product: reading.product,
            tls_mandatory: reading.tls_mandatory.unwrap_or(true),
            demand: match reading.client_auth_mandatory {
                Some(true) => Demand::Demanded,
                Some(false) | None => Demand::NotDemanded,
            },
            services: reading.services,
        })
    }

    /// The highest version of a service that this program speaks and that has an address.
    pub fn version(&self, service: Spoken, transport: Transport) -> Option<&ServiceVersion> {
        let (name, spoken) = service.name_and_version();
        self.services
            .iter()
            .filter(|service| service.name == name)
            .flat_map(|service| &service.versions)
            .filter(|version| version.is_spoken(spoken) && version.location(transport).is_some())
            .max_by_key(|version| version.version)
    }

    /// Where a service is called at a device that is reached at `host` and `port`.
    ///
    /// The host is always the profile's: the advertised one is the device's own view and may be
    /// unreachable behind NAT, and a secret goes only where a person pointed (SAFETY S9).
    pub fn endpoint(
        &self,
        service: Spoken,
        transport: Transport,
        host: &Host,
        port: u16,
    ) -> Option<Endpoint> {
        let location = self.version(service, transport)?.location(transport)?;
        rewrite(location, transport, host, port)
    }
}

impl ServiceVersion {
    fn location(&self, transport: Transport) -> Option<&str> {
        match transport {
            Transport::Tls => self.endpoint_tls.as_deref(),
            Transport::Plain => self.endpoint.as_deref(),
        }
    }

    /// By the version, or where that is missing by the namespace's end.
    fn is_spoken(&self, (major, minor): (u32, u32)) -> bool {
        match self.version {
            Some(version) => (version.0, version.1) == (major, minor),
            None => self.namespace.ends_with(&format!("/v{major}.{minor}")),
        }
    }
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('.').map(|part| part.parse().ok());
        let major = parts.next()??;
        let minor = parts.next().unwrap_or(Some(0))?;
        let revision = parts.next().unwrap_or(Some(0))?;
        Some(Self(major, minor, revision))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

fn rewrite(location: &str, transport: Transport, host: &Host, port: u16) -> Option<Endpoint> {
    let (scheme, default_port) = match transport {
        Transport::Tls => ("https", 443),
        Transport::Plain => ("http", 80),
    };
    let url = reqwest::Url::parse(location).ok()?;
    if url.scheme() != scheme {
        return None;
    }
    let advertised: Host = url.host_str()?.parse().ok()?;
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let port = if advertised == *host { url.port().unwrap_or(default_port) } else { port };
    Some(Endpoint { port, path })
}

const VOCABULARY: &[&str] = &[
    "ConnectorServices",
    "ProductInformation",
    "ProductTypeInformation",
    "ProductTypeVersion",
    "ProductIdentification",
    "ProductVendorID",
    "ProductCode",
    "ProductVersion",
    "Local",
    "HWVersion",
    "FWVersion",
    "ProductMiscellaneous",
    "ProductVendorName",
    "ProductName",
    "TLSMandatory",
    "ClientAutMandatory",
    "ServiceInformation",
    "Service",
    "Versions",
    "Version",
    "EndpointTLS",
    "Endpoint",
];

const MOST_SERVICES: usize = 256;
const MOST_VERSIONS: usize = 64;

#[derive(Default)]
struct Reading {
    is_directory: bool,
    product: Product,
    tls_mandatory: Option<bool>,
    client_auth_mandatory: Option<bool>,
    services: Vec<Service>,
}

impl Reading {
    fn take(&mut self, path: &[Tag], step: Step<'_>) {
        use Space::{Directory as D, Product as P, Service as S};
        let [(D, "ConnectorServices"), inner @ ..] = path else {
            return;
        };
        self.is_directory = true;
        match (inner, step) {
            ([(D, "TLSMandatory")], Step::Close(text)) => self.tls_mandatory = boolean(text),
            ([(D, "ClientAutMandatory")], Step::Close(text)) => {
                self.client_auth_mandatory = boolean(text);
            }
            ([(P, "ProductInformation"), .., (P, leaf)], Step::Close(text)) => {
                self.product_field(leaf, text);
            }
            ([(S, "ServiceInformation"), service @ ..], Step::Open(attributes)) => match service {
                [(S, "Service")] if self.services.len() < MOST_SERVICES => {
                    let name = attributes.value("Name").unwrap_or_default();
                    self.services.push(Service { name, versions: Vec::new() });
                }
                [(S, "Service"), (S, "Versions"), (S, "Version"), leaf @ ..] => {
                    let Some(service) = self.services.last_mut() else {
                        return;
                    };
                    match leaf {
                        [] if service.versions.len() < MOST_VERSIONS => {
                            service.versions.push(ServiceVersion {
                                version: attributes
                                    .value("Version")
                                    .and_then(|v| Version::parse(&v)),
                                namespace: attributes.value("TargetNamespace").unwrap_or_default(),
                                ..ServiceVersion::default()
                            });
                        }
                        [(S, "EndpointTLS")] => {
                            if let Some(version) = service.versions.last_mut() {
                                version.endpoint_tls = attributes.value("Location");
                            }
                        }
                        [(S, "Endpoint")] => {
                            if let Some(version) = service.versions.last_mut() {
                                version.endpoint = attributes.value("Location");
                            }
                        }
                        _ => {}
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn product_field(&mut self, leaf: &str, text: &str) {
        let product = &mut self.product;
        let field = match leaf {
            "ProductVendorID" => &mut product.vendor_id,
            "ProductCode" => &mut product.code,
            "ProductVendorName" => &mut product.vendor_name,
            "ProductName" => &mut product.name,
            "ProductTypeVersion" => &mut product.type_version,
            "HWVersion" => &mut product.hardware,
            "FWVersion" => &mut product.firmware,
            _ => return,
        };
        text.chars().take(200).collect::<String>().clone_into(field);
    }
}

/// `xs:boolean`.
fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
