//! The page of one case.

mod bars;
mod documents;
mod structured;

use crate::{
    errors::PageError,
    format,
    frame::Frame,
    pages::municipalities,
    respond,
    types::{FreshnessState, WorkflowState},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use bars::Bars;
use documents::{Case, Similar, case, similar};
use domain::{
    Ags, ErrorCode, Viewer,
    vocabulary::{State as Land, Vocabulary},
};
use std::sync::Arc;

type Shown = case::CasePracticeCase;

/// How much of the teaser of a similar case is shown, in characters.
const TEASER_BEGINNING: usize = 140;

#[derive(Template)]
#[template(path = "pages/case/page.html")]
struct CasePage {
    frame: Frame,
    case: Shown,
    bars: Vec<Bars>,
    structured: String,
    is_member: bool,
    similar: Vec<similar::SimilarSimilarCases>,
}

/// `GET /faelle/{slug}`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, PageError> {
    let case = site.ask::<Case>(&visitor.viewer, case::Variables { slug }).await?.practice_case.ok_or(ErrorCode::NotFound)?;
    let text = text(&case);
    let mut frame = Frame::new(&site, &visitor.viewer, format::title(&text.title));
    frame.description = Some(text.teaser.clone()).filter(|teaser| !teaser.is_empty());
    frame.canonical = Some(case.url.clone());
    // Only what stands in public lists is for search engines.
    frame.hidden_from_robots = case.working_copy.is_some() || case.workflow_state != WorkflowState::Published;
    let page = CasePage {
        bars: text.indicators.iter().filter_map(Bars::of).collect(),
        structured: structured::json_ld(&case, text, &site.options.instance_name),
        is_member: visitor.viewer.member().is_some(),
        similar: others_like(&site, &visitor.viewer, &case.id).await,
        frame,
        case,
    };
    Ok(respond::page(&page))
}

/// The page does without them rather than fail with the search.
async fn others_like(site: &Website, viewer: &Viewer, id: &str) -> Vec<similar::SimilarSimilarCases> {
    let found = site.ask::<Similar>(viewer, similar::Variables { id: id.to_owned() }).await;
    found.ok().and_then(|data| data.similar_cases).unwrap_or_default()
}

/// What the page shows: the working copy to those who see it, to everybody else what is public.
fn text(case: &Shown) -> &case::Text {
    case.working_copy.as_ref().map_or(&case.content, |copy| &copy.content)
}

impl CasePage {
    fn text(&self) -> &case::Text {
        text(&self.case)
    }

    /// Where what is shown stands, if it is not public.
    fn draft(&self) -> Option<WorkflowState> {
        let state = self.case.working_copy.as_ref()?.workflow_state;
        (!matches!(state, WorkflowState::Published | WorkflowState::Archived)).then_some(state)
    }

    /// Whether the viewer has a page to work on it, where what is shown is public. Above a draft stands the way there already.
    fn is_worked_on(&self) -> bool {
        self.case.working_copy.is_some() && self.draft().is_none()
    }

    /// Whether its new versions are told to those who wish it.
    fn can_be_followed(&self) -> bool {
        self.case.published_at.is_some() && self.case.archived_at.is_none()
    }

    /// When somebody last vouched for it, where nobody does any more.
    fn unconfirmed_since(&self) -> Option<String> {
        let freshness = self.case.freshness.as_ref().filter(|freshness| freshness.state == FreshnessState::Unconfirmed)?;
        Some(format::day(&freshness.confirmed_at))
    }

    /// The months between which it ran: `August 2021 bis Juni 2024`, `seit August 2021`.
    fn duration(&self) -> Option<String> {
        let start = format::month(self.text().start.as_deref()?);
        Some(match &self.text().end {
            Some(end) => format!("{start} bis {}", format::month(end)),
            None => format!("seit {start}"),
        })
    }

    /// The Land, where the place's name does not say it already.
    fn land(&self) -> Option<Land> {
        self.text().municipality.as_ref().map(|municipality| municipality.state)
    }

    /// The page of the municipality with this key.
    fn href(ags: &str) -> Option<String> {
        ags.parse::<Ags>().ok().map(|ags| municipalities::href(&ags))
    }

    /// The page of the municipality whose case it is; one from elsewhere has none.
    fn place_href(&self) -> Option<String> {
        self.text().municipality.as_ref().and_then(|municipality| Self::href(&municipality.ags))
    }

    /// The text's day: when the public revision became public, or when the working copy was saved.
    fn last_changed(&self) -> String {
        let draft = self.case.working_copy.as_ref().filter(|_| self.draft().is_some());
        let public = || self.case.revision_published_at.as_ref().unwrap_or(&self.case.updated_at);
        format::day(draft.map_or_else(public, |copy| &copy.updated_at))
    }

    /// Plain text in paragraphs, cut where the author left a line.
    fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
        text.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}
