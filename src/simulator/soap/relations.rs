//! Step 4 of the checks: Mandant, Clientsystem, Arbeitsplatz and terminal are known and belong together.
use super::faults::Refused;
use super::message::Context;
use crate::simulator::device::Device;
use crate::simulator::inventory::Terminal;
use crate::simulator::settings::{ContextRelations, UnknownContext};

/// Which relations an operation demands (TAB_KON_513).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// R1: Mandant and Clientsystem; the Arbeitsplatz is not looked at.
    MandantWide,
    /// R2: Mandant, Clientsystem and Arbeitsplatz.
    Workplace,
}

/// Checks the context of a call.
pub(super) fn check(device: &Device, context: &Context, rule: Rule) -> Result<(), Refused> {
    let known = &device.settings.context;
    let unknown = |specific| match device.settings.unknown_context {
        UnknownContext::Code4021 => Refused::code(4021),
        UnknownContext::Specific => Refused::code(specific),
    };
    if !known.mandanten.contains(&context.mandant) {
        return Err(unknown(4004));
    }
    if !known.clientsysteme.contains(&context.clientsystem) {
        return Err(unknown(4005));
    }
    let allowed =
        |holds: &dyn Fn(&(String, String, String)) -> bool| known.aufrufkontexte.iter().any(holds);
    let of_mandant = |triple: &(String, String, String)| triple.0 == context.mandant;
    match rule {
        Rule::MandantWide => {
            if !allowed(&|t| of_mandant(t) && t.1 == context.clientsystem) {
                return Err(Refused::code(4010));
            }
        }
        Rule::Workplace => {
            if !known.arbeitsplaetze.contains(&context.arbeitsplatz) {
                return Err(unknown(4006));
            }
            if !allowed(&|t| of_mandant(t) && t.1 == context.clientsystem) {
                return Err(Refused::code(4010));
            }
            if !allowed(&|t| of_mandant(t) && t.2 == context.arbeitsplatz) {
                return Err(Refused::code(4011));
            }
            if !is_allowed(known, context) {
                return Err(Refused::code(4014));
            }
        }
    }
    Ok(())
}

fn is_allowed(known: &ContextRelations, context: &Context) -> bool {
    known.aufrufkontexte.contains(&(
        context.mandant.clone(),
        context.clientsystem.clone(),
        context.arbeitsplatz.clone(),
    ))
}

/// The terminal with this id, if the context may see it.
pub(super) fn terminal<'a>(
    device: &'a Device,
    context: &Context,
    id: &str,
    rule: Rule,
) -> Result<&'a Terminal, Refused> {
    let terminal = device.inventory.terminal(id).ok_or_else(|| Refused::code(4007))?;
    if !terminal.mandanten.contains(&context.mandant) {
        return Err(Refused::code(4012));
    }
    if !is_visible(terminal, context, rule) {
        return Err(Refused::code(4015));
    }
    Ok(terminal)
}

/// Whether a terminal belongs to the context.
pub(super) fn is_visible(terminal: &Terminal, context: &Context, rule: Rule) -> bool {
    terminal.mandanten.contains(&context.mandant)
        && match rule {
            Rule::MandantWide => true,
            Rule::Workplace => terminal.workplaces.contains(&context.arbeitsplatz),
        }
}
