//! Words by which a case may say what somebody types.

use std::sync::LazyLock;

/// The entries in the order of the alphabet.
const FILES: &[&str] = &[
    include_str!("thesaurus/a_to_e.txt"),
    include_str!("thesaurus/f_to_k.txt"),
    include_str!("thesaurus/l_to_s.txt"),
    include_str!("thesaurus/t_to_z.txt"),
];

/// A word with those that lead from it to cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThesaurusEntry {
    /// What somebody types, in its base form.
    pub word: &'static str,
    /// Words and short phrases by which a case would say it, or show that it is about it; the nearest first.
    pub leads: Vec<&'static str>,
}

/// One-way related words: each entry leads from its word to others, and not back. Other than with [`super::RELATED_GROUPS`] a common word does not lead to
/// everything that leads to it: who types `Fußnote` is glad about a case that speaks of sources, who types `Quellenangabe` looks for no footnotes.
///
/// A line of a file is an entry, `word: lead; lead`; a line that begins with `#` is a comment.
pub static THESAURUS: LazyLock<Vec<ThesaurusEntry>> =
    LazyLock::new(|| FILES.iter().flat_map(|file| file.lines()).filter_map(entry).collect());

fn entry(line: &'static str) -> Option<ThesaurusEntry> {
    let (word, leads) = line.split_once(": ").filter(|_| !line.starts_with('#'))?;
    Some(ThesaurusEntry { word, leads: leads.split("; ").collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_line_is_an_entry_or_a_comment() {
        let lines = FILES.iter().flat_map(|file| file.lines());
        let wrong: Vec<_> = lines.filter(|line| !line.is_empty() && !line.starts_with('#') && entry(line).is_none()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_word_has_one_entry_with_some_other_words() {
        let mut seen = HashSet::new();
        for ThesaurusEntry { word, leads } in &*THESAURUS {
            assert!(seen.insert(word.to_lowercase()), "{word} has two entries");
            assert!(word.trim() == *word && !word.contains(' '), "{word:?} is no single word");
            let distinct: HashSet<_> = leads.iter().map(|lead| lead.to_lowercase()).collect();
            assert!((2..=12).contains(&leads.len()) && distinct.len() == leads.len(), "{word}: {leads:?}");
            assert!(leads.iter().all(|lead| lead.trim() == *lead && !lead.is_empty() && lead != word), "{word}: {leads:?}");
        }
    }
}
