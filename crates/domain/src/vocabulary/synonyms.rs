//! Words that mean the same to a search.

mod administration;
mod administration_matters;
mod childhood;
mod culture;
mod education_management;
mod everyday_life;
mod families;
mod school;
mod school_life;
mod society;
mod work;

use super::groups::{count, joined};

/// A group of words and short phrases of which each means the others.
///
/// Words are written as people write them; the search folds and stems them itself. An abbreviation is a word like any other.
pub type SynonymGroup = &'static [&'static str];

/// The groups by the part of life that they come from. A word that has another common meaning in this domain (`Stelle`, `Förderung`) or that
/// questions are made of (`Projekt`, `Idee`) stands in none of them.
const SECTIONS: &[&[SynonymGroup]] = &[
    childhood::GROUPS,
    families::GROUPS,
    school::GROUPS,
    school_life::GROUPS,
    work::GROUPS,
    everyday_life::GROUPS,
    culture::GROUPS,
    society::GROUPS,
    education_management::GROUPS,
    administration_matters::GROUPS,
    administration::GROUPS,
];

/// The groups that the network starts with.
pub const SYNONYM_GROUPS: &[SynonymGroup] = &joined::<{ count(SECTIONS) }>(SECTIONS);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_word_stands_in_one_group() {
        let mut seen = HashSet::new();
        let repeated: Vec<_> = SYNONYM_GROUPS.iter().copied().flatten().filter(|word| !seen.insert(word.to_lowercase())).collect();
        assert!(repeated.is_empty(), "{repeated:?} stand in two groups");
        assert!(SYNONYM_GROUPS.iter().all(|group| group.len() > 1));
    }
}
