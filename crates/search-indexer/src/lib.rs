//! What a practice case looks like to a search, and the engines that find it.
//!
//! - [`document`] makes a case into a [`SearchDocument`], or says that it does not belong into the search;
//! - [`analysis`] takes German text apart, the same way for documents, queries, highlights and digests;
//! - [`find`] searches as somebody typed it: [`understanding`] recognises places and sizes in the text;
//! - [`SearchEngine`] is what the rest of the network knows of an engine: [`EmbeddedEngine`] (tantivy, in the process) and
//!   [`MeilisearchEngine`] (a server beside it) find the same cases for the same words;
//! - [`similar`] makes a case into a search for cases like it;
//! - [`suggest()`] completes what is being typed;
//! - [`evaluation`] measures how well an engine finds, on judged queries;
//! - [`Highlighter`] marks in a case's own text why it was found, [`matches()`] says whether a case is about something.

pub mod analysis;
mod associations;
mod case_facts;
mod case_texts;
mod change_log;
mod correction;
mod document;
mod embedded;
mod engine;
mod error;
pub mod evaluation;
mod facets;
mod filter_values;
mod finder;
mod highlight;
mod kept;
mod likeness;
mod matcher;
mod meilisearch;
mod passages;
mod reading;
mod relaxation;
mod selection;
mod similar;
mod spelling;
mod suggest;
mod typed_search;
pub mod understanding;
mod version;

pub use document::{SearchDocument, document, document_hash};
pub use embedded::EmbeddedEngine;
pub use engine::{Enqueued, IndexState, Rebuild, SearchEngine, SearchOrder, SearchRequest, SearchResponse};
pub use error::{SearchError, Trouble};
pub use facets::{FacetCount, Facets};
pub use highlight::{FoundBy, Highlighter, Highlights};
pub use matcher::{Matcher, matches};
pub use meilisearch::{MeilisearchEngine, MeilisearchOptions};
pub use reading::Read;
pub use similar::similar;
pub use suggest::{Suggestion, TermSuggestion, TitleSuggestion, Titles, suggest};
pub use typed_search::{Effect, TypedResponse, TypedSearch, find};
pub use version::INDEX_VERSION;
