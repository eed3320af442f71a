//! Whether a case is about something.

use crate::{
    analysis::{Query, Unit},
    case_texts::CaseTexts,
    finder::{Finder, Presence, Scan},
};
use domain::CaseContent;

/// Whether a case contains everything that is looked for: each meaningful word itself, inflected, as part of a compound, or by a synonym,
/// and nothing that is excluded. Typing mistakes do not count, so that a digest holds nothing by accident. A query without a meaningful
/// word matches every case.
pub fn matches(query: &Query, content: &CaseContent) -> bool {
    let excludes = |unit: &Unit| holds_all(&Query { units: vec![unit.clone()], ..Query::default() }, content);
    holds_all(query, content) && !query.excluded.iter().any(excludes)
}

fn holds_all(query: &Query, content: &CaseContent) -> bool {
    let mut query = query.clone();
    for unit in &mut query.units {
        // A subscription's text is not being typed any more.
        unit.is_prefix = false;
    }
    if query.is_empty() {
        return true;
    }
    let finder = Finder::new(&query);
    let texts = CaseTexts::of(content);
    let labels = texts.labels.iter().map(AsRef::as_ref);
    let all = [texts.title, texts.teaser].into_iter().chain(labels).chain(texts.other_words).chain(texts.body);
    let found: Vec<_> = all
        .map(|text| {
            let scan = Scan::new(text);
            let candidates = finder.candidates(&scan);
            (scan, candidates)
        })
        .collect();
    finder.presence(&found).iter().all(|presence| matches!(presence, Presence::Whole | Presence::Parts))
}
