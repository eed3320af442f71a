//! The pages that the law asks for. What only whoever runs an instance can say comes from the settings; what they do not say is marked as missing.

use crate::{frame::Frame, operator::Operator, respond, visitor::Visitor, website::Website};
use askama::Template;
use axum::{extract::State, response::Response};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/notices/imprint.html")]
struct Imprint {
    frame: Frame,
    operator: Operator,
}

#[derive(Template)]
#[template(path = "pages/notices/privacy.html")]
struct Privacy {
    frame: Frame,
    operator: Operator,
    /// After how many days a subscription that nobody confirms is deleted.
    unconfirmed_days: u32,
    /// After how many months a question to the network is deleted with its replies.
    request_months: u32,
}

#[derive(Template)]
#[template(path = "pages/notices/accessibility.html")]
struct Accessibility {
    frame: Frame,
    operator: Operator,
}

/// `GET /impressum`
pub(crate) async fn imprint(State(site): State<Arc<Website>>, visitor: Visitor) -> Response {
    let operator = site.options.operator.clone();
    respond::page(&Imprint { frame: Frame::new(&site, &visitor.viewer, "Impressum"), operator })
}

/// `GET /datenschutz`
pub(crate) async fn privacy(State(site): State<Arc<Website>>, visitor: Visitor) -> Response {
    let retention = site.retention();
    respond::page(&Privacy {
        frame: Frame::new(&site, &visitor.viewer, "Datenschutz"),
        operator: site.options.operator.clone(),
        unconfirmed_days: retention.unconfirmed_subscription_days,
        request_months: retention.request_months,
    })
}

/// `GET /barrierefreiheit`
pub(crate) async fn accessibility(State(site): State<Arc<Website>>, visitor: Visitor) -> Response {
    let operator = site.options.operator.clone();
    respond::page(&Accessibility { frame: Frame::new(&site, &visitor.viewer, "Erklärung zur Barrierefreiheit"), operator })
}
