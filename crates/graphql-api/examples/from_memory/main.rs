//! The yardstick of `scripts/bench-api`: the three measured queries answered by a bare async-graphql schema from memory.
//!
//!     cargo run --release -p graphql-api --example from_memory -- cases.jsonl 127.0.0.1:8099
//!
//! Every request is parsed, validated and executed; there is no database, no viewer, no limit and no kept answer. Names and shapes are
//! those of `schema.graphql` (terms are plain strings here), so that the same documents get the same answers from both.

mod case;
mod memory;

use async_graphql::{EmptyMutation, EmptySubscription, InputObject, Object, Request, Schema, SimpleObject};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use case::PracticeCase;
use memory::{Mask, Memory};
use std::{fs::File, io::BufReader, sync::Arc};

/// The allocator that the server has as well: what is measured is not the allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Yardstick = Schema<Query, EmptyMutation, EmptySubscription>;

/// The page where `first` is left out.
const DEFAULT_PAGE: usize = 20;

struct Query {
    memory: Memory,
}

#[Object]
impl Query {
    async fn practice_case(&self, slug: String) -> Option<Arc<PracticeCase>> {
        self.memory.by_slug(&slug)
    }

    /// The newest first; `order_by` is there for the documents that say so.
    #[expect(clippy::unused_async, reason = "the macro asks for async; answers from memory wait for nothing")]
    async fn practice_cases(
        &self,
        filter: Option<CaseFilter>,
        #[graphql(default)] order_by: CaseOrder,
        first: Option<usize>,
        after: Option<usize>,
    ) -> async_graphql::Result<PracticeCaseConnection> {
        let CaseOrder::Newest = order_by;
        let CaseFilter { fields_of_action, states } = filter.unwrap_or_default();
        let mask = Mask::of(&fields_of_action.unwrap_or_default(), &states.unwrap_or_default()).ok_or("filter: unknown term")?;
        Ok(self.page(mask, after.map_or(0, |after| after + 1), first.unwrap_or(DEFAULT_PAGE)))
    }
}

impl Query {
    fn page(&self, mask: Mask, start: usize, limit: usize) -> PracticeCaseConnection {
        let found = self.memory.find(mask);
        let end = found.len().min(start + limit);
        let page = found.get(start..end).unwrap_or_default();
        let edges = page.iter().zip(start..).map(|(case, place)| PracticeCaseEdge { cursor: place.to_string(), node: (*case).clone() });
        let page_info = PageInfo {
            has_previous_page: start > 0,
            has_next_page: end < found.len(),
            start_cursor: (!page.is_empty()).then(|| start.to_string()),
            end_cursor: (!page.is_empty()).then(|| (end - 1).to_string()),
        };
        PracticeCaseConnection { total_count: found.len(), edges: edges.collect(), page_info }
    }
}

#[derive(Default, InputObject)]
struct CaseFilter {
    fields_of_action: Option<Vec<String>>,
    states: Option<Vec<String>>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
enum CaseOrder {
    #[default]
    Newest,
}

#[derive(SimpleObject)]
struct PracticeCaseConnection {
    total_count: usize,
    edges: Vec<PracticeCaseEdge>,
    page_info: PageInfo,
}

#[derive(SimpleObject)]
struct PracticeCaseEdge {
    cursor: String,
    node: Arc<PracticeCase>,
}

#[derive(SimpleObject)]
struct PageInfo {
    has_previous_page: bool,
    has_next_page: bool,
    start_cursor: Option<String>,
    end_cursor: Option<String>,
}

async fn answer(State(schema): State<Yardstick>, body: Bytes) -> Response {
    let Ok(request) = serde_json::from_slice::<Request>(&body) else { return StatusCode::BAD_REQUEST.into_response() };
    match serde_json::to_vec(&schema.execute(request).await) {
        Ok(json) => ([(CONTENT_TYPE, "application/graphql-response+json")], json).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(address)) = (arguments.next(), arguments.next()) else {
        return Err("usage: from_memory FILE ADDRESS".into());
    };
    let memory = Memory::read(BufReader::new(File::open(file)?), &format!("http://{address}"))?;
    let schema = Schema::build(Query { memory }, EmptyMutation, EmptySubscription).finish();
    let ready = get(|| async { r#"{"status":"ready"}"# });
    let router = Router::new().route("/graphql", post(answer)).route("/readyz", ready).with_state(schema);
    Ok(axum::serve(tokio::net::TcpListener::bind(address).await?, router).await?)
}
