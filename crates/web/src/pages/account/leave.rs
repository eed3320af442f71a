//! Leave the network: one's own account ends, and what it looked after goes to a colleague, or stays where it is for others to give it to somebody.

use super::{
    documents::{LeaveNetwork, OwnAccount, leave_network, own_account},
    goodbye, refused,
};
use crate::{
    errors::PageError,
    fields::{Fields, FormFields},
    form_errors::FormErrors,
    format,
    frame::Frame,
    pages::members::{
        people::{self, Choice},
        places,
    },
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{ErrorCode, Viewer, permission::Member};
use std::sync::Arc;

/// The name in the form of the account that takes over.
const TAKER: &str = "an";

#[derive(Template)]
#[template(path = "pages/account/leave.html")]
struct LeavePage {
    frame: Frame,
    /// Who can take over; nothing for those who do not see who their colleagues are.
    takers: Option<Vec<Choice>>,
    /// Who looks after the account, as people read it.
    keepers: &'static str,
    /// After how long it is erased, in words.
    kept: String,
    /// What was sent, if it was refused.
    sent: Fields,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "pages/account/left.html")]
struct LeftPage {
    frame: Frame,
    /// What went to somebody else, as people read it; nothing if nothing did.
    handed: Option<String>,
    /// Who can let one in again, as people read it.
    keepers: &'static str,
}

/// `GET /konto/verlassen`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    page(&site, &visitor, Fields::default(), FormErrors::default()).await
}

/// `POST /konto/verlassen`
pub(crate) async fn send(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    if fields.get("verstanden") != "ja" {
        let missing = "Bitte bestätigen Sie, dass Sie das Netzwerk verlassen möchten.".to_owned();
        return page(&site, &visitor, fields, FormErrors::at("verstanden", missing)).await;
    }
    let given = |name: &str| fields.given(name).map(str::to_owned);
    let variables = leave_network::Variables { to: given(TAKER), code: given("code") };
    let outcome = site.ask::<LeaveNetwork>(&visitor.caller, variables).await?.leave_network;
    let Some(handed) = outcome.handed_over else {
        let field_of = |field: Option<&str>| if field == Some("to") { TAKER } else { "" };
        let errors = refused!(outcome.user_errors, leave_network, field_of);
        return page(&site, &visitor, fields, errors).await;
    };
    let frame = Frame::new(&site, &Viewer::Public, "Sie haben das Netzwerk verlassen").hidden();
    goodbye(&site, &LeftPage { frame, handed: handed_over(handed.cases, handed.subscriptions), keepers: keepers(member) })
}

/// The page, with what was `sent` and what was wrong with it if anything was.
async fn page(site: &Website, visitor: &Visitor, sent: Fields, errors: FormErrors) -> Result<Response, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    let status = errors.status();
    let page = LeavePage {
        frame: Frame::new(site, &visitor.viewer, "Das Netzwerk verlassen").hidden(),
        takers: takers(site, visitor, member).await?,
        keepers: keepers(member),
        kept: format::counted(site.retention().erase_disabled_months, "Monat", "Monaten"),
        sent,
        errors,
    };
    Ok(respond::page_with(status, &page))
}

/// Who can take over, for those who look after people like themselves and so see who they are. What others leave is handed over by those.
async fn takers(site: &Website, visitor: &Visitor, member: &Member) -> Result<Option<Vec<Choice>>, PageError> {
    if !member.looks_after(member.role, member.municipality.as_ref()) {
        return Ok(None);
    }
    let own = site.ask::<OwnAccount>(&visitor.caller, own_account::Variables {}).await?.viewer.ok_or(ErrorCode::Unauthenticated)?;
    let place = places::named(member, &Fields::default())?;
    let people = people::all(site, visitor, place.as_ref()).await?;
    let others = people.iter().filter(|person| person.disabled_at.is_none() && person.email != own.account.email);
    Ok(Some(others.map(Choice::from).collect()))
}

/// What went to somebody else: so many cases, and so many subscriptions that they are asked about.
fn handed_over(cases: i64, subscriptions: i64) -> Option<String> {
    let cases =
        (cases > 0).then(|| format!("{} betreut jetzt das andere Konto.", format::counted(cases, "Praxisbeispiel", "Praxisbeispiele")));
    let subscriptions = (subscriptions > 0)
        .then(|| format!("Nach {} wird das andere Konto per E-Mail gefragt.", format::counted(subscriptions, "Abo", "Abos")));
    let said: Vec<_> = cases.into_iter().chain(subscriptions).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Who looks after a member's account, as people read it.
fn keepers(member: &Member) -> &'static str {
    if member.municipality.is_some() { "die Koordination Ihrer Kommune" } else { "die Administration" }
}
