//! The way the API speaks HTTP, after the GraphQL-over-HTTP specification.
//!
//! The library's own services execute mutations that come by GET, as plain text or as a form, which a foreign website can send with the
//! visitor's cookie; and they answer errors with the wrong status. So the edge is our own, and small.

mod body;
mod edge;
mod entity_tag;
mod negotiate;
mod origin;
mod request;
mod respond;

pub use body::{is_too_slow, read_body};
pub(crate) use edge::identify;
pub use entity_tag::{entity_tag, names_tag};
pub(crate) use negotiate::Form;
pub use origin::{Cause, cause};
pub use respond::{CHALLENGE, challenge, scope_challenge};
pub(crate) use respond::{refuse, refuse_caller};

use crate::Api;
use axum::{Router, routing::any};
use tower_http::catch_panic::CatchPanicLayer;

/// The route `/graphql`.
pub(crate) fn router(api: Api) -> Router {
    Router::new().route("/graphql", any(edge::graphql)).layer(CatchPanicLayer::custom(edge::panicked)).with_state(api)
}
