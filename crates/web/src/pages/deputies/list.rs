//! Who stands in for a municipality's coordination, and who could.

use super::documents::{Deputies, deputies};
use crate::{
    client::answered,
    errors::PageError,
    format,
    pages::members::people::{self, Choice, Person, named},
    types::DateTime,
    visitor::Visitor,
    website::Website,
};
use domain::{Ags, ErrorCode, Role, german::stretch};

type Deputation = deputies::DeputiesDeputations;

/// The deputations of a municipality, and what there is to say of them.
pub(super) struct List {
    /// The deputations that are not over, the one that begins first first.
    pub deputations: Vec<Row>,
    /// How many they are, in words.
    pub count: String,
    /// Who has the coordination.
    pub coordinators: Vec<String>,
    /// Who can be named.
    pub candidates: Vec<Choice>,
    /// Whether the viewer names deputies here.
    pub may_name: bool,
}

/// A deputation.
pub(super) struct Row {
    pub id: String,
    /// Who stands in.
    pub who: String,
    pub role_label: String,
    /// From when until when, in words.
    pub period: String,
    pub has_begun: bool,
}

impl List {
    /// Those of this municipality.
    pub(super) async fn load(site: &Website, visitor: &Visitor, place: &Ags) -> Result<Self, PageError> {
        let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
        let variables = deputies::Variables { municipality: place.as_str().to_owned() };
        let deputies::ResponseData { viewer, deputations } = site.ask::<Deputies>(&visitor.caller, variables).await?;
        let lasting = viewer.ok_or(ErrorCode::Unauthenticated)?.account.role;
        let people = people::all(site, visitor, Some(place)).await?;
        let now = site.options.network.clock.now();
        let in_use = || people.iter().filter(|person| person.disabled_at.is_none());
        let deputations: Vec<_> = answered(deputations)?.into_iter().map(|one| Row::new(one, &people, now)).collect();
        Ok(Self {
            count: format::counted(deputations.len(), "Vertretung", "Vertretungen"),
            deputations,
            coordinators: in_use().filter(|person| person.role == Role::Coordinator).map(named).collect(),
            candidates: in_use().filter(|person| person.role.can_stand_in()).map(Choice::from).collect(),
            may_name: member.names_deputies(lasting, place),
        })
    }
}

impl Row {
    fn new(deputation: Deputation, people: &[Person], now: DateTime) -> Self {
        let Deputation { id, deputy_id, from, until } = deputation;
        let person = people.iter().find(|person| person.id == deputy_id);
        Self {
            id,
            // Whoever was erased a moment ago stands in no more, but is on the list that was read before.
            who: person.map_or_else(|| "Gelöschtes Konto".to_owned(), named),
            role_label: person.map(|person| person.role_label.clone()).unwrap_or_default(),
            period: stretch(from, until),
            has_begun: from <= now,
        }
    }
}
