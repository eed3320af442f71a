//! The search, looked after by editors: what was searched for in vain, and the groups of synonyms that they teach it.

mod documents;
mod group;
mod steps;

pub(crate) use steps::{delete, save};

use crate::{
    client::answered,
    errors::PageError,
    fields::{Fields, QueryFields},
    form_errors::FormErrors,
    format,
    frame::Frame,
    list_part::{self, DONE, Part},
    respond,
    search_state::address,
    types::SynonymKind,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use documents::{SearchDesk, search_desk};
use group::{GROUP, GroupForm, WORD};
use std::sync::Arc;

/// The page's address.
const PATH: &str = "/redaktion/suche";

/// How many groups a page shows.
const PAGE_SIZE: u8 = 50;

/// The name in addresses of the cursor after which the list of what was searched for in vain goes on.
const GAPS_AFTER: &str = "nach";

/// The names in addresses of the cursors after which the list of groups goes on, and before which it ends.
const GROUPS_AFTER: &str = "gruppen-nach";
const GROUPS_BEFORE: &str = "gruppen-vor";

/// How much of a group's words names it on its buttons, in characters.
const NAME_LENGTH: usize = 60;

type Gap = search_desk::SearchDeskSearchGapsNodes;
type Group = search_desk::SearchDeskSynonymGroupsEdgesNode;

#[derive(Template)]
#[template(path = "pages/search_desk/page.html")]
struct SearchDeskPage {
    frame: Frame,
    gaps: search_desk::SearchDeskSearchGaps,
    groups: Groups,
    form: GroupForm,
    /// The parts of both lists that are shown: links and forms on the page lead back there.
    part: Part,
    done: Option<&'static str>,
    errors: FormErrors,
}

/// A page of the list of groups.
struct Groups {
    list: Vec<Group>,
    /// The cursor before which the page before this one ends, if there is one.
    before: Option<String>,
    /// The cursor after which the next page begins, if there is one.
    after: Option<String>,
}

impl Groups {
    /// Those that were made here: they stand before those that the program brings along, which nobody changes.
    fn of(found: search_desk::SearchDeskSynonymGroups, is_backward: bool) -> Self {
        let has_previous = found.page_info.has_previous_page;
        let mut edges: Vec<_> = found.edges.into_iter().filter(|edge| !edge.node.is_built_in).collect();
        let size = usize::from(PAGE_SIZE);
        let has_next = is_backward || edges.len() > size;
        edges.truncate(size);
        Self {
            before: edges.first().filter(|_| has_previous).map(|edge| edge.cursor.clone()),
            after: edges.last().filter(|_| has_next).map(|edge| edge.cursor.clone()),
            list: edges.into_iter().map(|edge| edge.node).collect(),
        }
    }
}

/// `GET /redaktion/suche`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    page(&site, &visitor, &fields, None, FormErrors::default()).await
}

/// The page; `form` is what was refused of a group, or nothing where the form begins as the address says.
async fn page(
    site: &Website,
    visitor: &Visitor,
    fields: &Fields,
    form: Option<GroupForm>,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let found = site.ask::<SearchDesk>(&visitor.caller, variables(fields)).await?;
    let gaps = answered(found.search_gaps)?;
    let groups = Groups::of(answered(found.synonym_groups)?, fields.given(GROUPS_BEFORE).is_some());
    let part = part(fields);
    let is_there = |name: &str| if name == GAPS_AFTER { !gaps.nodes.is_empty() } else { !groups.list.is_empty() };
    if errors.is_empty()
        && let Some(elsewhere) = list_part::shortened(PATH, &part, fields, is_there)
    {
        return Ok(elsewhere);
    }
    let form = match form {
        Some(form) => form,
        None => GroupForm::begun(site, visitor, fields).await?,
    };
    let (status, done) = (errors.status(), done(fields.get(DONE)));
    let frame = Frame::new(site, &visitor.viewer, "Suche pflegen").in_section(PATH).hidden();
    Ok(respond::page_with(status, &SearchDeskPage { frame, gaps, groups, form, part, done, errors }))
}

fn variables(fields: &Fields) -> search_desk::Variables {
    let cursor = |name: &str| fields.given(name).map(str::to_owned);
    let before = cursor(GROUPS_BEFORE);
    let size = i64::from(PAGE_SIZE);
    search_desk::Variables {
        gaps_after: cursor(GAPS_AFTER),
        // One more tells whether there are others made here beyond.
        first: before.is_none().then_some(size + 1),
        after: cursor(GROUPS_AFTER).filter(|_| before.is_none()),
        last: before.is_some().then_some(size),
        before,
    }
}

/// The parts of both lists that an address or a form names.
fn part(fields: &Fields) -> Part {
    list_part::read(fields, [GAPS_AFTER, GROUPS_AFTER, GROUPS_BEFORE])
}

/// What was done just now, from the address that the step led to.
fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "angelegt" => "Die Synonymgruppe ist angelegt. Sie gilt ab der nächsten Suche.",
        "geaendert" => "Die Synonymgruppe ist geändert. Die Änderung gilt ab der nächsten Suche.",
        "geloescht" => "Die Synonymgruppe ist gelöscht. Sie gilt für keine Suche mehr.",
        "schon-geloescht" => "Diese Synonymgruppe gibt es nicht mehr: Sie ist bereits gelöscht.",
        _ => return None,
    })
}

impl SearchDeskPage {
    /// The search that found nothing, to be tried.
    fn search_href(gap: &Gap) -> String {
        address("/suche", [("q", gap.terms.clone())])
    }

    /// The form for a new group that begins with what was searched for.
    fn new_group_href(&self, gap: &Gap) -> String {
        self.href_of_form(WORD, &gap.terms)
    }

    /// The form for this group.
    fn change_href(&self, group: &Group) -> String {
        self.href_of_form(GROUP, &group.id)
    }

    fn href_of_form(&self, name: &'static str, value: &str) -> String {
        let pairs = self.part.iter().cloned().chain([(name, value.to_owned())]);
        format!("{}#gruppe", address(PATH, pairs))
    }

    /// The page without a group in its form.
    fn plain_href(&self) -> String {
        address(PATH, self.part.iter().cloned())
    }

    /// The first page of what was searched for in vain, where another one is shown.
    fn first_gaps(&self) -> Option<String> {
        self.part.iter().any(|(name, _)| *name == GAPS_AFTER).then(|| self.href_of_page(GAPS_AFTER, None))
    }

    /// The next page of what was searched for in vain, if there is one.
    fn next_gaps(&self) -> Option<String> {
        let info = &self.gaps.page_info;
        info.end_cursor.as_deref().filter(|_| info.has_next_page).map(|cursor| self.href_of_page(GAPS_AFTER, Some(cursor)))
    }

    /// The page of groups before this one, if there is one.
    fn previous_groups(&self) -> Option<String> {
        self.groups.before.as_deref().map(|cursor| self.href_of_page(GROUPS_BEFORE, Some(cursor)))
    }

    /// The next page of groups, if there is one.
    fn next_groups(&self) -> Option<String> {
        self.groups.after.as_deref().map(|cursor| self.href_of_page(GROUPS_AFTER, Some(cursor)))
    }

    /// Another page of the list that this name of a cursor belongs to; the other list stays where it is.
    fn href_of_page(&self, name: &'static str, cursor: Option<&str>) -> String {
        let is_of_gaps = name == GAPS_AFTER;
        let other = self.part.iter().filter(|(kept, _)| (*kept == GAPS_AFTER) != is_of_gaps).cloned();
        let pairs = other.chain(cursor.map(|cursor| (name, cursor.to_owned())));
        format!("{}#{}", address(PATH, pairs), if is_of_gaps { "vergeblich" } else { "gruppen" })
    }

    /// The words of a group.
    fn words(group: &Group) -> String {
        group.phrases.join(", ")
    }

    /// What names a group on its buttons.
    fn name(group: &Group) -> String {
        format::beginning(&Self::words(group), NAME_LENGTH)
    }

    /// How words can belong together, each with whether the form has it.
    fn kinds(&self) -> [(SynonymKind, bool); 2] {
        SynonymKind::ALL.map(|kind| (kind, kind == self.form.kind))
    }
}
