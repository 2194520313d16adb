//! What the web UI is made of, and how everything in it is called: for recordings of many devices.
use super::words::Words;

/// The web UI of the management port: pages with forms and a session cookie, without scripts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebUi {
    /// Its paths and the names of its fields.
    pub names: WebUiNames,
}

/// Paths and field names of the web UI. The labels that people read do not change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUiNames {
    /// The path below which everything else is.
    pub root: String,
    /// Login.
    pub login: String,
    /// Log-out.
    pub logout: String,
    /// First page after the login.
    pub home: String,
    /// Change of an initial or expired password.
    pub change: String,
    /// Own profile with the change of the own password.
    pub profile: String,
    /// Administrator accounts.
    pub users: String,
    /// Clientsysteme with their Benutzerkennungen.
    pub clientsysteme: String,
    /// Cards.
    pub cards: String,
    /// Last segment below an account page: a password is set.
    pub set_password: String,
    /// Last segment below an account page: an account is created.
    pub create: String,
    /// Last segment below an account page: an account is deleted.
    pub delete: String,
    /// Last segment below an account page: a lock is taken off.
    pub unlock: String,
    /// Field of the login with the user name.
    pub login_user: String,
    /// Field of the login with the password.
    pub login_password: String,
    /// Field with the own password in use.
    pub old_password: String,
    /// Field with the own password to be set.
    pub new_password: String,
    /// Field with the own password to be set once more.
    pub new_password_again: String,
    /// Field of an account page with the user name.
    pub user: String,
    /// Field of an account page with the password to be set.
    pub password: String,
    /// Field of an account page with the password to be set once more.
    pub password_again: String,
    /// Field with the role of a new administrator.
    pub role: String,
    /// Field with the Clientsystem of a new Benutzerkennung.
    pub clientsystem: String,
}

impl Default for WebUiNames {
    fn default() -> Self {
        let text = str::to_owned;
        Self {
            root: text("/management"),
            login: text("/management/login"),
            logout: text("/management/logout"),
            home: text("/management/home"),
            change: text("/management/passwort"),
            profile: text("/management/home/profil"),
            users: text("/management/home/benutzer/verwaltung"),
            clientsysteme: text("/management/home/praxis/clientsysteme"),
            cards: text("/management/home/praxis/karten"),
            set_password: text("passwort"),
            create: text("anlegen"),
            delete: text("loeschen"),
            unlock: text("entsperren"),
            login_user: text("benutzername"),
            login_password: text("passwort"),
            old_password: text("altes_passwort"),
            new_password: text("neues_passwort"),
            new_password_again: text("neues_passwort_wiederholen"),
            user: text("benutzer"),
            password: text("passwort"),
            password_again: text("passwort_wiederholen"),
            role: text("rolle"),
            clientsystem: text("clientsystem"),
        }
    }
}

impl WebUiNames {
    /// Every path and field name anew, of letters only; the same for the same seed.
    pub fn random(seed: u64) -> Self {
        // Another row than the one of the routes with the same seed.
        let mut words = Words::new(seed ^ 0x5eed_0f0a_0e0b_0d0c);
        let root = format!("/{}", words.word());
        let mut path = |parts: usize| {
            let parts: Vec<String> = (0..parts).map(|_| words.word()).collect();
            format!("{root}/{}", parts.join("/"))
        };
        let (login, logout, home, change) = (path(1), path(1), path(1), path(2));
        let (profile, users, clientsysteme, cards) = (path(2), path(2), path(2), path(1));
        let mut word = || words.word();
        Self {
            login,
            logout,
            home,
            change,
            profile,
            users,
            clientsysteme,
            cards,
            set_password: word(),
            create: word(),
            delete: word(),
            unlock: word(),
            login_user: word(),
            login_password: word(),
            old_password: word(),
            new_password: word(),
            new_password_again: word(),
            user: word(),
            password: word(),
            password_again: word(),
            role: word(),
            clientsystem: word(),
            root,
        }
    }
}

impl WebUi {
    /// Forms whose paths and field names are chosen anew, of letters only; the same for the same seed.
    pub fn random(seed: u64) -> Self {
        Self { names: WebUiNames::random(seed) }
    }
}

/// A token against forged requests: set as a cookie that scripts can read, and demanded with each change, in a
/// header by the REST interface and in a hidden field by the forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Xsrf {
    /// Name of the cookie.
    pub cookie: String,
    /// Name of the header.
    pub header: String,
    /// Name of the hidden field.
    pub field: String,
}

impl Default for Xsrf {
    fn default() -> Self {
        Self {
            cookie: "XSRF-TOKEN".to_owned(),
            header: "X-XSRF-TOKEN".to_owned(),
            field: "_csrf".to_owned(),
        }
    }
}
