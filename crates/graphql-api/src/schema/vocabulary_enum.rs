//! Vocabularies and the list of error codes as GraphQL enums, made from the lists in `domain`: there is no second list of terms here.

use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, Name, OutputType, Positioned, ServerResult, Value,
    parser::types::Field,
    registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry},
};
use async_trait::async_trait;
use domain::{ErrorCode, vocabulary::Vocabulary};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// A term of a vocabulary as an enum value of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term<V>(pub(crate) V);

/// An error's code as an enum value of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code(pub(crate) ErrorCode);

/// Wraps terms for an answer.
pub(crate) fn terms<V: Vocabulary>(terms: &[V]) -> Vec<Term<V>> {
    terms.iter().copied().map(Term).collect()
}

/// Unwraps the terms of an input; nothing given means none.
pub(crate) fn unwrap<V>(terms: Option<Vec<Term<V>>>) -> Vec<V> {
    terms.unwrap_or_default().into_iter().map(|term| term.0).collect()
}

/// `FieldOfAction` of `fieldOfAction`.
fn type_name_of<V: Vocabulary>() -> Cow<'static, str> {
    let mut characters = V::NAME.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect::<String>().into()
}

fn vocabulary_type<V: Vocabulary>() -> MetaType {
    let values = V::ALL.iter().map(|term| {
        let deprecation = match term.term().successor {
            Some(successor) => Deprecation::Deprecated { reason: Some(format!("Retired; use {successor}.")) },
            None => Deprecation::NoDeprecated,
        };
        (term.key(), term.label(), deprecation)
    });
    enum_type(&type_name_of::<V>(), V::DESCRIPTION, values)
}

/// An enum type of the registry; each value is given with its description.
fn enum_type(name: &str, description: &str, values: impl Iterator<Item = (&'static str, &'static str, Deprecation)>) -> MetaType {
    let value = |(name, description, deprecation): (&str, &str, Deprecation)| {
        let value = MetaEnumValue {
            name: name.to_owned(),
            description: Some(description.to_owned()),
            deprecation,
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            directive_invocations: Vec::new(),
        };
        (name.to_owned(), value)
    };
    MetaType::Enum {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        enum_values: values.map(value).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

impl<V: Vocabulary> InputType for Term<V> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        type_name_of::<V>()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| vocabulary_type::<V>())
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let key = match &value {
            Value::Enum(name) => name.as_str(),
            Value::String(text) => text.as_str(),
            _ => return Err(InputValueError::expected_type(value)),
        };
        let term = V::from_key(key);
        term.map(Self).ok_or_else(|| InputValueError::custom(format_args!("the enum has no value {key:?}")))
    }

    fn to_value(&self) -> Value {
        Value::Enum(Name::new(self.0.key()))
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

#[async_trait]
impl<V: Vocabulary> OutputType for Term<V> {
    fn type_name() -> Cow<'static, str> {
        type_name_of::<V>()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Enum, |_| vocabulary_type::<V>())
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(InputType::to_value(self))
    }
}

#[async_trait]
impl OutputType for Code {
    fn type_name() -> Cow<'static, str> {
        "ErrorCode".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Enum, |_| {
            let values = ErrorCode::ALL.iter().map(|code| (code.as_str(), code.meaning(), Deprecation::NoDeprecated));
            enum_type("ErrorCode", "A stable code for something that went wrong. Codes are never renamed; the list is closed.", values)
        })
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::Enum(Name::new(self.0.as_str())))
    }
}

impl<V: Vocabulary> Serialize for Term<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.key())
    }
}
