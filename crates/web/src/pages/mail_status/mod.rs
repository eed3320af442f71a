//! What became of mails, for editors: what waits, what was sent on which day, and a test mail to oneself.

mod chart;
pub(crate) mod preview;
pub(crate) mod suppressed;

use crate::{
    client::{answered, document, messages},
    errors::PageError,
    fields::{FormFields, QueryFields},
    form_errors::FormErrors,
    format,
    frame::Frame,
    respond,
    types::DateTime,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use chart::Chart;
use domain::digest_period::Frequency;
use std::sync::Arc;

document!(MailStatus, "src/pages/mail_status/query.graphql");

document!(SendTestMail, "src/pages/mail_status/query.graphql");

type Run = mail_status::MailStatusMailStatusRuns;

#[derive(Template)]
#[template(path = "pages/mail_status/page.html")]
struct StatusPage {
    frame: Frame,
    status: mail_status::MailStatusMailStatus,
    chart: Option<Chart>,
    preview: preview::Last,
    /// What the form for a dry run has in it.
    wanted: preview::Wanted,
    suppressed: Vec<suppressed::Address>,
    /// What was done just now.
    done: &'static str,
    errors: FormErrors,
}

/// `GET /redaktion/versand`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let done = match fields.get("erledigt") {
        "test" => "Die Test-E-Mail ist auf dem Weg an die Adresse Ihres Kontos.",
        "probelauf" => "Der Probelauf ist in Arbeit. Laden Sie die Seite gleich noch einmal.",
        "freigeben" => "Die Adresse erhält wieder E-Mails. Kommen noch einmal zwei endgültig zurück, wird sie wieder gesperrt.",
        "schon-frei" => "Diese Adresse ist nicht mehr gesperrt: Sie ist bereits freigegeben.",
        _ => "",
    };
    page(&site, &visitor, None, done, FormErrors::default()).await
}

/// `POST /redaktion/versand/test`
pub(crate) async fn send_test(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let sample = fields.given("mail").map(str::to_owned);
    let outcome = site.ask::<SendTestMail>(&visitor.caller, send_test_mail::Variables { sample }).await?.send_test_mail;
    if outcome.user_errors.is_empty() {
        return Ok(respond::see_other("/redaktion/versand?erledigt=test"));
    }
    if let Some(seconds) = outcome.user_errors.iter().find_map(|error| error.retry_after) {
        return Err(PageError::too_often(u64::try_from(seconds).ok()));
    }
    page(&site, &visitor, None, "", FormErrors::of_none(messages!(outcome))).await
}

/// The page; `refused` is a dry run that was.
async fn page(
    site: &Website,
    visitor: &Visitor,
    refused: Option<preview::Wanted>,
    done: &'static str,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let status = answered(site.ask::<MailStatus>(&visitor.caller, mail_status::Variables {}).await?.mail_status)?;
    let frame = Frame::new(site, &visitor.viewer, "Versand").in_section("/redaktion/versand").hidden();
    let chart = Chart::of(&status.runs);
    let preview = preview::last(site, visitor).await?;
    let suppressed = suppressed::all(site, visitor).await?;
    let code = errors.status();
    let wanted = refused.unwrap_or_else(|| preview::Wanted::last_week(site.options.network.clock.now()));
    let page = StatusPage { frame, status, chart, preview, wanted, suppressed, done, errors };
    Ok(respond::with_mail_frame(respond::page_with(code, &page)))
}

impl StatusPage {
    /// How many of a day's mails stand where, in words.
    fn mails(run: &Run) -> String {
        let parts: Vec<_> = run.mails.iter().map(|mail| format!("{} {}", mail.count, mail.label)).collect();
        parts.join(", ")
    }

    /// Why others were not sent, in words.
    fn skipped(run: &Run) -> String {
        let parts: Vec<_> = run.skipped.iter().map(|skipped| format!("{} {}", skipped.count, skipped.label)).collect();
        parts.join(", ")
    }

    /// Whether there is anything that waits.
    fn waits(&self) -> bool {
        let open = &self.status.open;
        open.queued + open.sending + open.deferred + open.uncertain > 0
    }
}
