//! A case as Meilisearch gives it back.

use super::{card::Card, documents::TEXT_ATTRIBUTES};
use crate::document::FILES_WEIGHT;
use domain::ids::CaseId;
use serde::Deserialize;
use uuid::Uuid;

/// How much a word counts in each of the text attributes: the weights of the embedded engine's groups, three fifths of them within compounds.
const WEIGHTS: [f32; TEXT_ATTRIBUTES.len()] = [5.0, 3.0, 2.5, 2.0, 1.5, 1.0, 1.2, 0.6, 0.6, FILES_WEIGHT, 0.6 * FILES_WEIGHT, 0.5];

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

/// How a case matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    /// How much a word counts where it stands, as in the embedded engine.
    pub(super) weight: f32,
    /// Whether it is nothing but another word for one of the case's terms.
    pub(super) is_concept: bool,
    /// How many typing mistakes lie between what was sent and what was found.
    pub(super) mistakes: usize,
}

impl RankingDetails {
    /// What they say of the match.
    pub(super) fn read(&self) -> Match {
        let place = self.place();
        let below = WEIGHTS.iter().zip(0_u8..).take_while(|(_, of)| f32::from(*of) <= place + 0.5).last();
        Match {
            weight: below.map_or(WEIGHTS[0], |(weight, _)| *weight),
            // Those stand in the last attribute.
            is_concept: place > attributes() - 1.5,
            mistakes: self.typo.as_ref().map_or(0, |typo| typo.typo_count),
        }
    }

    /// The place of the match among the attributes, from 0 on; that of several words in different ones lies between these.
    fn place(&self) -> f32 {
        let score = self.attribute.as_ref().map_or(0.0, |attribute| attribute.attribute_ranking_order_score);
        (1.0 - score) * attributes()
    }
}

/// How many text attributes there are.
fn attributes() -> f32 {
    f32::from(u8::try_from(TEXT_ATTRIBUTES.len()).unwrap_or(u8::MAX))
}

/// A case that the server found.
#[derive(Debug, Deserialize)]
pub(super) struct Hit {
    /// The case.
    pub(super) id: Uuid,
    /// What is known of it, if it was asked for.
    pub(super) card: Option<Card>,
    /// How the server judges the match, if it was asked for.
    #[serde(default, rename = "_rankingScoreDetails")]
    pub(super) details: RankingDetails,
    /// What the server makes of the match in all, from 0 to 1; 0 where it was not asked for.
    #[serde(default, rename = "_rankingScore")]
    pub(super) score: f32,
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
