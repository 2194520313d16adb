//! Where the account calls of the management interface are, and how their fields are called.
//!
//! No public source shows these calls (REFERENCE 9.6); all values here are the simulator's own choice, after
//! the naming conventions of the calls that are known. They are settings, so that nobody can rely on them.
use super::words::Words;

/// Paths below `/rest/mgmt/` and JSON field names of the account calls. All assumed but the login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRoutes {
    /// `POST`: the login. As public clients know it, unless it is chosen anew.
    pub login: String,
    /// Field of the login with the user name.
    pub login_user_field: String,
    /// Field of the login with the password.
    pub login_password_field: String,
    /// `PUT`, with a token: change of the own password.
    pub own_password: String,
    /// `PUT`, without a token: change of an initial or expired password.
    pub forced_change: String,
    /// `GET` and `POST` the list, `PUT` and `DELETE` one account below it, `PUT …/{user}/passwort` resets.
    pub users: String,
    /// Last segment of the path below [`AccountRoutes::users`] that resets a password.
    pub reset_segment: String,
    /// Last segment below `ak/info/clientsysteme/{internalId}/` under which the Benutzerkennungen are.
    pub benutzerkennungen_segment: String,
    /// Field with the user name.
    pub user_field: String,
    /// Field with the password in use.
    pub old_password_field: String,
    /// Field with the password to be set.
    pub new_password_field: String,
    /// Field with the password to be set once more, in both changes of an own password; `None` for no such field.
    pub repeat_field: Option<String>,
    /// How the fields stand in the body.
    pub body: BodyShape,
}

/// How the fields of an account call stand in its JSON body. No other shape, and no other field, is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyShape {
    /// An object with the fields.
    Flat,
    /// An object whose one field, of this name, is the object with the fields.
    Nested(String),
    /// An object whose one field, of this name, is a string with the object as JSON in it.
    InString(String),
    /// An object with the fields; passwords are base64 (standard, padded) of their UTF-8 form.
    Base64,
}

impl Default for AccountRoutes {
    fn default() -> Self {
        Self {
            login: "ak/konten/login".to_owned(),
            login_user_field: "username".to_owned(),
            login_password_field: "password".to_owned(),
            own_password: "ak/konten/profil/passwort".to_owned(),
            forced_change: "ak/konten/login/passwort".to_owned(),
            users: "ak/konten/benutzer".to_owned(),
            reset_segment: "passwort".to_owned(),
            benutzerkennungen_segment: "benutzerkennungen".to_owned(),
            user_field: "username".to_owned(),
            old_password_field: "oldPassword".to_owned(),
            new_password_field: "newPassword".to_owned(),
            repeat_field: None,
            body: BodyShape::Flat,
        }
    }
}

impl AccountRoutes {
    /// Every path and field name anew, of letters only; the same for the same seed. The shape is flat, with a
    /// field that repeats the new password.
    pub fn random(seed: u64) -> Self {
        let mut words = Words::new(seed);
        let mut path = |parts: usize| {
            let parts: Vec<String> = (0..parts).map(|_| words.word()).collect();
            parts.join("/")
        };
        Self {
            login: path(2),
            login_user_field: path(1),
            login_password_field: path(1),
            own_password: path(3),
            forced_change: path(2),
            users: path(2),
            reset_segment: path(1),
            benutzerkennungen_segment: path(1),
            user_field: path(1),
            old_password_field: path(1),
            new_password_field: path(1),
            repeat_field: Some(path(1)),
            body: BodyShape::Flat,
        }
    }

    /// The same routes with the login that public clients know.
    pub fn with_known_login(self) -> Self {
        let Self { login, login_user_field, login_password_field, .. } = Self::default();
        Self { login, login_user_field, login_password_field, ..self }
    }
}
