//! The operations that the simulator plays.
use super::answers;
use super::faults::Refused;
use super::message::{Context, Message, Operation, Resource};
use super::relations::{self, Rule};
use crate::simulator::device::Device;
use crate::simulator::inventory::Card;
use crate::simulator::states;

/// Carries out a call whose message and authentication were checked.
pub(super) fn carry_out(device: &Device, message: &Message) -> Result<String, Refused> {
    let context = &message.context;
    match &message.operation {
        Operation::GetCards { mandant_wide, ct_id, slot, card_type } => {
            let rule = rule(*mandant_wide);
            relations::check(device, context, rule)?;
            let cards =
                cards(device, context, rule, ct_id.as_deref(), *slot, card_type.as_deref())?;
            Ok(answers::cards(device, &cards))
        }
        Operation::GetCardTerminals { mandant_wide } => {
            let rule = rule(*mandant_wide);
            relations::check(device, context, rule)?;
            let terminals: Vec<_> = device
                .inventory
                .terminals
                .iter()
                .filter(|terminal| relations::is_visible(terminal, context, rule))
                .collect();
            Ok(answers::terminals(device, &terminals))
        }
        Operation::GetResourceInformation(resource) => {
            resource_information(device, context, resource)
        }
        Operation::GetPinStatus { card, pin } => pin_status(device, context, card, pin),
        Operation::Other(_) => {
            relations::check(device, context, Rule::Workplace)?;
            Err(Refused::Code {
                code: 4001,
                detail: Some("operation not played by the simulator".to_owned()),
            })
        }
    }
}

fn rule(mandant_wide: bool) -> Rule {
    if mandant_wide { Rule::MandantWide } else { Rule::Workplace }
}

fn cards<'a>(
    device: &'a Device,
    context: &Context,
    rule: Rule,
    ct_id: Option<&str>,
    slot: Option<u32>,
    card_type: Option<&str>,
) -> Result<Vec<&'a Card>, Refused> {
    if let Some(ct_id) = ct_id {
        let terminal = relations::terminal(device, context, ct_id, rule)?;
        if slot.is_some_and(|slot| slot > terminal.slots) {
            return Err(Refused::code(4097));
        }
    }
    let fits = |card: &&Card| {
        let terminal = &device.inventory.terminals[card.terminal];
        relations::is_visible(terminal, context, rule)
            && ct_id.is_none_or(|id| terminal.id == id)
            && slot.is_none_or(|slot| card.slot == slot)
            && card_type.is_none_or(|asked| is_of_type(card, asked))
    };
    let found: Vec<_> = device.inventory.cards.iter().filter(fits).collect();
    if found.is_empty() && ct_id.is_some() && slot.is_some() && card_type.is_none() {
        return Err(Refused::code(4098));
    }
    Ok(found)
}

/// `HBAx` and `SM-B` are collective names.
fn is_of_type(card: &Card, asked: &str) -> bool {
    match asked {
        "HBAx" => matches!(card.card_type, "HBA" | "HBA-qSig" | "ZOD_2.0"),
        "SM-B" => matches!(card.card_type, "SMC-B" | "HSM-B"),
        exact => card.card_type == exact,
    }
}

fn resource_information(
    device: &Device,
    context: &Context,
    resource: &Resource,
) -> Result<String, Refused> {
    if *resource == Resource::default() {
        relations::check(device, context, Rule::MandantWide)?;
        return Ok(answers::connector(device));
    }
    relations::check(device, context, Rule::Workplace)?;
    if let Some(handle) = &resource.card {
        let card = device.inventory.card(handle).ok_or_else(|| Refused::code(4101))?;
        visible(device, context, card)?;
        return Ok(answers::card(device, card));
    }
    if let Some(iccsn) = &resource.iccsn {
        let card = device.inventory.cards.iter().find(|card| card.iccsn == iccsn);
        let card = card.ok_or_else(|| Refused::code(4099))?;
        visible(device, context, card)?;
        return Ok(answers::card(device, card));
    }
    let ct_id = resource.ct_id.as_deref().ok_or_else(|| Refused::syntax("SlotId without CtId"))?;
    let terminal = relations::terminal(device, context, ct_id, Rule::Workplace)?;
    if resource.slot.is_some() {
        let rule = Rule::Workplace;
        let found = cards(device, context, rule, Some(ct_id), resource.slot, None)?;
        let card = found.first().ok_or_else(|| Refused::code(4098))?;
        return Ok(answers::card(device, card));
    }
    Ok(answers::terminal(device, terminal))
}

fn visible(device: &Device, context: &Context, card: &Card) -> Result<(), Refused> {
    let terminal = &device.inventory.terminals[card.terminal];
    relations::terminal(device, context, terminal.id, Rule::Workplace).map(|_| ())
}

fn pin_status(
    device: &Device,
    context: &Context,
    handle: &str,
    pin: &str,
) -> Result<String, Refused> {
    if states::is_critical(&device.settings.operating_states) {
        return Err(Refused::code(4002));
    }
    // Step 3 comes before the relations of step 4.
    let card = device.inventory.card(handle).ok_or_else(|| Refused::code(4101))?;
    if card.pins.is_empty() {
        return Err(Refused::code(4209));
    }
    relations::check(device, context, Rule::Workplace)?;
    visible(device, context, card)?;
    if card.card_type == "HBA" && context.user.is_none() {
        return Err(Refused::code(4003));
    }
    let status = card.pins.iter().find(|(name, _, _)| *name == pin);
    let (_, status, tries) = status.ok_or_else(|| Refused::code(4072))?;
    Ok(answers::pin_status(status, *tries))
}
