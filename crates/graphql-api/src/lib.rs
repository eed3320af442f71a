//! The GraphQL API of Wissensnetz: its schema, its limits, and the way it speaks HTTP.
//!
//! Resolvers are thin: they read arguments, call a use case and shape its outcome. What people can meet as part of the normal course of
//! things is in a mutation's payload (`userErrors`); what nobody expected is a top-level error with a trace id, and its cause goes to
//! the log alone. Every code comes from the closed list of `domain::ErrorCode`.

mod api;
mod cache;
mod cookie;
mod cost;
mod errors;
mod field_types;
mod files;
mod graphiql;
mod http;
mod inputs;
mod limits;
mod loaders;
mod markdown;
mod options;
mod schema;
mod selected;
mod session;
mod variables;
mod viewer;

pub use crate::http::{CHALLENGE, Cause, cause, challenge, entity_tag, is_too_slow, names_tag, read_body, scope_challenge};
pub use api::Api;
// What `Api::execute` takes and gives, for clients in this process; nobody else names the library's types.
pub use async_graphql::{Request, Response, Value, Variables, from_value};
pub use cookie::{cookie, cookie_header, session_cookie_name};
pub use files::in_upload_time;
pub use options::ApiOptions;
pub use schema::request_id;

/// The case that an id of this API stands for, if it stands for one: for what must outlive the API's way of writing ids.
pub fn case_id(id: &str) -> Option<domain::ids::CaseId> {
    schema::case_id(id)
}

/// The schema in the schema definition language, as `schema.graphql` keeps it.
pub fn schema_sdl() -> String {
    schema::build(&ApiOptions::default(), async_graphql::ValidationMode::Strict)
        .sdl_with_options(async_graphql::SDLExportOptions::new().use_space_ident().prefer_single_line_descriptions().include_specified_by())
}
