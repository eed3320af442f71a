//! The GraphQL schema: thin resolvers that turn arguments into calls of use cases and their outcomes into answers.
#![expect(clippy::unused_async, reason = "async-graphql wants every resolver to be async")]

mod case_filter;
mod cursor;
mod enums;
mod global_id;
mod lookahead;
mod mail_query;
mod mutation;
mod paging;
mod people_query;
mod query;
mod request_query;
mod review_enums;
mod timestamp;
mod types;
mod vocabulary_enum;

pub(crate) use mutation::Mutation;
pub(crate) use paging::{DEFAULT_PAGE, MAX_PAGE};

use async_graphql::{EmptySubscription, ID, MergedObject, ValidationMode};

/// The root of all queries. What a viewer may not see is not there: lists, counts, facets and `node` leave it out alike.
#[derive(Default, MergedObject)]
#[graphql(name = "Query")]
pub(crate) struct Query(query::CaseQuery, people_query::PeopleQuery, mail_query::MailQuery, request_query::RequestQuery);

/// The schema that the API serves.
pub(crate) type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// A file's id as the API writes it.
pub(crate) fn file_id(id: domain::ids::FileId) -> ID {
    global_id::GlobalId::File(id).encode()
}

/// The case that an id stands for, if it stands for one.
pub(crate) fn case_id(id: &str) -> Option<domain::ids::CaseId> {
    global_id::GlobalId::case(&ID::from(id))
}

/// The id of a question to the network as the API writes it.
pub fn request_id(id: domain::ids::RequestId) -> ID {
    global_id::GlobalId::Request(id).encode()
}

/// Builds the schema with the limits that the library checks itself. It validates documents, or executes those that were validated before.
pub(crate) fn build(options: &crate::ApiOptions, validation: ValidationMode) -> Schema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .validation_mode(validation)
        .override_output_type_description::<ID>("An opaque identifier; only what this API gave as one is one.")
        .limit_complexity(options.complexity)
        .limit_directives(options.directives)
        .finish()
}
