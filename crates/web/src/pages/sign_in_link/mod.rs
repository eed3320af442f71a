//! The page behind the link in a mail: GET shows a button, POST signs in. Mail programs and their guards open links by themselves.

use crate::{
    client_info::ClientInfo,
    cookies::Cookie,
    enter,
    errors::PageError,
    fields::{FormFields, QueryFields},
    frame::Frame,
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use http::HeaderMap;
use std::sync::Arc;
use usecases::sign_in_link;

#[derive(Template)]
#[template(path = "pages/sign_in_link/page.html")]
struct LinkPage {
    frame: Frame,
    token: String,
}

/// `GET /anmelden/link?token=…`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    headers: HeaderMap,
    QueryFields(fields): QueryFields,
) -> Response {
    let token = fields.get("token").to_owned();
    let browser = Cookie::Browser.read(&site, &headers);
    match sign_in_link::look(&site.options.network, &token, browser.as_deref()).await {
        Ok(()) => respond::page(&LinkPage { frame: Frame::new(&site, &visitor.viewer, "Anmelden").hidden(), token }),
        Err(error) => enter::problem(&site, &visitor, error),
    }
}

/// `POST /anmelden/link`
pub(crate) async fn sign_in(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    ClientInfo(client): ClientInfo,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let browser = Cookie::Browser.read(&site, &headers);
    match sign_in_link::sign_in(&site.options.network, fields.get("token"), browser.as_deref(), &client).await {
        Ok(outcome) => enter::signed_in(&site, &headers, outcome).await,
        Err(error) => Ok(enter::problem(&site, &visitor, error)),
    }
}
