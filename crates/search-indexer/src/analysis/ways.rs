//! The ways in which a case can hold what somebody typed.
//!
//! Engines, highlights and digests all look for the same ways, so that none finds what another does not see.

use super::{
    Forms,
    generic_parts::is_generic_part,
    synonyms::{Meaning, SynonymTable},
    thesaurus,
};

/// A unit is looked for in so many strict ways at most, and by so many words that are about the same; each costs a search of its own on a server.
const MOST_STRICT: usize = 24;
const MOST_RELATED: usize = 20;

/// Of the other words for a single part so many are looked for.
const MOST_PART_SYNONYMS: usize = 6;

/// One way in which a case can hold a unit: all of some stems, wherever in the case they are; of a phrase in quotes one behind the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Way {
    /// The stems, at least one; each once, but for those of a phrase in quotes.
    pub stems: Vec<String>,
    /// How these stems stand to what was typed.
    pub kind: WayKind,
    /// For another word than the typed one, that word as the table of synonyms writes it.
    pub written: Option<String>,
}

/// How the stems of a way stand to what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WayKind {
    /// They are what was typed.
    Typed,
    /// They mean the same.
    Synonym,
    /// They are all the parts of a compound, apart.
    Parts,
    /// They are the parts of a compound that say what it is about: `Eltern` and `Mentor` of `Elternmentorenprogramm`.
    Core,
    /// They are about the same, but do not mean the same.
    Related,
    /// One part of a compound, or one word of a phrase.
    Part,
    /// Another word for the part that stands before it.
    PartSynonym,
}

impl WayKind {
    /// Whether a case that holds a unit in this way holds what was typed. The others count only where too little is found.
    pub fn is_strict(self) -> bool {
        matches!(self, Self::Typed | Self::Synonym | Self::Parts | Self::Core)
    }

    /// How much a match in this way counts in the order of cases, beside one as typed.
    pub(crate) fn share(self) -> f32 {
        match self {
            Self::Typed => 1.0,
            Self::Synonym => 0.6,
            Self::Parts => 0.5,
            Self::Core => 0.45,
            Self::Related | Self::Part | Self::PartSynonym => 0.25,
        }
    }

    /// How much of a unit a case holds in this way, in sixteenths.
    pub(crate) fn coverage(self) -> u16 {
        match self {
            Self::Typed => 16,
            // A word of several meanings has synonyms for all of them.
            Self::Synonym => 14,
            // Parts that stand apart may have nothing to do with each other.
            Self::Parts => 12,
            Self::Core => 10,
            Self::Related => 6,
            Self::Part | Self::PartSynonym => 5,
        }
    }
}

/// The ways of a word, or of a phrase that the table knows.
pub(super) fn of_phrase(words: &[&Forms], is_exact: bool, meanings: &[Meaning], table: &SynonymTable) -> Vec<Way> {
    let mut ways = Ways(Vec::new());
    ways.add(words.iter().map(|forms| forms.stem.clone()).collect(), WayKind::Typed, None);
    ways.add_meanings(meanings, &[], WayKind::Synonym);
    if let [word] = words
        && !is_exact
        && !word.parts.is_empty()
    {
        ways.add_parts(word, table);
    }
    ways.0.truncate(MOST_STRICT);
    let strict = ways.0.len();
    let stems: Vec<String> = words.iter().map(|forms| forms.stem.clone()).collect();
    ways.add_meanings(table.related(&stems), &[], WayKind::Related);
    if let [stem] = stems.as_slice() {
        ways.add_meanings(&thesaurus::leads(stem), &[], WayKind::Related);
    }
    for meaning in meanings {
        ways.add_meanings(table.related(&meaning.stems), &[], WayKind::Related);
    }
    ways.0.truncate(strict + MOST_RELATED);
    match words {
        _ if is_exact => {}
        [word] => ways.add_single_parts(word, table),
        words => words.iter().for_each(|word| ways.add_part(&word.stem, table)),
    }
    ways.0
}

struct Ways(Vec<Way>);

impl Ways {
    fn add(&mut self, mut stems: Vec<String>, kind: WayKind, written: Option<String>) {
        let mut seen = std::collections::HashSet::new();
        stems.retain(|stem| seen.insert(stem.clone()));
        if !stems.is_empty() && self.0.iter().all(|way| way.stems != stems) {
            self.0.push(Way { stems, kind, written });
        }
    }

    /// Each of the meanings together with some other stems.
    fn add_meanings(&mut self, meanings: &[Meaning], others: &[String], kind: WayKind) {
        for meaning in meanings {
            let stems = meaning.stems.iter().chain(others).cloned().collect();
            self.add(stems, kind, Some(meaning.written.clone()));
        }
    }

    /// All parts of a compound, its telling parts, and the same with another word for one of them. Of one that has no telling part nothing: what holds
    /// `Grund` and `Bildung` somewhere, if only within other words, is not about `Grundbildung`.
    fn add_parts(&mut self, word: &Forms, table: &SynonymTable) {
        let core: Vec<String> = word.parts.iter().filter(|part| !is_generic_part(part)).cloned().collect();
        if core.is_empty() {
            return;
        }
        self.add(word.parts.clone(), WayKind::Parts, None);
        if core.len() < word.parts.len() {
            self.add(core.clone(), WayKind::Core, None);
        }
        // A known word within the compound may have other words of its own: the Sprachmittler of a Sprachmittlerpool is a Dolmetscher.
        for (place, length) in stretches(word.parts.len()) {
            let stretch = &word.parts[place..place + length];
            let known = if length == 1 { Some(word.parts[place].as_str()) } else { word.joined(place, length) };
            let Some(known) = known.map(str::to_owned) else { continue };
            let rest: Vec<String> = core.iter().filter(|part| !stretch.contains(part)).cloned().collect();
            self.add_meanings(table.meanings(std::slice::from_ref(&known)).unwrap_or_default(), &rest, WayKind::Core);
        }
    }

    /// Each telling part of a compound alone; of one that has none, each part.
    fn add_single_parts(&mut self, word: &Forms, table: &SynonymTable) {
        let telling: Vec<&str> = word.expansions().filter(|part| !is_generic_part(part)).collect();
        let parts = if telling.is_empty() { word.expansions().collect() } else { telling };
        for part in parts {
            self.add_part(part, table);
        }
    }

    /// A part alone, and what else is said for it.
    fn add_part(&mut self, part: &str, table: &SynonymTable) {
        let stems = vec![part.to_owned()];
        if self.0.iter().any(|way| way.stems == stems) {
            return;
        }
        let meanings = table.meanings(&stems).unwrap_or_default().iter().filter(|meaning| meaning.stems.len() == 1);
        self.add(stems, WayKind::Part, None);
        for meaning in meanings.take(MOST_PART_SYNONYMS) {
            self.add(meaning.stems.clone(), WayKind::PartSynonym, Some(meaning.written.clone()));
        }
    }
}

/// Where stretches of neighbouring parts begin and how many parts they have, the longest first; never all of them.
fn stretches(parts: usize) -> impl Iterator<Item = (usize, usize)> {
    (1..parts).rev().flat_map(move |length| (0..=parts - length).map(move |place| (place, length)))
}
