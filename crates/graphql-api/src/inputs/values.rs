//! Whether a value is of the type that is asked for, and where variables stand in it.

use crate::field_types::{self, Input};
use async_graphql::{
    Number, Value,
    parser::types::{BaseType, Type},
};
use bytes::Bytes;

/// Why this cannot be the value of a variable of this type.
pub(crate) fn check_value(value: &Value, kind: &Type) -> Result<(), String> {
    look(value, Place { kind, default: None }, &mut |_, _| {})
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The type that is asked for there.
    pub(super) kind: &'a Type,
    /// The value that stands for one that is left out there, if there is one.
    pub(super) default: Option<&'a Value>,
}

impl<'a> From<&'a Input> for Place<'a> {
    fn from(input: &'a Input) -> Self {
        Self { kind: &input.kind, default: input.default.as_ref() }
    }
}

/// Looks at a value and all within it, shows each variable in it with its own place, and says what is no value of the type that is asked for. Names
/// that there are not, and null where it may not be, are left to the library.
pub(super) fn look<'a>(value: &Value, place: Place<'a>, see: &mut impl FnMut(&Bytes, Place<'a>)) -> Result<(), String> {
    let kind = place.kind;
    match (value, &kind.base) {
        (Value::Binary(variable), _) => see(variable, place),
        (Value::Null, _) => {}
        (Value::List(values), BaseType::List(entry)) => {
            for value in values {
                look(value, Place { kind: entry, default: None }, see)?;
            }
        }
        // A single value stands for a list of it.
        (value, BaseType::List(entry)) => look(value, Place { kind: entry, default: None }, see)?,
        (value, BaseType::Named(name)) => match (value, field_types::inputs_of(name)) {
            (Value::Object(values), Some(inputs)) => {
                for (name, value) in values {
                    if let Some(input) = inputs.get(name.as_str()) {
                        look(value, Place::from(input), see)?;
                    }
                }
            }
            (_, Some(_)) => return Err(format!("an object of type \"{name}\" is expected")),
            (Value::Number(number), None) if name.as_str() == "Int" && is_too_large(number) => {
                return Err(format!("{number} has more than the 32 bits of an \"Int\""));
            }
            (_, None) => {}
        },
    }
    Ok(())
}

/// Whether a whole number has more than 32 bits.
fn is_too_large(number: &Number) -> bool {
    let fits = number.as_i64().is_some_and(|whole| i32::try_from(whole).is_ok());
    !fits && !number.is_f64()
}
