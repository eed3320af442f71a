//! Access tokens, for programs that use the API in one's name.

use crate::{
    client::{document, done_once, field_errors},
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    form_errors::FormErrors,
    form_token, format,
    frame::Frame,
    respond,
    types::{AccessTokenScope, DateTime},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::ErrorCode;
use std::sync::Arc;

document!(AccessTokens, "src/pages/access_tokens/query.graphql");
document!(CreateAccessToken, "src/pages/access_tokens/query.graphql");
document!(RevokeAccessToken, "src/pages/access_tokens/query.graphql");

/// The lives that are offered, in days.
const LIVES: [i64; 4] = [30, 90, 180, 365];

#[derive(Template)]
#[template(path = "pages/access_tokens/page.html")]
struct AccessTokensPage {
    frame: Frame,
    here: &'static str,
    tokens: Vec<access_tokens::AccessTokensViewerAccessTokens>,
    /// How long a token may live at most, in days.
    most_days: i64,
    /// What the form for a new token has in it.
    form: Fields,
    /// The token that was just made, shown this once.
    secret: Option<String>,
    /// What was done just now.
    done: Option<&'static str>,
    errors: FormErrors,
}

/// What came of a form.
#[derive(Default)]
struct Outcome {
    /// What was asked for, if it was refused.
    refused: Option<Fields>,
    secret: Option<String>,
    /// What was done just now.
    done: Option<&'static str>,
    errors: FormErrors,
}

/// `GET /konto/zugriffsschluessel`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    list(&site, &visitor, Outcome { done: done(fields.get("erledigt")), ..Outcome::default() }).await
}

/// `POST /konto/zugriffsschluessel`
pub(crate) async fn create(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = create_access_token::Variables {
        label: fields.get("bezeichnung").to_owned(),
        scopes: scopes(&fields),
        valid_days: fields.get("tage").parse::<u32>().map_or(0, i64::from),
        idempotency_key: form_token::wish(&fields),
    };
    let outcome = site.ask::<CreateAccessToken>(&visitor.caller, variables).await?.create_access_token;
    let errors = field_errors!(outcome.user_errors, field_of);
    let refused = (!errors.is_empty()).then_some(fields);
    list(&site, &visitor, Outcome { refused, secret: outcome.created.map(|created| created.secret), done: None, errors }).await
}

/// The form's field that one of the API stands for.
fn field_of(field: Option<&str>) -> &'static str {
    match field {
        Some("label") => "bezeichnung",
        Some("scopes") => "umfang",
        Some("validDays") => "tage",
        _ => "",
    }
}

fn scopes(fields: &Fields) -> Vec<AccessTokenScope> {
    AccessTokenScope::ALL.into_iter().filter(|scope| fields.has("umfang", scope.key())).collect()
}

/// `POST /konto/zugriffsschluessel/widerrufen`
pub(crate) async fn revoke(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = revoke_access_token::Variables { id: fields.get("schluessel").to_owned() };
    let refused = site.ask::<RevokeAccessToken>(&visitor.caller, variables).await?.revoke_access_token.user_errors;
    match done_once!(refused, revoke_access_token, "widerrufen", "schon-widerrufen") {
        Ok(done) => Ok(respond::see_other(&format!("/konto/zugriffsschluessel?erledigt={done}"))),
        Err(errors) => list(&site, &visitor, Outcome { errors, ..Outcome::default() }).await,
    }
}

/// What was done just now, from the address that the step led to.
fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "widerrufen" => "Der Zugriffsschlüssel gilt nicht mehr.",
        "schon-widerrufen" => "Dieser Zugriffsschlüssel gilt schon nicht mehr: Er ist bereits widerrufen oder abgelaufen.",
        _ => return None,
    })
}

async fn list(site: &Website, visitor: &Visitor, outcome: Outcome) -> Result<Response, PageError> {
    let own = site.ask::<AccessTokens>(&visitor.caller, access_tokens::Variables {}).await?.viewer.ok_or(ErrorCode::Unauthenticated)?;
    let status = outcome.errors.status();
    let page = AccessTokensPage {
        frame: Frame::new(site, &visitor.viewer, "Zugriffsschlüssel").hidden(),
        here: "/konto/zugriffsschluessel",
        tokens: own.access_tokens,
        most_days: own.access_token_max_days,
        form: outcome.refused.unwrap_or_else(|| Fields::from_pairs([("umfang", AccessTokenScope::Read.key())])),
        secret: outcome.secret,
        done: outcome.done,
        errors: outcome.errors,
    };
    Ok(respond::secret_page(status, &page))
}

impl AccessTokensPage {
    /// What a token can be good for, each with whether it is chosen.
    fn scopes(&self) -> Vec<(AccessTokenScope, bool)> {
        let chosen = scopes(&self.form);
        AccessTokenScope::ALL.into_iter().map(|scope| (scope, chosen.contains(&scope))).collect()
    }

    /// The lives to choose from in days, each with whether it is chosen.
    fn lives(&self) -> Vec<(i64, bool)> {
        let mut lives: Vec<i64> = LIVES.into_iter().filter(|days| *days <= self.most_days).collect();
        if lives.is_empty() {
            lives.push(self.most_days);
        }
        let chosen = self.form.number("tage");
        lives.into_iter().map(|days| (days, days == chosen)).collect()
    }

    fn scope_labels(scopes: &[AccessTokenScope]) -> String {
        scopes.iter().map(|scope| scope.label()).collect::<Vec<_>>().join(" und ")
    }
}
