//! The audit log, for administrators: who did what when, narrowed down to a municipality, a person, a topic, some days or a single thing.

mod documents;
mod filter;
mod rows;

use super::members::{
    people::{self, Choice},
    places::{PLACE, Places},
};
use crate::{
    client::answered,
    errors::PageError,
    fields::{Fields, QueryFields},
    form_errors::FormErrors,
    frame::Frame,
    list_part::{self, AFTER, Part},
    respond,
    search_state::address,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use documents::{LogEntries, log_entries};
use domain::{
    ErrorCode,
    permission::{Action, Relation},
};
use filter::{FIRST, LAST, THING, TOPIC, WHO};
use rows::Row;
use std::sync::Arc;
use usecases::audit_log::TOPICS;

/// The page's path.
pub(crate) const PATH: &str = "/redaktion/protokoll";

/// What stands for all municipalities.
const EVERYWHERE: &str = "Alle Kommunen";

#[derive(Template)]
#[template(path = "pages/audit_log/page.html")]
struct LogPage {
    frame: Frame,
    places: Places,
    /// Who can be chosen: the people of the chosen municipality, or of the agency.
    people: Vec<Choice>,
    /// What the log is narrowed down to, and where its page begins.
    part: Part,
    /// The same as it was typed, for the form.
    sent: Fields,
    rows: Vec<Row>,
    /// The cursor after which the next page begins, if there is one.
    next: Option<String>,
    errors: FormErrors,
    /// For how many months is known who did it.
    months: u32,
}

/// The log narrowed down to what somebody did; `id` is theirs as the list of people has it.
pub(crate) fn href_of_person(id: &str) -> String {
    address(PATH, [(WHO, id.to_owned())])
}

/// The log narrowed down to what was done to something.
pub(crate) fn href_of_thing(id: &str) -> String {
    address(PATH, [(THING, id.to_owned())])
}

/// `GET /redaktion/protokoll`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    if !member.may(Action::ReadAuditLog, Relation::Foreign) {
        return Err(ErrorCode::Forbidden.into());
    }
    let (entries, next, errors) = match filter::wanted(&fields)? {
        Ok(variables) => {
            let found = answered(site.ask::<LogEntries>(&visitor.caller, variables).await?.audit_log)?;
            let log_entries::LogEntriesAuditLogPageInfo { has_next_page, end_cursor } = found.page_info;
            (found.nodes, end_cursor.filter(|_| has_next_page), FormErrors::default())
        }
        Err(errors) => (Vec::new(), None, errors),
    };
    let part = list_part::read(&fields, [PLACE, WHO, TOPIC, FIRST, LAST, THING, AFTER]);
    let rows = rows::rows(&site, &visitor, entries, &part).await?;
    let places = Places::load(&site, &visitor, PATH, EVERYWHERE, &fields).await?;
    let people = people::all(&site, &visitor, places.chosen.as_ref()).await?;
    let page = LogPage {
        frame: Frame::new(&site, &visitor.viewer, "Protokoll").in_section(PATH).hidden(),
        people: choices(people.iter().map(Choice::from).collect(), fields.given(WHO), &rows),
        places,
        part,
        sent: fields,
        rows,
        next,
        errors,
        months: site.retention().audit_person_months,
    };
    Ok(respond::page_with(page.errors.status(), &page))
}

/// Who can be chosen; whoever is chosen is among them, wherever they are.
fn choices(mut people: Vec<Choice>, chosen: Option<&str>, rows: &[Row]) -> Vec<Choice> {
    if let Some(chosen) = chosen.filter(|chosen| people.iter().all(|person| person.id != *chosen)) {
        let name = rows.iter().find_map(|row| row.actor.as_ref()).map(|actor| format!("{}, {}", actor.name, actor.role));
        people.insert(0, Choice { id: chosen.to_owned(), label: name.unwrap_or_else(|| "Gewähltes Konto".to_owned()) });
    }
    people
}

/// This part of the log from its beginning, with another value of this name.
fn narrowed(part: &[(&'static str, String)], name: &'static str, value: &str) -> String {
    let rest = part.iter().filter(|(kept, _)| *kept != name && *kept != AFTER).cloned();
    address(PATH, rest.chain([(name, value.to_owned())]))
}

impl LogPage {
    /// The topics to choose from: the value, its name, whether it is chosen.
    fn topics(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        TOPICS.iter().map(move |(start, label)| (*start, *label, self.sent.has(TOPIC, start)))
    }

    /// Whether the log is narrowed down to anything.
    fn is_narrowed(&self) -> bool {
        self.part.iter().any(|(name, _)| *name != AFTER)
    }

    /// The thing that the log is narrowed down to, by its id.
    fn thing(&self) -> Option<&str> {
        self.sent.given(THING)
    }

    /// The same for everything.
    fn without_thing(&self) -> String {
        let rest = self.part.iter().filter(|(name, _)| *name != THING && *name != AFTER).cloned();
        address(PATH, rest)
    }

    /// The latest entries, where a later page is shown.
    fn first_href(&self) -> Option<String> {
        let rest = self.part.iter().filter(|(name, _)| *name != AFTER).cloned();
        self.sent.given(AFTER).map(|_| address(PATH, rest))
    }

    /// The next page.
    fn next_href(&self, cursor: &str) -> String {
        narrowed(&self.part, AFTER, cursor)
    }
}
