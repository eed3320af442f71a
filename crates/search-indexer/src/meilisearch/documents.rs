//! A case as Meilisearch takes it and gives it back.

use crate::{
    SearchDocument,
    analysis::TokenList,
    document::FILES_WEIGHT,
    filter_values::{FilterGroup, GROUPS, Masks},
    selection::Facts,
};
use domain::ids::CaseId;
use serde::{Deserialize, Serialize};
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

/// How much a word counts in each of the text attributes: the weights of the embedded engine's groups, three fifths of them within compounds.
const WEIGHTS: [f32; TEXT_ATTRIBUTES.len()] = [5.0, 3.0, 2.5, 2.0, 1.5, 1.0, 1.2, 0.6, 0.6, FILES_WEIGHT, 0.6 * FILES_WEIGHT, 0.5];

/// The attribute with a case's values in all groups: what the filters and facets of the server work on. One, because the server counts the
/// values of one attribute three times faster than those of eight.
pub(super) const VALUES: &str = "values";

/// First publication, publication of the current text, and when somebody last vouched for it, in microseconds.
pub(super) const DATES: (&str, &str, &str) = ("firstPublished", "published", "confirmed");

/// The latest substantial new version, in microseconds; null without one, so that it lies within no bounds.
pub(super) const RENEWED: &str = "renewed";

/// The attributes that hold whole words in reading order, to look for phrases in.
pub(super) const READING_ORDER: [&str; 4] = ["title", "teaser", "terms", "body"];

/// The same with what lies within their compounds: all that the case itself says.
pub(super) const OWN_WORDS: [&str; 8] = ["title", "titleWithin", "teaser", "teaserWithin", "terms", "termsWithin", "body", "bodyWithin"];

/// The attributes that can be given back.
pub(super) const VISIBLE: [&str; 7] = ["id", "hash", "facts", READING_ORDER[0], READING_ORDER[1], READING_ORDER[2], READING_ORDER[3]];

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
    /// Other words for the case's terms.
    concepts: String,
    /// Each as the group's name, a colon and the value.
    values: Vec<String>,
    ags: String,
    first_published: i64,
    published: i64,
    renewed: Option<i64>,
    confirmed: i64,
    facts: Known,
}

/// What is known of a case beside its words, given back so that answers can be put together here.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Known {
    masks: Masks,
    place: u64,
    first: i64,
    latest: i64,
    renewed: i64,
    confirmed: i64,
}

/// How the server judges a match, rule by rule.
#[derive(Debug, Default, Deserialize)]
pub(super) struct RankingDetails {
    attribute: Option<AttributeDetails>,
    typo: Option<TypoDetails>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttributeDetails {
    /// 1 for the first attribute, less by the same step for each further one.
    attribute_ranking_order_score: f32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TypoDetails {
    typo_count: usize,
}

impl RankingDetails {
    /// How much a word counts where this match is, as in the embedded engine.
    pub(super) fn weight(&self) -> f32 {
        let score = self.attribute.as_ref().map_or(0.0, |attribute| attribute.attribute_ranking_order_score);
        let rank = (1.0 - score) * f32::from(u8::try_from(TEXT_ATTRIBUTES.len()).unwrap_or(u8::MAX));
        // Several words in different attributes lie between two of them.
        let below = WEIGHTS.iter().zip(0_u8..).take_while(|(_, place)| f32::from(*place) <= rank + 0.5).last();
        below.map_or(WEIGHTS[0], |(weight, _)| *weight)
    }

    /// Whether all that matches is another word for one of the case's terms.
    pub(super) fn is_concept(&self) -> bool {
        let score = self.attribute.as_ref().map_or(0.0, |attribute| attribute.attribute_ranking_order_score);
        let count = f32::from(u8::try_from(TEXT_ATTRIBUTES.len()).unwrap_or(u8::MAX));
        score < 1.5 / count
    }

    /// How many typing mistakes lie between what was sent and what was found.
    pub(super) fn mistakes(&self) -> usize {
        self.typo.as_ref().map_or(0, |typo| typo.typo_count)
    }
}

/// A case that the server found.
#[derive(Debug, Deserialize)]
pub(super) struct Hit {
    /// The case.
    pub(super) id: Uuid,
    /// What is known of it, if it was asked for.
    #[serde(default)]
    pub(super) facts: Option<Known>,
    /// How the server judges the match, if it was asked for.
    #[serde(default, rename = "_rankingScoreDetails")]
    pub(super) details: RankingDetails,
    /// Its texts, if they were asked for.
    title: Option<Box<str>>,
    teaser: Option<Box<str>>,
    terms: Option<Box<str>>,
    body: Option<Box<str>>,
}

impl Hit {
    /// The case's id.
    pub(super) fn case(&self) -> CaseId {
        CaseId(self.id)
    }

    /// Whether one of its texts, if they were asked for, has these stems one behind the other.
    pub(super) fn has_phrase(&self, stems: &str) -> bool {
        let (first, within, last) = (format!("{stems} "), format!(" {stems} "), format!(" {stems}"));
        self.texts().any(|text| text == stems || text.starts_with(&first) || text.ends_with(&last) || text.contains(&within))
    }

    /// About how much memory it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.texts().map(str::len).sum::<usize>()
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.title, &self.teaser, &self.terms, &self.body].into_iter().filter_map(|text| text.as_deref())
    }
}

/// A case's id with what is known of it.
pub(super) struct KnownCase {
    pub(super) id: Uuid,
    pub(super) known: Known,
}

impl Facts for KnownCase {
    fn mask(&self, group: FilterGroup) -> u64 {
        self.known.masks[group as usize]
    }

    fn place(&self) -> u64 {
        self.known.place
    }

    fn first_published(&self) -> i64 {
        self.known.first
    }

    fn published(&self) -> i64 {
        self.known.latest
    }

    fn renewed(&self) -> i64 {
        self.known.renewed
    }

    fn confirmed(&self) -> i64 {
        self.known.confirmed
    }

    fn id(&self) -> (u64, u64) {
        self.id.as_u64_pair()
    }
}

impl<'a> Document<'a> {
    pub(super) fn new(document: &'a SearchDocument) -> Self {
        let groups = [&document.title, &document.teaser, &document.terms, &document.body];
        let within = |words: &TokenList| words.expansions.join(" ");
        let first_published = document.first_published_at.timestamp_micros();
        let published = document.published_at.timestamp_micros();
        let renewed = document.renewed_at.map(|renewed| renewed.timestamp_micros());
        let confirmed = document.confirmed_at.timestamp_micros();
        Self {
            id: document.id.0,
            hash: &document.hash,
            title: stems(&document.title),
            title_within: within(&document.title),
            teaser: stems(&document.teaser),
            teaser_within: within(&document.teaser),
            terms: stems(&document.terms),
            terms_within: within(&document.terms),
            body: stems(&document.body),
            body_within: within(&document.body),
            files: stems(&document.files),
            files_within: within(&document.files),
            forms: forms(groups),
            concepts: document.concepts.join(" "),
            values: values(&document.masks),
            ags: ags(document.place),
            first_published,
            published,
            renewed,
            confirmed,
            facts: Known {
                masks: document.masks,
                place: document.place,
                first: first_published,
                latest: published,
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

fn stems(words: &TokenList) -> String {
    let mut texts = words.stems.split(String::is_empty).map(|stems| stems.join(" "));
    let first = texts.next().unwrap_or_default();
    texts.fold(first, |all, text| all + GAP + &text)
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
