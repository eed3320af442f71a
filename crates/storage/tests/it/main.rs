//! What the store promises, on both databases.
//!
//! SQLite needs nothing. PostgreSQL needs a server's address in `WISSENSNETZ_TEST_POSTGRES_URL` with the right to create databases;
//! without it these tests pass unseen, unless `WISSENSNETZ_TEST_REQUIRE_SERVICES=1` says that they must not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails, and the place says why")]

#[macro_use]
mod harness;

mod cache;
mod cases;
mod connecting;
mod contacts;
mod data_protection;
mod deliveries;
mod deliveries_at_once;
mod deliveries_unreadable;
mod delivery_claims;
mod digests;
mod errors;
mod files;
mod fixtures;
mod gathered_replies;
mod hidden;
mod jobs;
mod jobs_at_once;
mod lists;
mod lists_unreadable;
mod mail_runs;
mod people;
mod readers;
mod retired_keys;
mod reviews;
mod schema;
mod search_notes;
mod second_factors;
mod sessions;
mod signing_in;
mod size;
mod standing;
mod suppressions;
mod teaching;
mod working;
