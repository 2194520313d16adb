//! The reading calls about the device itself and its Informationsmodell.
use serde_json::{Value, json};

use super::rest::not_found;
use crate::simulator::certificate::KeyKind;
use crate::simulator::device::Device;
use crate::simulator::http::Answer;
use crate::simulator::inventory::Terminal;
use crate::simulator::{sds, states};

/// `ak/dienste/status`.
pub(super) fn status(device: &Device) -> Value {
    let present = &device.settings.operating_states;
    let since = device.started_at.as_millisecond();
    let states: Vec<Value> = states::all(present)
        .into_iter()
        .map(|state| {
            let (main, sub) = match state.condition.split_once('(') {
                Some((main, parameter)) => {
                    (main.to_owned(), json!(parameter.trim_end_matches(')')))
                }
                None => (state.condition, Value::Null),
            };
            json!({
                "mainCondition": main,
                "subCondition": sub,
                "severity": state.severity.soap().to_uppercase(),
                "severityLevel": state.severity.level(),
                "errorType": state.kind.rest(),
                "errorTypeLevel": if state.kind.rest() == "SECURITY" { 2 } else { 1 },
                "value": state.present,
                "parameters": {},
                "validFrom": since,
            })
        })
        .collect();
    json!({
        "connectorStarted": since,
        "vpnTiConnected": !present.contains("EC_No_VPN_TI_Connection"),
        "vpnTiConnectionStateDate": since,
        "vpnSisConnected": !present.contains("EC_No_VPN_SIS_Connection"),
        "vpnSisConnectionStateDate": since,
        "restartRequired": device.restart_required,
        "operatingStates": states,
    })
}

/// `ak/dienste/status/version`.
pub(super) fn version(device: &Device) -> Value {
    json!({
        "fwVersion": device.settings.firmware,
        "hwVersion": "2.0.0",
        "productName": sds::product_name(device.settings.face),
        "productType": "Konnektor",
        "serialNumber": "80276883110000000001",
        "buildTime": 1_735_689_600_000_i64,
    })
}

/// `nk/status/basic`.
pub(super) fn basic(device: &Device) -> Value {
    json!({
        "cpuTemperature": 47.0,
        "cpuTempStatus": "OK",
        "memTotal": 4_045_316,
        "memFree": 1_204_540,
        "memAvailable": 2_310_772,
        "memBuffers": 61_204,
        "memCached": 1_102_336,
        "memMapped": 210_448,
        "memShmem": 18_204,
        "memSlab": 143_920,
        "memKernelStack": 7_136,
        "memPageTables": 12_480,
        "uptime": device.now().duration_since(device.started_at).as_secs(),
        "loadAvg1min": 0.21,
        "loadAvg5min": 0.18,
        "loadAvg15min": 0.12,
    })
}

/// `nk/ntp/zeit`.
pub(super) fn time(device: &Device) -> Value {
    json!({"time": device.now().as_millisecond(), "timeZone": "Europe/Berlin"})
}

/// `nk/licence/features`.
pub(super) fn licences() -> Value {
    let feature = |name: &str, to: &str| {
        json!({
            "feature": name, "licenced": true, "validFrom": "2025-01-01", "validTo": to,
            "count": 1, "active": true,
        })
    };
    json!([
        feature("PTV5", ""),
        feature("KOMFORTSIGNATUR", ""),
        feature("TI-GATEWAY", "2030-12-31")
    ])
}

fn internal_id(kind: u32, index: usize) -> String {
    format!("{kind:08x}-0000-4000-8000-{index:012x}")
}

const MANDANT: u32 = 0x11;
const CLIENTSYSTEM: u32 = 0x22;
const ARBEITSPLATZ: u32 = 0x33;

/// Identifiers of the Clientsysteme in the REST interface, with their ClientSystemId.
pub(super) fn clientsystem_ids(device: &Device) -> impl Iterator<Item = (String, &str)> {
    let all = device.settings.context.clientsysteme.iter().enumerate();
    all.map(|(index, id)| (internal_id(CLIENTSYSTEM, index), id.as_str()))
}

/// `ak/info`.
pub(super) fn info(device: &Device) -> Value {
    let context = &device.settings.context;
    let workplaces: Vec<&String> = context.arbeitsplaetze.iter().collect();
    let local = |workplace: &String| -> Vec<&str> {
        device
            .inventory
            .terminals
            .iter()
            .filter(|terminal| terminal.workplaces.contains(workplace))
            .map(|terminal| terminal.id)
            .collect()
    };
    let arbeitsplaetze: Vec<Value> = workplaces
        .iter()
        .enumerate()
        .map(|(index, workplace)| {
            json!({
                "internalId": internal_id(ARBEITSPLATZ, index),
                "arbeitsplatzId": workplace,
                "localCardTerminalInternalIds": local(workplace),
                "remoteCardTerminalInternalIds": [],
            })
        })
        .collect();
    let aufrufkontexte: Vec<Value> = context
        .aufrufkontexte
        .iter()
        .map(|(mandant, clientsystem, arbeitsplatz)| {
            let index = workplaces.iter().position(|own| *own == arbeitsplatz);
            json!({
                "arbeitsplatzInternalId": index.map(|index| internal_id(ARBEITSPLATZ, index)),
                "arbeitsplatzId": arbeitsplatz,
                "clientSystemId": clientsystem,
                "mandantId": mandant,
            })
        })
        .collect();
    json!({
        "kartenTerminals": super::cards::terminals(device),
        "arbeitsplaetze": arbeitsplaetze,
        "mandanten": mandanten(device),
        "clientsysteme": clientsysteme(device),
        "aufrufkontexte": aufrufkontexte,
    })
}

/// `ak/info/mandanten`.
pub(super) fn mandanten(device: &Device) -> Value {
    let inventory = &device.inventory;
    device
        .settings
        .context
        .mandanten
        .iter()
        .enumerate()
        .map(|(index, mandant)| {
            let assigned: Vec<(usize, &Terminal)> = inventory
                .terminals
                .iter()
                .enumerate()
                .filter(|(_, terminal)| terminal.mandanten.contains(mandant))
                .collect();
            let smbs: Vec<Value> = inventory
                .cards
                .iter()
                .filter(|card| card.card_type == "SMC-B")
                .filter(|card| assigned.iter().any(|(terminal, _)| *terminal == card.terminal))
                .map(|card| {
                    json!({
                        "iccsn": card.iccsn, "telematikId": "1-2012345678", "commonName": card.holder,
                        "hsm": false, "autoPin": false, "activationCode": null,
                        "autoPinVerificationEnabled": false,
                    })
                })
                .collect();
            let ids: Vec<&str> = assigned.iter().map(|(_, terminal)| terminal.id).collect();
            json!({
                "internalId": internal_id(MANDANT, index),
                "mandantId": mandant,
                "managedSmbs": smbs,
                "assignedCardTerminalInternalIds": ids,
                "remotePinCardTerminals": [],
                "validateTelematikId": false,
            })
        })
        .collect()
}

/// `ak/info/clientsysteme`; the field with the Benutzerkennungen has not been seen, so there is none.
pub(super) fn clientsysteme(device: &Device) -> Value {
    clientsystem_ids(device)
        .map(|(internal_id, id)| {
            let certificates: Vec<Value> = device
                .clients
                .get(id)
                .into_iter()
                .map(|identity| {
                    json!({
                        "internalId": format!("{internal_id}-1"),
                        "filename": format!("{id}.p12"),
                        "validity": {
                            "valid": true,
                            "notBefore": device.started_at.as_millisecond(),
                            "notAfter": device.started_at.as_millisecond() + 157_680_000_000,
                        },
                        "cryptType": if identity.kind == KeyKind::Rsa2048 { "RSA" } else { "ECC" },
                        "eccCurve": "NIST_P256",
                    })
                })
                .collect();
            json!({
                "internalId": internal_id, "clientSystemId": id, "certificates": certificates,
            })
        })
        .collect()
}

/// `ak/dienste/protokoll/datei/system/OP/{from}/{to}`: lines of the device's log, times in Unix seconds.
pub(super) fn protocol(device: &Device, query: &str, from: &str, to: &str) -> Answer {
    let (Ok(from), Ok(to)) = (from.parse::<i64>(), to.parse::<i64>()) else {
        return not_found();
    };
    let parameter = |name: &str| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find_map(|(own, value)| (own == name).then_some(value))
    };
    let number = |name: &str| parameter(name).and_then(|value| value.parse::<usize>().ok());
    let lines = device.log.copy();
    let mut lines: Vec<_> =
        lines.iter().filter(|line| (from..=to).contains(&line.at.as_second())).collect();
    if parameter("ascending") == Some("false") {
        lines.reverse();
    }
    let lines: Vec<Value> = lines
        .into_iter()
        .skip(number("offset").unwrap_or(0))
        .take(number("limit").unwrap_or(1000))
        .map(|line| {
            let message = line.entry.to_string();
            json!({
                "type": "OP",
                "timestamp": line.at.as_millisecond().to_string(),
                "timestampAsDateTime": line.at.to_string(),
                "severity": "INFO",
                "bytes": message.len().to_string(),
                "message": message,
            })
        })
        .collect();
    if lines.is_empty() { not_found() } else { Answer::json(200, &Value::Array(lines)) }
}
