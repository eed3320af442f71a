//! All people of a municipality or of none, for pages on which somebody is chosen.

use crate::{
    client::{answered, document},
    errors::PageError,
    format,
    types::DateTime,
    visitor::Visitor,
    website::Website,
};
use domain::{Ags, Role};

document!(pub(crate) AllPeople, "src/pages/members/query.graphql");

/// Somebody among them.
pub(crate) type Person = all_people::AllPeopleMembersNodes;

/// Somebody who can be chosen.
pub(crate) struct Choice {
    pub id: String,
    pub label: String,
}

/// All people of the Landkreis or kreisfreie Stadt, or of none, the first made first. The API refuses whoever does not look after them.
pub(crate) async fn all(site: &Website, visitor: &Visitor, place: Option<&Ags>) -> Result<Vec<Person>, PageError> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let variables = all_people::Variables { municipality: place.map(|place| place.as_str().to_owned()), after };
        let page = answered(site.ask::<AllPeople>(&visitor.caller, variables).await?.members)?;
        found.extend(page.nodes);
        after = page.page_info.end_cursor;
        if !page.page_info.has_next_page {
            return Ok(found);
        }
    }
}

/// Somebody as a list names them: what they are there for, if they said so, and their address.
pub(crate) fn named(person: &Person) -> String {
    match &person.function {
        Some(function) => format!("{function} ({})", person.email),
        None => person.email.clone(),
    }
}

/// How many subscriptions of somebody who has left nobody has taken over, as people read it; nothing if there are none.
pub(crate) fn left_over(subscriptions: i64) -> Option<String> {
    (subscriptions > 0).then(|| format!("{} hat noch niemand übernommen", format::counted(subscriptions, "Abo", "Abos")))
}

impl From<&Person> for Choice {
    fn from(person: &Person) -> Self {
        Self { id: person.id.clone(), label: format!("{}, {}", named(person), person.role_label) }
    }
}
