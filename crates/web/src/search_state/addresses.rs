//! The addresses that a search leads to: itself elsewhere, on another page, or with a little less or something else in it.

use super::{BEFORE, FOCUS, GROUPS, RENEWED_BEFORE, RENEWED_SINCE, SINCE, SearchState, Selected};
use crate::types::SearchOrder;
use url::form_urlencoded;

/// The lists of [`GROUPS`] as the API's filter names them.
const API_NAMES: [&str; GROUPS.len()] =
    ["fieldsOfAction", "states", "municipalities", "lifePhases", "targetGroups", "components", "statuses", "fundingProgrammes"];

/// What a filter has beside these lists: as the API names it, its German name, and its names in addresses.
const OTHERS: [(&str, &str, &[&str]); 3] = [
    ("publishedAfter", "Veröffentlichung", &[SINCE, BEFORE]),
    ("focusAreas", "Schwerpunkt", &[FOCUS]),
    ("renewedAfter", "Überarbeitung", &[RENEWED_SINCE, RENEWED_BEFORE]),
];

impl SearchState {
    /// Names and values that stand for words and filters, without order and place.
    pub(crate) fn criteria(&self) -> Vec<(&'static str, String)> {
        let text = (!self.text.is_empty()).then(|| ("q", self.text.clone()));
        text.into_iter().chain(self.selected().into_iter().map(|selected| (selected.name, selected.value))).collect()
    }

    /// The same search on another page of the website, or from its first page on.
    pub(crate) fn href(&self, path: &str) -> String {
        address(path, self.criteria().into_iter().chain(self.order_pair()))
    }

    /// The same search as a feed at this path: the newest come first there, whatever the order here.
    pub(crate) fn feed_href(&self, path: &str) -> String {
        address(path, self.lasting().criteria())
    }

    /// The same search without one value of a filter.
    pub(crate) fn href_without(&self, selected: &Selected) -> String {
        let rest = self.criteria().into_iter().filter(|(name, value)| *name != selected.name || *value != selected.value);
        address("/suche", rest.chain(self.order_pair()))
    }

    /// The same filters with another text.
    pub(crate) fn href_with_text(&self, text: impl AsRef<str>) -> String {
        let filters = self.selected().into_iter().map(|selected| (selected.name, selected.value));
        address("/suche", [("q", text.as_ref().to_owned())].into_iter().chain(filters).chain(self.order_pair()))
    }

    /// The same search without a list of the filter, or its bounds, as the API names them: their German name and the address. Nothing if the page
    /// does not have that filter.
    pub(crate) fn without_group(&self, api_name: &str) -> Option<(&'static str, String)> {
        let of_list = API_NAMES.iter().position(|name| *name == api_name).map(|place| (GROUPS[place].1, vec![GROUPS[place].0]));
        let of_others = || OTHERS.iter().find(|(name, ..)| *name == api_name).map(|(_, label, names)| (*label, names.to_vec()));
        let (label, own_names) = of_list.or_else(of_others)?;
        let rest = self.criteria().into_iter().filter(|(name, _)| !own_names.contains(name));
        Some((label, address("/suche", rest.chain(self.order_pair()))))
    }

    /// The same search without any filter.
    pub(crate) fn href_without_filters(&self) -> String {
        address("/suche", [("q", self.text.clone())].into_iter().chain(self.order_pair()))
    }

    /// Another page of the same search: `name` is `nach` or `vor`.
    pub(crate) fn href_of_page(&self, name: &'static str, cursor: &str, page: i64) -> String {
        let place = [(name, cursor.to_owned()), ("seite", page.to_string())];
        address("/suche", self.criteria().into_iter().chain(self.order_pair()).chain(place))
    }

    fn order_pair(&self) -> Option<(&'static str, String)> {
        (self.order != SearchOrder::default()).then(|| ("sortierung", self.order_key().to_owned()))
    }
}

/// An address of the website with these names and values.
pub(crate) fn address(path: &str, pairs: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
