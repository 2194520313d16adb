//! What a device answers when all is well.

/// A directory as secunet writes it, with an address that only the device knows.
pub fn directory(demand: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\
         <sd:ConnectorServices xmlns:sd='http://ws.gematik.de/conn/ServiceDirectory/v3.1' \
         xmlns:pi='http://ws.gematik.de/int/version/ProductInformation/v1.1' \
         xmlns:si='http://ws.gematik.de/conn/ServiceInformation/v2.0'><pi:ProductInformation>\
         <pi:ProductIdentification><pi:ProductVendorID>SECUN</pi:ProductVendorID>\
         <pi:ProductVersion><pi:Local><pi:FWVersion>5.50.4</pi:FWVersion></pi:Local>\
         </pi:ProductVersion></pi:ProductIdentification></pi:ProductInformation>\
         <sd:TLSMandatory>true</sd:TLSMandatory>\
         <sd:ClientAutMandatory>{demand}</sd:ClientAutMandatory><si:ServiceInformation>\
         <si:Service Name=\"EventService\"><si:Versions><si:Version Version='7.2.0' \
         TargetNamespace='http://ws.gematik.de/conn/EventService/WSDL/v7.2'>\
         <si:EndpointTLS Location='https://192.0.2.10:443/ws/EventService?x=1'/>\
         </si:Version></si:Versions></si:Service></si:ServiceInformation></sd:ConnectorServices>"
    )
}

pub const RESOURCES: &str = "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'><S:Body>\
    <GetResourceInformationResponse xmlns='http://ws.gematik.de/conn/EventService/v7.2' \
    xmlns:c='http://ws.gematik.de/conn/ConnectorCommon/v5.0'><c:Status><c:Result>OK</c:Result>\
    </c:Status><c:Connector><c:VPNTIStatus><c:ConnectionStatus>Online</c:ConnectionStatus>\
    <c:Timestamp>2026-01-02T03:04:05Z</c:Timestamp></c:VPNTIStatus><c:VPNSISStatus>\
    <c:ConnectionStatus>Offline</c:ConnectionStatus></c:VPNSISStatus><c:OperatingState>\
    <c:ErrorState><c:ErrorCondition>EC_No_VPN_TI_Connection</c:ErrorCondition>\
    <c:Value>false</c:Value></c:ErrorState><c:ErrorState>\
    <c:ErrorCondition>EC_No_VPN_SIS_Connection</c:ErrorCondition><c:Value>true</c:Value>\
    </c:ErrorState></c:OperatingState></c:Connector></GetResourceInformationResponse></S:Body>\
    </S:Envelope>";

pub const TERMINALS: &str = "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'><S:Body>\
    <e:GetCardTerminalsResponse xmlns:e='http://ws.gematik.de/conn/EventService/v7.2' \
    xmlns:c='http://ws.gematik.de/conn/ConnectorCommon/v5.0' \
    xmlns:t='http://ws.gematik.de/conn/CardTerminalInfo/v8.0' \
    xmlns:p='http://ws.gematik.de/int/version/ProductInformation/v1.1' \
    xmlns:k='http://ws.gematik.de/conn/CardServiceCommon/v2.0'><c:Status>\
    <c:Result>Warning</c:Result></c:Status><t:CardTerminals><t:CardTerminal>\
    <p:ProductInformation><p:ProductIdentification><p:ProductVersion><p:Local>\
    <p:FWVersion>0.0.0</p:FWVersion></p:Local></p:ProductVersion></p:ProductIdentification>\
    </p:ProductInformation><k:CtId>CT_ID_0176</k:CtId><c:WorkplaceIds>\
    <c:WorkplaceId>Empfang</c:WorkplaceId><c:WorkplaceId>Labor</c:WorkplaceId></c:WorkplaceIds>\
    <t:Name>Empfang</t:Name><t:MacAddress>AA-BB-CC-DD-EE-FF</t:MacAddress><t:IPAddress>\
    <t:IPV4Address>192.0.2.7</t:IPV4Address></t:IPAddress><t:Slots>4</t:Slots>\
    <t:IS_PHYSICAL>true</t:IS_PHYSICAL><t:Connected>false</t:Connected></t:CardTerminal>\
    </t:CardTerminals></e:GetCardTerminalsResponse></S:Body></S:Envelope>";
