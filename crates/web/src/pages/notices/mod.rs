//! The pages that the law asks for. A demo shows what belongs there; the operator of an instance fills it in.

use crate::{frame::Frame, respond, visitor::Visitor, website::Website};
use askama::Template;
use axum::{extract::State, response::Response};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/notices/imprint.html")]
struct Imprint {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "pages/notices/privacy.html")]
struct Privacy {
    frame: Frame,
    /// After how many days a subscription that nobody confirms is deleted.
    unconfirmed_days: u32,
}

#[derive(Template)]
#[template(path = "pages/notices/accessibility.html")]
struct Accessibility {
    frame: Frame,
}

/// `GET /impressum`
pub(crate) async fn imprint(State(site): State<Arc<Website>>, visitor: Visitor) -> Response {
    respond::page(&Imprint { frame: Frame::new(&site, &visitor.viewer, "Impressum") })
}

/// `GET /datenschutz`
pub(crate) async fn privacy(State(site): State<Arc<Website>>, visitor: Visitor) -> Response {
    let unconfirmed_days = site.retention().unconfirmed_subscription_days;
    respond::page(&Privacy { frame: Frame::new(&site, &visitor.viewer, "Datenschutz"), unconfirmed_days })
}

/// `GET /barrierefreiheit`
pub(crate) async fn accessibility(State(site): State<Arc<Website>>, visitor: Visitor) -> Response {
    respond::page(&Accessibility { frame: Frame::new(&site, &visitor.viewer, "Erklärung zur Barrierefreiheit") })
}
