//! Parsing of what a device sends: service directory, fault, and the worst documents allowed.
//!
//! `cargo bench --bench parse`

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use konnektorwart::connector::events::Operation;
use konnektorwart::connector::sds::Directory;

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    let mut bench = |name: &str, document: String, read: fn(&[u8])| {
        group.throughput(Throughput::Bytes(document.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| read(black_box(document.as_bytes()))));
    };
    let directory: fn(&[u8]) = |document| {
        black_box(Directory::parse(document).is_ok());
    };
    let answer: fn(&[u8]) = |document| {
        black_box(Operation::GetResourceInformation.read(document));
    };
    bench("sds of 30 services", sds(30), directory);
    bench("fault of 3 traces", fault(3), answer);
    bench("fault of 1000 traces", fault(1000), answer);
    for (name, document) in hostile() {
        bench(&format!("1 MiB of {name}"), document, directory);
    }
    group.finish();
}

fn sds(services: usize) -> String {
    let services: String = (0..services)
        .map(|number| {
            format!(
                "<si:Service Name=\"Service{number}\"><si:Abstract>Dienst</si:Abstract><si:Versions>\
                 <si:Version TargetNamespace=\"http://ws.gematik.de/conn/Service{number}/WSDL/v7.2\" \
                 Version=\"7.2.0\"><si:Abstract>x</si:Abstract><si:EndpointTLS \
                 Location=\"https://192.0.2.10:443/ws/Service{number}\"/></si:Version></si:Versions>\
                 </si:Service>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><sd:ConnectorServices \
         xmlns:sd=\"http://ws.gematik.de/conn/ServiceDirectory/v3.1\" \
         xmlns:pi=\"http://ws.gematik.de/int/version/ProductInformation/v1.1\" \
         xmlns:si=\"http://ws.gematik.de/conn/ServiceInformation/v2.0\"><pi:ProductInformation>\
         <pi:ProductIdentification><pi:ProductVendorID>SECUN</pi:ProductVendorID>\
         </pi:ProductIdentification></pi:ProductInformation><sd:TLSMandatory>true</sd:TLSMandatory>\
         <sd:ClientAutMandatory>true</sd:ClientAutMandatory><si:ServiceInformation>{services}\
         </si:ServiceInformation></sd:ConnectorServices>"
    )
}

fn fault(traces: usize) -> String {
    let traces = "<e:Trace><e:EventID>1</e:EventID><e:Instance>1</e:Instance><e:Code>4204</e:Code>\
        <e:Severity>Error</e:Severity><e:ErrorType>Technical</e:ErrorType><e:ErrorText>Clientsystem \
        aus dem Aufrufkontext konnte nicht authentifiziert werden.</e:ErrorText></e:Trace>"
        .repeat(traces);
    format!(
        "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><S:Fault>\
         <faultcode>S:Server</faultcode><faultstring>Fehler</faultstring><detail><e:Error \
         xmlns:e=\"http://ws.gematik.de/tel/error/v2.0\">{traces}</e:Error></detail></S:Fault>\
         </S:Body></S:Envelope>"
    )
}

fn hostile() -> [(&'static str, String); 6] {
    let fill = |piece: &str| piece.repeat(1024 * 1024 / piece.len());
    let attributes: String = (0..60_000).map(|n| format!("attribute{n:06}='' ")).collect();
    let declarations: String = (0..60)
        .map(|n| {
            let own: String = (0..600).map(|m| format!("xmlns:p{n}x{m}='urn:x' ")).collect();
            format!("<a {own}>")
        })
        .collect();
    [
        ("elements", format!("<a>{}</a>", fill("<b/>"))),
        ("depth", fill("<a>")),
        ("references", format!("<a>{}</a>", fill("&lt;"))),
        ("text", format!("<a>{}</a>", fill("x"))),
        ("attributes", format!("<a {attributes}/>")),
        ("declarations", declarations),
    ]
}

criterion_group!(benches, parse);
criterion_main!(benches);
