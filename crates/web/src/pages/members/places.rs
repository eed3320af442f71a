//! The municipality whose people a page is about: the viewer's own, or one that those choose who look after all of them.

use crate::{
    errors::PageError,
    fields::Fields,
    list_part::{self, Part},
    pages::register::{all_places, places::PlacesMunicipalitiesNodes},
    search_state::address,
    visitor::Visitor,
    website::Website,
};
use domain::{
    Ags, ErrorCode,
    permission::{Action, Member, Relation},
};

/// The name in addresses and forms of the municipality.
pub(crate) const PLACE: &str = "kommune";

/// What stands for no municipality on pages that are about one.
pub(crate) const NONE_YET: &str = "Bitte wählen";

/// The municipality of a page, with the others that could be chosen (`places.html`).
pub(crate) struct Places {
    /// The page's path.
    pub here: &'static str,
    /// The municipalities to choose from, for those who look after all of them.
    pub all: Vec<PlacesMunicipalitiesNodes>,
    /// What stands for no municipality.
    pub none: &'static str,
    /// The municipality that the page is about.
    pub chosen: Option<Ags>,
}

/// The way to one of the pages about the same people.
pub(crate) struct PageLink {
    pub href: String,
    pub label: &'static str,
    pub is_current: bool,
}

/// The pages about people, each of one municipality, with their names.
const PAGES: [(&str, &str); 3] =
    [("/mitglieder", "Mitglieder"), ("/mitglieder/vertretungen", "Vertretungen"), ("/mitglieder/domains", "E-Mail-Domains")];

impl Places {
    /// The municipality that an address or a form names for the page of this path. Whoever looks after all of them may choose none, which `none` stands
    /// for.
    pub(crate) async fn load(
        site: &Website,
        visitor: &Visitor,
        here: &'static str,
        none: &'static str,
        fields: &Fields,
    ) -> Result<Self, PageError> {
        let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
        let chosen = named(member, fields)?;
        let sees_all = member.may(Action::SeeMembers, Relation::Foreign);
        if chosen.is_none() && !sees_all {
            return Err(ErrorCode::Forbidden.into());
        }
        let all = if sees_all { all_places(site, visitor).await? } else { Vec::new() };
        Ok(Self { here, all, none, chosen })
    }

    /// What the page is about.
    pub(crate) fn heading(&self) -> String {
        self.chosen.as_ref().map_or_else(|| self.none.to_owned(), Ags::display_name)
    }

    /// The ways to the pages about the same municipality's people (`nav.html`).
    pub(crate) fn pages(&self) -> Vec<PageLink> {
        let link = |(path, label): (&str, &'static str)| PageLink { href: self.href(path), label, is_current: path == self.here };
        PAGES.into_iter().map(link).collect()
    }

    /// The address of the page of this path about the same municipality.
    pub(crate) fn href(&self, path: &str) -> String {
        // To whoever looks after one alone there is nothing to say.
        let place = self.chosen.as_ref().filter(|_| !self.all.is_empty());
        address(path, place.map(|place| (PLACE, place.as_str().to_owned())))
    }

    /// Whether the page is about this municipality.
    pub(crate) fn is_chosen(&self, ags: &str) -> bool {
        self.chosen.as_ref().is_some_and(|place| place.district() == ags)
    }
}

/// The municipality that an address or a form names; without one the viewer's own, which those who look after all have not.
pub(crate) fn named(member: &Member, fields: &Fields) -> Result<Option<Ags>, PageError> {
    match fields.given(PLACE) {
        Some(key) => Ok(Some(key.parse().map_err(|_| ErrorCode::NotFound)?)),
        None => Ok(member.municipality.as_ref().map(|own| own.municipality().key())),
    }
}

/// The municipality as an address or a form names it, for the forms of a page that is about it as a whole to send along.
pub(crate) fn part(fields: &Fields) -> Part {
    list_part::read(fields, [PLACE])
}
