//! Words that lead the same person to the same cases without meaning the same.

mod administration;
mod childhood;
mod culture;
mod education_management;
mod everyday_life;
mod growing_up;
mod living_together;
mod offers;
mod school;
mod work;

use super::{
    SynonymGroup,
    groups::{count, joined},
};

/// The groups by what they are about.
const SECTIONS: &[&[SynonymGroup]] = &[
    offers::GROUPS,
    growing_up::GROUPS,
    living_together::GROUPS,
    childhood::GROUPS,
    school::GROUPS,
    work::GROUPS,
    everyday_life::GROUPS,
    culture::GROUPS,
    education_management::GROUPS,
    administration::GROUPS,
];

/// Groups of words of which each suggests the others: weaker than [`super::SYNONYM_GROUPS`], and a word may stand in several of them. Of a word
/// with very many others those of the first groups are looked for.
///
/// Many are what compounds are made of (`Portal`, `Lotse`, `Börse`), so that `Praktikumsportal` leads to a `Praktikumsbörse`.
pub const RELATED_GROUPS: &[SynonymGroup] = &joined::<{ count(SECTIONS) }>(SECTIONS);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_group_names_each_word_once_and_no_two_groups_are_alike() {
        let mut groups = HashSet::new();
        for group in RELATED_GROUPS {
            let words: std::collections::BTreeSet<_> = group.iter().map(|word| word.to_lowercase()).collect();
            assert!(words.len() > 1 && words.len() == group.len(), "{group:?}");
            assert!(groups.insert(words), "{group:?} stands there twice");
        }
    }
}
