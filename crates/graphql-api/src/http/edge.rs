//! One request from its first header to its answer.

use super::{
    negotiate::{self, Form},
    origin::{self, Cause},
    request::{self, Parameters},
    respond::{self, Answer},
};
use crate::{
    Api, api,
    cache::{self, Counted, Keeping, Validity},
    errors::ApiError,
    limits,
    viewer::{self, Credential},
};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    response::Response,
};
use domain::{ErrorCode, Viewer};
use std::any::Any;
use tokio::sync::OnceCell;
use usecases::Caller;

/// The methods of the route.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// Why a request is not answered with an answer of GraphQL.
enum Refusal {
    /// It is refused with this error.
    Error(ApiError),
    /// It would change something, which GET may not.
    OnlyByPost,
    /// Its body is compressed.
    Coded,
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self::Error(error)
    }
}

/// Answers requests to `/graphql`.
pub(super) async fn graphql(State(api): State<Api>, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    if parts.method == Method::OPTIONS {
        return options();
    }
    let Some(form) = negotiate::form(&parts.headers) else {
        return respond::refuse(ApiError::new(ErrorCode::NotAcceptable), Form::Json);
    };
    if ![Method::GET, Method::HEAD, Method::POST].contains(&parts.method) {
        return respond::refuse_method(form, METHODS);
    }
    match answer(&api, &parts, body, form).await {
        Ok(answer) if parts.method == Method::POST => respond::answer(answer),
        Ok(answer) => respond::answer_unless_known(answer, &parts.headers),
        Err(Refusal::Error(error)) => respond::refuse_caller(error, form, &parts.headers),
        Err(Refusal::OnlyByPost) => respond::refuse_method(form, "POST"),
        Err(Refusal::Coded) => respond::refuse_coding(form),
    }
}

/// Says which methods there are. Nothing of CORS: scripts of other websites have no business here unless the operator puts a proxy
/// before us that says otherwise.
fn options() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(METHODS));
    response
}

/// What clients get if a resolver panics, which would be a fault of ours.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a resolver panicked");
    respond::refuse(ApiError::new(ErrorCode::Internal), Form::Json)
}

async fn answer(api: &Api, parts: &Parts, body: Body, form: Form) -> Result<Answer, Refusal> {
    if parts.method == Method::POST {
        request::check_content_type(&parts.headers)?;
        if request::is_coded(&parts.headers) {
            return Err(Refusal::Coded);
        }
    }
    let caller = identify(api, parts).await?;
    let viewer = &caller.viewer;
    let parameters = match parts.method {
        Method::POST => Parameters::from_body(&request::read_body(body, &parts.headers, api.options().body_bytes).await?)?,
        _ => Parameters::from_url(&parts.uri)?,
    };
    let (document, operation) = (&parameters.query, parameters.operation_name.as_deref());
    let key = cache::key(document, operation, parameters.variables.as_ref(), form.content_type());
    // Each is asked for once at most, and only for an answer that is kept: a database or a search server that is away is waited for. Without a
    // stamp nothing is kept.
    let (read, state) = (OnceCell::new(), OnceCell::new());
    let stamp = async || match viewer {
        Viewer::Public => *read.get_or_init(|| async { usecases::content_stamp(api.network()).await.ok() }).await,
        Viewer::Member(_) => None,
    };
    let index = async || *state.get_or_init(|| api.network().search.state()).await;
    if let Some(body) = api.answers().get(&key, stamp(), index()).await {
        return Ok(Answer::kept(body, form));
    }
    let mut request = parameters.into_request();
    let plan = match Plan::of(api, &mut request, viewer) {
        Ok(plan) => plan,
        Err(error) => return Ok(Answer::of(&error.into_response(), form, false)),
    };
    if plan.may_mutate && parts.method != Method::POST {
        return Err(Refusal::OnlyByPost);
    }
    viewer::check_scope(&caller, plan.may_mutate)?;
    // Both are read before the answer is made: see the module `cache`.
    let validity = match plan.keeping {
        Keeping::Always => Some(Validity::Always),
        Keeping::WhileUnchanged => stamp().await.map(Validity::Stamp),
        Keeping::WhileIndexUnchanged => match stamp().await {
            Some(stamp) => index().await.map(|state| Validity::Found(stamp, state)),
            None => None,
        },
        Keeping::Never => None,
    };
    let counted = Counted::default();
    let response = api.run(caller, request.data(counted.clone())).await;
    let answer = Answer::of(&response, form, plan.keeping != Keeping::Never);
    if let Some(validity) = validity.filter(|_| response.errors.is_empty() && !counted.is_set()) {
        api.answers().put(key, validity, answer.body.clone());
    }
    Ok(answer)
}

/// Finds out who asks. A session counts only if the request does not come from another website. Where nobody says, it counts for reading
/// by GET alone: every browser says so of what may change something.
pub(crate) async fn identify(api: &Api, parts: &Parts) -> Result<Caller, ApiError> {
    let settings = &api.network().settings;
    let credential = viewer::credential(&parts.headers, settings);
    let is_foreign = || match origin::cause(&parts.headers, &settings.public_url) {
        Cause::Own => false,
        Cause::Foreign => true,
        Cause::Unknown => ![Method::GET, Method::HEAD].contains(&parts.method),
    };
    if matches!(credential, Credential::Session(_)) && is_foreign() {
        return Err(ApiError::new(ErrorCode::Forbidden));
    }
    viewer::identify(api.network(), credential).await
}

/// What is known of an operation before it is executed.
struct Plan {
    may_mutate: bool,
    keeping: Keeping,
}

impl Plan {
    /// Parses the request's document, which then keeps what was parsed, and holds it to the limits.
    fn of(api: &Api, request: &mut async_graphql::Request, viewer: &Viewer) -> Result<Self, ApiError> {
        let name = request.operation_name.clone();
        limits::check_text(&request.query, api.options())?;
        let document = api::parse(request)?;
        limits::check(document, api.options())?;
        let may_mutate = limits::may_mutate(document, name.as_deref());
        let keeping = match limits::operation(document, name.as_deref()) {
            Some(operation) if !may_mutate => cache::keeping(&limits::measure(document, operation)?, viewer),
            _ => Keeping::Never,
        };
        Ok(Self { may_mutate, keeping })
    }
}
