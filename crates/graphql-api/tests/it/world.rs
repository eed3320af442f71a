//! A network with its API, and short ways to ask it.

use async_graphql::{Request, Variables};
use axum::{
    body::Body,
    http::{HeaderMap, Request as HttpRequest, StatusCode},
    response::Response,
};
use chrono::TimeDelta;
use domain::{CaseView, Viewer};
use graphql_api::{Api, ApiOptions};
use serde_json::{Value, json};
use std::sync::Arc;
use test_network::{TestNetwork, complete_case};
use tower::ServiceExt;
use usecases::Caller;

/// A network with its API.
pub(crate) struct World {
    pub(crate) test: TestNetwork,
    pub(crate) api: Api,
}

impl World {
    /// A new, empty network.
    pub(crate) async fn new() -> Self {
        Self::of(TestNetwork::new().await)
    }

    pub(crate) fn of(test: TestNetwork) -> Self {
        let api = Api::new(test.network.clone(), ApiOptions::default());
        Self { test, api }
    }

    /// Executes an operation in process.
    pub(crate) async fn ask_as(&self, caller: impl Into<Caller>, query: &str, variables: Value) -> Value {
        let request = Request::new(query).variables(Variables::from_json(variables));
        serde_json::to_value(self.api.execute(caller, request).await).unwrap()
    }

    /// Executes an operation in process for the public, and returns its data; errors fail the test.
    pub(crate) async fn ask(&self, query: &str) -> Value {
        self.data(&Viewer::Public, query, json!({})).await
    }

    /// Executes an operation in process and returns its data; errors fail the test.
    pub(crate) async fn data(&self, caller: impl Into<Caller>, query: &str, variables: Value) -> Value {
        let mut answer = self.ask_as(caller, query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }

    /// The code and message of an operation's only error.
    pub(crate) async fn error(&self, query: &str) -> (String, String) {
        let answer = self.ask_as(&Viewer::Public, query, json!({})).await;
        only_error(&answer)
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn send(&self, request: HttpRequest<Body>) -> (StatusCode, HeaderMap, Value) {
        let response: Response = self.api.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let json = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
        (parts.status, parts.headers, json)
    }

    /// Publishes `count` cases, each an hour after the one before: `Praxisbeispiel Nummer 00` is the oldest.
    pub(crate) async fn publish_many(&self, count: usize) -> Vec<Arc<CaseView>> {
        let mut cases = Vec::new();
        for number in 0..count {
            self.test.clock.advance(TimeDelta::hours(1));
            cases.push(self.test.publish_without_jobs(complete_case(&format!("Praxisbeispiel Nummer {number:02}"))).await);
        }
        self.test.run_jobs().await;
        cases
    }
}

/// The code and message of an answer's only error.
pub(crate) fn only_error(answer: &Value) -> (String, String) {
    let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("no errors: {answer:#}"));
    assert_eq!(errors.len(), 1, "{answer:#}");
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{answer:#}")).to_owned();
    (text(&errors[0]["extensions"]["code"]), text(&errors[0]["message"]))
}

/// The texts at one key of each object of a list.
pub(crate) fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|object| object[key].as_str().unwrap()).collect()
}
