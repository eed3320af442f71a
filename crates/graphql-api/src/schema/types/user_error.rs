//! What a mutation was refused for.

use crate::schema::vocabulary_enum::Code;
use async_graphql::SimpleObject;
use domain::Violation;
use usecases::Refusal;

/// Why something was not done that people can understand and mostly mend.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct UserError {
    /// The stable code, for programs.
    code: Code,
    /// The field that it is about, as the input names it: `title`, `goals[2]`, `contact.mailbox`, entries counted from 0. Null if it
    /// is about the whole.
    field: Option<String>,
    /// What is wrong and what is asked for instead, in German, for people.
    message: String,
    /// With the code RATE_LIMITED: after how many seconds another try may succeed.
    retry_after: Option<i32>,
}

impl UserError {
    /// An error about one field.
    pub(crate) fn of_field(code: domain::ErrorCode, field: &str, message: impl Into<String>) -> Self {
        Self { code: Code(code), field: Some(field.to_owned()), message: message.into(), retry_after: None }
    }

    /// A refusal as the errors of a payload: one for each broken rule, otherwise one about the whole.
    pub(crate) fn of_refusal(refusal: &Refusal) -> Vec<Self> {
        match refusal {
            Refusal::Invalid(violations) if !violations.is_empty() => violations.iter().map(Self::of_violation).collect(),
            _ => vec![Self { code: Code(refusal.code()), field: None, message: refusal.message(), retry_after: retry_after(refusal) }],
        }
    }

    fn of_violation(violation: &Violation) -> Self {
        let field = Some(violation.field.clone()).filter(|field| !field.is_empty());
        Self { code: Code(violation.code()), field, message: violation.message(), retry_after: None }
    }
}

fn retry_after(refusal: &Refusal) -> Option<i32> {
    match refusal {
        Refusal::RateLimited { seconds } => i32::try_from(*seconds).ok(),
        _ => None,
    }
}
