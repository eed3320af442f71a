//! The mails of a demo instance, which were written to files instead of being sent.

mod links;

use crate::{
    errors::PageError,
    format,
    frame::Frame,
    mailbox::{MailContent, MailSummary, Mailbox},
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::ErrorCode;
use links::Piece;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/mailbox/list.html")]
struct ListPage {
    frame: Frame,
    mails: Vec<MailSummary>,
}

#[derive(Template)]
#[template(path = "pages/mailbox/mail.html")]
struct MailPage {
    frame: Frame,
    id: String,
    mail: MailContent,
}

/// The mailbox; there is none on instances that send their mail.
fn mailbox(site: &Website) -> Result<&Arc<dyn Mailbox>, PageError> {
    site.options.mailbox.as_ref().filter(|_| site.options.is_demo).ok_or_else(|| ErrorCode::NotFound.into())
}

/// `GET /postfach`
pub(crate) async fn list(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    let mails = mailbox(&site)?.list().await;
    let frame = Frame::new(&site, &visitor.viewer, "Postfach der Vorführung").in_section("/postfach").hidden();
    Ok(respond::page(&ListPage { frame, mails }))
}

/// `GET /postfach/{id}`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, PageError> {
    let mail = mailbox(&site)?.read(&id).await.ok_or(ErrorCode::NotFound)?;
    let frame = Frame::new(&site, &visitor.viewer, mail.subject.as_str()).in_section("/postfach").hidden();
    Ok(respond::with_mail_frame(respond::page(&MailPage { frame, id, mail })))
}

/// `GET /postfach/{id}/html`: the HTML part. It is no `srcdoc`: such a document takes over the policy of the page around it, and would lose the
/// mail's own styles.
pub(crate) async fn html_part(State(site): State<Arc<Website>>, Path(id): Path<String>) -> Result<Response, PageError> {
    let mail = mailbox(&site)?.read(&id).await.ok_or(ErrorCode::NotFound)?;
    Ok(respond::mail_part(&mail.html))
}
