//! The reading calls about cards and card terminals.
use base64::Engine;
use serde_json::{Value, json};

use super::rest::not_found;
use crate::simulator::device::Device;
use crate::simulator::http::Answer;
use crate::simulator::inventory::{Card, Terminal};
use crate::simulator::log::Port;

/// `ak/dienste/karten`; the device's own cards stand in the list, unlike in GetCards.
pub(super) fn cards(device: &Device) -> Value {
    let mut list: Vec<Value> =
        device.inventory.cards.iter().map(|card| card_value(device, card)).collect();
    list.push(own_card(device));
    Value::Array(list)
}

/// `ak/dienste/karten/{cardhandle}`.
pub(super) fn card(device: &Device, handle: &str) -> Answer {
    match device.inventory.card(handle) {
        Some(card) => Answer::json(200, &card_value(device, card)),
        None if handle == OWN_CARD => Answer::json(200, &own_card(device)),
        None => not_found(),
    }
}

/// `ak/dienste/karten/{cardhandle}/mandanten`.
pub(super) fn mandanten(device: &Device, handle: &str) -> Answer {
    match device.inventory.card(handle) {
        Some(card) => {
            Answer::json(200, &json!(device.inventory.terminals[card.terminal].mandanten))
        }
        None => not_found(),
    }
}

/// `ak/dienste/karten/smb/{cardhandle}/{mandantId}/pin`.
pub(super) fn pin(device: &Device, handle: &str, mandant: &str) -> Answer {
    let card = device.inventory.card(handle).filter(|card| {
        let terminal = &device.inventory.terminals[card.terminal];
        card.card_type == "SMC-B" && terminal.mandanten.iter().any(|own| own == mandant)
    });
    match card.and_then(|card| card.pins.first()) {
        Some((_, status, tries)) => Answer::json(200, &json!({"status": status, "retries": tries})),
        None => not_found(),
    }
}

const OWN_CARD: &str = "SMC-K-0";

/// The gSMC-K of the device, with the certificate of the port for the practice software.
fn own_card(device: &Device) -> Value {
    let certificate = device
        .identity(Port::Pvs)
        .map(|identity| base64::engine::general_purpose::STANDARD.encode(&identity.certificate));
    json!({
        "cardhandle": OWN_CARD,
        "cardTerminalHostname": "Konnektor", "cardTerminalId": "gSMC-K", "cardTerminalMacAddress": null,
        "slotNo": 1,
        "type": "SMC_K",
        "insertTime": device.started_at.as_millisecond(),
        "commonName": "80276883110000000001-20260101",
        "iccsn": "80276883110000000001",
        "telematikId": null,
        "hasEccCert": false, "hasRsaCert": certificate.is_some(),
        "eccCert": null, "rsaCert": certificate,
        "eccCertState": null, "rsaCertState": "VALID",
        "nkCard": true, "authCard": true,
        "version": version(),
        "expirationDate": 1_886_112_000_000_i64,
    })
}

/// Versions of a card's parts; every field is there, unknown ones are null.
fn version() -> Value {
    json!({
        "cos": "4.5.2", "objectSystem": "4.8.0", "ptPers": null, "dataStructure": null,
        "logging": null, "atr": "2.0.0", "gdo": "1.0.0", "keyInfo": null,
    })
}

fn card_value(device: &Device, card: &Card) -> Value {
    let terminal = &device.inventory.terminals[card.terminal];
    let expires = card
        .expires
        .and_then(|date| date.parse::<jiff::civil::Date>().ok())
        .and_then(|date| date.in_tz("UTC").ok())
        .map(|at| at.timestamp().as_millisecond());
    json!({
        "cardhandle": card.handle,
        "cardTerminalHostname": terminal.name,
        "cardTerminalId": terminal.id,
        "cardTerminalMacAddress": mac(terminal),
        "slotNo": card.slot,
        "type": card.card_type.replace('-', "_"),
        "insertTime": card.inserted_at.as_millisecond(),
        "commonName": card.holder,
        "iccsn": card.iccsn,
        "telematikId": if card.card_type == "SMC-B" { json!("1-2012345678") } else { Value::Null },
        "hasEccCert": true, "hasRsaCert": true,
        "eccCert": null, "rsaCert": null,
        "eccCertState": "VALID", "rsaCertState": "VALID",
        "nkCard": false, "authCard": false,
        "version": version(),
        "expirationDate": expires,
    })
}

/// `ak/dienste/kartenterminals`.
pub(super) fn terminals(device: &Device) -> Value {
    let all = device.inventory.terminals.iter().enumerate();
    all.map(|(index, terminal)| terminal_value(device, index, terminal)).collect()
}

/// `ak/dienste/kartenterminals/{id}/erweitert`.
pub(super) fn terminal(device: &Device, id: &str) -> Answer {
    let mut all = device.inventory.terminals.iter().enumerate();
    match all.find(|(_, terminal)| terminal.id == id) {
        Some((index, terminal)) => Answer::json(200, &terminal_value(device, index, terminal)),
        None => not_found(),
    }
}

fn mac(terminal: &Terminal) -> String {
    let bytes: Vec<String> = terminal.mac.iter().map(|byte| format!("{byte:02X}")).collect();
    bytes.join(":")
}

fn terminal_value(device: &Device, index: usize, terminal: &Terminal) -> Value {
    let ip: Vec<String> = terminal.ip.iter().map(u8::to_string).collect();
    let cards = device.inventory.cards.iter().filter(|card| card.terminal == index);
    let slots: Vec<Value> = cards.map(|card| card_value(device, card)).collect();
    json!({
        "internalId": terminal.id,
        "cardTerminalId": terminal.id,
        "label": terminal.name,
        "physical": true,
        "ipAddress": ip.join("."),
        "port": 4742,
        "hostname": terminal.name,
        "macAddress": mac(terminal),
        "adminUsername": "admin", "adminPassword": null,
        "pairingConnectorSubjectName": "CN=80276883110000000001,O=Konnektor-Simulator,C=DE",
        "expirationAuthCertificate": 1_886_112_000_000_i64,
        "authCertificate": null,
        "slotCount": terminal.slots,
        "slotInfos": slots,
        "productinformation": {
            "informationDate": device.started_at.as_millisecond(),
            "manufacturer": "INGHC", "model": "ORGA6100",
            "firmwareVersion": terminal.firmware, "hardwareVersion": "1.2.0",
            "firmwareGroupVersion": "00042", "softwareVersion": "0100 ",
            "sicctVersion": "0120 ", "ehealthInterfaceVersion": "1.0.0",
            "productTypeVersion": "1.6.0",
        },
        "validSicctVersion": true,
        "correlation": "AKTIV",
        "renewPairingNeeded": false,
        "connected": terminal.connected,
        "userRole": "USER",
        "autoUpdate": false,
        "protocolErrorMax": 3,
        "protocolErrorLifetime": {"amount": 600, "unit": "SECONDS"},
        "cardStatusSwallowedCheckEnabled": false,
    })
}
