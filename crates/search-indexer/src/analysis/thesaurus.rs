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

/// Words by which a case may say what this one means, the nearest first.
pub(super) fn leads(stem: &str) -> Vec<Meaning> {
    let leads = ENTRIES.get(stem).copied().unwrap_or_default();
    let meanings = leads.iter().map(|lead| Meaning { stems: phrase(lead), written: (*lead).to_owned() });
    meanings.filter(|meaning| !meaning.stems.is_empty() && meaning.stems != [stem]).collect()
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

    #[test]
    fn each_entry_is_one_word_that_leads_to_others() {
        let wrong: Vec<_> = THESAURUS
            .iter()
            .filter(|entry| {
                let stems = phrase(entry.word);
                let own = [stems.clone()];
                stems.len() != 1 || entry.leads.iter().any(|lead| phrase(lead).is_empty() || own.contains(&phrase(lead)))
            })
            .map(|entry| entry.word)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
