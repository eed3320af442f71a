//! The scalar for moments.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::clock::to_microseconds;

/// A moment as RFC 3339 writes it: `2026-03-11T09:20:00Z`. Answers are in UTC; an offset in an input is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timestamp(pub(crate) DateTime<Utc>);

/// A moment as RFC 3339 writes it: `2026-03-11T09:20:00Z`. Answers are in UTC; an offset in an input is understood.
#[Scalar(name = "DateTime", specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339")]
impl ScalarType for Timestamp {
    fn parse(value: Value) -> InputValueResult<Self> {
        read(&value).map(Self).ok_or_else(|| InputValueError::expected_type(value))
    }

    /// Asked before anything is executed: where [`ScalarType::parse`] alone refuses a value, the library leaves its field out of the answer.
    fn is_valid(value: &Value) -> bool {
        read(value).is_some()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

fn read(value: &Value) -> Option<DateTime<Utc>> {
    let Value::String(text) = value else { return None };
    DateTime::parse_from_rfc3339(text).ok().map(|moment| to_microseconds(moment.to_utc()))
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment)
    }
}
