//! The JSON body of an account call, in the one shape that the settings name.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::simulator::http::Request;
use crate::simulator::routes::{AccountRoutes, BodyShape};

/// The fields of an account call, as text.
pub(super) struct Body(Map<String, Value>);

impl Body {
    /// `None` if the body is not of the shape.
    pub(super) fn of(request: &Request, routes: &AccountRoutes) -> Option<Self> {
        fields(&request.body, routes).map(Self)
    }

    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field)?.as_str()
    }

    /// Whether the new password stands there twice, where the routes demand that.
    pub(super) fn is_repeated(&self, routes: &AccountRoutes) -> bool {
        routes
            .repeat_field
            .as_ref()
            .is_none_or(|field| self.text(field) == self.text(&routes.new_password_field))
    }

    /// Whether nothing stands there but these fields and the new password.
    pub(super) fn has_only(&self, fields: &[&str], routes: &AccountRoutes) -> bool {
        self.0.keys().all(|name| {
            fields.contains(&name.as_str())
                || *name == routes.new_password_field
                || Some(name) == routes.repeat_field.as_ref()
        })
    }
}

/// The fields in a body; `None` if it is not of the shape.
pub(in crate::simulator) fn fields(
    body: &[u8],
    routes: &AccountRoutes,
) -> Option<Map<String, Value>> {
    let Value::Object(mut object) = serde_json::from_slice(body).ok()? else {
        return None;
    };
    match &routes.body {
        BodyShape::Flat => Some(object),
        BodyShape::Nested(name) => match (object.remove(name)?, object.is_empty()) {
            (Value::Object(inner), true) => Some(inner),
            _ => None,
        },
        BodyShape::InString(name) => match (object.remove(name)?, object.is_empty()) {
            (Value::String(text), true) => serde_json::from_str(&text).ok(),
            _ => None,
        },
        BodyShape::Base64 => {
            let names = [
                Some(&routes.old_password_field),
                Some(&routes.new_password_field),
                routes.repeat_field.as_ref(),
            ];
            for name in names.into_iter().flatten() {
                if let Some(value) = object.get_mut(name) {
                    let decoded = STANDARD.decode(value.as_str()?).ok()?;
                    *value = Value::String(String::from_utf8(decoded).ok()?);
                }
            }
            Some(object)
        }
    }
}
