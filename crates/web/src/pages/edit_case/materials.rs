//! What is done with the case's files on its page: put one on the case, change what is told of it, take it off.

use super::{
    Content,
    documents::{AddMaterial, RemoveMaterial, UpdateMaterial, add_material, remove_material, update_material},
    filled,
    material_view::Refused,
    page, path, read,
};
use crate::{
    client::field_errors,
    errors::PageError,
    fields::{Fields, FormFields},
    file_form::FileForm,
    form_errors::FormErrors,
    pages::case_form::{Conflict, readable},
    respond,
    visitor::Visitor,
    website::Website,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::vocabulary::{Licence, Vocabulary};
use std::sync::Arc;

/// What somebody else changed as well. A macro and no function, because each document has types of its own.
macro_rules! conflicts {
    ($outcome:expr) => {
        $outcome.conflict.map(|conflict| {
            let fields = conflict.fields.into_iter().map(|lost| Conflict {
                base: readable(&lost.field, &lost.base),
                mine: readable(&lost.field, &lost.mine),
                theirs: readable(&lost.field, &lost.theirs),
                label: lost.label,
                field: lost.field,
            });
            fields.collect::<Vec<_>>()
        })
    };
}

/// `POST /faelle/{slug}/materialien`: uploads the file and puts it on the case. What is refused of the second half is asked for again without the
/// file, which is there by then.
pub(crate) async fn add(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    mut form: FileForm,
) -> Result<Response, PageError> {
    let brought = match form.take_file() {
        Some((name, content)) => Some((site.upload(&visitor, &name, content).await, name)),
        None => None,
    };
    let mut fields = form.finish().await;
    // Not lost with the case, if that is gone by now; for forms without a file `form_token::guard` sees to it.
    let typed = fields.texts();
    let errors = match brought {
        Some((taken, name)) => match taken? {
            Ok(file) => {
                fields = without_file(fields);
                fields.set_default("hochgeladen", &file);
                fields.set_default("dateiname", &name);
                put(&site, &visitor, &fields, file).await?
            }
            Err(message) => FormErrors::at("datei", message),
        },
        None => match fields.given("hochgeladen") {
            Some(file) => put(&site, &visitor, &fields, file.to_owned()).await?,
            None => FormErrors::at("datei", "Bitte wählen Sie eine Datei aus.".to_owned()),
        },
    };
    let fields = if errors.has("datei") { without_file(fields) } else { fields };
    let refused = (!errors.is_empty()).then_some(Refused { file: None, fields: Some(fields), errors, conflicts: None });
    answer(&site, &visitor, slug, "datei-hinzugefuegt", refused).await.map_err(|error| PageError { typed, ..error })
}

/// Puts an uploaded file on the case, with what was typed; what is wrong with it.
async fn put(site: &Website, visitor: &Visitor, fields: &Fields, file: String) -> Result<FormErrors, PageError> {
    let variables = add_material::Variables {
        case: fields.get("fall").to_owned(),
        file,
        title: fields.get("titel").to_owned(),
        alternative_text: description(fields),
        licence: Licence::from_key(fields.get("lizenz")),
    };
    Ok(field_errors!(site.ask::<AddMaterial>(&visitor.caller, variables).await?.add_material.user_errors, field_of))
}

/// `POST /faelle/{slug}/materialien/aendern`
pub(crate) async fn change(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let file = fields.get("material").to_owned();
    let variables = update_material::Variables {
        case: fields.get("fall").to_owned(),
        file: file.clone(),
        title: Some(fields.get("titel").to_owned()),
        alternative_text: description(&fields),
        licence: Licence::from_key(fields.get("lizenz")),
        version: fields.version(),
    };
    let outcome = site.ask::<UpdateMaterial>(&visitor.caller, variables).await?.update_material;
    let (errors, conflicts) = (field_errors!(outcome.user_errors, field_of), conflicts!(outcome));
    let refused = (!errors.is_empty()).then_some(Refused { file: Some(file), fields: Some(fields), errors, conflicts });
    answer(&site, &visitor, slug, "datei-geaendert", refused).await
}

/// `POST /faelle/{slug}/materialien/entfernen`
pub(crate) async fn remove(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let file = fields.get("material").to_owned();
    let variables = remove_material::Variables { case: fields.get("fall").to_owned(), file: file.clone(), version: fields.version() };
    let outcome = site.ask::<RemoveMaterial>(&visitor.caller, variables).await?.remove_material;
    let (errors, conflicts) = (field_errors!(outcome.user_errors, field_of), conflicts!(outcome));
    let refused = (!errors.is_empty()).then_some(Refused { file: Some(file), fields: None, errors, conflicts });
    answer(&site, &visitor, slug, "datei-entfernt", refused).await
}

/// Leads back to the page, or shows it with what was refused.
async fn answer(site: &Website, visitor: &Visitor, slug: String, done: &str, refused: Option<Refused>) -> Result<Response, PageError> {
    let edited = read(site, visitor, slug).await?;
    let Some(refused) = refused else {
        return Ok(respond::see_other(&format!("{}?erledigt={done}#materialien", path(&edited.case.slug))));
    };
    let text = filled::filled(&edited.copy.content);
    let mut page = page(site, visitor, edited, &text, Content::default()).await?;
    let status = refused.status();
    page.materials.refuse(refused);
    Ok(respond::page_with(status, &page))
}

/// The form's field that one of the API stands for. What is wrong with the file itself, or with one too many, is said where it is chosen.
fn field_of(field: Option<&str>) -> &'static str {
    let path = field.unwrap_or_default();
    match path.strip_prefix("materials[").and_then(|rest| rest.split_once("].")) {
        Some((_, "title")) => "titel",
        Some((_, "alternativeText")) => "bildbeschreibung",
        Some((_, "licence")) => "lizenz",
        None if matches!(path, "file" | "materials") => "datei",
        _ => "",
    }
}

/// What is to be seen; nothing where the form does not ask.
fn description(fields: &Fields) -> Option<String> {
    fields.all("bildbeschreibung").next().map(|text| text.replace("\r\n", "\n"))
}

/// The fields without the file that was uploaded with an earlier attempt.
fn without_file(fields: Fields) -> Fields {
    fields.without("hochgeladen").without("dateiname")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_the_case_is_not_said_of_its_file() {
        for (path, field) in [
            ("materials[2].title", "titel"),
            ("materials[0].alternativeText", "bildbeschreibung"),
            ("materials[0].licence", "lizenz"),
            ("materials", "datei"),
            ("file", "datei"),
            ("title", ""),
            ("licence", ""),
            ("links[0].title", ""),
        ] {
            assert_eq!(field_of(Some(path)), field, "{path}");
        }
        assert_eq!(field_of(None), "");
    }
}
