//! Words that mean the same to a search.

mod administration;
mod childhood;
mod school;
mod society;
mod work;

/// A group of words and short phrases of which each means the others.
///
/// Words are written as people write them; the search folds and stems them itself. An abbreviation is a word like any other.
pub type SynonymGroup = &'static [&'static str];

/// The groups by the part of life that they come from. A word that has another common meaning in this domain (`Stelle`, `Förderung`) or that
/// questions are made of (`Projekt`, `Idee`) stands in none of them.
const SECTIONS: [&[SynonymGroup]; 5] = [childhood::GROUPS, school::GROUPS, work::GROUPS, society::GROUPS, administration::GROUPS];

const COUNT: usize = {
    let (mut count, mut section) = (0, 0);
    while section < SECTIONS.len() {
        count += SECTIONS[section].len();
        section += 1;
    }
    count
};

/// The groups that the network starts with.
pub const SYNONYM_GROUPS: &[SynonymGroup] = {
    const JOINED: [SynonymGroup; COUNT] = joined();
    &JOINED
};

const fn joined() -> [SynonymGroup; COUNT] {
    let mut groups: [SynonymGroup; COUNT] = [&[]; COUNT];
    let (mut next, mut section) = (0, 0);
    while section < SECTIONS.len() {
        let mut place = 0;
        while place < SECTIONS[section].len() {
            groups[next] = SECTIONS[section][place];
            next += 1;
            place += 1;
        }
        section += 1;
    }
    groups
}

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

    #[test]
    fn no_section_is_left_out() {
        assert_eq!(SYNONYM_GROUPS.len(), SECTIONS.iter().map(|groups| groups.len()).sum::<usize>());
    }
}
