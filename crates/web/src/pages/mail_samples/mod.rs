//! What the network's mails look like, with made-up data: for the agency, which answers for them.

use crate::{
    client::{answered, document},
    errors::PageError,
    frame::Frame,
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{
    ErrorCode,
    permission::{Action, Relation},
};
use std::sync::Arc;

document!(MailList, "src/pages/mail_samples/query.graphql");

document!(MailTexts, "src/pages/mail_samples/query.graphql");

type Mail = mail_texts::MailTextsMailSamples;

#[derive(Template)]
#[template(path = "pages/mail_samples/list.html")]
struct ListPage {
    frame: Frame,
    mails: Vec<mail_list::MailListMailSamples>,
}

#[derive(Template)]
#[template(path = "pages/mail_samples/mail.html")]
struct MailPage {
    frame: Frame,
    mail: Mail,
    /// How large the HTML part is; mail programs cut off what is beyond 102.
    kilobytes: usize,
    /// Whether the viewer may send it to themselves.
    may_send: bool,
}

/// `GET /redaktion/mails`
pub(crate) async fn list(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    let mails = answered(site.ask::<MailList>(visitor.caller.clone(), mail_list::Variables).await?.mail_samples)?;
    let frame = Frame::new(&site, &visitor.viewer, "E-Mails des Netzwerks").in_section("/redaktion/mails").hidden();
    Ok(respond::page(&ListPage { frame, mails }))
}

/// `GET /redaktion/mails/{name}`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor, Path(name): Path<String>) -> Result<Response, PageError> {
    let mail = find(&site, &visitor, &name).await?;
    let frame = Frame::new(&site, &visitor.viewer, mail.about.as_str()).in_section("/redaktion/mails").hidden();
    let kilobytes = mail.html.len().div_ceil(1000);
    let may_send = visitor.viewer.member().is_some_and(|member| member.may(Action::LookAfterMail, Relation::Foreign));
    Ok(respond::with_mail_frame(respond::page(&MailPage { frame, mail, kilobytes, may_send })))
}

/// `GET /redaktion/mails/{name}/html`
pub(crate) async fn html_part(State(site): State<Arc<Website>>, visitor: Visitor, Path(name): Path<String>) -> Result<Response, PageError> {
    Ok(respond::mail_part(&find(&site, &visitor, &name).await?.html))
}

async fn find(site: &Website, visitor: &Visitor, name: &str) -> Result<Mail, PageError> {
    let mails = answered(site.ask::<MailTexts>(visitor.caller.clone(), mail_texts::Variables).await?.mail_samples)?;
    mails.into_iter().find(|mail| mail.name == name).ok_or_else(|| ErrorCode::NotFound.into())
}
