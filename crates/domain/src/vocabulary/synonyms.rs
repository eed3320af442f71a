//! Words that mean the same to a search.

use super::groups::{WordGroup, read};
use std::sync::LazyLock;

/// The groups by the part of life that they come from. A word that has another common meaning in this domain (`Stelle`, `Förderung`) or that
/// questions are made of (`Projekt`, `Idee`) stands in none of them.
const FILES: &[&str] = &[
    include_str!("synonyms/childhood.txt"),
    include_str!("synonyms/families.txt"),
    include_str!("synonyms/school.txt"),
    include_str!("synonyms/school_life.txt"),
    include_str!("synonyms/work.txt"),
    include_str!("synonyms/everyday_life.txt"),
    include_str!("synonyms/culture.txt"),
    include_str!("synonyms/society.txt"),
    include_str!("synonyms/education_management.txt"),
    include_str!("synonyms/administration_matters.txt"),
    include_str!("synonyms/administration.txt"),
    include_str!("synonyms/laws_and_offices.txt"),
    include_str!("synonyms/projects.txt"),
];

/// The groups that the network starts with: each word of one means the others.
pub static SYNONYM_GROUPS: LazyLock<Vec<WordGroup>> = LazyLock::new(|| read(FILES));

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_word_stands_in_one_group() {
        let mut seen = HashSet::new();
        let repeated: Vec<_> = SYNONYM_GROUPS.iter().flatten().filter(|word| !seen.insert(word.to_lowercase())).collect();
        assert!(repeated.is_empty(), "{repeated:?} stand in two groups");
        assert!(SYNONYM_GROUPS.iter().all(|group| group.len() > 1));
    }
}
