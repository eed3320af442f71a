//! A case as Meilisearch takes it.

use super::{
    card::Card,
    groups::{self, Names},
};
use crate::{
    SearchDocument,
    analysis::TokenList,
    filter_values::{FilterGroup, GROUPS, Masks},
};
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The attributes that are searched, the weightiest first: a hit in an earlier one ranks higher.
pub(super) const TEXT_ATTRIBUTES: &[&str] = &[
    "title",
    "titleWithin",
    "teaser",
    "terms",
    "teaserWithin",
    "body",
    "termsWithin",
    "bodyWithin",
    "forms",
    "files",
    "filesWithin",
    "concepts",
];

/// The attribute with a case's values in all groups: what the filters and facets of the server work on. One, because the server counts the
/// values of one attribute three times faster than those of eight.
pub(super) const VALUES: &str = "values";

/// The attribute with a case's [`Card`].
pub(super) const CARD: &str = "card";

/// First publication, publication of the current text, and when somebody last vouched for it, in microseconds.
pub(super) const FIRST_PUBLISHED: &str = "firstPublished";
pub(super) const PUBLISHED: &str = "published";
pub(super) const CONFIRMED: &str = "confirmed";

/// The latest substantial new version, in microseconds; null without one, so that it lies within no bounds.
pub(super) const RENEWED: &str = "renewed";

/// The attributes that hold whole words in reading order, to look for phrases in.
pub(super) const READING_ORDER: [&str; 4] = ["title", "teaser", "terms", "body"];

/// The same with what lies within their compounds: all that the case itself says.
pub(super) const OWN_WORDS: [&str; 8] = ["title", "titleWithin", "teaser", "teaserWithin", "terms", "termsWithin", "body", "bodyWithin"];

/// The attributes that hold what a case says, not other words for its terms.
pub(super) const SAID: &[&str] = match TEXT_ATTRIBUTES.split_last() {
    Some((_, said)) => said,
    None => &[],
};

/// The attributes that can be given back.
pub(super) const VISIBLE: [&str; 7] = ["id", "hash", CARD, READING_ORDER[0], READING_ORDER[1], READING_ORDER[2], READING_ORDER[3]];

/// Stands between two texts of a group. It is in no query, so no phrase reaches across it.
const GAP: &str = " xxgapxx ";

/// A case to be indexed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document<'a> {
    id: Uuid,
    hash: &'a str,
    title: String,
    title_within: String,
    teaser: String,
    teaser_within: String,
    terms: String,
    terms_within: String,
    body: String,
    body_within: String,
    files: String,
    files_within: String,
    /// The folded forms that are not their own stem, for words that are still being typed.
    forms: String,
    /// Other words for the case's terms, and the groups of synonyms that only all of its texts together hold a phrase of.
    concepts: String,
    /// Each as the group's name, a colon and the value.
    values: Vec<String>,
    ags: String,
    first_published: i64,
    published: i64,
    renewed: Option<i64>,
    confirmed: i64,
    card: Card,
}

impl<'a> Document<'a> {
    pub(super) fn new(document: &'a SearchDocument) -> Self {
        let SearchDocument { title, teaser, terms, body, files, concepts, .. } = document;
        let (names, together) = groups::held([title, teaser, terms, body, files], concepts);
        let [of_title, of_teaser, of_terms, of_body, of_files] = &names;
        let first_published = document.first_published_at.timestamp_micros();
        let published = document.published_at.timestamp_micros();
        let renewed = document.renewed_at.map(|renewed| renewed.timestamp_micros());
        let confirmed = document.confirmed_at.timestamp_micros();
        Self {
            id: document.id.0,
            hash: &document.hash,
            title: whole(title, of_title),
            title_within: within(title, of_title),
            teaser: whole(teaser, of_teaser),
            teaser_within: within(teaser, of_teaser),
            terms: whole(terms, of_terms),
            terms_within: within(terms, of_terms),
            body: whole(body, of_body),
            body_within: within(body, of_body),
            files: whole(files, of_files),
            files_within: within(files, of_files),
            forms: forms([title, teaser, terms, body]),
            concepts: joined(concepts.iter().map(String::as_str).chain(together)),
            values: values(&document.masks),
            ags: ags(document.place),
            first_published,
            published,
            renewed,
            confirmed,
            card: Card {
                id: document.id.0,
                masks: document.masks,
                place: document.place,
                first_published,
                published,
                renewed: renewed.unwrap_or(0),
                confirmed,
            },
        }
    }

    /// About how many bytes it takes to send.
    pub(super) fn bytes(&self) -> usize {
        let texts = [
            &self.title,
            &self.title_within,
            &self.teaser,
            &self.teaser_within,
            &self.terms,
            &self.terms_within,
            &self.body,
            &self.body_within,
            &self.files,
            &self.files_within,
            &self.forms,
            &self.concepts,
        ];
        texts.iter().map(|text| text.len()).sum()
    }
}

/// The whole words in reading order, and the groups of synonyms that they belong to.
fn whole(words: &TokenList, names: &Names) -> String {
    let texts = words.stems.split(String::is_empty).map(|stems| joined(stems.iter().map(String::as_str)));
    let groups = (!names.whole.is_empty()).then(|| joined(names.whole.iter().copied()));
    let mut texts = texts.chain(groups);
    let first = texts.next().unwrap_or_default();
    texts.fold(first, |all, text| all + GAP + &text)
}

/// What lies within compounds, with its groups.
fn within(words: &TokenList, names: &Names) -> String {
    joined(words.expansions.iter().map(String::as_str).chain(names.within.iter().copied()))
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

fn forms(groups: [&TokenList; 4]) -> String {
    let distinct: BTreeSet<&str> = groups.iter().flat_map(|words| &words.forms).map(|(_, form)| form.as_str()).collect();
    distinct.into_iter().collect::<Vec<_>>().join(" ")
}

fn values(masks: &Masks) -> Vec<String> {
    let of_group = |group: &FilterGroup| group.ordinals(masks[*group as usize]).filter_map(|ordinal| group.qualified(ordinal)).collect();
    GROUPS.iter().flat_map::<Vec<String>, _>(of_group).collect()
}

/// A place number as a key again: eight digits, a district's own five.
pub(super) fn ags(place: u64) -> String {
    match place {
        0 => String::new(),
        _ if place.is_multiple_of(1000) => format!("{:05}", place / 1000),
        _ => format!("{place:08}"),
    }
}
