//! The people whom one looks after: who they are, who is invited, and what one decides about them.

mod documents;
mod list;
pub(crate) mod people;
pub(crate) mod places;
mod steps;

pub(crate) use steps::{change_role, disable, enable, invite, reset_factor, revoke};

use crate::{
    errors::PageError,
    fields::{Fields, QueryFields},
    form_errors::FormErrors,
    format,
    frame::Frame,
    list_part::{self, AFTER, BEFORE, DONE, Part},
    pages::{advised, audit_log, hand_over},
    respond,
    search_state::address,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    Ags, ErrorCode, Role,
    permission::{Action, Member, Relation},
};
use list::List;
use places::{NONE_YET, PLACE, Places};
use std::sync::Arc;

/// The page's path.
pub(crate) const PATH: &str = "/mitglieder";

/// Those of no municipality, as people read it.
const NO_PLACE: &str = "Ohne Kommune (Agentur)";

#[derive(Template)]
#[template(path = "pages/members/page.html")]
struct MembersPage {
    frame: Frame,
    /// The municipality whose people are shown. For some those of none are a choice, too.
    places: Places,
    /// Nothing as long as no municipality is chosen.
    list: Option<List>,
    part: Part,
    done: Option<&'static str>,
    /// What was sent, if it was refused.
    sent: Fields,
    errors: FormErrors,
    invitation_days: u32,
}

/// The address of the page about those who look after cases of this municipality, or of none in the network; nothing for a member who does not
/// look after these people.
pub(crate) fn href(member: &Member, municipality: Option<&Ags>) -> Option<String> {
    let role = if municipality.is_some() { Role::Author } else { Role::Reviewer };
    let place = municipality.map(|place| (PLACE, place.district().to_owned()));
    member.looks_after(role, municipality).then(|| address(PATH, place))
}

/// `GET /mitglieder`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    page(&site, &visitor, &fields, "", FormErrors::default()).await
}

/// The page that an address or a form names, with what was wrong with the form for this step if anything was.
async fn page(site: &Website, visitor: &Visitor, fields: &Fields, step: &'static str, errors: FormErrors) -> Result<Response, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    let has_agency = member.may(Action::ManageAgency, Relation::Foreign);
    let places = Places::load(site, visitor, PATH, if has_agency { NO_PLACE } else { NONE_YET }, fields).await?;
    let sent = if errors.is_empty() { Fields::default() } else { fields.clone() };
    let is_to_choose = places.chosen.is_none() && !has_agency;
    let list = if is_to_choose { None } else { Some(List::load(site, visitor, places.chosen.as_ref(), fields, (step, &sent)).await?) };
    let part = part(fields);
    let has_page = list.as_ref().is_none_or(|list| !list.people.is_empty() || list.total == 0);
    if errors.is_empty()
        && let Some(elsewhere) = list_part::shortened(PATH, &part, fields, |name| name == PLACE || has_page)
    {
        return Ok(elsewhere);
    }
    let status = errors.status();
    let page = MembersPage {
        frame: Frame::new(site, &visitor.viewer, "Mitglieder").in_section(PATH).hidden(),
        places,
        list,
        part,
        done: done(fields.get(DONE)),
        sent,
        errors,
        invitation_days: site.retention().invitation_days,
    };
    Ok(respond::page_with(status, &page))
}

/// The part of the list that an address or a form names.
pub(crate) fn part(fields: &Fields) -> Part {
    list_part::read(fields, [PLACE, BEFORE, AFTER])
}

/// What was done just now, from the address that the step led to.
fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "eingeladen" => "Die Einladung ist per E-Mail unterwegs. Bis sie angenommen ist, steht sie unter „Offene Einladungen“.",
        "zurueckgenommen" => "Die Einladung ist zurückgenommen. Der Link in der E-Mail gilt nicht mehr.",
        "rolle" => "Die Rolle ist geändert.",
        "zweiter-faktor" => "Der zweite Faktor ist zurückgesetzt. Die Person erfährt es per E-Mail.",
        "deaktiviert" => "Das Konto ist deaktiviert.",
        "uebergeben" => "Alles ist übergeben. Abos beginnen, sobald das andere Konto sie bestätigt.",
        "nichts-uebergeben" => "Zu übergeben ist nichts mehr: Dieses Konto betreut weder Praxisbeispiele noch Abos.",
        "begleitung" => "Gespeichert. Es gilt ab sofort; hat sich etwas geändert, meldet sich die Person neu an.",
        "aktiviert" => "Das Konto lässt sich wieder nutzen.",
        _ => return None,
    })
}

impl MembersPage {
    /// Another page of the list: `way` is `nach` or `vor`.
    fn page_href(&self, way: &'static str, cursor: &str) -> String {
        let place = self.part.iter().filter(|(name, _)| *name == PLACE).cloned();
        address(PATH, place.chain([(way, cursor.to_owned())]))
    }
}
