//! The small parts of a case.

use crate::schema::vocabulary_enum::Term;
use async_graphql::SimpleObject;
use domain::{Viewer, vocabulary::State};

/// A municipality outside the network.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Elsewhere {
    /// Its name.
    name: String,
    /// The Land it belongs to.
    state: Term<State>,
}

impl From<domain::case::Elsewhere> for Elsewhere {
    fn from(place: domain::case::Elsewhere) -> Self {
        Self { name: place.name, state: Term(place.state) }
    }
}

/// Kennzahl: a figure that the case moved.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Indicator {
    /// What is counted.
    name: String,
    /// The figure before.
    before: Option<f64>,
    /// The figure after.
    after: Option<f64>,
    /// The unit of both: `Prozent`, `Plätze`.
    unit: Option<String>,
    /// The year of the later figure.
    year: Option<i32>,
    /// Where the figures come from.
    source: Option<String>,
}

impl From<domain::case::Indicator> for Indicator {
    fn from(indicator: domain::case::Indicator) -> Self {
        let domain::case::Indicator { name, before, after, unit, year, source } = indicator;
        Self { name, before, after, unit, year, source }
    }
}

/// Whom to ask about a case.
#[derive(Clone, SimpleObject)]
pub(crate) struct Contact {
    /// A function mailbox, which outlives the person who reads it.
    mailbox: String,
    /// A person's or function's name; null unless the viewer is signed in.
    name: Option<String>,
    /// A telephone number; null unless the viewer is signed in.
    phone: Option<String>,
}

impl Contact {
    /// The contact with what this viewer may know of it: names and numbers of people are for members.
    pub(crate) fn for_viewer(contact: &domain::case::Contact, viewer: &Viewer) -> Self {
        let shown = |personal: &Option<String>| personal.clone().filter(|_| viewer.member().is_some());
        Self { mailbox: contact.mailbox.clone(), name: shown(&contact.name), phone: shown(&contact.phone) }
    }
}

/// A link to material.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Link {
    /// What people read.
    title: String,
    /// An address of http or https.
    url: String,
}

impl From<domain::case::Link> for Link {
    fn from(link: domain::case::Link) -> Self {
        Self { title: link.title, url: link.url }
    }
}
