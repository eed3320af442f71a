//! The titles of the published cases, kept small.

use super::{
    Ranked, Suggestion,
    word_index::{Typed, WordIndex},
};
use domain::ids::CaseId;

/// The title of a published case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleSuggestion {
    /// The case.
    pub case: CaseId,
    /// Its readable address.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// The titles of all published cases, to be searched while somebody types. About 250 bytes a case.
#[derive(Debug, Default)]
pub struct Titles {
    index: WordIndex,
    cases: Vec<Entry>,
    /// Title and slug of each case, one after the other.
    texts: String,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    case: CaseId,
    /// Where its title ends and its slug begins, and where that ends.
    title_end: u32,
    slug_end: u32,
}

impl Titles {
    /// Puts titles in order. That takes some time with many of them: not to be done between two awaits.
    pub fn new(titles: impl IntoIterator<Item = TitleSuggestion>) -> Self {
        let (mut cases, mut texts) = (Vec::new(), String::new());
        let end = |texts: &String| u32::try_from(texts.len()).unwrap_or(u32::MAX);
        for TitleSuggestion { case, slug, title } in titles {
            texts.push_str(&title);
            let title_end = end(&texts);
            texts.push_str(&slug);
            cases.push(Entry { case, title_end, slug_end: end(&texts) });
        }
        cases.shrink_to_fit();
        texts.shrink_to_fit();
        let mut titles = Self { cases, texts, index: WordIndex::default() };
        titles.index = WordIndex::new((0..titles.cases.len()).map(|number| titles.title_and_slug(number).0));
        titles
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// Up to `most` titles that hold what was typed, the best first.
    pub(super) fn find(&self, typed: &Typed, most: usize) -> Vec<Ranked> {
        let suggestion = |number: usize| {
            let (title, slug) = self.title_and_slug(number);
            Suggestion::Title(TitleSuggestion { case: self.cases[number].case, slug: slug.to_owned(), title: title.to_owned() })
        };
        self.index.find(typed, most).into_iter().map(|(found, number)| (found, suggestion(number))).collect()
    }

    fn title_and_slug(&self, number: usize) -> (&str, &str) {
        let entry = self.cases[number];
        let start = number.checked_sub(1).map_or(0, |before| self.cases[before].slug_end as usize);
        let middle = entry.title_end as usize;
        (&self.texts[start..middle], &self.texts[middle..entry.slug_end as usize])
    }
}
