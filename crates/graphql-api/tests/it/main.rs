//! The API as its clients meet it: over HTTP and in process, on a whole network.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails, and the place says why")]

mod audit_log;
mod cache;
mod confirming;
mod desk;
mod downloads;
mod editing;
mod errors;
mod files;
mod graphiql;
mod http_edge;
mod http_viewer;
mod limits;
mod matrix;
mod mutations;
mod paging;
mod people;
mod queries;
mod rate_limits;
mod requests;
mod review;
mod rights;
mod schema;
mod search;
mod selected;
mod signing_in;
mod similar;
mod subscriptions;
mod teaching;
mod together;
mod variables;
mod world;
