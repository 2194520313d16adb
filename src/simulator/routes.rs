//! Where the account calls of the management interface are, and how their fields are called.
//!
//! No public source shows these calls (REFERENCE 9.6); all values here are the simulator's own choice, after
//! the naming conventions of the calls that are known. They are settings, so that nobody can rely on them.

/// Paths below `/rest/mgmt/` and JSON field names of the account calls. All assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRoutes {
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
}

impl Default for AccountRoutes {
    fn default() -> Self {
        Self {
            own_password: "ak/konten/profil/passwort".to_owned(),
            forced_change: "ak/konten/login/passwort".to_owned(),
            users: "ak/konten/benutzer".to_owned(),
            reset_segment: "passwort".to_owned(),
            benutzerkennungen_segment: "benutzerkennungen".to_owned(),
            user_field: "username".to_owned(),
            old_password_field: "oldPassword".to_owned(),
            new_password_field: "newPassword".to_owned(),
        }
    }
}
