//! Gives a file out.

use super::range::{self, Wanted};
use crate::{Api, http::names_tag};
use axum::{
    body::Body,
    extract::{
        Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use domain::{
    ErrorCode,
    ids::FileId,
    material::{FileKind, download_name, safe_name},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use usecases::{
    Failure, FileError, UseCaseError,
    read_file::{self, Download},
};
use uuid::Uuid;

/// A file is nothing but a file: whatever it holds runs nothing, loads nothing and has no origin.
const POLICY: &str = "sandbox; default-src 'none'";

/// What stays as it is in an extended value (RFC 8187, 3.2.1).
const NOT_ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The right that an address holds.
#[derive(Deserialize)]
pub(super) struct Right {
    token: Option<String>,
}

/// `GET /dateien/{id}/{name}`. The address alone decides: cookies and bearer tokens are not looked at, so that a page that somebody smuggles
/// in as a file gains nothing. The name is for people.
pub(super) async fn send(
    State(api): State<Api>,
    path: Result<Path<(String, String)>, PathRejection>,
    right: Result<Query<Right>, QueryRejection>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    // An address that cannot be read leads to no file, like any other that is none of ours.
    let (Ok(Path((id, _name))), Ok(Query(right))) = (path, right) else { return refused(ErrorCode::NotFound) };
    let Ok(id) = Uuid::try_parse(&id) else { return refused(ErrorCode::NotFound) };
    let found = match read_file::find(api.network(), FileId(id), right.token.as_deref()).await {
        Ok(found) => found,
        Err(error) => return failed(error),
    };
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let etag = format!("\"{}\"", found.file.sha256);
    if names_tag(&headers, &etag) == Some(true) {
        return dressed(StatusCode::NOT_MODIFIED, Body::empty(), &found, &etag);
    }
    // A part of something else would be glued to what the client has; and parts are of GET alone (RFC 9110, 14.2).
    let part_fits = method == Method::GET && text(header::IF_RANGE).is_none_or(|tag| tag == etag);
    let wanted = range::wanted(text(header::RANGE).filter(|_| part_fits), found.file.size);
    match wanted {
        Wanted::Nothing => {
            let mut response = dressed(StatusCode::RANGE_NOT_SATISFIABLE, Body::empty(), &found, &etag);
            insert(response.headers_mut(), header::CONTENT_RANGE, format!("bytes */{}", found.file.size));
            response
        }
        Wanted::Whole => match read_file::body(api.network(), found.file.id, None).await {
            Ok(body) => {
                let mut response = dressed(StatusCode::OK, Body::from_stream(body.bytes), &found, &etag);
                insert(response.headers_mut(), header::CONTENT_LENGTH, found.file.size.to_string());
                response
            }
            Err(error) => failed(error),
        },
        Wanted::Part(part) => match read_file::body(api.network(), found.file.id, Some(part.clone())).await {
            Ok(body) => {
                let mut response = dressed(StatusCode::PARTIAL_CONTENT, Body::from_stream(body.bytes), &found, &etag);
                let range = format!("bytes {}-{}/{}", part.start, part.end - 1, found.file.size);
                insert(response.headers_mut(), header::CONTENT_RANGE, range);
                insert(response.headers_mut(), header::CONTENT_LENGTH, (part.end - part.start).to_string());
                response
            }
            Err(error) => failed(error),
        },
    }
}

/// An answer about a file with all that browsers need to know to do no harm with it.
fn dressed(status: StatusCode, body: Body, found: &Download, etag: &str) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(found.file.kind.media_type()));
    insert(headers, header::CONTENT_DISPOSITION, disposition(&found.file.name, found.file.kind));
    insert(headers, header::ETAG, etag.to_owned());
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // What is public may become otherwise with the next publication: caches ask every time, and mostly get a 304.
    let keeping = if found.is_public { "public, no-cache" } else { "private, no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeping));
    if !found.is_public {
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    }
    secure(headers);
    response
}

fn secure(headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
}

/// To be saved and not shown, under a name that is safe everywhere, and where a program understands it (RFC 6266, 4.3) under its own name
/// with the end that its content deserves.
fn disposition(shown: &str, kind: FileKind) -> String {
    let own = download_name(shown, kind);
    let own = utf8_percent_encode(&own, NOT_ATTR_CHAR);
    format!("attachment; filename=\"{}\"; filename*=UTF-8''{own}", safe_name(shown, kind))
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}

fn failed(error: UseCaseError) -> Response {
    match error {
        UseCaseError::Refused(refusal) => refused(refusal.code()),
        UseCaseError::Failed(Failure::Files(error @ FileError::Missing(_))) => {
            tracing::error!(%error, "a file is in the database and not in the store");
            refused(ErrorCode::NotFound)
        }
        UseCaseError::SearchUnavailable(_) => refused(ErrorCode::Internal),
        UseCaseError::Failed(failure) => {
            tracing::error!(error = %failure, "a file could not be sent");
            refused(ErrorCode::Internal)
        }
    }
}

/// A line for people; whether a file is not there, not public, or its address has expired is the same answer.
fn refused(code: ErrorCode) -> Response {
    let text = match code {
        ErrorCode::NotFound => {
            "Diese Datei gibt es nicht, oder ihre Adresse gilt nicht mehr. Bitte öffnen Sie sie von der Seite des Praxisbeispiels aus.\n"
        }
        code => code.message(),
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    secure(headers);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header_and_ends_as_its_content_says() {
        assert_eq!(
            disposition("Ablauf „Messe“.docx", FileKind::Pdf),
            "attachment; filename=\"Ablauf-Messe.pdf\"; filename*=UTF-8''Ablauf%20%E2%80%9EMesse%E2%80%9C.pdf"
        );
        assert_eq!(
            disposition("Bericht 2.0", FileKind::Pdf),
            "attachment; filename=\"Bericht-2-0.pdf\"; filename*=UTF-8''Bericht%202.0.pdf"
        );
        let hostile = disposition("a\"; filename=b.html\r\nSet-Cookie: x", FileKind::Png);
        assert!(!hostile.contains(['\r', '\n']) && hostile.matches('"').count() == 2, "{hostile}");
    }
}
