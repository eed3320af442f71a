//! The cases in memory: newest first, and by slug.

use crate::case::PracticeCase;
use domain::{
    CaseContent,
    case::CaseRecord,
    slug,
    vocabulary::{FieldOfAction, State, Vocabulary},
};
use std::{collections::HashMap, io::BufRead, sync::Arc};

/// Sets of terms, a bit each: of a case what it has, of a filter what passes.
#[derive(Clone, Copy)]
pub(crate) struct Mask {
    fields_of_action: u64,
    states: u64,
}

impl Mask {
    /// The mask of a filter, where an empty list lets everything pass; nothing if a key is no term.
    pub(crate) fn of(fields_of_action: &[String], states: &[String]) -> Option<Self> {
        Some(Self { fields_of_action: bits_of::<FieldOfAction>(fields_of_action)?, states: bits_of::<State>(states)? })
    }

    fn of_case(content: &CaseContent) -> Self {
        Self { fields_of_action: bits(&content.fields_of_action), states: bits(content.state().as_slice()) }
    }

    fn passes(self, filter: Self) -> bool {
        self.fields_of_action & filter.fields_of_action != 0 && self.states & filter.states != 0
    }
}

fn bits<V: Vocabulary>(terms: &[V]) -> u64 {
    terms.iter().fold(0, |bits, term| bits | 1 << term.ordinal())
}

fn bits_of<V: Vocabulary>(keys: &[String]) -> Option<u64> {
    if keys.is_empty() {
        return Some(u64::MAX);
    }
    keys.iter().map(|key| V::from_key(key)).collect::<Option<Vec<V>>>().map(|terms| bits(&terms))
}

/// All cases.
pub(crate) struct Memory {
    newest: Vec<Arc<PracticeCase>>,
    /// The masks of `newest`, close together: a filter looks at all of them within microseconds.
    masks: Vec<Mask>,
    by_slug: HashMap<String, Arc<PracticeCase>>,
}

impl Memory {
    /// Reads an import file; slugs become those that an import of the same file gives.
    pub(crate) fn read(source: impl BufRead, public_url: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let mut by_slug = HashMap::new();
        let mut cases = Vec::new();
        for line in source.lines() {
            let record = CaseRecord::from_json(&line?).map_err(|violations| format!("{violations:?}"))?;
            let base = slug::from_title(&record.content.title);
            let slug =
                (0..=by_slug.len()).map(|attempt| slug::numbered(&base, attempt)).find(|slug| !by_slug.contains_key(slug)).unwrap_or(base);
            let mask = Mask::of_case(&record.content);
            let published_at = record.published_at.ok_or("publishedAt is missing")?;
            let case = Arc::new(PracticeCase::new(record, slug.clone(), published_at, public_url, cases.len()));
            by_slug.insert(slug, case.clone());
            cases.push((published_at, mask, case));
        }
        cases.sort_by_key(|(published_at, ..)| std::cmp::Reverse(*published_at));
        let (masks, newest) = cases.into_iter().map(|(_, mask, case)| (mask, case)).unzip();
        Ok(Self { newest, masks, by_slug })
    }

    /// The case with this slug.
    pub(crate) fn by_slug(&self, slug: &str) -> Option<Arc<PracticeCase>> {
        self.by_slug.get(slug).cloned()
    }

    /// All cases that a filter lets pass, newest first.
    pub(crate) fn find(&self, filter: Mask) -> Vec<&Arc<PracticeCase>> {
        self.masks.iter().zip(&self.newest).filter(|(mask, _)| mask.passes(filter)).map(|(_, case)| case).collect()
    }
}
