//! The headers that keep browsers safe.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Own style sheet, own pictures, own forms, own scripts and what they ask of this website; no inline script, no frame, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'";

/// The page of one mail also shows the mail's HTML part, which is a document of its own.
pub(crate) const POLICY_WITH_FRAME: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'";

/// A mail's HTML part: mails carry their styles with them; scripts, forms and everything from elsewhere stay out.
pub(crate) const POLICY_OF_MAIL: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; \
     frame-ancestors 'self'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// Adds to an answer what keeps browsers safe, where it does not bring its own; `policy` is what it may load and run (Content-Security-Policy).
pub fn keep_safe(headers: &mut HeaderMap, policy: &'static str) {
    let defaults = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    ];
    for (name, value) in defaults {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// Adds to an answer of the website what the handler did not set itself.
pub(crate) async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    keep_safe(response.headers_mut(), POLICY);
    response
}

/// For pages whose address holds a token: it goes to nobody, neither as a referrer nor from a cache. Of the address browsers name scheme and host alone;
/// told to name nothing they would say of the page's own form that it comes from nowhere (`Origin: null`), and those that do not know
/// `Sec-Fetch-Site` were refused.
pub(crate) async fn keep_token(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}

/// For pages about one's own account and those of others: no copy of them stays behind in a browser that others use.
pub(crate) async fn keep_no_copy(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_brings_itself_stays_and_the_rest_is_added() {
        let mut headers = HeaderMap::new();
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        keep_safe(&mut headers, "default-src 'none'");
        assert_eq!(headers.len(), 6, "{headers:?}");
        let set =
            [header::REFERRER_POLICY, header::CONTENT_SECURITY_POLICY, header::X_CONTENT_TYPE_OPTIONS].map(|name| headers[name].clone());
        assert_eq!(set, ["no-referrer", "default-src 'none'", "nosniff"]);
        keep_safe(&mut headers, "default-src 'self'");
        assert_eq!((headers.len(), &headers[header::CONTENT_SECURITY_POLICY]), (6, &HeaderValue::from_static("default-src 'none'")));
    }
}
