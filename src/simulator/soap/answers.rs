//! The answers, element by element in the order of the schemas.
use jiff::SignedDuration;

use super::super::xml::escaped;
use crate::simulator::device::Device;
use crate::simulator::inventory::{Card, Terminal};
use crate::simulator::states;

const STATUS: &str = "<CONN:Status><CONN:Result>OK</CONN:Result></CONN:Status>";

/// A SOAP envelope around a body.
pub(super) fn envelope(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\">\
         <S:Body>{body}</S:Body></S:Envelope>"
    )
}

fn event_answer(name: &str, content: &str) -> String {
    envelope(&format!(
        "<EVT:{name} xmlns:EVT=\"http://ws.gematik.de/conn/EventService/v7.2\" \
         xmlns:CONN=\"http://ws.gematik.de/conn/ConnectorCommon/v5.0\" \
         xmlns:CARD=\"http://ws.gematik.de/conn/CardService/v8.1\" \
         xmlns:CARDCMN=\"http://ws.gematik.de/conn/CardServiceCommon/v2.0\" \
         xmlns:CT=\"http://ws.gematik.de/conn/CardTerminalInfo/v8.0\" \
         xmlns:VERS=\"http://ws.gematik.de/int/version/ProductInformation/v1.1\">\
         {STATUS}{content}</EVT:{name}>"
    ))
}

pub(super) fn cards(device: &Device, cards: &[&Card]) -> String {
    let list: String = cards.iter().map(|card| card_element(device, card)).collect();
    event_answer("GetCardsResponse", &format!("<CARD:Cards>{list}</CARD:Cards>"))
}

pub(super) fn terminals(device: &Device, terminals: &[&Terminal]) -> String {
    let list: String =
        terminals.iter().map(|terminal| terminal_element(device, terminal)).collect();
    event_answer(
        "GetCardTerminalsResponse",
        &format!("<CT:CardTerminals>{list}</CT:CardTerminals>"),
    )
}

pub(super) fn card(device: &Device, card: &Card) -> String {
    event_answer("GetResourceInformationResponse", &card_element(device, card))
}

pub(super) fn terminal(device: &Device, terminal: &Terminal) -> String {
    event_answer("GetResourceInformationResponse", &terminal_element(device, terminal))
}

/// Connection and operating states of the device itself; every known condition with its value.
pub(super) fn connector(device: &Device) -> String {
    let present = &device.settings.operating_states;
    let connection = |name: &str, online: bool| {
        format!(
            "<CONN:{name}><CONN:ConnectionStatus>{}</CONN:ConnectionStatus>\
             <CONN:Timestamp>{:.3}</CONN:Timestamp></CONN:{name}>",
            if online { "Online" } else { "Offline" },
            device.started_at
        )
    };
    let mut content = "<CONN:Connector>".to_owned();
    content.push_str(&connection("VPNTIStatus", !present.contains("EC_No_VPN_TI_Connection")));
    content.push_str(&connection("VPNSISStatus", !present.contains("EC_No_VPN_SIS_Connection")));
    content.push_str("<CONN:OperatingState>");
    for state in states::all(present) {
        content.push_str(&format!(
            "<CONN:ErrorState><CONN:ErrorCondition>{}</CONN:ErrorCondition>\
             <CONN:Severity>{}</CONN:Severity><CONN:Type>{}</CONN:Type>\
             <CONN:Value>{}</CONN:Value><CONN:ValidFrom>{:.3}</CONN:ValidFrom></CONN:ErrorState>",
            escaped(&state.condition),
            state.severity.soap(),
            state.kind.soap(),
            state.present,
            device.started_at
        ));
    }
    content.push_str("</CONN:OperatingState></CONN:Connector>");
    event_answer("GetResourceInformationResponse", &content)
}

pub(super) fn pin_status(status: &str, tries: Option<u32>) -> String {
    let tries =
        tries.map_or_else(String::new, |tries| format!("<CARD:LeftTries>{tries}</CARD:LeftTries>"));
    envelope(&format!(
        "<CARD:GetPinStatusResponse xmlns:CARD=\"http://ws.gematik.de/conn/CardService/v8.1\" \
         xmlns:CONN=\"http://ws.gematik.de/conn/ConnectorCommon/v5.0\">{STATUS}\
         <CARD:PinStatus>{status}</CARD:PinStatus>{tries}</CARD:GetPinStatusResponse>"
    ))
}

fn card_element(device: &Device, card: &Card) -> String {
    let terminal = &device.inventory.terminals[card.terminal];
    let optional = |name: &str, value: Option<&str>| {
        value.map_or_else(String::new, |value| {
            format!("<CARD:{name}>{}</CARD:{name}>", escaped(value))
        })
    };
    format!(
        "<CARD:Card><CONN:CardHandle>{}</CONN:CardHandle>\
         <CARDCMN:CardType>{}</CARDCMN:CardType>\
         <CARD:CardVersion>{}{}</CARD:CardVersion>\
         <CARDCMN:Iccsn>{}</CARDCMN:Iccsn><CARDCMN:CtId>{}</CARDCMN:CtId>\
         <CARDCMN:SlotId>{}</CARDCMN:SlotId><CARD:InsertTime>{:.3}</CARD:InsertTime>{}{}{}</CARD:Card>",
        card.handle,
        card.card_type,
        version("COSVersion", 4, 5, 2),
        version("ObjectSystemVersion", 4, 8, 0),
        card.iccsn,
        terminal.id,
        card.slot,
        card.inserted_at,
        optional("CardHolderName", card.holder),
        optional("Kvnr", card.kvnr),
        optional("CertificateExpirationDate", card.expires),
    )
}

fn version(name: &str, major: u16, minor: u16, revision: u16) -> String {
    format!(
        "<CARD:{name}><CARD:Major>{major}</CARD:Major><CARD:Minor>{minor}</CARD:Minor>\
         <CARD:Revision>{revision}</CARD:Revision></CARD:{name}>"
    )
}

fn terminal_element(device: &Device, terminal: &Terminal) -> String {
    let information_date = device.started_at - SignedDuration::from_mins(2);
    let workplaces: String = terminal
        .workplaces
        .iter()
        .map(|id| format!("<CONN:WorkplaceId>{}</CONN:WorkplaceId>", escaped(id)))
        .collect();
    let mac: Vec<String> = terminal.mac.iter().map(|byte| format!("{byte:02X}")).collect();
    let ip: Vec<String> = terminal.ip.iter().map(u8::to_string).collect();
    format!(
        "<CT:CardTerminal><VERS:ProductInformation>\
         <VERS:InformationDate>{information_date:.3}</VERS:InformationDate>\
         <VERS:ProductTypeInformation><VERS:ProductType>KT</VERS:ProductType>\
         <VERS:ProductTypeVersion>1.6.0</VERS:ProductTypeVersion></VERS:ProductTypeInformation>\
         <VERS:ProductIdentification><VERS:ProductVendorID>INGHC</VERS:ProductVendorID>\
         <VERS:ProductCode>ORGA6100</VERS:ProductCode><VERS:ProductVersion><VERS:Local>\
         <VERS:HWVersion>1.2.0</VERS:HWVersion><VERS:FWVersion>{}</VERS:FWVersion></VERS:Local>\
         </VERS:ProductVersion></VERS:ProductIdentification>\
         <VERS:ProductMiscellaneous><VERS:ProductVendorName></VERS:ProductVendorName>\
         <VERS:ProductName></VERS:ProductName></VERS:ProductMiscellaneous></VERS:ProductInformation>\
         <CARDCMN:CtId>{}</CARDCMN:CtId><CONN:WorkplaceIds>{workplaces}</CONN:WorkplaceIds>\
         <CT:Name>{}</CT:Name><CT:MacAddress>{}</CT:MacAddress>\
         <CT:IPAddress><CT:IPV4Address>{}</CT:IPV4Address></CT:IPAddress>\
         <CT:Slots>{}</CT:Slots><CT:IS_PHYSICAL>true</CT:IS_PHYSICAL>\
         <CT:Connected>{}</CT:Connected></CT:CardTerminal>",
        terminal.firmware,
        terminal.id,
        terminal.name,
        mac.join("-"),
        ip.join("."),
        terminal.slots,
        terminal.connected,
    )
}
