//! What both search engines have to do, and what the highlighter and the matcher make of the same words.
//!
//! The embedded engine needs nothing. Meilisearch needs a server's address in `WISSENSNETZ_TEST_MEILISEARCH_URL` and its key in
//! `WISSENSNETZ_TEST_MEILISEARCH_KEY`; without them its half is left out, unless `WISSENSNETZ_TEST_REQUIRE_SERVICES=1` says that it must not be.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails, and the place says why")]

mod analysis;
mod changes;
mod demo_queries;
mod embedded_folder;
mod files;
mod filters;
mod highlights;
mod matching;
mod meilisearch_keys;
mod meilisearch_refusals;
mod meilisearch_server;
mod meilisearch_silence;
mod network;
mod reading;
mod rebuilds;
mod similar;
mod stems;
mod synonyms;
mod typed;
mod words;
