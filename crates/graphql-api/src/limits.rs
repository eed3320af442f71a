//! The limits that a document is held to before it is validated or executed.
//!
//! They are checked on the parsed document alone, in time linear in its size: fragments are measured once and counted wherever they are
//! used, so that a short document cannot stand for an enormous one. The cost of an operation, which needs the schema, is checked later
//! by the library against [`crate::cost`].

mod measure;

pub(crate) use measure::{Measure, measure};

use crate::{ApiOptions, errors::ApiError};
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use domain::ErrorCode;

/// How deep selections may be nested, fragments included. The library refuses more than 32 by itself, with a text of its own.
const MAX_NESTING: usize = 30;

/// How often an introspection may go from a type to its fields (or interfaces, possible types, input fields) and on. The usual query
/// does so once; each further time multiplies the answer by the number of fields of a type.
const MAX_INTROSPECTION_LISTS: usize = 2;

/// How many `__schema` and `__type` an operation may hold. GraphiQL asks one.
const MAX_INTROSPECTIONS: usize = 4;

/// Refuses a text that is too long to be parsed at all.
pub(crate) fn check_text(document: &str, options: &ApiOptions) -> Result<(), ApiError> {
    limit("Länge des Dokuments in Bytes", document.len(), options.document_bytes)
}

/// Refuses a document that exceeds a limit.
pub(crate) fn check(document: &ExecutableDocument, options: &ApiOptions) -> Result<(), ApiError> {
    limit("Fragmente", document.fragments.len(), options.fragments)?;
    let totals = measure::totals(document);
    limit("Aliase", totals.aliases, options.aliases)?;
    limit("Direktiven", totals.directives, options.directives)?;
    for (_, operation) in document.operations.iter() {
        let measure = measure(document, &operation.node)?;
        limit("Verschachtelung", measure.nesting, MAX_NESTING)?;
        limit("ausgewählte Felder", measure.fields, options.fields)?;
        limit("Felder auf oberster Ebene", measure.root_fields, options.root_fields)?;
        limit("Ebenen der Introspektion", measure.introspection_lists, MAX_INTROSPECTION_LISTS)?;
        limit("Introspektionen", measure.introspections, MAX_INTROSPECTIONS)?;
        if !measure.is_introspection_only() {
            limit("Tiefe", measure.depth, options.depth)?;
        }
    }
    Ok(())
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

#[cfg(test)]
mod temporary {
    use super::*;
    #[tokio::test]
    async fn measure_headroom() {
        let tests = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/limits.rs")).unwrap();
        let everything = tests.split("let everything = \"").nth(1).unwrap().split("\";").next().unwrap().to_owned();
        let intro = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/introspection.graphql")).unwrap();
        let bench = "{ practiceCases(first: 20) { nodes { title slug fieldsOfAction municipality { displayName } } } }".to_owned();
        let mun = "{ municipalities { nodes { displayName practiceCases(first: 10) { totalCount nodes { title slug publishedAt } } } } }".to_owned();
        let search = "{ searchCases(query: \"x\", first: 20) { totalCount facets { fieldsOfAction { value label count } states { value label count } lifePhases { value label count } components { value label count } targetGroups { value label count } status { value label count } municipalities { value label count } fundingProgrammes { value label count } } edges { node { id slug title teaser placeName fieldsOfAction publishedAt } highlights { title teaser snippet } } pageInfo { hasNextPage endCursor } } }".to_owned();
        for text in [everything, intro, bench, mun, search] {
            let document = async_graphql::parser::parse_query(&text).unwrap();
            let (_, operation) = document.operations.iter().next().unwrap();
            let m = measure(&document, &operation.node).unwrap();
            let (mut low, mut high) = (0, 200_000);
            while low + 1 < high {
                let middle = (low + high) / 2;
                let schema = crate::schema::build(&ApiOptions { complexity: middle, ..ApiOptions::default() });
                let response = schema.execute(text.as_str()).await;
                if response.errors.iter().any(|e| e.message == "Query is too complex.") { low = middle } else { high = middle }
            }
            println!("HEADROOM bytes {} fields {} depth {} nesting {} lists {} complexity {high}", text.len(), m.fields, m.depth, m.nesting, m.introspection_lists);
        }
    }
}
