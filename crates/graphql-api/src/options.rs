//! The limits of the API, as whoever makes one decides them.

use std::time::Duration;

/// The limits of the API. The defaults leave room for every query that the website, GraphiQL and generated clients ask; the measured
/// need of those stands beside each number.
#[derive(Debug, Clone)]
pub struct ApiOptions {
    /// The greatest request body, in bytes, and the most that the variables of a document may stand for, each as often as it is used. A case with
    /// every text at its limit is about 40 kB of JSON.
    pub body_bytes: usize,
    /// The greatest GraphQL document, in bytes. The usual introspection query (graphql-js 16) has 1.8 kB, one case with every
    /// field 0.8 kB.
    pub document_bytes: usize,
    /// How deep fields may be nested in data; the pages of the website need 6. Introspection is not counted: its usual query needs 15,
    /// and what can multiply in it is bounded by itself.
    pub depth: usize,
    /// How much an operation may cost: one for each field, lists times their size, see the module `cost`. A hundred cases with every
    /// field cost 8,000, twenty hits of a search with highlights and all facets 1,300, all municipalities with ten cases each 2,800,
    /// the usual introspection query 220.
    pub complexity: usize,
    /// How many fields the operations of a document may select in all, each fragment counted wherever it is used. One case with every field
    /// selects 70, the usual introspection query 220.
    pub fields: usize,
    /// How many fields may be renamed by an alias.
    pub aliases: usize,
    /// How many fields may be selected at the root: each is a query of its own.
    pub root_fields: usize,
    /// How many directives a document may hold. Their names are checked one by one, and nobody needs many.
    pub directives: usize,
    /// How many fragments a document may define. Generated clients bring about one per component.
    pub fragments: usize,
    /// How long an operation may take. It is then given up; a mutation that was not committed by then changes nothing.
    pub timeout: Duration,
    /// How much memory finished answers to anonymous queries may take, in bytes.
    pub cache_bytes: u64,
}

impl Default for ApiOptions {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            document_bytes: 32 * 1024,
            depth: 15,
            complexity: 15_000,
            fields: 1_000,
            aliases: 50,
            root_fields: 20,
            directives: 30,
            fragments: 100,
            timeout: Duration::from_secs(10),
            cache_bytes: 16 * 1024 * 1024,
        }
    }
}
