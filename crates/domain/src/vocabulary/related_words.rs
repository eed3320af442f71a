//! Words that lead the same person to the same cases without meaning the same.

use super::groups::{WordGroup, read};
use std::sync::LazyLock;

/// The groups by what they are about.
const FILES: &[&str] = &[
    include_str!("related_words/offers.txt"),
    include_str!("related_words/growing_up.txt"),
    include_str!("related_words/living_together.txt"),
    include_str!("related_words/childhood.txt"),
    include_str!("related_words/school.txt"),
    include_str!("related_words/work.txt"),
    include_str!("related_words/everyday_life.txt"),
    include_str!("related_words/culture.txt"),
    include_str!("related_words/education_management.txt"),
    include_str!("related_words/administration.txt"),
    include_str!("related_words/leisure.txt"),
    include_str!("related_words/learning.txt"),
    include_str!("related_words/wellbeing.txt"),
    include_str!("related_words/belonging.txt"),
    include_str!("related_words/living.txt"),
    include_str!("related_words/steering.txt"),
    include_str!("related_words/projects.txt"),
    include_str!("related_words/offices_and_offers.txt"),
];

/// Groups of words of which each suggests the others: weaker than [`super::SYNONYM_GROUPS`], and a word may stand in several of them. Of a word
/// with very many others those of the first groups are looked for.
///
/// Many are what compounds are made of (`Portal`, `Lotse`, `Börse`), so that `Praktikumsportal` leads to a `Praktikumsbörse`.
pub static RELATED_GROUPS: LazyLock<Vec<WordGroup>> = LazyLock::new(|| read(FILES));

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_group_names_each_word_once_and_no_two_groups_are_alike() {
        let mut groups = HashSet::new();
        for group in &*RELATED_GROUPS {
            let words: std::collections::BTreeSet<_> = group.iter().map(|word| word.to_lowercase()).collect();
            assert!(words.len() > 1 && words.len() == group.len(), "{group:?}");
            assert!(groups.insert(words), "{group:?} stands there twice");
        }
    }
}
