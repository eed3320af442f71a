//! GraphiQL, for people who try the API in the browser. Everything it needs is part of the program; it asks nobody else for anything.

use axum::{
    Router,
    body::Bytes,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};

/// Nothing from elsewhere, no inline script. GraphiQL's editor sets styles on elements, which only `unsafe-inline` allows; its fonts and
/// images are in its style sheet.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The vendored files have their version in their address and never change.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// The page's own files change with the program.
const REVALIDATE: &str = "no-cache";

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// A file of the page: its address, its type, how long it may be kept, and what is in it.
struct File(&'static str, &'static str, &'static str, &'static [u8]);

const FILES: &[File] = &[
    File("/graphiql", HTML, REVALIDATE, include_bytes!("../assets/graphiql/page.html")),
    File("/graphiql/page.js", SCRIPT, REVALIDATE, include_bytes!("../assets/graphiql/page.js")),
    File("/graphiql/page.css", STYLE, REVALIDATE, include_bytes!("../assets/graphiql/page.css")),
    File("/graphiql/assets/graphiql-3.9.0/graphiql.min.js", SCRIPT, FOREVER, include_bytes!("../assets/vendor/graphiql/graphiql.min.js")),
    File("/graphiql/assets/graphiql-3.9.0/graphiql.min.css", STYLE, FOREVER, include_bytes!("../assets/vendor/graphiql/graphiql.min.css")),
    File(
        "/graphiql/assets/react-18.3.1/react.production.min.js",
        SCRIPT,
        FOREVER,
        include_bytes!("../assets/vendor/react/react.production.min.js"),
    ),
    File(
        "/graphiql/assets/react-dom-18.3.1/react-dom.production.min.js",
        SCRIPT,
        FOREVER,
        include_bytes!("../assets/vendor/react-dom/react-dom.production.min.js"),
    ),
];

/// The routes of the page and its files.
pub(crate) fn router() -> Router {
    FILES.iter().fold(Router::new(), |router, file| router.route(file.0, get(move || async move { serve(file) })))
}

fn serve(file: &'static File) -> Response {
    let File(_, content_type, keeping, content) = file;
    let headers: [(HeaderName, HeaderValue); 5] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(keeping)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, Bytes::from_static(content)).into_response()
}
