//! A website over a network of its own, and the browser that visits it.

use async_trait::async_trait;
use axum::{Router, body::Body};
use domain::{CaseContent, Role, Viewer};
use graphql_api::{Api, ApiOptions};
use http::{HeaderMap, Method, Request, StatusCode, header};
use std::sync::Arc;
use test_network::TestNetwork;
use tower::ServiceExt;
use url::form_urlencoded;
use usecases::sign_in;
use web::{MailContent, MailSummary, Mailbox, Operator, SignInProviders, WebOptions};

/// The content type of forms.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// What parts the fields of a form with a file.
const BOUNDARY: &str = "----grenze";

/// The hidden field with a form's token.
pub(crate) const TOKEN: &str = "formular";

/// The cookie that the tokens of visitors without a session are bound to.
pub(crate) const FORMS: &str = "__Host-wissensnetz-forms";

/// A website with everything behind it.
pub(crate) struct Site {
    pub(crate) net: TestNetwork,
    router: Router,
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Site {
    /// A demo instance.
    pub(crate) async fn demo() -> Self {
        Self::over(TestNetwork::new().await, true)
    }

    /// An instance that is no demo.
    pub(crate) async fn live() -> Self {
        Self::over(TestNetwork::new().await, false)
    }

    /// A website over this network.
    pub(crate) fn over(net: TestNetwork, is_demo: bool) -> Self {
        Self::run_by(Operator::default(), net, is_demo)
    }

    /// The same, of which is known who runs it.
    pub(crate) fn run_by(operator: Operator, net: TestNetwork, is_demo: bool) -> Self {
        let options = WebOptions {
            public_url: net.network.settings.public_url.clone(),
            instance_name: net.network.settings.instance_name.clone(),
            operator,
            is_demo,
            mailbox: Some(Arc::new(TwoMails)),
            network: net.network.clone(),
            providers: SignInProviders::default(),
        };
        let routes = web::router(Api::new(net.network.clone(), ApiOptions::default()), options);
        Self { net, router: routes.pages.merge(routes.uploads) }
    }

    /// Publishes a case as a reviewer.
    pub(crate) async fn publish(&self, content: CaseContent) -> String {
        self.net.publish(content).await.slug.clone()
    }

    /// Signs a new member in and returns the cookie that the browser sends from then on.
    pub(crate) async fn member(&self, role: Role, ags: Option<&str>) -> String {
        let Viewer::Member(member) = self.net.member(role, ags).await else { unreachable!("a member") };
        let token = sign_in::demo_sign_in(&self.net.network, member.account, &usecases::Client::default())
            .await
            .expect("a session")
            .expect("an account");
        format!("__Host-wissensnetz={}", token.reveal())
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    pub(crate) async fn get_as(&self, cookie: &str, path: &str) -> Page {
        self.send(Method::GET, path, &[("cookie", cookie)], Body::empty()).await
    }

    /// Sends a form as a browser does that shows one of our own pages: with the token that the page gave it. `cookie` is all that the
    /// browser has.
    pub(crate) async fn post_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let (cookie, token) = self.form_token(cookie).await;
        let fields: Vec<_> = fields.iter().copied().chain([(TOKEN, token.as_str())]).collect();
        self.post_bare(&cookie, path, &fields).await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_as("", path, fields).await
    }

    /// Sends these fields and nothing else, from one of our own pages.
    pub(crate) async fn post_bare(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let headers = [("cookie", cookie), ("sec-fetch-site", "same-origin"), ("content-type", FORM)];
        self.send(Method::POST, path, &headers, Body::from(encoded(fields))).await
    }

    /// Sends a form with a file (its name and what is in it), from one of our own pages.
    pub(crate) async fn post_file(&self, cookie: &str, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Page {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let headers = [("cookie", cookie), ("sec-fetch-site", "same-origin"), ("content-type", kind.as_str())];
        self.send(Method::POST, path, &headers, Body::from(with_file(fields, file))).await
    }

    /// The cookies of a browser after it opened a page with a form, and that form's token.
    pub(crate) async fn form_token(&self, cookie: &str) -> (String, String) {
        let page = self.get_as(cookie, "/anmelden").await;
        let cookies: Vec<_> = [Some(cookie.to_owned()), page.cookie(FORMS)].into_iter().flatten().filter(|pair| !pair.is_empty()).collect();
        (cookies.join("; "), page.hidden(TOKEN).expect("a form with a token"))
    }

    pub(crate) async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Page {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "wissensnetz.example.org");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 4 * 1024 * 1024).await.expect("a body");
        Page { status: parts.status, headers: parts.headers, body: String::from_utf8(bytes.to_vec()).expect("UTF-8") }
    }
}

impl Page {
    /// A header's text; empty if it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// The value of every attribute of this name, with the few escapes that addresses hold undone.
    pub(crate) fn attributes(&self, name: &str) -> Vec<String> {
        let start = format!(" {name}=\"");
        let values = self.body.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
        values.map(|value| value.replace("&#38;", "&").replace("&amp;", "&")).collect()
    }

    /// The first address on the page that begins like this.
    pub(crate) fn link(&self, start: &str) -> String {
        let found = self.attributes("href").into_iter().find(|href| href.starts_with(start));
        found.unwrap_or_else(|| panic!("no link to {start} in {}", self.body))
    }

    /// The cookie of this name that the answer gives, as the browser sends it back.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let given = self.headers.get_all("set-cookie").into_iter().map(|value| value.to_str().expect("text"));
        let pair = given.filter_map(|text| text.split(';').next()).find(|pair| pair.starts_with(&format!("{name}=")));
        pair.map(str::to_owned).filter(|pair| !pair.ends_with('='))
    }

    /// The value of the first hidden field of this name.
    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        let start = format!("name=\"{name}\" value=\"");
        self.body.split(&start).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// A form as browsers write it that has a file as its last field.
fn with_file(fields: &[(&str, &str)], (name, content): (&str, &[u8])) -> Vec<u8> {
    let head = |rest: &str| format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {rest}\r\n\r\n");
    let fields: String = fields.iter().map(|(name, value)| head(&format!("name=\"{name}\"")) + &format!("{value}\r\n")).collect();
    let file = head(&format!("name=\"datei\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream"));
    let end = format!("\r\n--{BOUNDARY}--\r\n");
    [fields.as_bytes(), file.as_bytes(), content, end.as_bytes()].concat()
}

/// A mailbox with two mails, one of which means harm, and one place over which it panics.
struct TwoMails;

#[async_trait]
impl Mailbox for TwoMails {
    async fn list(&self) -> Vec<MailSummary> {
        let summary = |id: &str, subject: &str| MailSummary {
            id: id.to_owned(),
            to: "leserin@example.org".to_owned(),
            subject: subject.to_owned(),
            date: "2026-03-17T09:00:00Z".parse().ok(),
        };
        vec![summary("2.eml", "Bitte bestätigen"), summary("1.eml", "<script>alert(1)</script>")]
    }

    async fn read(&self, id: &str) -> Option<MailContent> {
        assert_ne!(id, "kaputt.eml", "as it does in this place");
        let summary = self.list().await.into_iter().find(|mail| mail.id == id)?;
        Some(MailContent {
            from: "Wissensnetz <netz@example.org>".to_owned(),
            to: summary.to,
            subject: summary.subject,
            date: summary.date,
            text: "Bitte hier: https://wissensnetz.example.org/abo/bestaetigen?token=abc.\n<b>kein HTML</b>".to_owned(),
            html: "<!doctype html><html><head><title>x</title></head><body><script>alert(2)</script><p style=\"color:red\">Hallo</p></body></html>".to_owned(),
            headers: vec![("List-Id".to_owned(), "<weekly.example.org>".to_owned())],
        })
    }
}
