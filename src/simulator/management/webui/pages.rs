//! The pages of the web UI as HTML. Every text that is not a constant is escaped.
use crate::simulator::accounts::{AccountKind, Plane, Role};
use crate::simulator::device::Device;
use crate::simulator::sds;
use crate::simulator::sessions::Session;
use crate::simulator::web_ui::WebUiNames;
use crate::simulator::xml::escaped;

/// How the pages of one answer are called, and what each of their forms brings along.
pub(super) struct Look<'a> {
    pub(super) names: &'a WebUiNames,
    /// Hidden field against forged requests; empty where none is demanded.
    pub(super) hidden: String,
}

const STYLE: &str = "body{font:16px/1.5 sans-serif;margin:0;background:#f3f5f7;color:#1c2730}\
    header{background:#0b4f6c;color:#fff;padding:.6rem 1.5rem;display:flex;gap:1.5rem;align-items:center}\
    header a{color:#fff}main{max-width:56rem;margin:1.5rem auto;padding:1rem 1.5rem;background:#fff}\
    label{display:block;margin:.6rem 0}input,select{font:inherit;padding:.25rem;min-width:18rem}\
    button{font:inherit;padding:.3rem .9rem}table{border-collapse:collapse;width:100%}\
    td,th{border-bottom:1px solid #ccd;padding:.4rem;text-align:left;vertical-align:top}\
    .meldung{border-left:4px solid #0b4f6c;background:#e8f1f5;padding:.5rem}";

fn document(title: &str, header: &str, content: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"de\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title} – Konnektor-Simulator</title><style>{STYLE}</style></head>\
         <body>{header}<main><h1>{title}</h1>{content}</main></body></html>\n"
    )
}

fn framed(look: &Look<'_>, session: &Session, title: &str, content: &str) -> String {
    let names = look.names;
    let administration = match session.role {
        Role::SuperAdmin => format!("<a href=\"{}\">Benutzerverwaltung</a>", names.users),
        Role::LokalerAdmin | Role::RemoteAdmin => String::new(),
    };
    let header = format!(
        "<header><strong>Konnektor-Simulator</strong><a href=\"{home}\">Home</a>{administration}\
         <a href=\"{clients}\">Clientsysteme</a><a href=\"{cards}\">Karten</a>\
         <a href=\"{profile}\">Mein Profil</a>\
         <form method=\"post\" action=\"{logout}\">{hidden}<button id=\"abmelden\">Abmelden</button>\
         </form><span>{} ({})</span></header>",
        escaped(&session.user),
        session.role.name(),
        home = names.home,
        clients = names.clientsysteme,
        cards = names.cards,
        profile = names.profile,
        logout = names.logout,
        hidden = look.hidden,
    );
    document(title, &header, content)
}

fn notice(message: Option<&str>) -> String {
    message.map_or_else(String::new, |text| {
        format!("<p class=\"meldung\" role=\"status\">{}</p>", escaped(text))
    })
}

fn field(label: &str, name: &str, kind: &str, autocomplete: &str) -> String {
    format!(
        "<label>{label}<br><input name=\"{name}\" type=\"{kind}\" autocomplete=\"{autocomplete}\" \
         required></label>"
    )
}

/// Both fields for a password that is set for another account.
fn new_password(names: &WebUiNames) -> String {
    field("Passwort", &names.password, "password", "new-password")
        + &field("Passwort wiederholen", &names.password_again, "password", "new-password")
}

pub(super) fn login(look: &Look<'_>, message: Option<&str>) -> String {
    let content = format!(
        "{}<form method=\"post\" action=\"{}\">{}{}{}<button id=\"anmelden\">Anmelden</button></form>",
        notice(message),
        look.names.login,
        look.hidden,
        field("Benutzername", &look.names.login_user, "text", "username"),
        field("Passwort", &look.names.login_password, "password", "current-password"),
    );
    document("Anmeldung", "", &content)
}

fn change_form(look: &Look<'_>, action: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{action}\">{}{}{}{}\
         <button id=\"passwort-aendern\">Passwort ändern</button></form>\
         <p>Mindestens 8 Zeichen aus drei der vier Klassen A–Z, a–z, 0–9 und ß # ? ! @ $ % ^ &amp; * -, \
         ohne den Benutzernamen, keines der bisherigen Passwörter.</p>",
        look.hidden,
        field("Altes Passwort", &look.names.old_password, "password", "current-password"),
        field("Neues Passwort", &look.names.new_password, "password", "new-password"),
        field(
            "Neues Passwort wiederholen",
            &look.names.new_password_again,
            "password",
            "new-password"
        ),
    )
}

pub(super) fn forced_change(look: &Look<'_>, session: &Session, message: Option<&str>) -> String {
    let content = format!(
        "{}<p>{}: Das Passwort muss geändert werden, bevor Sie weiterarbeiten können.</p>{}",
        notice(message),
        escaped(&session.user),
        change_form(look, &look.names.change)
    );
    document("Passwort ändern", "", &content)
}

pub(super) fn profile(look: &Look<'_>, session: &Session, message: Option<&str>) -> String {
    let content = format!(
        "{}<p>Benutzer: {}<br>Rolle: {}</p><h2>Passwort ändern</h2>{}",
        notice(message),
        escaped(&session.user),
        session.role.name(),
        change_form(look, &look.names.profile)
    );
    framed(look, session, "Mein Profil", &content)
}

pub(super) fn home(look: &Look<'_>, device: &Device, session: &Session) -> String {
    let states: String = device
        .settings
        .operating_states
        .iter()
        .map(|state| format!("<li>{}</li>", escaped(state)))
        .collect();
    let content = format!(
        "<p>{}, Firmware {}</p><p>Gestartet: {:.0}</p><p>Angemeldete Sitzungen: {}</p>\
         <h2>Betriebszustände</h2><ul>{}</ul>",
        escaped(sds::product_name(device.settings.face)),
        escaped(&device.settings.firmware),
        device.started_at,
        device.sessions.count(),
        if states.is_empty() { "<li>keine Fehlerzustände</li>".to_owned() } else { states },
    );
    framed(look, session, "Home", &content)
}

/// Forms that act on one account: password, lock, deletion.
fn actions(look: &Look<'_>, place: &str, user: &str, hint: &str) -> String {
    let names = look.names;
    let hidden = format!(
        "<input type=\"hidden\" name=\"{}\" value=\"{}\">{}",
        names.user,
        escaped(user),
        look.hidden
    );
    format!(
        "<details><summary>Benutzer bearbeiten</summary>\
         <form method=\"post\" action=\"{place}/{set_password}\">{hidden}{}\
         <button>Speichern</button><p>{hint}</p></form></details>\
         <form method=\"post\" action=\"{place}/{unlock}\">{hidden}<button>Entsperren</button></form>\
         <form method=\"post\" action=\"{place}/{delete}\">{hidden}<button>Löschen</button></form>",
        new_password(names),
        set_password = names.set_password,
        unlock = names.unlock,
        delete = names.delete,
    )
}

pub(super) fn users(
    look: &Look<'_>,
    device: &Device,
    session: &Session,
    message: Option<&str>,
) -> String {
    let names = look.names;
    let rows: String = device
        .accounts
        .iter(Plane::Management)
        .map(|account| {
            let role = match account.kind {
                AccountKind::Administrator(role) => role.name(),
                AccountKind::Benutzerkennung { .. } => "",
            };
            let state = if account.is_locked(device.now()) {
                "gesperrt"
            } else if account.initial {
                "Initialpasswort"
            } else {
                "aktiv"
            };
            format!(
                "<tr><td>{}</td><td>{role}</td><td>{state}</td><td>{}</td></tr>",
                escaped(&account.user),
                actions(
                    look,
                    &names.users,
                    &account.user,
                    "Das Passwort gilt als Initialpasswort und muss bei der nächsten Anmeldung geändert werden."
                )
            )
        })
        .collect();
    let content = format!(
        "{}<table><tr><th>Benutzername</th><th>Rolle</th><th>Zustand</th><th></th></tr>{rows}</table>\
         <h2>Benutzer anlegen</h2><form method=\"post\" action=\"{place}/{create}\">{hidden}{}\
         <label>Rolle<br><select name=\"{role}\"><option value=\"lokal\">Lokaler Admin</option>\
         <option value=\"super\">Super-Admin</option><option value=\"remote\">Remote-Admin</option>\
         </select></label>{}<button>Anlegen</button></form>",
        notice(message),
        field("Benutzername", &names.user, "text", "off"),
        new_password(names),
        place = names.users,
        create = names.create,
        hidden = look.hidden,
        role = names.role,
    );
    framed(look, session, "Benutzerverwaltung", &content)
}

pub(super) fn clientsysteme(
    look: &Look<'_>,
    device: &Device,
    session: &Session,
    message: Option<&str>,
) -> String {
    let names = look.names;
    let mut content = notice(message);
    for clientsystem in &device.settings.context.clientsysteme {
        let rows: String = device
            .accounts
            .iter(Plane::Client)
            .filter(|account| account.kind == AccountKind::benutzerkennung(clientsystem))
            .map(|account| {
                let state = if account.is_locked(device.now()) { "gesperrt" } else { "aktiv" };
                format!(
                    "<tr><td>{}</td><td>{state}</td><td>{}</td></tr>",
                    escaped(&account.user),
                    actions(look, &names.clientsysteme, &account.user, "Das Passwort gilt sofort.")
                )
            })
            .collect();
        content.push_str(&format!(
            "<h2>{name}</h2><table><tr><th>Benutzerkennung</th><th>Zustand</th><th></th></tr>{rows}\
             </table><details><summary>Benutzerkennung hinzufügen …</summary>\
             <form method=\"post\" action=\"{place}/{create}\">{hidden}\
             <input type=\"hidden\" name=\"{field}\" value=\"{name}\">{}{}\
             <button>Hinzufügen</button><p>Mindestens 20 Zeichen aus allen vier Klassen.</p></form>\
             </details>",
            field("Benutzername", &names.user, "text", "off"),
            new_password(names),
            name = escaped(clientsystem),
            field = names.clientsystem,
            place = names.clientsysteme,
            create = names.create,
            hidden = look.hidden,
        ));
    }
    framed(look, session, "Clientsysteme", &content)
}

pub(super) fn cards(look: &Look<'_>, device: &Device, session: &Session) -> String {
    let rows: String = device
        .inventory
        .cards
        .iter()
        .map(|card| {
            format!(
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                card.card_type,
                card.iccsn,
                escaped(card.holder.unwrap_or_default()),
                device.inventory.terminals[card.terminal].name
            )
        })
        .collect();
    let content = format!(
        "<table><tr><th>Typ</th><th>ICCSN</th><th>Inhaber</th><th>Kartenterminal</th></tr>{rows}</table>"
    );
    framed(look, session, "Karten", &content)
}

pub(super) fn forbidden(look: &Look<'_>, session: &Session) -> String {
    framed(look, session, "Keine Berechtigung", "<p>Dafür ist die Rolle Super-Admin nötig.</p>")
}

pub(super) fn not_found(look: &Look<'_>, session: &Session) -> String {
    framed(look, session, "Nicht gefunden", "<p>Diese Seite gibt es nicht.</p>")
}
