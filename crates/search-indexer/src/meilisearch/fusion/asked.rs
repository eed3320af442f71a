//! The searches that a query is taken apart into.

use super::{
    super::{
        card::Card,
        documents::{CARD, OWN_WORDS, READING_ORDER, SAID},
        hits::{Hit, Match},
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
use std::{collections::HashSet, sync::Arc};
use uuid::Uuid;

/// Of how many of the cases that a search finds the server says where the words stand, the best first: each costs it ten times what it costs to
/// name one. The others are taken for no better than the last of these. Fewer where it matters less: in ways that count little, and for words that many
/// cases hold.
const LOOKED_AT: usize = 40;
const LITTLE_LOOKED_AT: usize = 20;

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
    /// The cases that say it themselves, if more were found than looked at and some may only have another word for one of their terms.
    saying: Option<Arc<Answer>>,
    phrase: Option<String>,
}

impl Hits {
    /// The cases found, each with how it matches.
    pub(super) fn matches(&self) -> Vec<(Uuid, Match)> {
        let mut matches: Vec<(Uuid, Match)> = self.looked_at().map(|hit| (hit.id, hit.details.read())).collect();
        let Some((_, last)) = matches.last().copied().filter(|_| self.phrase.is_none()) else { return matches };
        let known: HashSet<Uuid> = matches.iter().map(|(id, _)| *id).collect();
        let saying: Option<HashSet<Uuid>> = self.saying.as_ref().map(|answer| answer.cards().map(|card| card.id).collect());
        let others = self.answer.cards().map(|card| card.id).filter(|id| !known.contains(id));
        matches.extend(others.map(|id| {
            let is_concept = saying.as_ref().map_or(last.is_concept, |saying| !saying.contains(&id));
            (id, Match { is_concept, ..last })
        }));
        matches
    }

    /// What is known of the cases found.
    pub(super) fn cards(&self) -> impl Iterator<Item = &Card> {
        self.answer.cards().chain(self.looked_at().filter_map(|hit| hit.card.as_ref()))
    }

    /// The ids of the cases that were looked at.
    pub(super) fn ids(&self) -> Vec<Uuid> {
        self.looked_at().map(|hit| hit.id).collect()
    }

    /// Those that hold the phrase, if one was looked for.
    fn looked_at(&self) -> impl Iterator<Item = &Hit> {
        self.answer.hits.iter().filter(|hit| self.phrase.as_ref().is_none_or(|phrase| hit.has_phrase(phrase)))
    }
}

impl Asked<'_> {
    /// Whether more cases are found than looked at, and some of them may only have another word for one of their terms.
    fn may_be_unsaid(&self) -> bool {
        let may_be_term = self.way.stems.len() == 1 && matches!(self.way.kind, WayKind::Typed | WayKind::Synonym);
        may_be_term && !self.is_tolerant && self.attributes.is_none() && (self.looked_at()..=MOST_HITS).contains(&self.count)
    }

    /// How many of the cases found are looked at. Of those that may hold a phrase, and of those that may be begun or mistyped, all are: only so is
    /// known which are.
    fn looked_at(&self) -> usize {
        match self.way.kind {
            _ if self.is_tolerant || self.phrase.is_some() => MOST_HITS,
            kind if kind.is_strict() && self.count <= MOST_HITS => LOOKED_AT,
            _ => LITTLE_LOOKED_AT,
        }
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
        if asked.phrase.is_some() { fetch(&index, asked, None) } else { count(&index, &asked.words, asked.attributes) }
    };
    let queries: Vec<Value> = asked.iter().map(query).chain([count(&index, "", None)]).collect();
    let mut answers = ask(server, &queries).await?;
    let all_cases = answers.pop().map_or(0, |answer| answer.total_hits);
    for (asked, answer) in asked.iter_mut().zip(answers) {
        let phrase = asked.phrase.clone();
        asked.count = if phrase.is_some() { Hits { answer, saying: None, phrase }.looked_at().count() } else { answer.total_hits };
    }
    Ok((asked, all_cases))
}

/// What these searches find, at most [`MOST_HITS`] cases each: of all, or among some.
pub(super) async fn hits(server: &Server, asked: &[Asked<'_>], among: Option<&[Uuid]>) -> Result<Vec<Hits>, SearchError> {
    let index = server.live_index();
    let queries = asked.iter().map(|asked| fetch(&index, asked, among));
    let saying: Vec<usize> = (0..asked.len()).filter(|place| asked[*place].may_be_unsaid()).collect();
    let queries: Vec<Value> = queries.chain(saying.iter().map(|place| fetch_saying(&index, &asked[*place], among))).collect();
    let mut answers = ask(server, &queries).await?;
    let mut said = saying.into_iter().zip(answers.split_off(asked.len())).peekable();
    let found = asked.iter().zip(answers).enumerate().map(|(place, (asked, answer))| {
        let saying = said.next_if(|(of, _)| *of == place).map(|(_, answer)| answer);
        Hits { answer, saying, phrase: asked.phrase.clone() }
    });
    Ok(found.collect())
}

/// The cases that these searches find, at most so many for each.
pub(super) async fn ids(server: &Server, asked: &[Asked<'_>], most: usize) -> Result<Vec<Uuid>, SearchError> {
    let index = server.live_index();
    let queries: Vec<Value> = asked.iter().map(|asked| fetch_hits(&index, asked, most)).collect();
    let answers = asked.iter().zip(ask(server, &queries).await?);
    Ok(answers.flat_map(|(asked, answer)| Hits { answer, saying: None, phrase: asked.phrase.clone() }.ids()).collect())
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

/// Of a search: what is known of all cases, and how the best match. Of what more cases hold than are asked for, only what they say themselves counts.
fn fetch(index: &str, asked: &Asked<'_>, among: Option<&[Uuid]>) -> Value {
    let mut query = fetch_hits(index, asked, asked.looked_at());
    query["showRankingScoreDetails"] = json!(true);
    if asked.attributes.is_none() && asked.count > MOST_HITS {
        query["attributesToSearchOn"] = json!(SAID);
    }
    // Of a phrase's words there may be more than are counted.
    if asked.phrase.is_some() { query } else { with_cards(query, among) }
}

/// Of a search: the cases that say it themselves.
fn fetch_saying(index: &str, asked: &Asked<'_>, among: Option<&[Uuid]>) -> Value {
    with_cards(count(index, &asked.words, Some(SAID)), among)
}

fn with_cards(mut query: Value, among: Option<&[Uuid]>) -> Value {
    query["facets"] = json!([CARD]);
    if let Some(cases) = among {
        let ids: Vec<String> = cases.iter().map(Uuid::to_string).collect();
        query["filter"] = json!(format!("id IN [{}]", ids.join(",")));
    }
    query
}

/// The first cases of a search, with the texts that a phrase may stand in.
fn fetch_hits(index: &str, asked: &Asked<'_>, most: usize) -> Value {
    let attributes = if asked.phrase.is_some() { [&["id", CARD][..], &READING_ORDER].concat() } else { vec!["id"] };
    let mut query = count(index, &asked.words, asked.attributes);
    query["hitsPerPage"] = json!(most);
    query["attributesToRetrieve"] = json!(attributes);
    query
}
