//! The words of a group of texts, as a document carries them.

use super::{forms, words};
use std::collections::{BTreeSet, HashSet};

/// The words of some texts. Engines index them so that the whole words rank above the expansions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenList {
    /// The stems in reading order, without stop words.
    pub(crate) stems: Vec<String>,
    /// The folded forms that differ from their stem, in reading order, each with the place of its stem.
    pub(crate) forms: Vec<(usize, String)>,
    /// What lies within compounds, each once and none that is a whole word as well.
    pub(crate) expansions: Vec<String>,
}

/// Stands among the stems between two texts, where the engines leave a gap, so that no phrase reaches across.
const GAP: &str = "";

impl TokenList {
    pub(crate) fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut list = Self::default();
        let mut within = HashSet::new();
        for text in texts {
            if !list.stems.is_empty() {
                list.stems.push(GAP.to_owned());
            }
            list.add_text(text, &mut within);
        }
        list.set_expansions(within);
        list
    }

    /// About how much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let words = self.stems.iter().chain(&self.expansions).map(|word| size_of::<String>() + word.len());
        let forms = self.forms.iter().map(|(_, form)| size_of::<(usize, String)>() + form.len());
        words.chain(forms).sum()
    }

    /// Every whole word's stem, each once, in no order of reading.
    pub(crate) fn distinct_stems(self) -> Vec<String> {
        let all: BTreeSet<String> = self.stems.into_iter().filter(|stem| !stem.is_empty()).collect();
        all.into_iter().collect()
    }

    fn add_text(&mut self, text: &str, within: &mut HashSet<String>) {
        for range in words(text) {
            let forms = forms::forms(&text[range]);
            if forms.is_stop_word {
                continue;
            }
            if forms.folded != forms.stem {
                self.forms.push((self.stems.len(), forms.folded.clone()));
            }
            self.stems.push(forms.stem.clone());
            within.extend(forms.expansions().map(str::to_owned));
        }
    }

    fn set_expansions(&mut self, mut within: HashSet<String>) {
        for stem in &self.stems {
            within.remove(stem);
        }
        self.expansions = within.into_iter().collect();
        // A set has no order, but equal texts must give equal documents.
        self.expansions.sort_unstable();
    }
}
