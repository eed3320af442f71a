//! Files over HTTP: `POST /dateien` takes one in, `GET /dateien/{id}/{name}` gives it out.
//!
//! Both stand beside GraphQL because they stream: neither holds a file in memory, whatever its size. An upload alone changes nothing that
//! anybody sees; the mutation `addMaterial` puts it on a case.

mod download;
mod range;
mod upload;

pub use upload::in_upload_time;
pub(crate) use upload::keep;

use crate::Api;
use axum::{
    Router,
    routing::{get, post},
};

/// The routes of files. They are not to be compressed, and not to be cut off while bytes flow.
pub(crate) fn router(api: Api) -> Router {
    Router::new().route("/dateien", post(upload::receive)).route("/dateien/{id}/{name}", get(download::send)).with_state(api)
}
