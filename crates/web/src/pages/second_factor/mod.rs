//! Set up a second factor, renew its recovery codes, take it away.

use super::second_step;
use crate::{
    client::document, errors::PageError, fields::FormFields, form_errors::FormErrors, format, frame::Frame, qr, respond, visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::ErrorCode;
use std::sync::Arc;
use usecases::second_factor::told_again;

document!(Standing, "src/pages/second_factor/query.graphql");
document!(Begin, "src/pages/second_factor/query.graphql");
document!(Confirm, "src/pages/second_factor/query.graphql");
document!(Remove, "src/pages/second_factor/query.graphql");
document!(Renew, "src/pages/second_factor/query.graphql");

/// What is said to whoever sets up what is set up. The page with the codes may have been lost with the first of two clicks.
const SET_UP_ALREADY: &str =
    "Der zweite Faktor ist bereits eingerichtet. Haben Sie Ihre Wiederherstellungscodes nicht gesehen, erstellen Sie hier neue.";

#[derive(Template)]
#[template(path = "pages/second_factor/page.html")]
struct SecondFactorPage {
    frame: Frame,
    here: &'static str,
    standing: standing::StandingViewerSecondFactor,
    /// How far setting one up is, while it is.
    set_up: Option<SetUp>,
    /// New recovery codes, shown this once.
    codes: Vec<String>,
    /// What was done before, and was asked for again.
    done: Option<&'static str>,
    errors: FormErrors,
}

/// What came of a form.
#[derive(Default)]
struct Outcome {
    set_up: Option<SetUp>,
    codes: Vec<String>,
    done: Option<&'static str>,
    errors: FormErrors,
}

/// What was refused of a form; a wrong code is about its field. A macro, because each document has types of its own.
macro_rules! refused {
    ($outcome:expr, $module:ident, $field:literal) => {{
        let field_of = |code: &$module::ErrorCode| if matches!(code, $module::ErrorCode::WRONG_CODE) { $field } else { "" };
        $outcome.user_errors.into_iter().map(|error| (field_of(&error.code), error.message)).collect::<FormErrors>()
    }};
}

/// How far setting up is.
enum SetUp {
    /// The app is told the secret. The form brings it back, so that it can be shown again with a mistyped code: it is in no address.
    Told { qr_code: String, secret: String },
    /// A code was wrong, and its form did not bring the secret: the app may know it, and show the next code.
    Tried,
}

impl SetUp {
    /// The page's state where the app is told this.
    fn told(uri: &str, secret: String) -> Self {
        Self::Told { qr_code: qr::svg(uri), secret }
    }

    /// The secret that the form brings back.
    fn secret(&self) -> Option<&str> {
        match self {
            Self::Told { secret, .. } => Some(secret.as_str()),
            Self::Tried => None,
        }
    }
}

/// `GET /konto/zweiter-faktor`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    page(&site, &visitor, Outcome::default()).await
}

/// `POST /konto/zweiter-faktor/beginnen`
pub(crate) async fn begin(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    let outcome = site.ask::<Begin>(&visitor.caller, begin::Variables {}).await?.begin_second_factor;
    if outcome.user_errors.iter().any(|error| matches!(error.code, begin::ErrorCode::INVALID_STATE)) {
        return again(&site, &visitor, true).await;
    }
    let set_up = outcome.set_up.map(|set_up| SetUp::told(&set_up.otpauth_uri, set_up.secret));
    let errors = FormErrors::of_none(outcome.user_errors.into_iter().map(|error| error.message));
    page(&site, &visitor, Outcome { set_up, errors, ..Outcome::default() }).await
}

/// `POST /konto/zweiter-faktor/bestaetigen`
pub(crate) async fn confirm(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = confirm::Variables { code: fields.get("code").to_owned() };
    let (answer, cookies) = site.ask_for_cookies::<Confirm>(&visitor.caller, variables).await?;
    let outcome = answer.confirm_second_factor;
    if outcome.user_errors.iter().any(|error| matches!(error.code, confirm::ErrorCode::INVALID_STATE)) {
        return again(&site, &visitor, true).await;
    }
    let errors = refused!(outcome, confirm, "code");
    let Some(codes) = outcome.recovery_codes else {
        let again = told_again(&site.options.network, &visitor.caller, fields.get("schluessel")).await;
        let again = again.map_err(|error| PageError::from_use_case(&site, "the secret of a second factor could not be read", error))?;
        let set_up = again.map_or(SetUp::Tried, |again| SetUp::told(&again.uri, again.secret));
        return page(&site, &visitor, Outcome { set_up: Some(set_up), errors, ..Outcome::default() }).await;
    };
    if cookies.is_empty() {
        return page(&site, &visitor, Outcome { codes, errors, ..Outcome::default() }).await;
    }
    Ok(respond::with_cookies(second_step::recovery_codes(&site, codes), cookies))
}

/// `POST /konto/zweiter-faktor/abschalten`
pub(crate) async fn remove(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = remove::Variables { code: fields.get("code").to_owned() };
    let (answer, cookies) = site.ask_for_cookies::<Remove>(&visitor.caller, variables).await?;
    let outcome = answer.remove_second_factor;
    if outcome.user_errors.iter().any(|error| matches!(error.code, remove::ErrorCode::INVALID_STATE)) {
        return again(&site, &visitor, false).await;
    }
    if cookies.is_empty() {
        let errors = refused!(outcome, remove, "code-aus");
        return page(&site, &visitor, Outcome { errors, ..Outcome::default() }).await;
    }
    // No form of a page that is made now would be good for the new cookie.
    Ok(respond::with_cookies(respond::see_other("/konto/zweiter-faktor"), cookies))
}

/// `POST /konto/zweiter-faktor/codes`
pub(crate) async fn renew(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = renew::Variables { code: fields.get("code").to_owned() };
    let outcome = site.ask::<Renew>(&visitor.caller, variables).await?.renew_recovery_codes;
    let errors = refused!(outcome, renew, "code-neu");
    let codes = outcome.recovery_codes.unwrap_or_default();
    page(&site, &visitor, Outcome { codes, errors, ..Outcome::default() }).await
}

/// The page where there is nothing to begin, to confirm or to take away: that was done before, as by a second click, or never begun. `is_wanted` is
/// whether there was to be a second factor.
async fn again(site: &Website, visitor: &Visitor, is_wanted: bool) -> Result<Response, PageError> {
    let outcome = match (is_wanted, standing(site, visitor).await?.is_active) {
        (true, true) => Outcome { done: Some(SET_UP_ALREADY), ..Outcome::default() },
        (false, false) => Outcome { done: Some("Der zweite Faktor ist bereits abgeschaltet."), ..Outcome::default() },
        _ => Outcome { errors: FormErrors::of_none([ErrorCode::InvalidState.message().to_owned()]), ..Outcome::default() },
    };
    page(site, visitor, outcome).await
}

/// How it stands with the visitor's second factor.
async fn standing(site: &Website, visitor: &Visitor) -> Result<standing::StandingViewerSecondFactor, PageError> {
    let own = site.ask::<Standing>(&visitor.caller, standing::Variables {}).await?.viewer.ok_or(ErrorCode::Unauthenticated)?;
    Ok(own.second_factor)
}

async fn page(site: &Website, visitor: &Visitor, outcome: Outcome) -> Result<Response, PageError> {
    let Outcome { set_up, codes, done, errors } = outcome;
    let standing = standing(site, visitor).await?;
    let status = errors.status();
    let page = SecondFactorPage {
        frame: Frame::new(site, &visitor.viewer, "Zweiter Faktor").hidden(),
        here: "/konto/zweiter-faktor",
        set_up: set_up.filter(|_| !standing.is_active),
        standing,
        codes,
        done,
        errors,
    };
    Ok(respond::secret_page(status, &page))
}
