//! The searches that a query is taken apart into.

use super::{
    super::{
        documents::{OWN_WORDS, READING_ORDER},
        hits::Hit,
        requests::{Answer, ask},
        server::Server,
        wording::tolerantly,
    },
    MOST_HITS,
};
use crate::{
    SearchError,
    analysis::{Unit, Way, WayKind},
};
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// One search of several: a unit in one of the ways in which it may stand in a case.
pub(super) struct Asked<'a> {
    /// The unit's number.
    pub(super) unit: usize,
    pub(super) way: &'a Way,
    /// Which of the unit's single parts it is, if it is one.
    pub(super) part: usize,
    /// How many cases it finds, once that was counted.
    pub(super) count: usize,
    /// Whether the server may complete the words, and correct them.
    pub(super) is_tolerant: bool,
    /// What is sent to the server.
    words: String,
    /// Stems that have to follow one another. The server knows only whether all of them are in one attribute, since proximity is not indexed.
    phrase: Option<String>,
    /// The attributes that are looked through, if not all.
    attributes: Option<&'static [&'static str]>,
}

/// What one of the searches found.
pub(super) struct Hits {
    answer: Arc<Answer>,
    phrase: Option<String>,
}

impl Hits {
    /// Those that hold the phrase, if one was looked for.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Hit> {
        self.answer.hits.iter().filter(|hit| self.phrase.as_ref().is_none_or(|phrase| hit.has_phrase(phrase)))
    }

    /// Their ids.
    pub(super) fn ids(&self) -> Vec<Uuid> {
        self.iter().map(|hit| hit.id).collect()
    }
}

/// The searches for all ways of some units, those that may be corrected behind the others of their unit.
pub(super) fn all(units: &[Unit]) -> impl Iterator<Item = Asked<'_>> {
    units.iter().enumerate().flat_map(|(number, unit)| ways(number, unit))
}

/// The searches for what must not be in a case. As in the other engine, phrases are looked for among the words that a case itself uses, and a
/// word within compounds as well; other words for its terms and its files do not count.
pub(super) fn excluded(units: &[Unit]) -> impl Iterator<Item = Asked<'_>> {
    all(units).map(|asked| if asked.phrase.is_none() { Asked { attributes: Some(&OWN_WORDS), ..asked } } else { asked })
}

/// These searches with their counts, and the number of all cases.
pub(super) async fn counted<'a>(server: &Server, mut asked: Vec<Asked<'a>>) -> Result<(Vec<Asked<'a>>, usize), SearchError> {
    let index = server.live_index();
    // How many hold a phrase shows only in their texts.
    let query = |asked: &Asked<'a>| {
        if asked.phrase.is_some() { fetch(&index, asked, None, MOST_HITS) } else { count(&index, &asked.words, asked.attributes) }
    };
    let queries: Vec<Value> = asked.iter().map(query).chain([count(&index, "", None)]).collect();
    let mut answers = ask(server, &queries).await?;
    let all_cases = answers.pop().map_or(0, |answer| answer.total_hits);
    for (asked, answer) in asked.iter_mut().zip(answers) {
        let phrase = asked.phrase.clone();
        asked.count = if phrase.is_some() { Hits { answer, phrase }.iter().count() } else { answer.total_hits };
    }
    Ok((asked, all_cases))
}

/// What these searches find, at most so many cases each: of all, or among some.
pub(super) async fn hits(server: &Server, asked: &[Asked<'_>], among: Option<&[Uuid]>, most: usize) -> Result<Vec<Hits>, SearchError> {
    let index = server.live_index();
    let queries: Vec<Value> = asked.iter().map(|asked| fetch(&index, asked, among, most)).collect();
    let answers = ask(server, &queries).await?;
    Ok(asked.iter().zip(answers).map(|(asked, answer)| Hits { answer, phrase: asked.phrase.clone() }).collect())
}

fn ways(number: usize, unit: &Unit) -> impl Iterator<Item = Asked<'_>> {
    let mut parts = 0;
    let exact = unit.ways.iter().map(move |way| {
        let phrase = (unit.is_quoted && unit.words.len() > 1).then(|| way.stems.join(" "));
        parts += usize::from(way.kind == WayKind::Part);
        // Other words for a part stand behind it.
        let part = parts.saturating_sub(1);
        // What people quote is the case's own words.
        let attributes = unit.is_quoted.then_some(&READING_ORDER[..]);
        Asked { unit: number, way, part, count: 0, words: as_they_are(&way.stems), is_tolerant: false, phrase, attributes }
    });
    let may_differ = unit.is_prefix || unit.maybe_mistyped().is_some();
    let tolerant = unit.ways.first().filter(|_| may_differ).map(move |way| Asked {
        unit: number,
        way,
        part: 0,
        count: 0,
        words: tolerantly(unit),
        is_tolerant: true,
        phrase: None,
        attributes: None,
    });
    exact.chain(tolerant)
}

/// Each stem quoted, so that none is completed or corrected.
fn as_they_are(stems: &[String]) -> String {
    stems.iter().fold(String::new(), |mut text, stem| {
        text.extend(["\"", stem, "\" "]);
        text
    })
}

fn count(index: &str, words: &str, attributes: Option<&[&str]>) -> Value {
    json!({
        "indexUid": index, "q": words, "matchingStrategy": "all", "page": 1, "hitsPerPage": 0, "attributesToSearchOn": attributes,
    })
}

fn fetch(index: &str, asked: &Asked<'_>, among: Option<&[Uuid]>, most: usize) -> Value {
    let texts = if asked.phrase.is_some() { &READING_ORDER[..] } else { &[] };
    let attributes: Vec<&str> = ["id", "facts"].iter().chain(texts).copied().collect();
    let mut query = json!({
        "indexUid": index, "q": asked.words, "matchingStrategy": "all", "page": 1, "hitsPerPage": among.map_or(most, <[_]>::len),
        "attributesToRetrieve": attributes, "attributesToSearchOn": asked.attributes, "showRankingScoreDetails": true,
    });
    if let Some(cases) = among {
        let ids: Vec<String> = cases.iter().map(Uuid::to_string).collect();
        query["filter"] = json!(format!("id IN [{}]", ids.join(",")));
    }
    query
}
