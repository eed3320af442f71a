//! Errors as clients get them: a code of the closed list, a German text, and never a word of what the log reads.

mod nulls;
mod shape;

pub(crate) use shape::{is_request_error, retry_after};

use async_graphql::{Pos, Response};
use domain::{ErrorCode, Scope};
use usecases::{Refusal, UseCaseError};

/// Makes what the library answers what a client gets: nulls where the specification wants them, and errors with their codes. `query` is the
/// document that was executed and the operation's name, `trace` finds in the log what is told to nobody, and `max_cost` is what an operation
/// may cost.
///
/// The nulls come first: every field that failed needs one, but not every error is told.
pub(crate) fn finish(response: &mut Response, (query, operation): (&str, Option<&str>), trace: &str, max_cost: usize) {
    nulls::place(response, query, operation);
    shape::shape(response, trace, max_cost);
}

/// An error that a client is told of. Its `Display` is the text for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct ApiError {
    code: ErrorCode,
    message: String,
    trace: Option<String>,
    /// After how many seconds another try may succeed.
    retry_after: Option<u64>,
    /// What an access token must be good for to be let do this, where it is not.
    needed_scope: Option<Scope>,
    /// Where in the document, where the library does not know it.
    places: Vec<Pos>,
}

impl ApiError {
    /// An error with the text of the table.
    pub(crate) fn new(code: ErrorCode) -> Self {
        Self::with_message(code, code.message())
    }

    /// An error with a more precise German text.
    pub(crate) fn with_message(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), trace: None, retry_after: None, needed_scope: None, places: Vec::new() }
    }

    /// The same, at these places of the document.
    pub(crate) fn at(self, places: impl IntoIterator<Item = Pos>) -> Self {
        Self { places: places.into_iter().collect(), ..self }
    }

    /// An access token that is not good for this.
    pub(crate) fn without_scope(needed: Scope) -> Self {
        Self { needed_scope: Some(needed), ..Self::new(ErrorCode::InsufficientScope) }
    }

    /// An argument that cannot be used; the text names the argument, what is asked for and what was given.
    pub(crate) fn bad_input(message: impl Into<String>) -> Self {
        Self::with_message(ErrorCode::BadUserInput, message)
    }

    /// An operation that costs too much. The library does not say how much it would have cost.
    pub(crate) fn too_costly(max: usize) -> Self {
        let message = format!(
            "Die GraphQL-Anfrage ist zu umfangreich: Kosten: mehr als {max}. Jedes Feld kostet, in einer Liste so oft, wie sie nach first oder \
             last Einträge haben darf; bitte fragen Sie kleinere Seiten oder weniger Felder ab."
        );
        Self::with_message(ErrorCode::QueryTooComplex, message)
    }

    /// Something unexpected. The log gets `detail`, the client the trace id that finds it there.
    pub(crate) fn internal(trace: &str, detail: &dyn std::fmt::Display) -> Self {
        tracing::error!(trace_id = trace, error = %detail, "an operation failed unexpectedly");
        Self { trace: Some(trace.to_owned()), ..Self::new(ErrorCode::Internal) }
    }

    /// What a use case that did not come to its end means for the client. This is the one place where the two are matched.
    pub(crate) fn of_use_case(error: UseCaseError, trace: &str) -> Self {
        match error {
            UseCaseError::Refused(refusal) => Self::of_refusal(&refusal),
            UseCaseError::SearchUnavailable(reason) => {
                // The log says once that searches fail (`usecases::failed_searches`), not for each.
                tracing::debug!(trace_id = trace, error = %reason, "a search was not answered");
                Self { trace: Some(trace.to_owned()), ..Self::new(ErrorCode::SearchUnavailable) }
            }
            UseCaseError::Failed(failure) => Self::internal(trace, &failure),
        }
    }

    /// A refusal where there is no payload that could carry it.
    pub(crate) fn of_refusal(refusal: &Refusal) -> Self {
        let retry_after = match refusal {
            Refusal::RateLimited { seconds } => Some(*seconds),
            _ => None,
        };
        Self { retry_after, ..Self::with_message(refusal.code(), refusal.message()) }
    }

    /// A document that cannot be parsed. The parser's text says where; it is for programmers. One that nests deeper than the parser goes was
    /// refused before.
    pub(crate) fn of_syntax(error: &async_graphql::ServerError) -> Self {
        Self::with_message(ErrorCode::GraphqlParseFailed, &error.message).at(error.locations.iter().copied())
    }

    /// The error's code.
    pub(crate) fn code(&self) -> ErrorCode {
        self.code
    }

    /// After how many seconds another try may succeed, where that is known.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        self.retry_after
    }

    /// What an access token must be good for to be let do this, where that is known.
    pub(crate) fn needed_scope(&self) -> Option<Scope> {
        self.needed_scope
    }

    /// The id that finds the error in the log, where it was logged.
    pub(crate) fn trace(&self) -> Option<&str> {
        self.trace.as_deref()
    }

    /// The error as a whole answer: nothing was executed.
    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::from_errors(vec![self.into_server_error()]);
        // What an operation may cost is for errors of the library alone, and this is one of ours.
        shape::shape(&mut response, "", usize::MAX);
        response
    }

    /// The error as the library carries it, with this value as its source.
    pub(crate) fn into_server_error(self) -> async_graphql::ServerError {
        let mut error = async_graphql::ServerError::new(self.message.clone(), None);
        error.locations.clone_from(&self.places);
        error.source = Some(std::sync::Arc::new(self));
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{PathSegment, ServerError, value};

    #[test]
    fn every_field_that_failed_is_null_though_not_every_error_is_told() {
        let failed = |place: usize| {
            let list = ["practiceCases", "nodes"].map(|key| PathSegment::Field(key.to_owned()));
            let field = [PathSegment::Index(place), PathSegment::Field("contact".to_owned())];
            ServerError::new("failed", None).with_path(list.into_iter().chain(field).collect())
        };
        let (left_out, placed) = (vec![value!({ "title": "t" }); 30], vec![value!({ "title": "t", "contact": null }); 30]);
        let mut response = Response::new(value!({ "practiceCases": { "nodes": left_out } }));
        response.errors = (0..30).map(failed).collect();
        finish(&mut response, ("{ practiceCases { nodes { title contact { mailbox } } } }", None), "", 0);
        assert_eq!(response.data, value!({ "practiceCases": { "nodes": placed } }));
        assert_eq!(response.errors.len(), 20);
    }
}
