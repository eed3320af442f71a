//! Which address leads to which page, and what wraps them.

use crate::{
    assets, errors, form_token, headers,
    pages::{
        access_tokens, account, advised, arrival, audit_log, case, case_form, deputies, edit_case, feed, freshness, hand_over,
        mail_domains, mail_samples, mail_status, mailbox, manage, members, municipalities, new_case, notices, own_cases, provider,
        register, remove_case, requests, revisions, search, search_desk, second_factor, second_step, security_txt, sessions, sign_in,
        sign_in_link, sitemap, start, subscribe, token_pages,
    },
    trailing_slash, visitor,
    website::{WebOptions, Website},
};
use axum::{
    Router,
    extract::Request,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use domain::ErrorCode;
use graphql_api::Api;
use std::sync::Arc;

/// The website in two parts, which are held to different limits of time and size.
pub struct Routes {
    /// Pages with their forms, the website's own files, and the page for addresses that lead nowhere.
    pub pages: Router,
    /// Forms with a file. They take it as it comes and have limits of their own: none of the server's belongs around them.
    pub uploads: Router,
}

/// The whole website.
pub fn router(api: Api, options: WebOptions) -> Routes {
    let site = Arc::new(Website::new(api, options));
    let strict =
        |routes: Router<Arc<Website>>| routes.method_not_allowed_fallback(async || errors::PageError::from(ErrorCode::MethodNotAllowed));
    // The guard goes around handlers alone: where nothing takes a form, that is the answer, whoever sends one.
    let guarded = |pages: Router<Arc<Website>>| strict(pages.layer(from_fn_with_state(site.clone(), form_token::guard)));
    let dressed = |routes: Router<Arc<Website>>| {
        routes
            .layer(from_fn_with_state(site.clone(), errors::dress))
            .layer(from_fn_with_state(site.clone(), form_token::seal))
            .layer(from_fn_with_state(site.clone(), visitor::identify))
    };
    let known = trailing_slash::known(pages().merge(account_pages()).merge(token_pages())).with_state(site.clone());
    let pages = guarded(pages())
        .merge(guarded(account_pages()).layer(from_fn(headers::keep_no_copy)))
        .merge(guarded(token_pages()).layer(from_fn(headers::keep_token)))
        .fallback(move |request: Request| trailing_slash::follow(known, request));
    let pages = dressed(pages)
        // What needs nobody's identity comes after the layers that find it out.
        .merge(one_click())
        .merge(feeds().layer(from_fn_with_state(site.clone(), errors::dress)))
        .merge(assets::routes());
    let finished = |routes: Router<Arc<Website>>| -> Router { routes.layer(from_fn(headers::secure)).with_state(site.clone()) };
    Routes { pages: finished(pages), uploads: finished(dressed(strict(uploads()))) }
}

fn pages() -> Router<Arc<Website>> {
    Router::new()
        .route("/", get(start::show))
        .route("/suche", get(search::show))
        .route("/faelle/neu", get(new_case::show).post(new_case::save))
        .route("/faelle/{slug}", get(case::show))
        .route("/faelle/{slug}/bearbeiten", get(edit_case::show).post(edit_case::save))
        .route("/faelle/{slug}/zurueckziehen", post(edit_case::withdraw))
        .route("/faelle/{slug}/kommentar", post(edit_case::comment))
        .route("/faelle/{slug}/kommentar-stand", post(edit_case::resolve_comment))
        .route("/faelle/{slug}/bestaetigen", post(edit_case::confirm))
        .route("/faelle/{slug}/fassungen", get(revisions::show).post(revisions::roll_back))
        .route("/faelle/{slug}/pruefung", post(edit_case::turn))
        .route("/faelle/{slug}/weitergabe", post(edit_case::hand_over))
        .route("/faelle/{slug}/ueberarbeitung", post(edit_case::request_changes))
        .route("/faelle/{slug}/entfernen", get(remove_case::show).post(remove_case::erase))
        .route("/faelle/{slug}/materialien/aendern", post(edit_case::change_material))
        .route("/faelle/{slug}/materialien/entfernen", post(edit_case::remove_material))
        .route("/meine/zwischenspeichern", post(case_form::autosave))
        .route("/kommunen", get(municipalities::show_all))
        .route("/kommunen/{name}", get(municipalities::show))
        .route("/kommunen/{name}/schwerpunkte", get(municipalities::show_focus).post(municipalities::save_focus))
        .route("/abo", get(subscribe::show).post(subscribe::ask))
        .route("/abo/angefragt", get(subscribe::asked))
        .route("/meine", get(own_cases::show))
        .route("/meine/einreichen", post(own_cases::submit))
        .route("/meine/veroeffentlichen", post(own_cases::publish))
        .route("/meine/archivieren", post(own_cases::archive))
        .route("/anmelden", get(sign_in::show).post(sign_in::ask))
        .route("/anmelden/angefragt", get(sign_in::asked))
        .route("/anmelden/code", get(second_step::show_code).post(second_step::give_code))
        .route("/anmelden/einrichten", get(second_step::show_set_up).post(second_step::confirm_set_up))
        .route("/demo/anmelden", post(sign_in::sign_in))
        .route("/abmelden", post(sign_in::sign_out))
        .route("/registrieren", get(register::show).post(register::ask))
        .route("/registrieren/angefragt", get(register::asked))
        .route("/redaktion/mails", get(mail_samples::list))
        .route("/redaktion/mails/{name}", get(mail_samples::show))
        .route("/redaktion/mails/{name}/html", get(mail_samples::html_part))
        .route("/redaktion/versand", get(mail_status::show))
        .route("/redaktion/versand/test", post(mail_status::send_test))
        .route("/redaktion/versand/probelauf", post(mail_status::preview::ask))
        .route("/redaktion/versand/freigeben", post(mail_status::suppressed::reactivate))
        .route("/redaktion/versand/beispiel", get(mail_status::preview::example))
        .route("/redaktion/suche", get(search_desk::show).post(search_desk::save))
        .route("/redaktion/suche/loeschen", post(search_desk::delete))
        .route("/postfach", get(mailbox::list))
        .route("/postfach/{id}", get(mailbox::show))
        .route("/postfach/{id}/html", get(mailbox::html_part))
        .route("/fragen", get(requests::list))
        .route("/fragen/neu", get(requests::form).post(requests::ask))
        .route("/fragen/{id}", get(requests::show))
        .route("/fragen/{id}/antworten", post(requests::reply))
        .route("/fragen/{id}/schliessen", post(requests::close))
        .route("/fragen/{id}/loeschen", post(requests::erase))
        .route("/impressum", get(notices::imprint))
        .route("/datenschutz", get(notices::privacy))
        .route("/barrierefreiheit", get(notices::accessibility))
}

/// Forms with a file. No guard stands around them, because it reads a form before its handler does: `FileForm` is the one way to what they
/// bring, and holds them to the same.
fn uploads() -> Router<Arc<Website>> {
    Router::new().route("/faelle/{slug}/materialien", post(edit_case::add_material))
}

/// What members decide about their own account, and those who look after people about those of others; and what people did.
fn account_pages() -> Router<Arc<Website>> {
    Router::new()
        .route("/konto", get(account::show))
        .route("/konto/funktion", post(account::save_function))
        .route("/konto/daten.json", get(account::download))
        .route("/konto/verlassen", get(account::leave::show).post(account::leave::send))
        .route("/konto/loeschen", post(account::erase))
        .route("/konto/sitzungen", get(sessions::show))
        .route("/konto/sitzungen/beenden", post(sessions::end))
        .route("/konto/sitzungen/andere-beenden", post(sessions::end_others))
        .route("/konto/zugriffsschluessel", get(access_tokens::show).post(access_tokens::create))
        .route("/konto/zugriffsschluessel/widerrufen", post(access_tokens::revoke))
        .route("/konto/zweiter-faktor", get(second_factor::show))
        .route("/konto/zweiter-faktor/beginnen", post(second_factor::begin))
        .route("/konto/zweiter-faktor/bestaetigen", post(second_factor::confirm))
        .route("/konto/zweiter-faktor/abschalten", post(second_factor::remove))
        .route("/konto/zweiter-faktor/codes", post(second_factor::renew))
        .route("/mitglieder", get(members::show))
        .route("/mitglieder/einladen", post(members::invite))
        .route("/mitglieder/zuruecknehmen", post(members::revoke))
        .route("/mitglieder/rolle", post(members::change_role))
        .route("/mitglieder/zweiter-faktor", post(members::reset_factor))
        .route("/mitglieder/deaktivieren", post(members::disable))
        .route("/mitglieder/aktivieren", post(members::enable))
        .route("/mitglieder/uebergeben", get(hand_over::show).post(hand_over::send))
        .route("/mitglieder/begleitung", get(advised::show).post(advised::save))
        .route("/mitglieder/vertretungen", get(deputies::show).post(deputies::name))
        .route("/mitglieder/vertretungen/beenden", post(deputies::end))
        .route("/mitglieder/domains", get(mail_domains::show).post(mail_domains::add))
        .route("/mitglieder/domains/entfernen", post(mail_domains::remove))
        .route(audit_log::PATH, get(audit_log::show))
}

/// The pages whose address holds a token.
fn token_pages() -> Router<Arc<Website>> {
    Router::new()
        .route("/abo/bestaetigen", get(token_pages::show_confirm).post(token_pages::confirm))
        .route("/abo/abmelden", get(token_pages::show_leave).post(token_pages::leave))
        .route("/abo/abmelden/{token}", get(token_pages::show_leave_by_path))
        .route("/abo/verwalten", get(manage::show).post(manage::change))
        .route("/abo/verwalten/nachweis.json", get(manage::export))
        .route("/einladung", get(arrival::show_invitation).post(arrival::accept))
        .route("/registrieren/bestaetigen", get(arrival::show_registration).post(arrival::confirm))
        .route("/bestaetigung", get(freshness::show).post(freshness::confirm))
        .route("/anmelden/dienst/{provider}", get(provider::go))
        .route("/anmelden/dienst/{provider}/rueckkehr", get(provider::come_back))
        .route("/anmelden/link", get(sign_in_link::show).post(sign_in_link::sign_in))
}

/// Feeds, the sitemap and the contact for weaknesses are the same for everybody, whatever cookie or token comes with the request.
fn feeds() -> Router<Arc<Website>> {
    Router::new()
        .route(feed::ATOM, get(feed::show_atom))
        .route(feed::JSON, get(feed::show_json))
        .route(sitemap::PATH, get(sitemap::show))
        .route(security_txt::PATH, get(security_txt::show))
}

/// One-click unsubscribe (RFC 8058): sent by mail programs, without cookies, without a form's token and without a page's look.
fn one_click() -> Router<Arc<Website>> {
    Router::new().route("/abo/abmelden/{token}", post(token_pages::leave_at_once)).layer(from_fn(headers::keep_token))
}
