//! The limits that a document is held to before it is validated or executed.
//!
//! Its length and its brackets are checked before it is parsed, everything else on the parsed document alone, in time linear in its size: fragments
//! are measured once and counted wherever they are used, so that a short document cannot stand for an enormous one. The cost of an operation, which
//! needs the schema, is checked later by the library against [`crate::cost`].

mod brackets;
mod measure;
mod values;

pub(crate) use measure::{Measure, Measurer, measure};
pub(crate) use values::check_values;

use crate::{ApiOptions, errors::ApiError};
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use domain::ErrorCode;

/// How deep brackets may be nested in the text; the usual introspection query needs 10. The parser itself takes selections 64 deep.
const MAX_BRACKETS: usize = 60;

/// How deep selections may be nested, fragments included; the usual introspection query needs 18. The library refuses more than 32 by
/// itself, with a text of its own.
const MAX_NESTING: usize = 30;

/// How often an introspection may go from a type to its fields (or interfaces, possible types, input fields) and on. The usual query
/// does so once; each further time multiplies the answer by the number of fields of a type.
const MAX_INTROSPECTION_LISTS: usize = 2;

/// How many `__schema` and `__type` an operation may hold. GraphiQL asks one.
const MAX_INTROSPECTIONS: usize = 4;

/// Refuses a text that cannot be parsed at all: it is too long, or nested so deep that the parser's stack would not do.
pub(crate) fn check_text(document: &str, options: &ApiOptions) -> Result<(), ApiError> {
    limit("Länge des Dokuments in Bytes", document.len(), options.document_bytes)?;
    // As the parser's own texts this is for programmers.
    let endless = || ApiError::with_message(ErrorCode::GraphqlParseFailed, "A string has no end.");
    limit("Klammern ineinander", brackets::depth(document).ok_or_else(endless)?, MAX_BRACKETS)
}

/// Refuses a document that exceeds a limit.
pub(crate) fn check(document: &ExecutableDocument, options: &ApiOptions) -> Result<(), ApiError> {
    limit("Fragmente", document.fragments.len(), options.fragments)?;
    let totals = measure::totals(document);
    limit("Aliase", totals.aliases, options.aliases)?;
    limit("Direktiven", totals.directives, options.directives)?;
    // Validation goes through all operations and fragments, though one operation alone is executed.
    let (mut measurer, mut fields) = (Measurer::new(document), 0_usize);
    for (_, operation) in document.operations.iter() {
        let measure = measurer.operation(&operation.node)?;
        fields = fields.saturating_add(measure.fields);
        limit("Verschachtelung", measure.nesting, MAX_NESTING)?;
        limit("ausgewählte Felder", fields, options.fields)?;
        limit("Felder auf oberster Ebene", measure.root_fields, options.root_fields)?;
        limit("Ebenen der Introspektion", measure.introspection_lists, MAX_INTROSPECTION_LISTS)?;
        limit("Introspektionen", measure.introspections, MAX_INTROSPECTIONS)?;
        if !measure.is_introspection_only() {
            limit("Tiefe", measure.depth, options.depth)?;
        }
    }
    match measurer.unused() {
        Some((name, place)) => {
            // What it selects is counted nowhere, and it would be refused all the same, after all the work.
            let message = format!("The fragment \"{name}\" is used by no operation.");
            Err(ApiError::with_message(ErrorCode::GraphqlValidationFailed, message).at([place]))
        }
        None => Ok(()),
    }
}

/// The operation that is to be executed; nothing if the name fits none or one of several must be named, which the library then says.
pub(crate) fn operation<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(given, _)| given.is_some_and(|given| given.as_str() == name)),
        None => operations.next().filter(|_| operations.next().is_none()),
    };
    found.map(|(_, operation)| &operation.node)
}

/// Whether the document may change something: it holds a mutation that could be meant.
pub(crate) fn may_mutate(document: &ExecutableDocument, name: Option<&str>) -> bool {
    match operation(document, name) {
        Some(operation) => operation.ty != OperationType::Query,
        None => document.operations.iter().any(|(_, operation)| operation.node.ty != OperationType::Query),
    }
}

fn limit(what: &str, given: usize, max: usize) -> Result<(), ApiError> {
    if given <= max {
        return Ok(());
    }
    let message = format!("Die GraphQL-Anfrage ist zu umfangreich: {what}: {given}; möglich sind {max}.");
    Err(ApiError::with_message(ErrorCode::QueryTooComplex, message))
}
