//! What is searched for, as the address of the search page carries it: `/suche?q=ganztag&land=SACHSEN&land=THUERINGEN`.
//!
//! The subscribe page takes the same names, so a search can be carried over as it is.

mod addresses;

pub(crate) use addresses::address;

use crate::{fields::Fields, types::SearchOrder};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::{Ags, CaseFilter, german, subscription::MAX_TEXT, vocabulary::Vocabulary};
use usecases::without_signs;

/// Names in addresses of the filters that a search has, each with the German name of its list, in the order in which people see them.
pub(crate) const GROUPS: [(&str, &str); 8] = [
    ("handlungsfeld", "Handlungsfeld"),
    ("land", "Land"),
    (PLACES, "Kommune"),
    ("lebensphase", "Lebensphase"),
    ("zielgruppe", "Zielgruppe"),
    ("kernkomponente", "Kernkomponente"),
    ("stand", "Umsetzungsstand"),
    ("foerderprogramm", "Förderprogramm"),
];

/// The filter of municipalities.
pub(crate) const PLACES: &str = "kommune";

/// From which moment on, and before which, a case became public; mails name them in links to exactly what they tell.
const SINCE: &str = "seit";
const BEFORE: &str = "vor-dem";
const RENEWED_SINCE: &str = "erneuert-seit";
const RENEWED_BEFORE: &str = "erneuert-vor";

/// What a municipality works on, beside the Handlungsfelder of a search; it stands in the same mails.
const FOCUS: &str = "schwerpunkt";

/// The greatest number of a page that an address is believed: no list has as many.
const MOST_PAGES: i64 = 1_000_000;

/// The orders with their values in addresses and their German names.
pub(crate) const ORDERS: [(SearchOrder, &str, &str); 5] = [
    (SearchOrder::Relevance, "relevanz", "Beste Treffer zuerst"),
    (SearchOrder::Newest, "neu", "Neueste zuerst"),
    (SearchOrder::Oldest, "alt", "Älteste zuerst"),
    (SearchOrder::RecentlyUpdated, "aktualisiert", "Zuletzt geändert"),
    (SearchOrder::RecentlyConfirmed, "bestaetigt", "Zuletzt bestätigt"),
];

/// A search: words, filters, order and place in the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SearchState {
    /// The words as typed, at most [`MAX_TEXT`] characters.
    pub text: String,
    /// The filters.
    pub filter: CaseFilter,
    /// Whether a case must hold every word of the text.
    pub every_word: bool,
    /// The order.
    pub order: SearchOrder,
    /// The cursor after which the page begins.
    pub after: Option<String>,
    /// The cursor before which the page ends.
    pub before: Option<String>,
    /// The number of the page as people count, from 1. What is shown is decided by the cursors.
    pub page: i64,
    /// Values of filters that no list has, as typed; they are left out.
    pub unknown: Vec<String>,
}

/// One value of a filter that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selected {
    /// The filter's name in addresses.
    pub name: &'static str,
    /// The filter's German name.
    pub group: &'static str,
    /// The value in addresses.
    pub value: String,
    /// The value as people read it.
    pub label: String,
}

impl SearchState {
    /// Reads a search from an address or a form.
    pub(crate) fn read(fields: &Fields) -> Self {
        let mut unknown = Vec::new();
        let filter = CaseFilter {
            fields_of_action: terms(fields, "handlungsfeld", &mut unknown),
            states: terms(fields, "land", &mut unknown),
            municipalities: values(fields, PLACES, &mut unknown, |key| key.parse::<Ags>().ok()),
            life_phases: terms(fields, "lebensphase", &mut unknown),
            target_groups: terms(fields, "zielgruppe", &mut unknown),
            components: terms(fields, "kernkomponente", &mut unknown),
            statuses: terms(fields, "stand", &mut unknown),
            funding_programmes: terms(fields, "foerderprogramm", &mut unknown),
            published_after: moment(fields, SINCE, &mut unknown),
            published_before: moment(fields, BEFORE, &mut unknown),
            focus_areas: terms(fields, FOCUS, &mut unknown),
            renewed_after: moment(fields, RENEWED_SINCE, &mut unknown),
            renewed_before: moment(fields, RENEWED_BEFORE, &mut unknown),
        };
        let order = ORDERS.iter().find(|(_, key, _)| *key == fields.get("sortierung")).map(|(order, _, _)| *order).unwrap_or_default();
        let (after, before) = (fields.given("nach").map(str::to_owned), fields.given("vor").map(str::to_owned));
        let is_first = after.is_none() && before.is_none();
        let every_word = fields.given("genau") == Some("ja");
        let page = fields.get("seite").parse::<i64>().ok().filter(|page| (2..=MOST_PAGES).contains(page) && !is_first).unwrap_or(1);
        Self { text: fields.get("q").chars().take(MAX_TEXT).collect(), filter, every_word, order, after, before, page, unknown }
    }

    /// Whether it searches for nothing in particular.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.filter.is_empty()
    }

    /// The filters' values that are in force, in the order of [`GROUPS`].
    pub(crate) fn selected(&self) -> Vec<Selected> {
        let filter = &self.filter;
        let places = filter.municipalities.iter().map(|ags| (ags.to_string(), ags.display_name())).collect();
        let groups: [Vec<(String, String)>; 8] = [
            pairs(&filter.fields_of_action),
            pairs(&filter.states),
            places,
            pairs(&filter.life_phases),
            pairs(&filter.target_groups),
            pairs(&filter.components),
            pairs(&filter.statuses),
            pairs(&filter.funding_programmes),
        ];
        let bound = |(name, group), bound: Option<DateTime<Utc>>| {
            let given = bound?;
            Some(Selected { name, group, value: given.to_rfc3339_opts(SecondsFormat::AutoSi, true), label: german::moment(given) })
        };
        let bounds = [
            bound((SINCE, "Veröffentlicht ab"), filter.published_after),
            bound((BEFORE, "Veröffentlicht vor"), filter.published_before),
            bound((RENEWED_SINCE, "Wesentlich überarbeitet ab"), filter.renewed_after),
            bound((RENEWED_BEFORE, "Wesentlich überarbeitet vor"), filter.renewed_before),
        ];
        let focus = pairs(&filter.focus_areas).into_iter();
        let focus = focus.map(|(value, label)| Selected { name: FOCUS, group: "Schwerpunkt", value, label });
        let named = GROUPS.into_iter().zip(groups);
        named
            .flat_map(|((name, group), values)| values.into_iter().map(move |(value, label)| Selected { name, group, value, label }))
            .chain(focus)
            .chain(bounds.into_iter().flatten())
            .chain(self.every_word.then(every_word))
            .collect()
    }

    /// The same search for what is still to come: without the window of time that a mail told of, and as wide as subscriptions and feeds are.
    pub(crate) fn lasting(&self) -> Self {
        let mut lasting = Self { every_word: false, ..self.clone() };
        let filter = &mut lasting.filter;
        (filter.published_after, filter.published_before, filter.renewed_after, filter.renewed_before) = (None, None, None, None);
        lasting
    }

    /// The same search, the newest first.
    pub(crate) fn newest_first(&self) -> Self {
        Self { order: SearchOrder::Newest, ..self.clone() }
    }

    /// The order's value in addresses.
    pub(crate) fn order_key(&self) -> &'static str {
        ORDERS.iter().find(|(order, _, _)| *order == self.order).map_or("relevanz", |(_, key, _)| key)
    }
}

/// A text that was corrected, to be searched for as it is: what the correction changed stands in quotes, everything else as it was typed. Where the
/// two cannot be compared word by word, all of it is one phrase.
pub(crate) fn uncorrected(text: &str, corrected: &str) -> String {
    let (typed, meant): (Vec<&str>, Vec<&str>) = (text.split_whitespace().collect(), corrected.split_whitespace().collect());
    if typed.len() != meant.len() {
        return quoted(text);
    }
    let words = typed.into_iter().zip(meant).map(|(typed, meant)| if typed == meant { typed.to_owned() } else { quoted(typed) });
    words.collect::<Vec<_>>().join(" ")
}

/// As one phrase. Another quote within it would end it, be it one that was never closed.
fn quoted(text: &str) -> String {
    format!("\"{}\"", without_signs(text))
}

fn every_word() -> Selected {
    Selected { name: "genau", group: "Treffer", value: "ja".to_owned(), label: "nur mit allen Wörtern".to_owned() }
}

fn moment(fields: &Fields, name: &str, unknown: &mut Vec<String>) -> Option<DateTime<Utc>> {
    let given = fields.given(name)?;
    let read = DateTime::parse_from_rfc3339(given).ok().map(|moment| moment.to_utc());
    if read.is_none() {
        unknown.push(given.chars().take(40).collect());
    }
    read
}

fn terms<V: Vocabulary>(fields: &Fields, name: &str, unknown: &mut Vec<String>) -> Vec<V> {
    values(fields, name, unknown, V::from_key)
}

/// The values of one filter, each once; empty ones (an unused choice of a form) do not count.
fn values<T: PartialEq>(fields: &Fields, name: &str, unknown: &mut Vec<String>, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    for given in fields.all(name).filter(|given| !given.is_empty()) {
        match read(given) {
            Some(value) if found.contains(&value) => {}
            Some(value) => found.push(value),
            None => unknown.push(given.chars().take(60).collect()),
        }
    }
    found
}

fn pairs<V: Vocabulary>(terms: &[V]) -> Vec<(String, String)> {
    terms.iter().map(|term| (term.key().to_owned(), term.label().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_reads_back_from_its_own_address() {
        let query = "q=%C3%9Cbergang+Kita&handlungsfeld=GOVERNANCE&land=SACHSEN&land=THUERINGEN&kommune=15084&stand=PILOT&sortierung=neu";
        let state = SearchState::read(&Fields::parse(query.as_bytes()));
        let href = state.href("/suche");
        assert_eq!(SearchState::read(&Fields::parse(href.split_once('?').unwrap().1.as_bytes())), state);
        assert_eq!(state.selected().len(), 5);
        assert_eq!(state.selected()[3].label, "Burgenlandkreis");
    }

    #[test]
    fn a_mail_s_window_is_a_filter_that_can_be_taken_out() {
        let state = SearchState::read(&Fields::parse(b"q=bus&seit=2026-11-24T06:00:00Z&vor-dem=2026-12-01T06:00:00Z"));
        let moment = |text: &str| Some(text.parse().unwrap());
        let bounds = (state.filter.published_after, state.filter.published_before);
        assert_eq!(bounds, (moment("2026-11-24T06:00:00Z"), moment("2026-12-01T06:00:00Z")));
        assert_eq!(state.selected()[0].label, "24.\u{a0}November 2026, 07:00 Uhr");
        let href = state.href("/suche");
        assert_eq!(SearchState::read(&Fields::parse(href.split_once('?').unwrap().1.as_bytes())), state);
        assert_eq!(state.href_without(&state.selected()[1]), "/suche?q=bus&seit=2026-11-24T06%3A00%3A00Z");
        assert_eq!(state.without_group("publishedAfter"), Some(("Veröffentlichung", "/suche?q=bus".to_owned())));
        assert_eq!(state.feed_href("/feed.atom"), "/feed.atom?q=bus", "a feed goes on");
        let exact = SearchState::read(&Fields::parse(b"q=bus&genau=ja"));
        assert_eq!((exact.every_word, exact.selected().len(), exact.href("/suche").as_str()), (true, 1, "/suche?q=bus&genau=ja"));
        assert_eq!((exact.href_without(&exact.selected()[0]).as_str(), exact.lasting().every_word), ("/suche?q=bus", false));
        let wrong = SearchState::read(&Fields::parse(b"seit=gestern"));
        assert_eq!((wrong.unknown.as_slice(), wrong.filter.published_after), (["gestern".to_owned()].as_slice(), None));
    }

    #[test]
    fn what_a_mail_tells_of_new_versions_and_focus_areas_reads_back() {
        let query = "handlungsfeld=GOVERNANCE&schwerpunkt=INCLUSION&vor-dem=2026-11-24T06:00:00Z&erneuert-seit=2026-11-24T06:00:00Z\
                     &erneuert-vor=2026-12-01T06:00:00Z";
        let state = SearchState::read(&Fields::parse(query.as_bytes()));
        assert_eq!(state.unknown, Vec::<String>::new());
        assert_eq!((state.filter.focus_areas.len(), state.filter.renewed_after.is_some(), state.selected().len()), (1, true, 5));
        let href = state.href("/suche");
        assert_eq!(SearchState::read(&Fields::parse(href.split_once('?').unwrap().1.as_bytes())), state);
    }

    #[test]
    fn what_a_correction_changed_is_quoted_and_nothing_else() {
        assert_eq!(uncorrected("hrot", "Hort"), "\"hrot\"");
        let [typed, corrected] = ["kita  Erfrut, \"frühe hilfen\" -bus", "kita  Erfurt, \"frühe hilfen\" -bus"];
        assert_eq!(uncorrected(typed, corrected), "kita \"Erfrut,\" \"frühe hilfen\" -bus");
        assert_eq!(uncorrected("kita hrot", "Hort"), "\"kita hrot\"");
        assert_eq!(uncorrected("„hrot kita", "„Hort kita"), "\"hrot\" kita", "a quote that was not closed was a slip");
    }

    #[test]
    fn one_value_can_be_taken_out() {
        let state = SearchState::read(&Fields::parse(b"q=kita&land=SACHSEN&land=THUERINGEN"));
        assert_eq!(state.href_without(&state.selected()[0]), "/suche?q=kita&land=THUERINGEN");
        assert_eq!(state.href_without_filters(), "/suche?q=kita");
    }

    #[test]
    fn what_no_list_has_is_left_out_and_named() {
        let state = SearchState::read(&Fields::parse(b"land=ATLANTIS&land=&kommune=99999&land=SACHSEN&land=SACHSEN&seite=7"));
        assert_eq!(state.unknown, ["ATLANTIS", "99999"]);
        assert_eq!((state.filter.states.len(), state.page), (1, 1));
        let page = |number: &str| SearchState::read(&Fields::parse(format!("nach=x&seite={number}").as_bytes())).page;
        assert_eq!([page("7"), page("1"), page("-3"), page("9223372036854775807")], [7, 1, 1, 1]);
    }
}
