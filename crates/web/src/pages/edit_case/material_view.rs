//! The case's files as the page's template shows them.

use super::documents::edited_case;
use crate::{fields::Fields, form_errors::FormErrors, format, pages::case_form::Conflict};
use domain::{
    material::{FileKind, MOST_MATERIALS},
    vocabulary::{Licence, Vocabulary},
};
use http::StatusCode;

/// A file on the case, as the API tells of it.
type Told = edited_case::EditedCasePracticeCaseWorkingCopyContentMaterials;

/// The section on the case's files.
pub(super) struct Materials {
    pub(super) files: Vec<Entry>,
    /// The form that puts another one on the case.
    pub(super) another: MaterialForm,
    /// What stands over all of it where a form was refused.
    pub(super) notice: Option<Notice>,
    /// How many bytes a file may have.
    most_bytes: u64,
}

/// A file on the case, with the form that changes what is told of it.
pub(super) struct Entry {
    pub(super) told: Told,
    pub(super) form: MaterialForm,
    /// Whether the form stands open.
    pub(super) is_open: bool,
    /// The version that the next change of it is made from.
    pub(super) version: i64,
}

/// A form about one file.
pub(super) struct MaterialForm {
    /// What the ids of its elements begin with.
    pub(super) id: String,
    pub(super) fields: Fields,
    pub(super) errors: FormErrors,
    /// Whether it asks what is to be seen.
    pub(super) asks_for_description: bool,
}

/// That a form was refused, and why.
pub(super) struct Notice {
    pub(super) heading: &'static str,
    /// Messages, each with the id of the element that it is about; empty where it is about none.
    pub(super) messages: Vec<(String, String)>,
    /// What follows from somebody else's change.
    pub(super) text: Option<&'static str>,
    /// What both changed.
    pub(super) contested: Vec<Conflict>,
}

/// A form that was refused.
pub(super) struct Refused {
    /// The file on the case that it is about; nothing if it was to put another one there.
    pub(super) file: Option<String>,
    /// What was typed, where something is.
    pub(super) fields: Option<Fields>,
    pub(super) errors: FormErrors,
    /// Where somebody else changed the case meanwhile: what would be lost.
    pub(super) conflicts: Option<Vec<Conflict>>,
}

impl Refused {
    /// The status of the page that says so.
    pub(super) fn status(&self) -> StatusCode {
        if self.conflicts.is_some() { StatusCode::CONFLICT } else { self.errors.status() }
    }
}

impl Materials {
    /// These files of a case whose working copy has this version.
    pub(super) fn of(files: Vec<Told>, version: i64, most_bytes: u64) -> Self {
        let files = files.into_iter().enumerate().map(|(place, told)| Entry::of(place, told, version)).collect();
        let another = MaterialForm {
            id: "material-neu".to_owned(),
            fields: Fields::default(),
            errors: FormErrors::default(),
            asks_for_description: true,
        };
        Self { files, another, notice: None, most_bytes }
    }

    /// Puts what was typed and what is wrong with it at the form that it is about.
    pub(super) fn refuse(&mut self, refused: Refused) {
        let Refused { file, fields, errors, conflicts } = refused;
        let form = match file {
            None => Some(&mut self.another),
            Some(file) => self.files.iter_mut().find(|entry| entry.told.file == file).map(|entry| {
                entry.is_open = fields.is_some();
                // What the form was made from stays, unless both texts are shown: whoever saved meanwhile is still to be heard.
                if let (Some(typed), None) = (&fields, &conflicts) {
                    entry.version = typed.version();
                }
                &mut entry.form
            }),
        };
        self.notice = Some(Notice::of(form.as_ref().map(|form| form.id.as_str()), &errors, conflicts));
        if let Some(form) = form {
            form.errors = errors;
            form.fields = fields.unwrap_or_else(|| std::mem::take(&mut form.fields));
        }
    }

    /// Whether the case may have another file; what was refused is shown in any case.
    pub(super) fn takes_another(&self) -> bool {
        self.files.len() < MOST_MATERIALS || !self.another.errors.is_empty()
    }

    /// How large a file may be: `20 MB`.
    pub(super) fn most(&self) -> String {
        format::size(i64::try_from(self.most_bytes).unwrap_or(i64::MAX))
    }
}

impl Entry {
    fn of(place: usize, told: Told, version: i64) -> Self {
        let fields = vec![
            ("titel".to_owned(), told.title.clone()),
            ("bildbeschreibung".to_owned(), told.alternative_text.clone().unwrap_or_default()),
            ("lizenz".to_owned(), told.licence.key().to_owned()),
        ];
        let form = MaterialForm {
            id: format!("material-{}", place + 1),
            fields: Fields::from(fields),
            errors: FormErrors::default(),
            asks_for_description: told.media_type.starts_with("image/") || told.alternative_text.is_some(),
        };
        Self { told, form, is_open: false, version }
    }

    /// Kind, size, licence and the name that it was uploaded under.
    pub(super) fn about(&self) -> String {
        let Told { kind, byte_size, licence, name, .. } = &self.told;
        format!("{kind} · {} · {} · {name}", format::size(*byte_size), licence.label())
    }
}

impl MaterialForm {
    /// The licences with key and label, each with whether it is chosen.
    pub(super) fn licences(&self) -> Vec<(&'static str, &'static str, bool)> {
        let chosen = self.fields.get("lizenz");
        Licence::ALL.iter().map(|licence| (licence.key(), licence.label(), licence.key() == chosen)).collect()
    }

    /// The name of the file that is uploaded and not on the case yet.
    pub(super) fn uploaded(&self) -> Option<&str> {
        self.fields.given("hochgeladen").map(|_| self.fields.get("dateiname"))
    }

    /// The kinds of files that can be chosen, as browsers want to be told: by the ends of their names and by their types.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    pub(super) fn accepted(&self) -> String {
        FileKind::ALL.iter().map(|kind| format!(".{},{}", kind.key(), kind.media_type())).collect::<Vec<_>>().join(",")
    }
}

impl Notice {
    /// `form` is the id of the form that is shown again, if it is.
    fn of(form: Option<&str>, errors: &FormErrors, conflicts: Option<Vec<Conflict>>) -> Self {
        let Some(conflicts) = conflicts else {
            let target = |field: &str| form.filter(|_| !field.is_empty()).map(|form| format!("{form}-{field}")).unwrap_or_default();
            let messages = errors.all().iter().map(|(field, message)| (target(field), message.clone())).collect();
            return Self { heading: errors.heading(), messages, text: None, contested: Vec::new() };
        };
        let contested: Vec<_> = conflicts.into_iter().filter(Conflict::is_contested).collect();
        let text = if contested.is_empty() {
            "Die andere Änderung betrifft etwas anderes als Ihre. Bitte senden Sie Ihre noch einmal ab."
        } else {
            "Was beide geändert haben, steht hier nebeneinander. Soll Ihre Änderung gelten, senden Sie sie bitte noch einmal ab."
        };
        Self {
            heading: "Noch nicht geändert: Jemand anderes hat inzwischen gespeichert",
            messages: Vec::new(),
            text: Some(text),
            contested,
        }
    }
}
