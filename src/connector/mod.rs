//! Talks to a connector over the network: TLS with a pinned certificate, connector.sds, SOAP, management.
