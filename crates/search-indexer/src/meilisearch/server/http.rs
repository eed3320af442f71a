//! How requests get to the server.

use async_trait::async_trait;
use futures_util::io::AsyncRead;
use meilisearch_sdk::{
    errors::Error,
    request::{HttpClient, Method, parse_response},
    reqwest::ReqwestClient,
};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::{Serialize, de::DeserializeOwned};

/// A body is made in memory and sent as one piece. The client library's own way (meilisearch-sdk 0.33) is to stream it through a buffer of 8 MiB that is
/// cleared for every request: in a search of several requests this took more time than everything else in this process.
#[derive(Debug, Clone)]
pub(super) struct Http {
    client: reqwest::Client,
    streaming: ReqwestClient,
}

impl Http {
    /// Requests with this key, which must fit a header.
    pub(super) fn new(key: Option<&str>) -> Result<Self, Error> {
        let mut headers = HeaderMap::new();
        if let Some(key) = key {
            let mut bearer = HeaderValue::try_from(format!("Bearer {key}")).map_err(|error| Error::Other(error.into()))?;
            bearer.set_sensitive(true);
            headers.insert(reqwest::header::AUTHORIZATION, bearer);
        }
        let client = reqwest::Client::builder().default_headers(headers).build()?;
        Ok(Self { client, streaming: ReqwestClient::new(key)? })
    }
}

#[async_trait]
impl HttpClient for Http {
    async fn request<Query, Body, Output>(&self, url: &str, method: Method<Query, Body>, expected_status: u16) -> Result<Output, Error>
    where
        Query: Serialize + Send + Sync,
        Body: Serialize + Send + Sync,
        Output: DeserializeOwned + 'static + Send,
    {
        let verb = match method {
            Method::Get { .. } => reqwest::Method::GET,
            Method::Post { .. } => reqwest::Method::POST,
            Method::Patch { .. } => reqwest::Method::PATCH,
            Method::Put { .. } => reqwest::Method::PUT,
            Method::Delete { .. } => reqwest::Method::DELETE,
        };
        let mut request = self.client.request(verb, url).query(method.query());
        if let Some(body) = method.body() {
            let json = serde_json::to_vec(body).map_err(Error::ParseError)?;
            request = request.header(CONTENT_TYPE, "application/json").body(json);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let answer = response.text().await?;
        let answer = if answer.is_empty() { "null" } else { &answer };
        parse_response(status, expected_status, answer, url.to_owned())
    }

    async fn stream_request<Query, Body, Output>(
        &self,
        url: &str,
        method: Method<Query, Body>,
        content_type: &str,
        expected_status: u16,
    ) -> Result<Output, Error>
    where
        Query: Serialize + Send + Sync,
        Body: AsyncRead + Send + Sync + 'static,
        Output: DeserializeOwned + 'static,
    {
        self.streaming.stream_request(url, method, content_type, expected_status).await
    }

    fn is_tokio(&self) -> bool {
        self.streaming.is_tokio()
    }
}
