//! Lists of groups that are kept in several files.

use super::SynonymGroup;

/// How many groups some sections have in all.
pub(super) const fn count(sections: &[&[SynonymGroup]]) -> usize {
    let (mut count, mut section) = (0, 0);
    while section < sections.len() {
        count += sections[section].len();
        section += 1;
    }
    count
}

/// The groups of all sections, one behind the other; `COUNT` is what [`count`] says.
pub(super) const fn joined<const COUNT: usize>(sections: &[&[SynonymGroup]]) -> [SynonymGroup; COUNT] {
    let mut groups: [SynonymGroup; COUNT] = [&[]; COUNT];
    let (mut next, mut section) = (0, 0);
    while section < sections.len() {
        let mut place = 0;
        while place < sections[section].len() {
            groups[next] = sections[section][place];
            next += 1;
            place += 1;
        }
        section += 1;
    }
    groups
}
