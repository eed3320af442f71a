//! The words that the program's thesaurus leads to from one that is typed.

use super::synonyms::{Meaning, phrase};
use domain::vocabulary::{THESAURUS, ThesaurusEntry};
use std::{collections::HashMap, sync::LazyLock};

/// The entries by the stems of their words. Where to they lead is stemmed when it is asked for: a search asks for few of the thousands.
static ENTRIES: LazyLock<HashMap<String, &[&str]>> = LazyLock::new(|| {
    let entry = |entry: &'static ThesaurusEntry| match phrase(entry.word).as_slice() {
        [stem] => Some((stem.clone(), entry.leads.as_slice())),
        _ => None,
    };
    THESAURUS.iter().filter_map(entry).collect()
});

/// Makes it ready, so that no search has to.
pub(super) fn load() {
    LazyLock::force(&ENTRIES);
}

/// Words by which a case may say what this one means, the nearest first.
pub(super) fn leads(stem: &str) -> Vec<Meaning> {
    let leads = ENTRIES.get(stem).copied().unwrap_or_default();
    leads.iter().map(|lead| Meaning { stems: phrase(lead), written: (*lead).to_owned() }).collect()
}

/// The stem of each word that has an entry, with the words and phrases that it leads to.
pub(super) fn entries() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    ENTRIES.iter().map(|(stem, leads)| (stem.as_str(), *leads))
}

/// Whether it has an entry, and so is a word.
pub(super) fn knows(stem: &str) -> bool {
    ENTRIES.contains_key(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_leads_one_way_from_its_word_in_any_inflection() {
        let to = |word: &str| -> Vec<String> { leads(&phrase(word).join(" ")).into_iter().map(|meaning| meaning.written).collect() };
        assert!(to("Fußnoten").contains(&"Quellenangabe".to_owned()), "{:?}", to("Fußnoten"));
        assert!(!to("Quellenangaben").contains(&"Fußnote".to_owned()));
        assert!(to("xylophonkonzert").is_empty());
    }

    /// Without its stop words a lead would say something else: `nicht lesen können` is not about reading.
    #[test]
    fn each_entry_is_one_word_that_leads_to_others() {
        let is_wrong = |own: &[String], lead: &str| {
            let stems = phrase(lead);
            stems.is_empty() || stems == own || (lead.contains(' ') && stems.len() == 1)
        };
        let entries = THESAURUS.iter().map(|ThesaurusEntry { word, leads }| (word, phrase(word), leads));
        let wrong = entries.filter(|(_, own, leads)| own.len() != 1 || leads.iter().any(|lead| is_wrong(own, lead)));
        let wrong: Vec<_> = wrong.map(|(word, ..)| word).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(ENTRIES.len(), THESAURUS.len(), "two words with one stem");
    }
}
