//! One's own account: what one is there for, what is kept about one, and its end.

mod documents;
pub(crate) mod leave;

use crate::{
    client::answered,
    cookies::Cookie,
    errors::PageError,
    fields::{FormFields, QueryFields},
    form_errors::FormErrors,
    frame::Frame,
    pages::municipalities,
    respond,
    search_state::SearchState,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use documents::{Erase, OwnAccount, OwnData, SetFunction, erase, own_account, own_data, set_function};
use domain::{Ags, CaseFilter, ErrorCode, Role, Viewer};
use http::header;
use std::sync::Arc;

type Account = own_account::OwnAccountViewerAccount;
type Adviser = own_account::OwnAccountViewerAdvisers;

#[derive(Template)]
#[template(path = "pages/account/page.html")]
struct AccountPage {
    frame: Frame,
    account: Account,
    /// Whether its holder has the coordination of a municipality.
    coordinates: bool,
    /// Whether its holder stands in for the coordination at present.
    stands_in: bool,
    /// The municipality that it speaks for.
    home: Option<Ags>,
    /// Who of the agency advises that municipality.
    advisers: Vec<Adviser>,
    /// The municipalities that its holder advises.
    advises: Vec<Ags>,
    /// What the form for the function has in it.
    function: String,
    /// Whether something was saved just now.
    is_saved: bool,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "pages/account/erased.html")]
struct ErasedPage {
    frame: Frame,
}

/// What was refused of a form that takes a code where the sign-in is longer ago. That its sender did not show that it is they who ask, by signing in
/// lately or by a code, is said at the code's field; of all else `$field_of` says where. A macro, because each document has types of its own.
macro_rules! refused {
    ($errors:expr, $module:ident, $field_of:expr) => {
        $errors
            .into_iter()
            .map(|error| {
                let is_of_code = matches!(
                    error.code,
                    $module::ErrorCode::WRONG_CODE | $module::ErrorCode::RECENT_SIGN_IN_REQUIRED | $module::ErrorCode::INVALID_STATE
                );
                (if is_of_code { "code" } else { $field_of(error.field.as_deref()) }, error.message)
            })
            .collect::<$crate::form_errors::FormErrors>()
    };
}
pub(crate) use refused;

/// `GET /konto`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    page(&site, &visitor, None, fields.get("erledigt") == "gespeichert", FormErrors::default()).await
}

/// `POST /konto/funktion`
pub(crate) async fn save_function(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = set_function::Variables { function: fields.given("funktion").map(str::to_owned) };
    let outcome = site.ask::<SetFunction>(&visitor.caller, variables).await?.set_my_function;
    if outcome.user_errors.is_empty() {
        return Ok(respond::see_other("/konto?erledigt=gespeichert"));
    }
    let field_of = |field: Option<String>| if field.as_deref() == Some("function") { "funktion" } else { "" };
    let errors = outcome.user_errors.into_iter().map(|error| (field_of(error.field), error.message)).collect();
    page(&site, &visitor, Some(fields.get("funktion").to_owned()), false, errors).await
}

/// `GET /konto/daten.json`: everything that is kept about whoever asks, to be saved as a file.
pub(crate) async fn download(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    let data = answered(site.ask::<OwnData>(&visitor.caller, own_data::Variables {}).await?.export_my_data)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"wissensnetz-meine-daten.json\""),
    ];
    Ok((headers, data).into_response())
}

/// `POST /konto/loeschen`
pub(crate) async fn erase(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    if fields.get("verstanden") != "ja" {
        let missing = "Bitte bestätigen Sie, dass Sie Ihr Konto endgültig löschen möchten.".to_owned();
        return page(&site, &visitor, None, false, FormErrors::at("verstanden", missing)).await;
    }
    let outcome =
        site.ask::<Erase>(&visitor.caller, erase::Variables { code: fields.given("code").map(str::to_owned) }).await?.erase_my_account;
    if !outcome.user_errors.is_empty() {
        let field_of = |_: Option<&str>| "";
        return page(&site, &visitor, None, false, refused!(outcome.user_errors, erase, field_of)).await;
    }
    let frame = Frame::new(&site, &Viewer::Public, "Konto gelöscht").hidden();
    goodbye(&site, &ErasedPage { frame })
}

/// The last page for somebody whose session is over with their account: the browser forgets it.
fn goodbye(site: &Website, page: &impl Template) -> Result<Response, PageError> {
    let mut response = respond::page(page);
    response.headers_mut().insert(header::SET_COOKIE, Cookie::Session.clear(site)?);
    Ok(response)
}

/// The page; `typed` is a function that was refused.
async fn page(site: &Website, visitor: &Visitor, typed: Option<String>, is_saved: bool, errors: FormErrors) -> Result<Response, PageError> {
    let own = site.ask::<OwnAccount>(&visitor.caller, own_account::Variables {}).await?.viewer.ok_or(ErrorCode::Unauthenticated)?;
    let mut account = own.account;
    let function = typed.or_else(|| account.function.take()).unwrap_or_default();
    let status = errors.status();
    let member = visitor.viewer.member();
    let page = AccountPage {
        frame: Frame::new(site, &visitor.viewer, "Mein Konto").hidden(),
        coordinates: account.role == Role::Coordinator,
        stands_in: member.is_some_and(|member| member.role != account.role),
        home: member.and_then(|member| member.municipality.clone()),
        advisers: own.advisers,
        advises: member.map(|member| member.advises.clone()).unwrap_or_default(),
        account,
        function,
        is_saved,
        errors,
    };
    Ok(respond::page_with(status, &page))
}

impl AccountPage {
    /// The form of subscriptions for what is new of the advised municipalities.
    fn news_href(&self) -> String {
        let filter = CaseFilter { municipalities: self.advises.clone(), ..CaseFilter::default() };
        SearchState { filter, ..SearchState::default() }.href("/abo")
    }
}
