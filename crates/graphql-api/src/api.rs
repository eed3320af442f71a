//! The API as the server and the website hold it.

use crate::{
    ApiOptions,
    cache::AnswerCache,
    errors::{self, ApiError},
    files, graphiql, http, limits,
    schema::{self, Schema},
    selected::Selected,
    session::Session,
    variables, viewer,
};
use async_graphql::{Request, Response, ValidationMode};
use axum::{Router, body::Body, http::HeaderMap};
use domain::{ErrorCode, Viewer};
use futures_util::future::BoxFuture;
use std::sync::{Arc, OnceLock};
use usecases::{Caller, Network};

/// The GraphQL API of a network. Clones share everything.
#[derive(Clone)]
pub struct Api(Arc<Inner>);

struct Inner {
    network: Arc<Network>,
    schema: Schema,
    /// The same for documents that `schema` has validated as they were written; made when the first of these comes.
    lenient: OnceLock<Schema>,
    options: ApiOptions,
    answers: AnswerCache,
}

impl Api {
    /// The API of this network.
    pub fn new(network: Arc<Network>, options: ApiOptions) -> Self {
        let schema = schema::build(&options, ValidationMode::Strict);
        let answers = AnswerCache::new(options.cache_bytes);
        Self(Arc::new(Inner { network, schema, lenient: OnceLock::new(), options, answers }))
    }

    /// The routes `/graphql` and `/graphiql` with all that they need.
    pub fn router(&self) -> Router {
        Router::new().merge(http::router(self.clone())).merge(graphiql::router())
    }

    /// The routes of files: they stream, so they are to be served without compression and without a limit of the whole time.
    pub fn file_router(&self) -> Router {
        files::router(self.clone())
    }

    /// Who sends a request with these headers, with what they showed: a bearer token or a session cookie; otherwise the public.
    ///
    /// Refused with [`ErrorCode::Unauthenticated`] if it bears a token that nobody holds. Whoever lets the cookie count for a request
    /// that changes something checks where the request comes from, too.
    pub async fn caller(&self, headers: &HeaderMap) -> Result<Caller, ErrorCode> {
        let found = viewer::identify(&self.0.network, viewer::credential(headers, &self.0.network.settings)).await;
        found.map_err(|error| error.code())
    }

    /// Who sends a request with these headers that only reads. See [`Api::caller`]; refused with [`ErrorCode::InsufficientScope`] as well, if
    /// it bears a token that is not for reading.
    pub async fn viewer(&self, headers: &HeaderMap) -> Result<Viewer, ErrorCode> {
        let caller = self.caller(headers).await?;
        viewer::check_scope(&caller, false).map_err(|error| error.code())?;
        Ok(caller.viewer)
    }

    /// Executes an operation for this caller, under the same limits and with the same errors as over HTTP. Every error of the response
    /// has a `code` among its extensions.
    pub fn execute(&self, caller: impl Into<Caller>, request: Request) -> BoxFuture<'_, Response> {
        self.check_and_run(caller.into(), request)
    }

    /// A boxed future and no `async fn`, as [`Api::run`]: the compiler makes the body of an `async fn` anew wherever it is awaited, with all
    /// that it awaits in turn, which is the whole schema. This way it is made once, in this crate.
    fn check_and_run(&self, caller: Caller, mut request: Request) -> BoxFuture<'_, Response> {
        Box::pin(async move {
            let name = request.operation_name.clone();
            let checked = limits::check_text(&request.query, &self.0.options).and_then(|()| parse(&mut request)).and_then(|document| {
                limits::check(document, &self.0.options)?;
                viewer::check_scope(&caller, limits::may_mutate(document, name.as_deref()))
            });
            match checked {
                Ok(()) => self.run(caller, request).await,
                Err(error) => error.into_response(),
            }
        })
    }

    /// Takes a file in for this caller, under the same limits and with the same errors as `POST /dateien`: the file's id, or a response without
    /// data that says why there is none. The body comes [in time](crate::in_upload_time).
    pub fn upload<'a>(&'a self, caller: impl Into<Caller>, name: &'a str, body: Body) -> BoxFuture<'a, Result<String, Response>> {
        let caller = caller.into();
        Box::pin(async move {
            let kept = files::keep(self, caller, name, body).await;
            kept.map(|file| schema::file_id(file.id).0).map_err(ApiError::into_response)
        })
    }

    /// Executes an operation that is within its limits and the caller's scopes.
    pub(crate) fn run(&self, caller: Caller, request: Request) -> BoxFuture<'_, Response> {
        Box::pin(self.run_in_time(caller, request))
    }

    async fn run_in_time(&self, caller: Caller, mut request: Request) -> Response {
        let as_written = match variables::coerce(&mut request, self.0.options.body_bytes) {
            Ok(as_written) => as_written,
            Err(error) => return error.into_response(),
        };
        let selected = Selected::of(&mut request);
        let session = Session::new(self.0.network.clone(), caller);
        let trace = session.trace.clone();
        let (query, operation_name) = (request.query.clone(), request.operation_name.clone());
        let finish = |response: &mut Response| {
            errors::finish(response, (&query, operation_name.as_deref()), &trace, self.0.options.complexity);
        };
        let mut schema = &self.0.schema;
        if let Some(as_written) = as_written {
            let mut objections = Box::pin(schema.execute(as_written)).await;
            if !objections.errors.is_empty() {
                finish(&mut objections);
                return objections;
            }
            schema = self.0.lenient.get_or_init(|| schema::build(&self.0.options, ValidationMode::Fast));
        }
        let operation = schema.execute(request.data(session));
        let Ok(mut response) = tokio::time::timeout(self.0.options.timeout, operation).await else {
            tracing::warn!(trace_id = &*trace, limit = ?self.0.options.timeout, "an operation took too long and was given up");
            return ApiError::new(ErrorCode::Timeout).into_response();
        };
        finish(&mut response);
        if let Some(selected) = selected {
            selected.arrange(&mut response.data);
        }
        response
    }

    /// The network that the API serves.
    pub(crate) fn network(&self) -> &Network {
        &self.0.network
    }

    /// The same, to be held on to.
    pub(crate) fn network_shared(&self) -> Arc<Network> {
        self.0.network.clone()
    }

    /// The limits.
    pub(crate) fn options(&self) -> &ApiOptions {
        &self.0.options
    }

    /// The finished answers.
    pub(crate) fn answers(&self) -> &AnswerCache {
        &self.0.answers
    }
}

/// Parses the document, once: the request keeps what was parsed.
pub(crate) fn parse(request: &mut Request) -> Result<&async_graphql::parser::types::ExecutableDocument, ApiError> {
    request.parsed_query().map_err(|error| ApiError::of_syntax(&error))
}
