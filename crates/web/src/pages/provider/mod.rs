//! Sign in at an OpenID Connect provider: the way there and the way back.

use crate::{
    client_info::ClientInfo, cookies::Cookie, enter, errors::PageError, fields::QueryFields, respond, visitor::Visitor, website::Website,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{ErrorCode, Viewer};
use http::{HeaderMap, header};
use identity::{Answer, Flow, ProviderError};
use std::sync::Arc;
use usecases::{
    rate_limit::{self, Limited},
    secret::Token,
    sign_in_by_provider::{self, Vouched},
};

/// `GET /anmelden/dienst/{key}`: changes nothing here, it only sends the browser on.
pub(crate) async fn go(State(site): State<Arc<Website>>, visitor: Visitor, Path(provider): Path<String>) -> Result<Response, PageError> {
    not_too_often(&site, Limited::SignIn)?;
    let random = || {
        let token = Token::new(site.options.network.secrets.as_ref(), "");
        token.map(|token| token.reveal().to_owned()).map_err(|error| PageError::internal(&site, "a sign-in could not be begun", &error))
    };
    let flow = Flow { provider, state: random()?, nonce: random()?, verifier: random()? };
    match site.options.providers.known.authorize_url(&flow).await {
        Ok(url) => {
            let mut response = respond::see_other(url.as_str());
            response.headers_mut().append(header::SET_COOKIE, Cookie::Flow.set(&site, &flow.to_cookie())?);
            Ok(response)
        }
        Err(error) => Ok(problem(&site, &visitor, &flow.provider, &error)),
    }
}

/// `GET /anmelden/dienst/{key}/rueckkehr`: where the provider sends the browser back to. The protocol wants this to sign in; the cookie makes
/// sure that this browser was sent there.
pub(crate) async fn come_back(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    ClientInfo(client): ClientInfo,
    headers: HeaderMap,
    Path(key): Path<String>,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    // Each provider has an address of its own to come back to, so that the answer of one cannot be taken for another's.
    let flow = Cookie::Flow.read(&site, &headers).and_then(|cookie| Flow::from_cookie(&cookie)).filter(|flow| flow.provider == key);
    let Some(flow) = flow else { return Ok(enter::problem_page(&site, &visitor, ErrorCode::ProviderRefused)) };
    // Anybody can write such a cookie, and what follows asks the provider.
    not_too_often(&site, Limited::ComingBack)?;
    let given = |name: &str| fields.given(name).map(str::to_owned);
    let answer = Answer { state: fields.get("state").to_owned(), code: given("code"), issuer: given("iss"), error: given("error") };
    let mut response = match site.options.providers.known.identity(&flow, &answer).await {
        Err(error) => problem(&site, &visitor, &key, &error),
        Ok(identity) => {
            let person = Vouched { issuer: identity.issuer, subject: identity.subject, verified_email: identity.verified_email };
            let trust = site.options.providers.trust(&key);
            match sign_in_by_provider::sign_in(&site.options.network, &person, trust, &client).await {
                Ok(outcome) => enter::signed_in(&site, &headers, outcome).await?,
                Err(error) => enter::problem(&site, &visitor, error),
            }
        }
    };
    // A flow is good for one answer, whatever that was.
    response.headers_mut().append(header::SET_COOKIE, Cookie::Flow.clear(&site)?);
    Ok(response)
}

/// Counts one of these by the address of the network: who it is nobody knows yet.
fn not_too_often(site: &Website, what: Limited) -> Result<(), PageError> {
    let counted = rate_limit::check(&site.options.network, what, &Viewer::Public);
    counted.map_err(|refusal| PageError::from_use_case(site, "a sign-in could not be counted", refusal.into()))
}

fn problem(site: &Website, visitor: &Visitor, provider: &str, error: &ProviderError) -> Response {
    let code = match error {
        ProviderError::Unknown => ErrorCode::UnknownProvider,
        ProviderError::Unavailable(_) => ErrorCode::ProviderUnavailable,
        ProviderError::Refused(_) => ErrorCode::ProviderRefused,
    };
    if code != ErrorCode::UnknownProvider {
        tracing::warn!(provider, %error, "nobody was identified by a provider");
    }
    enter::problem_page(site, visitor, code)
}
