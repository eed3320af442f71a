//! Forms that end the session they were shown in. Whoever presses such a button twice, or goes back and presses it again, is nobody any more by
//! then: the form's token is nobody's either, and to send the form once more, as other forms that are out of date, would help nobody.

use crate::{errors, frame::Frame, pages::sign_in, respond, website::Website};
use askama::Template;
use axum::response::Response;
use domain::Viewer;
use http::StatusCode;

/// The paths that take such forms, each with what is said then. Nobody knows by then whether the first time did it: the session may have been
/// over for another reason.
const ENDS: [(&str, &str); 3] = [
    (
        "/konto/sitzungen/beenden",
        "Haben Sie gerade die Anmeldung in diesem Browser beendet, ist das erledigt. Sie brauchen nichts mehr zu tun.",
    ),
    (
        "/konto/verlassen",
        "Haben Sie gerade das Netzwerk verlassen, ist das erledigt: Ihr Konto ist deaktiviert, und Sie brauchen nichts mehr zu tun. Sind Sie \
         nicht sicher, melden Sie sich bitte an. Geht das noch, verlassen Sie es unter „Konto“ noch einmal.",
    ),
    (
        "/konto/loeschen",
        "Haben Sie gerade Ihr Konto gelöscht, ist das erledigt: Es gibt es nicht mehr, und Sie brauchen nichts mehr zu tun. Sind Sie nicht \
         sicher, melden Sie sich bitte an. Geht das noch, löschen Sie es unter „Konto“ noch einmal.",
    ),
];

#[derive(Template)]
#[template(path = "frame/over.html")]
struct OverPage {
    frame: Frame,
    text: &'static str,
}

/// What whoever is not signed in gets for a form sent to this path, whose token is not theirs; nothing if that is no such form.
pub(crate) fn answer(site: &Website, viewer: &Viewer, path: &str) -> Option<Response> {
    if viewer.member().is_some() {
        return None;
    }
    if path == "/abmelden" {
        return Some(sign_in::signed_out(site).unwrap_or_else(|error| errors::page(site, viewer, error, None)));
    }
    let (_, text) = ENDS.into_iter().find(|(end, _)| *end == path)?;
    let frame = Frame::new(site, viewer, "Sie sind nicht mehr angemeldet").hidden();
    Some(respond::page_with(StatusCode::UNAUTHORIZED, &OverPage { frame, text }))
}
