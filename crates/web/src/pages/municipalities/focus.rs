//! Say what a municipality works on at present (Arbeitsschwerpunkte). The way here is its page.

use super::{
    PATH,
    documents::{FocusAreas, SetFocusAreas, focus_areas, set_focus_areas},
    path,
};
use crate::{
    client::field_errors,
    errors::PageError,
    fields::{Fields, FormFields},
    form_errors::FormErrors,
    frame::Frame,
    list_part, respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::{
    ErrorCode, Viewer,
    municipality::{self, Municipality},
    permission::Action,
    vocabulary::{FieldOfAction, Vocabulary},
};
use std::{ops::Range, sync::Arc};
use usecases::focus_areas::MOST;

/// The name in the form of each focus area, and the id of their group.
const AREA: &str = "schwerpunkt";

/// What was done, in the address of the municipality's page.
pub(super) const SAVED: &str = "schwerpunkte";

#[derive(Template)]
#[template(path = "pages/municipalities/focus.html")]
struct FocusPage {
    frame: Frame,
    place: &'static Municipality,
    /// The municipality's page.
    path: String,
    /// What is chosen, in the municipality's order.
    chosen: Vec<FieldOfAction>,
    errors: FormErrors,
}

/// Whether the viewer says what this municipality works on.
pub(super) fn may_set(viewer: &Viewer, place: &Municipality) -> bool {
    viewer.member().is_some_and(|member| member.may(Action::SetFocusAreas, member.relations(None, Some(&place.key()))))
}

/// `GET /kommunen/{name}/schwerpunkte`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor, Path(name): Path<String>) -> Result<Response, PageError> {
    let place = place(&visitor.viewer, &name)?;
    let variables = focus_areas::Variables { ags: place.ags.to_owned() };
    let found = site.ask::<FocusAreas>(&visitor.caller, variables).await?.municipality.ok_or(ErrorCode::NotFound)?;
    Ok(page(&site, &visitor, place, found.focus_areas, FormErrors::default()))
}

/// `POST /kommunen/{name}/schwerpunkte`
pub(crate) async fn save(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(name): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let place = place(&visitor.viewer, &name)?;
    let areas = chosen(&fields).ok_or(ErrorCode::BadRequest)?;
    let variables = set_focus_areas::Variables { municipality: place.ags.to_owned(), areas: areas.clone() };
    let refused = site.ask::<SetFocusAreas>(&visitor.caller, variables).await?.set_focus_areas.user_errors;
    if refused.is_empty() {
        return Ok(list_part::back(&path(place), Vec::new(), SAVED));
    }
    let field_of = |field: Option<&str>| if field.is_some_and(|field| field.starts_with("areas")) { AREA } else { "" };
    let errors = field_errors!(refused, field_of);
    Ok(page(&site, &visitor, place, areas, errors))
}

/// The municipality of this name, for those who say what it works on; all others are refused.
fn place(viewer: &Viewer, name: &str) -> Result<&'static Municipality, PageError> {
    let place = municipality::by_slug(name).ok_or(ErrorCode::NotFound)?;
    if may_set(viewer, place) {
        return Ok(place);
    }
    let refused = if viewer.member().is_some() { ErrorCode::Forbidden } else { ErrorCode::Unauthenticated };
    Err(refused.into())
}

/// What the form names, in its order; nothing if one of them is no field of action, as in no form of ours.
fn chosen(fields: &Fields) -> Option<Vec<FieldOfAction>> {
    fields.all(AREA).filter(|key| !key.is_empty()).map(FieldOfAction::from_key).collect()
}

fn page(site: &Website, visitor: &Visitor, place: &'static Municipality, chosen: Vec<FieldOfAction>, errors: FormErrors) -> Response {
    let status = errors.status();
    let title = format!("Arbeitsschwerpunkte: {}", place.display_name());
    let frame = Frame::new(site, &visitor.viewer, title).in_section(PATH).hidden();
    respond::page_with(status, &FocusPage { frame, place, path: path(place), chosen, errors })
}

impl FocusPage {
    /// The places to fill in, counted from 0.
    fn places(&self) -> Range<usize> {
        0..MOST.max(self.chosen.len())
    }

    /// Whether the form has this field of action in this place.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand values over by reference")]
    fn is_chosen(&self, place: usize, area: &FieldOfAction) -> bool {
        self.chosen.get(place) == Some(area)
    }
}
