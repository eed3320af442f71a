//! The form as its template shows it: the specification, filled with what was typed and what is wrong with it.

use super::{
    FieldError,
    documents::lists,
    specification::{Entry, NO_PRECONDITIONS, Need, SECTIONS, Spec},
};
use crate::fields::Fields;
use domain::german::sort_key;

/// A part of the form.
pub(crate) struct SectionView {
    pub title: &'static str,
    pub fields: Vec<FieldView>,
}

/// A field with its value.
pub(crate) struct FieldView {
    pub name: &'static str,
    /// The name as part of an element's id.
    pub id: String,
    pub label: &'static str,
    pub hint: &'static str,
    /// When it must be filled in, in German.
    pub need: &'static str,
    pub control: Control,
    pub errors: Vec<String>,
}

impl FieldView {
    /// The ids of the elements that explain the field.
    pub(crate) fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hinweis", self.id));
        let error = (!self.errors.is_empty()).then(|| format!("{}-fehler", self.id));
        let ids: Vec<_> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// What the field is filled in with.
pub(crate) enum Control {
    /// An input of one line.
    Line { kind: &'static str, value: String },
    /// A text area.
    Area { rows: u8, value: String },
    /// A list that unfolds.
    Select { choices: Vec<Choice> },
    /// Checkboxes.
    Checks { choices: Vec<Choice> },
}

/// A value to choose.
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

/// The whole form.
pub(crate) fn sections(fields: &Fields, lists: &lists::ResponseData, errors: &[FieldError]) -> Vec<SectionView> {
    let view = |spec: &Spec| field(spec, fields, lists, errors);
    SECTIONS.iter().map(|section| SectionView { title: section.title, fields: section.fields.iter().map(view).collect() }).collect()
}

fn field(spec: &Spec, fields: &Fields, lists: &lists::ResponseData, errors: &[FieldError]) -> FieldView {
    let value = || fields.get(spec.name).to_owned();
    let control = match spec.entry {
        Entry::Line(kind) => Control::Line { kind, value: value() },
        Entry::Area(rows) | Entry::List(rows) => Control::Area { rows, value: value() },
        Entry::One(vocabulary) => Control::Select { choices: terms(spec, vocabulary, fields, lists) },
        Entry::Many(vocabulary) => Control::Checks { choices: chosen_first(terms(spec, vocabulary, fields, lists), spec, fields) },
        Entry::Municipality => Control::Select { choices: municipalities(spec, fields, lists) },
    };
    FieldView {
        name: spec.name,
        id: element_id(spec.name),
        label: spec.label,
        hint: spec.hint,
        need: match spec.need {
            Need::Submit => "(nötig)",
            Need::Publish => "(nötig zum Veröffentlichen)",
            Need::Free => "(freiwillig)",
        },
        control,
        errors: errors.iter().filter(|error| spec_name(error) == Some(spec.name)).map(|error| error.message.clone()).collect(),
    }
}

/// The terms of a vocabulary; retired ones are no longer offered.
fn terms(spec: &Spec, vocabulary: &str, fields: &Fields, lists: &lists::ResponseData) -> Vec<Choice> {
    let chosen = |key: &str| fields.has(spec.name, key);
    let terms = lists.vocabularies.iter().filter(|listing| listing.name == vocabulary).flat_map(|listing| &listing.terms);
    let offered = terms.filter(|term| term.successor.is_none() || chosen(&term.key));
    let mut choices: Vec<_> =
        offered.map(|term| Choice { value: term.key.clone(), label: term.label.clone(), is_chosen: chosen(&term.key) }).collect();
    if spec.name == "preconditions" {
        let label = "Keine besonderen Voraussetzungen".to_owned();
        choices.push(Choice { value: NO_PRECONDITIONS.to_owned(), label, is_chosen: chosen(NO_PRECONDITIONS) });
    }
    choices
}

/// What is chosen comes first, in the order in which it was kept: the first Handlungsfeld is the primary one, and browsers send boxes in the
/// order of the page.
fn chosen_first(mut choices: Vec<Choice>, spec: &Spec, fields: &Fields) -> Vec<Choice> {
    choices.sort_by_key(|choice| fields.all(spec.name).position(|key| key == choice.value).unwrap_or(usize::MAX));
    choices
}

fn municipalities(spec: &Spec, fields: &Fields, lists: &lists::ResponseData) -> Vec<Choice> {
    let nodes = lists.municipalities.nodes.iter();
    let mut choices: Vec<_> = nodes
        .map(|place| Choice { value: place.ags.clone(), label: place.display_name.clone(), is_chosen: fields.has(spec.name, &place.ags) })
        .collect();
    choices.sort_by_cached_key(|choice| sort_key(&choice.label));
    choices
}

impl FieldError {
    /// The id of the element that it is about; errors that concern the whole lead to the form's beginning.
    pub(crate) fn target(&self) -> String {
        spec_name(self).map_or_else(|| "formular".to_owned(), element_id)
    }

    /// Where in the form the field stands; nothing for errors that concern the whole.
    pub(super) fn place(&self) -> Option<usize> {
        let name = spec_name(self)?;
        SECTIONS.iter().flat_map(|section| section.fields).position(|spec| spec.name == name)
    }
}

fn element_id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// The field of the form that an error belongs to: `goals[2]` to `goals`, `contact` to `contact.mailbox`.
fn spec_name(error: &FieldError) -> Option<&'static str> {
    let path = error.field.as_deref()?;
    let field = path.split('[').next().unwrap_or(path);
    let field = if field == "contact" { "contact.mailbox" } else { field };
    SECTIONS.iter().flat_map(|section| section.fields).map(|spec| spec.name).find(|name| *name == field)
}
