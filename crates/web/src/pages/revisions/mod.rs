//! The revisions of a case's text: when each was saved, in what two of them differ, and the way back to one of them.

mod compared;
mod documents;

use crate::{
    client::messages,
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    form_errors::FormErrors,
    format,
    frame::Frame,
    pages::edit_case,
    respond,
    search_state::address,
    types::CaseAction,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use compared::Comparison;
use documents::{Revisions, RollBack, revisions, roll_back};
use domain::{ErrorCode, workflow::Step};
use http::StatusCode;
use std::sync::Arc;

/// The names in addresses and forms of the two revisions that are compared, by their numbers, and of the one that is to come back.
const FROM: &str = "von";
const TO: &str = "bis";
const NUMBER: &str = "nummer";

/// What is said where somebody saved another text meanwhile.
const OVERTAKEN: &str = "Noch nicht zurückgesetzt: Jemand anderes hat inzwischen gespeichert. Die Liste zeigt auch diese Fassung. Wenn Sie den \
                         früheren Text trotzdem wieder möchten, setzen Sie ihn bitte noch einmal zurück.";

type Case = revisions::RevisionsPracticeCase;
type WorkingCopy = revisions::RevisionsPracticeCaseWorkingCopy;

#[derive(Template)]
#[template(path = "pages/revisions/page.html")]
struct RevisionsPage {
    frame: Frame,
    case: Case,
    copy: WorkingCopy,
    /// The latest first.
    rows: Vec<Row>,
    /// Two of them, as long as there are two.
    comparison: Option<Comparison>,
    may_roll_back: bool,
    errors: FormErrors,
}

/// A revision in the list.
struct Row {
    number: i64,
    /// What is known of it, as people read it.
    about: String,
    /// Where it is compared with the text as it is now; nothing for that itself.
    href: Option<String>,
}

/// The page's address.
pub(crate) fn path(slug: &str) -> String {
    format!("/faelle/{slug}/fassungen")
}

/// `GET /faelle/{slug}/fassungen`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    page(&site, &visitor, slug, &fields, FormErrors::default()).await
}

/// `POST /faelle/{slug}/fassungen`: keeps the text of an earlier revision as the next one.
pub(crate) async fn roll_back(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = roll_back::Variables { id: fields.get("fall").to_owned(), revision: fields.number(NUMBER), version: fields.version() };
    let outcome = site.ask::<RollBack>(&visitor.caller, variables).await?.roll_back_practice_case;
    if outcome.user_errors.is_empty() {
        return Ok(respond::see_other(&format!("{}?erledigt=zurueckgesetzt", edit_case::path(&slug))));
    }
    let is_overtaken = outcome.user_errors.iter().any(|error| matches!(error.code, roll_back::ErrorCode::CONFLICT));
    let said = if is_overtaken { vec![OVERTAKEN.to_owned()] } else { messages!(outcome) };
    let mut response = page(&site, &visitor, slug, &Fields::default(), FormErrors::of_none(said)).await?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// The page, for those who see the working copy; with what was refused.
async fn page(site: &Website, visitor: &Visitor, slug: String, fields: &Fields, errors: FormErrors) -> Result<Response, PageError> {
    if visitor.viewer.member().is_none() {
        return Err(ErrorCode::Unauthenticated.into());
    }
    let found = site.ask::<Revisions>(&visitor.caller, revisions::Variables { slug }).await?.practice_case;
    let mut case = found.ok_or(ErrorCode::NotFound)?;
    let copy = case.working_copy.take().ok_or(ErrorCode::Forbidden)?;
    let mut all = case.revisions.take().unwrap_or_default();
    all.sort_unstable_by_key(|revision| std::cmp::Reverse(revision.number));
    let numbers: Vec<_> = all.iter().map(|revision| revision.number).collect();
    let comparison = match pair(fields, &numbers, case.published_revision) {
        Some((from, to)) => Some(Comparison::load(site, visitor, &case.slug, from, to).await?),
        None => None,
    };
    let title = format!("Fassungen: {}", format::title(&copy.content.title));
    let page = RevisionsPage {
        frame: Frame::new(site, &visitor.viewer, title).in_section("/meine").hidden(),
        rows: all.iter().map(|revision| Row::new(&case, revision, numbers[0])).collect(),
        may_roll_back: case.viewer_may.contains(&CaseAction::Edit) && copy.workflow_state.state().after(Step::Edit).is_some(),
        comparison,
        case,
        copy,
        errors,
    };
    Ok(respond::page_with(page.errors.status(), &page))
}

/// The two revisions that an address names. Where it names none, the latest is compared with what is public, or else with the one before it.
/// `numbers` are those of all, the latest first.
fn pair(fields: &Fields, numbers: &[i64], public: Option<i64>) -> Option<(i64, i64)> {
    let latest = *numbers.first()?;
    let named = |name: &str| fields.given(name).map(|_| fields.number(name));
    let earlier = || public.filter(|public| *public < latest && numbers.contains(public)).or_else(|| numbers.get(1).copied());
    Some((named(FROM).or_else(earlier)?, named(TO).unwrap_or(latest)))
}

impl Row {
    fn new(case: &Case, revision: &revisions::RevisionsPracticeCaseRevisions, latest: i64) -> Self {
        let number = revision.number;
        let is_handed_in = case.review.as_ref().and_then(|review| review.submitted_revision) == Some(number);
        let is_public = case.published_revision == Some(number);
        let marks = [
            (revision.is_own, "von Ihnen"),
            (revision.is_autosave, "zwischengespeichert"),
            (is_handed_in, "zuletzt eingereicht"),
            (is_public && case.archived_at.is_none(), "öffentlich"),
            (is_public && case.archived_at.is_some(), "archiviert"),
            (number == latest, "der jetzige Text"),
        ];
        let marks = marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark);
        let about = std::iter::once(format!("gespeichert am {}", format::moment(&revision.saved_at)))
            .chain(marks.map(str::to_owned))
            .collect::<Vec<_>>()
            .join(" · ");
        let pairs = [(FROM, number.to_string()), (TO, latest.to_string())];
        let href = (number != latest).then(|| format!("{}#vergleich", address(&path(&case.slug), pairs)));
        Self { number, about, href }
    }
}

impl RevisionsPage {
    /// The page itself.
    fn own_href(&self) -> String {
        path(&self.case.slug)
    }

    /// Where it is worked on.
    fn edit_href(&self) -> String {
        edit_case::path(&self.case.slug)
    }

    /// Whether what is shown is public, and a text that comes back is a next version beside it.
    fn is_public(&self) -> bool {
        self.case.published_at.is_some() && self.case.archived_at.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compared_is_what_the_address_names_or_what_is_new() {
        let pair = |query: &str, numbers: &[i64], public| pair(&Fields::parse(query.as_bytes()), numbers, public);
        assert_eq!((pair("", &[], None), pair("", &[1], None)), (None, None), "there are not two");
        assert_eq!(pair("von=1", &[3], None), Some((1, 3)), "whoever does not see that one is told so");
        assert_eq!(pair("", &[5, 4, 2], None), Some((4, 5)));
        assert_eq!(pair("", &[5, 4, 2], Some(2)), Some((2, 5)), "what everybody reads");
        assert_eq!(pair("", &[5, 4, 2], Some(5)), Some((4, 5)));
        assert_eq!(pair("", &[5, 4, 2], Some(3)), Some((4, 5)), "which is not shown to everybody");
        assert_eq!(pair("von=2&bis=4", &[5, 4, 2], None), Some((2, 4)));
        assert_eq!(pair("von=eins", &[5, 4], None), Some((-1, 5)), "no revision has that number");
    }
}
