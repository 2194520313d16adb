//! Cards and card terminals of the simulated practice: one set of facts for SOAP and for the REST interface.
use jiff::{SignedDuration, Timestamp};

use super::settings::ContextRelations;

/// A card.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) handle: &'static str,
    /// As in the SOAP schema: `SMC-B`, `HBA`, `EGK`, `SMC-KT`.
    pub(super) card_type: &'static str,
    pub(super) iccsn: &'static str,
    /// Index of the terminal it is in.
    pub(super) terminal: usize,
    pub(super) slot: u32,
    pub(super) inserted_at: Timestamp,
    pub(super) holder: Option<&'static str>,
    pub(super) kvnr: Option<&'static str>,
    /// End of validity of the certificate, as a date.
    pub(super) expires: Option<&'static str>,
    /// PINs of the card, with their status and the tries left.
    pub(super) pins: Vec<(&'static str, &'static str, Option<u32>)>,
}

/// A card terminal.
#[derive(Clone, Debug)]
pub(super) struct Terminal {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) mac: [u8; 6],
    pub(super) ip: [u8; 4],
    pub(super) slots: u32,
    pub(super) connected: bool,
    pub(super) firmware: &'static str,
    /// The Arbeitsplätze it is assigned to.
    pub(super) workplaces: Vec<String>,
    /// The Mandanten it is assigned to.
    pub(super) mandanten: Vec<String>,
}

/// What the device manages.
#[derive(Clone, Debug)]
pub(super) struct Inventory {
    pub(super) terminals: Vec<Terminal>,
    pub(super) cards: Vec<Card>,
}

impl Inventory {
    /// Two terminals and five cards for the first Mandant of the relations; a third terminal is switched off.
    pub(super) fn of(context: &ContextRelations, now: Timestamp) -> Self {
        let mandant = context.aufrufkontexte.iter().last().map(|(mandant, _, _)| mandant.clone());
        let mandant =
            if context.mandanten.contains("Praxis") { Some("Praxis".to_owned()) } else { mandant };
        let mut workplaces: Vec<String> = context
            .aufrufkontexte
            .iter()
            .filter(|(own, _, _)| Some(own) == mandant.as_ref())
            .map(|(_, _, workplace)| workplace.clone())
            .collect();
        workplaces.sort();
        workplaces.dedup();
        let first = workplaces.first().cloned().into_iter().collect::<Vec<_>>();
        let others = workplaces.iter().skip(1).cloned().collect::<Vec<_>>();
        let mandanten = mandant.into_iter().collect::<Vec<_>>();
        let terminal = |id, name, last: u8, slots, connected, firmware, workplaces| Terminal {
            id,
            name,
            mac: [0x00, 0x0d, 0xf8, 0x05, 0x4c, last],
            ip: [192, 0, 2, last],
            slots,
            connected,
            firmware,
            workplaces,
            mandanten: mandanten.clone(),
        };
        Self {
            terminals: vec![
                terminal(
                    "2b0e1b1c-8d41-4c5c-9a53-0f6f3f0c7a01",
                    "ORGA6141-01500000C1A2B3",
                    21,
                    4,
                    true,
                    "3.9.0",
                    first,
                ),
                terminal(
                    "6f9b1a52-53c5-4e7e-8d0a-3d6c8e4f2b02",
                    "ORGA6141-01500000C1A2B4",
                    22,
                    4,
                    true,
                    "3.9.0",
                    others.clone(),
                ),
                terminal(
                    "c41d7a3e-1f0b-4b6d-b6e2-77a1c5d90e03",
                    "CHERRY-ST-1506-LAGER",
                    23,
                    2,
                    false,
                    "4.0.47",
                    others,
                ),
            ],
            cards: cards(now),
        }
    }

    pub(super) fn terminal(&self, id: &str) -> Option<&Terminal> {
        self.terminals.iter().find(|terminal| terminal.id == id)
    }

    pub(super) fn card(&self, handle: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.handle == handle)
    }
}

fn cards(now: Timestamp) -> Vec<Card> {
    let inserted_at = now - SignedDuration::from_hours(30);
    let card = |handle, card_type, iccsn, terminal, slot| Card {
        handle,
        card_type,
        iccsn,
        terminal,
        slot,
        inserted_at,
        holder: None,
        kvnr: None,
        expires: Some("2029-10-08"),
        pins: Vec::new(),
    };
    vec![
        Card {
            holder: Some("Praxis Dr. Ärmel TEST-ONLY"),
            pins: vec![("PIN.SMC", "VERIFIED", None)],
            ..card("SMC-B-1", "SMC-B", "80276001011699900101", 0, 2)
        },
        // The certificate of a gSMC-KT names its ICCSN.
        Card {
            holder: Some("80276883110000011201"),
            ..card("SMC-KT-2", "SMC-KT", "80276883110000011201", 0, 4)
        },
        Card {
            holder: Some("Dr. Änne Ärmel TEST-ONLY"),
            pins: vec![("PIN.CH", "VERIFIABLE", Some(3)), ("PIN.QES", "VERIFIABLE", Some(3))],
            ..card("HBA-3", "HBA", "80276883110000099301", 1, 1)
        },
        Card {
            holder: Some("80276883110000011202"),
            ..card("SMC-KT-4", "SMC-KT", "80276883110000011202", 1, 4)
        },
        Card {
            holder: Some("Max Müller-Lüdenscheidt TEST-ONLY"),
            kvnr: Some("X110400000"),
            ..card("EGK-5", "EGK", "80276001081699900578", 0, 1)
        },
    ]
}
