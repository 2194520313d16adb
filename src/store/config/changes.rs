//! From one state of a connector to another: the fewest edits that lead there.

use super::edit::{AccountChange, ConnectorChange, Edit};
use crate::domain::identity::AccountRef;
use crate::domain::profile::{AccountProfile, ConnectorProfile};

/// The edits that make `to` out of `from`, which is the connector as it is in force; none if nothing
/// differs. The identifier of `from` stays, and so do device and pins: those change by
/// [`Edit::Trust`] only.
///
/// An account whose plane or user differs is another account: the earlier one is removed from the
/// settings and keeps its stored passwords and its records (SAFETY S16), the new one starts without a
/// password (S9). [`edit`](super::edit) answers [`Error::Unknown`](super::Error::Unknown) to the
/// removal of an account that only the system's file names.
#[must_use]
pub fn changes(from: &ConnectorProfile, to: &ConnectorProfile) -> Vec<Edit> {
    let connector = connector_changes(from, to);
    let connector = connector.into_iter().map(|change| Edit::Connector(from.id.clone(), change));
    let removed =
        from.accounts.iter().filter(|known| to.account(known.plane, &known.user).is_none());
    let removed = removed.map(|known| Edit::RemoveAccount(from.reference(known)));
    let kept =
        to.accounts.iter().flat_map(|wanted| match from.account(wanted.plane, &wanted.user) {
            Some(known) => account_edits(&from.reference(known), known, wanted),
            None => vec![Edit::AddAccount(from.id.clone(), wanted.clone())],
        });
    connector.chain(removed).chain(kept).collect()
}

fn connector_changes(from: &ConnectorProfile, to: &ConnectorProfile) -> Vec<ConnectorChange> {
    // Every field of a profile is named, so that a new one is not forgotten.
    let ConnectorProfile {
        id: _,
        name,
        host,
        port,
        management_port,
        vendor,
        timeout,
        online_check,
        encryption,
        card_service,
        context,
        device: _,
        pins: _,
        accounts: _,
    } = to;
    let differing = [
        (from.name != *name).then(|| ConnectorChange::Name(name.clone())),
        (from.host != *host).then(|| ConnectorChange::Host(host.clone())),
        (from.port != *port).then_some(ConnectorChange::Port(*port)),
        (from.management_port != *management_port)
            .then_some(ConnectorChange::ManagementPort(*management_port)),
        (from.vendor != *vendor).then_some(ConnectorChange::Vendor(*vendor)),
        (from.timeout != *timeout).then_some(ConnectorChange::Timeout(*timeout)),
        (from.online_check != *online_check).then_some(ConnectorChange::OnlineCheck(*online_check)),
        (from.encryption != *encryption).then(|| ConnectorChange::Encryption(encryption.clone())),
        (from.card_service != *card_service).then_some(ConnectorChange::CardService(*card_service)),
        (from.context != *context).then(|| ConnectorChange::Context(context.clone())),
    ];
    differing.into_iter().flatten().collect()
}

fn account_edits(reference: &AccountRef, from: &AccountProfile, to: &AccountProfile) -> Vec<Edit> {
    let AccountProfile { plane: _, user: _, watched_on, interval, limit } = to;
    let differing = [
        (from.watched_on != *watched_on).then(|| AccountChange::WatchedOn(watched_on.clone())),
        (from.interval != *interval).then_some(AccountChange::Interval(*interval)),
        (from.limit != *limit).then_some(AccountChange::Limit(*limit)),
    ];
    let edit = |change| Edit::Account(reference.clone(), change);
    differing.into_iter().flatten().map(edit).collect()
}
