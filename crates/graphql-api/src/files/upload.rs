//! Takes a file in.

use crate::{
    Api,
    errors::ApiError,
    http::{self, Form},
    schema::file_id,
    session::Session,
    viewer,
};
use axum::{
    body::Body,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use domain::ErrorCode;
use futures_util::{Stream, StreamExt};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use usecases::{Refusal, StoredFile, Unfit, upload_file};

/// How long the sender may pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long an upload may take in all; 20 MB in this time is a line of 180 kbit/s.
const LONGEST: Duration = Duration::from_mins(15);

/// What a form of another website can send without asking first. A file is sent as it is, and never as these.
const FORM_TYPES: [&str; 3] = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"];

/// What the address says of the file.
#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(default)]
    name: String,
}

/// `POST /dateien?name=…` with the file as the body. Answers 201 with the file's id, or with errors as the API writes them.
pub(super) async fn receive(
    State(api): State<Api>,
    named: Result<Query<Named>, QueryRejection>,
    request: axum::extract::Request,
) -> Response {
    let Ok(Query(named)) = named else { return http::refuse(ApiError::new(ErrorCode::BadRequest), Form::Json) };
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(LONGEST, take(&api, &named.name, &parts, body)).await {
        Ok(Ok(file)) => created(&file),
        Ok(Err(error)) => http::refuse(error, Form::Json),
        Err(_) => http::refuse(ApiError::new(ErrorCode::Timeout), Form::Json),
    }
}

async fn take(api: &Api, name: &str, parts: &Parts, body: Body) -> Result<StoredFile, ApiError> {
    let caller = http::identify(api, parts).await?;
    viewer::check_scope(&caller, true).map_err(ApiError::new)?;
    check_type(&parts.headers)?;
    let most = api.network().settings.file_bytes;
    let declared =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()).and_then(|text| text.parse::<u64>().ok());
    if declared.is_some_and(|length| length > most) {
        return Err(ApiError::of_refusal(&Refusal::Unfit(Unfit::TooLarge { most })));
    }
    let session = Session::new(api.network_shared(), caller);
    let chunks = Box::pin(without_pauses(body));
    upload_file::upload(&session.network, &session.viewer, name, chunks).await.map_err(|error| session.error(error))
}

fn check_type(headers: &HeaderMap) -> Result<(), ApiError> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind.is_empty() || FORM_TYPES.contains(&kind.as_str()) {
        let message = "Bitte senden Sie die Datei selbst als Inhalt der Anfrage, mit Content-Type application/octet-stream.";
        return Err(ApiError::with_message(ErrorCode::UnsupportedMediaType, message));
    }
    Ok(())
}

/// The body's chunks; a pause that is too long ends it with an error.
fn without_pauses(body: Body) -> impl Stream<Item = Result<axum::body::Bytes, ()>> + Send {
    futures_util::stream::unfold(Some(body.into_data_stream()), |body| async {
        let mut body = body?;
        match tokio::time::timeout(LONGEST_PAUSE, body.next()).await {
            Ok(Some(Ok(bytes))) => Some((Ok(bytes), Some(body))),
            Ok(Some(Err(_))) | Err(_) => Some((Err(()), None)),
            Ok(None) => None,
        }
    })
}

fn created(file: &StoredFile) -> Response {
    let json = json!({ "file": {
        "id": file_id(file.id).as_str(),
        "name": file.name,
        "mediaType": file.kind.media_type(),
        "byteSize": file.size,
        "sha256": file.sha256,
    }});
    let mut response = Response::new(Body::from(json.to_string()));
    *response.status_mut() = StatusCode::CREATED;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
