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
    body::{Body, Bytes},
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use domain::ErrorCode;
use futures_util::{Stream, TryStreamExt};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use tower_http::timeout::{DeadlineBody, TimeoutBody};
use usecases::{Caller, Refusal, StoredFile, Unfit, upload_file};

/// How long the sender may pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long a file may take to come in; 20 MB in this time is a line of 180 kbit/s.
const LONGEST: Duration = Duration::from_mins(15);

/// How long an upload may take with storing it, which is ours to do.
const LONGEST_IN_ALL: Duration = Duration::from_mins(20);

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
    match take(&api, &named.name, &parts, body).await {
        Ok(file) => created(&file),
        Err(error) => http::refuse_caller(error, Form::Json, &parts.headers),
    }
}

async fn take(api: &Api, name: &str, parts: &Parts, body: Body) -> Result<StoredFile, ApiError> {
    let caller = http::identify(api, parts).await?;
    check_type(&parts.headers)?;
    let most = api.network().settings.file_bytes;
    let declared =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()).and_then(|text| text.parse::<u64>().ok());
    if declared.is_some_and(|length| length > most) {
        return Err(ApiError::of_refusal(&Refusal::Unfit(Unfit::TooLarge { most })));
    }
    keep(api, caller, name, in_upload_time(body)).await
}

/// Takes a file in for this caller, whatever way it comes.
pub(crate) async fn keep(api: &Api, caller: Caller, name: &str, body: Body) -> Result<StoredFile, ApiError> {
    viewer::check_scope(&caller, true)?;
    let session = Session::new(api.network_shared(), caller);
    let upload = upload_file::upload(&session.network, &session.viewer, name, chunks(body));
    match tokio::time::timeout(LONGEST_IN_ALL, upload).await {
        Ok(kept) => kept.map_err(|error| session.error(error)),
        Err(_) => Err(ApiError::new(ErrorCode::Timeout)),
    }
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

/// A body that brings a file; a pause that is too long, or too long a time in all, ends it with an error.
/// `is_too_slow` knows that one.
pub fn in_upload_time(body: Body) -> Body {
    Body::new(TimeoutBody::new(LONGEST_PAUSE, DeadlineBody::new(LONGEST, body)))
}

fn chunks(body: Body) -> impl Stream<Item = Result<Bytes, Unfit>> + Send + Unpin {
    body.into_data_stream().map_err(|error| if http::is_too_slow(&error) { Unfit::TooSlow } else { Unfit::Interrupted })
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

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::{StreamExt, stream};
    use std::io;
    use tokio::time::{Instant, sleep};

    /// How many chunks come of a body, with what it ends and after how long.
    async fn what_comes(body: Body) -> (usize, Option<Unfit>, Duration) {
        let begun = Instant::now();
        let mut chunks = chunks(in_upload_time(body));
        let mut count = 0;
        while let Some(chunk) = chunks.next().await {
            match chunk {
                Ok(_) => count += 1,
                Err(unfit) => return (count, Some(unfit), begun.elapsed()),
            }
        }
        (count, None, begun.elapsed())
    }

    /// A byte after each of these pauses.
    fn drops(pauses: impl IntoIterator<Item = Duration, IntoIter: Send + 'static>) -> Body {
        Body::from_stream(stream::iter(pauses).then(|pause| async move {
            sleep(pause).await;
            Ok::<_, io::Error>("x")
        }))
    }

    #[tokio::test(start_paused = true)]
    async fn an_upload_that_stops_or_never_ends_is_cut_off() {
        let (short, long) = (LONGEST_PAUSE / 2, LONGEST_PAUSE * 2);
        assert_eq!(what_comes(drops([short; 3])).await.1, None, "whoever is merely slow is not cut off");
        let (count, unfit, time) = what_comes(drops([short, long, short])).await;
        assert_eq!((count, unfit), (1, Some(Unfit::TooSlow)));
        assert!(time >= short + LONGEST_PAUSE && time < short + long, "{time:?}");
        let (_, unfit, time) = what_comes(drops(std::iter::repeat(short))).await;
        assert_eq!(unfit, Some(Unfit::TooSlow));
        assert!(time >= LONGEST && time < LONGEST + long, "{time:?}");
        let broken = Body::from_stream(stream::iter([Ok("x"), Err(io::Error::other("the connection broke off"))]));
        assert_eq!(what_comes(broken).await.1, Some(Unfit::Interrupted));
    }
}
