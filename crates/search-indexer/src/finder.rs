//! Finds in the text of a case what a query looks for, for highlights and digests.
//!
//! It must agree with the engines without an index at hand, and be fast: a page of hits is some 80,000 characters. So the words of a text
//! are folded in one go, all of them are searched at once (`needles`), and only words in which something of the query occurs are analysed.

mod needles;
mod scan;
mod ways;

pub(crate) use scan::Scan;

use crate::{
    analysis::{Query, Unit},
    spelling,
};
use needles::Needles;
use std::{borrow::Cow, collections::BTreeSet, ops::Range};
use ways::{Atoms, Found, UnitWays};

/// A query, ready to be found in texts.
#[derive(Debug)]
pub(crate) struct Finder {
    units: Vec<UnitWays>,
    atoms: Atoms,
    /// Finds where any of the atoms may be.
    needles: Needles,
    typed: Vec<Unit>,
}

/// How a unit of a query stands in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// As it was typed, begun or meant.
    Whole,
    /// By all parts of the compound, apart.
    Parts,
    /// By those parts of the compound that say what it is about.
    Core,
    /// Not, or only by some part.
    Missing,
}

/// A word of a text that belongs to what is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// Where the whole word stands in the text.
    pub(crate) range: Range<usize>,
    /// The number of the unit that it belongs to.
    pub(crate) unit: usize,
}

/// A word in which atoms were found.
#[derive(Debug)]
pub(crate) struct Candidate {
    word: usize,
    atoms: Vec<usize>,
    /// The atom that the whole word is, if it is one.
    whole: Option<usize>,
}

/// A text that was read: its words, and those of them that hold atoms.
pub(crate) type Reading<'a> = (Scan<'a>, Vec<Candidate>);

impl Finder {
    /// A finder for a query.
    pub(crate) fn new(query: &Query) -> Self {
        let mut atoms = Atoms::default();
        let units = query.units.iter().map(|unit| UnitWays::new(unit, &mut atoms)).collect();
        let needles = Needles::new(&atoms.needles());
        Self { units, atoms, needles, typed: query.units.clone() }
    }

    /// Whether a unit of the query, by its number, stands in quotes.
    pub(crate) fn is_quoted(&self, unit: usize) -> bool {
        self.units.get(unit).is_some_and(|unit| unit.is_quoted)
    }

    /// Reads a text.
    pub(crate) fn read<'a>(&self, text: impl Into<Cow<'a, str>>) -> Reading<'a> {
        let scan = Scan::new(text);
        let candidates = self.candidates(&scan);
        (scan, candidates)
    }

    /// The words of a text that hold atoms.
    fn candidates(&self, scan: &Scan<'_>) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let mut from = 0;
        while let Some(place) = self.needles.first(scan.folded(), from) {
            let word = scan.word_at(place);
            let (atoms, whole) = self.atoms_of(scan, word);
            if !atoms.is_empty() {
                candidates.push(Candidate { word, atoms, whole });
            }
            from = scan.end_of(word);
        }
        candidates
    }

    /// How each of the units stands in the texts, taken together.
    pub(crate) fn presence(&self, texts: &[Reading<'_>]) -> Vec<Presence> {
        self.presence_by(&self.found_in(texts), texts)
    }

    /// The same where the atoms of the texts are known.
    fn presence_by(&self, atoms: &Found, texts: &[Reading<'_>]) -> Vec<Presence> {
        let presence = |unit: &UnitWays| {
            if !unit.is_quoted {
                unit.presence(atoms)
            } else if texts.iter().any(|(scan, candidates)| !phrases(scan, candidates, unit.typed()).is_empty()) {
                Presence::Whole
            } else {
                Presence::Missing
            }
        };
        self.units.iter().map(presence).collect()
    }

    /// The atoms that stand in any of the texts.
    fn found_in(&self, texts: &[Reading<'_>]) -> Found {
        self.atoms.found(texts.iter().flat_map(|(_, candidates)| candidates).flat_map(|candidate| &candidate.atoms))
    }

    /// For each unit that the texts do not hold as it was typed, the other word that they hold instead, if they do: both as they are written.
    pub(crate) fn found_by(&self, texts: &[Reading<'_>]) -> Vec<(String, String)> {
        let atoms = self.found_in(texts);
        // A word that was typed as well needs no explanation.
        let typed_too: Vec<&[usize]> = self.units.iter().map(UnitWays::typed).collect();
        let units = self.units.iter().zip(&self.typed).filter(|(unit, _)| !unit.is_quoted);
        units.filter_map(|(unit, typed)| Some((typed.written(), unit.other_word(&atoms, &typed_too)?.to_owned()))).collect()
    }

    /// Whether a text that is not shown holds each of the units: as it was typed, by its parts, or by another word.
    pub(crate) fn held_in(&self, text: &str) -> Vec<bool> {
        let (scan, candidates) = self.read(text);
        let atoms = self.atoms.found(candidates.iter().flat_map(|candidate| &candidate.atoms));
        let is_held = |unit: &UnitWays| {
            if unit.is_quoted {
                !phrases(&scan, &candidates, unit.typed()).is_empty()
            } else {
                unit.presence(&atoms) != Presence::Missing || unit.other_word(&atoms, &[]).is_some()
            }
        };
        self.units.iter().map(is_held).collect()
    }

    /// How much of the query each sentence of a text holds in which something of it stands, from 0 to 1.
    pub(crate) fn sentences(&self, (scan, candidates): &Reading<'_>) -> Vec<f32> {
        let all: f32 = self.units.iter().map(|unit| unit.weight).sum();
        let mut sentences = Vec::new();
        let mut left = candidates.as_slice();
        while let Some(first) = left.first() {
            let end = scan.sentence_end(first.word);
            let (sentence, behind) = left.split_at(left.partition_point(|candidate| candidate.word < end));
            let atoms = self.atoms.found(sentence.iter().flat_map(|candidate| &candidate.atoms));
            let held = |unit: &UnitWays| match unit.is_quoted {
                true if phrases(scan, sentence, unit.typed()).is_empty() => 0.0,
                true => unit.weight,
                false => unit.weight * unit.held(&atoms),
            };
            sentences.push(self.units.iter().map(held).sum::<f32>() / all);
            left = behind;
        }
        sentences
    }

    /// A unit as it was typed, by its number.
    pub(crate) fn written(&self, unit: usize) -> String {
        self.typed.get(unit).map(Unit::written).unwrap_or_default()
    }

    /// How many units there are.
    pub(crate) fn len(&self) -> usize {
        self.units.len()
    }

    /// What to mark in each of the texts, in order.
    pub(crate) fn occurrences(&self, texts: &[Reading<'_>]) -> Vec<Vec<Occurrence>> {
        let atoms = self.found_in(texts);
        let presence = self.presence_by(&atoms, texts);
        let marks: Vec<_> = self.units.iter().zip(&presence).map(|(unit, presence)| (*presence, unit.marked(*presence, &atoms))).collect();
        texts.iter().map(|text| self.occurrences_in(text, &marks)).collect()
    }

    /// `marks`: for each unit how it stands in the case, and which atoms are marked for it.
    fn occurrences_in(&self, (scan, candidates): &Reading<'_>, marks: &[(Presence, BTreeSet<usize>)]) -> Vec<Occurrence> {
        let mut occurrences = Vec::new();
        for ((number, unit), (presence, marked)) in self.units.iter().enumerate().zip(marks) {
            let mut add = |word: usize| occurrences.push(Occurrence { range: scan.range(word), unit: number });
            if unit.is_quoted {
                phrases(scan, candidates, unit.typed()).into_iter().flatten().for_each(add);
            } else {
                let is_marked = |candidate: &&Candidate| candidate.atoms.iter().any(|atom| marked.contains(atom));
                candidates.iter().filter(is_marked).for_each(|candidate| add(candidate.word));
                if *presence == Presence::Missing && unit.may_be_mistyped {
                    self.mistyped(number, scan).for_each(&mut add);
                }
            }
        }
        occurrences.sort_by_key(|occurrence| (occurrence.range.start, occurrence.unit));
        occurrences
    }

    /// The words that differ from an unknown one by a typing mistake.
    fn mistyped<'s>(&'s self, unit: usize, scan: &'s Scan<'_>) -> impl Iterator<Item = usize> + 's {
        let wanted: Vec<char> = self.typed[unit].single().map(|word| word.folded.chars().collect()).unwrap_or_default();
        (0..scan.len()).filter(move |word| spelling::is_near(&wanted, scan.folded_word(*word)))
    }

    fn atoms_of(&self, scan: &Scan<'_>, word: usize) -> (Vec<usize>, Option<usize>) {
        let forms = scan.forms(word);
        if forms.is_stop_word { (Vec::new(), None) } else { (self.atoms.of(&forms), self.atoms.whole(&forms)) }
    }
}

/// The runs of whole words that follow one another like the atoms of a quoted phrase, stop words between them left out of account.
fn phrases(scan: &Scan<'_>, candidates: &[Candidate], wanted: &[usize]) -> Vec<Vec<usize>> {
    let mut runs = Vec::new();
    for start in 0..candidates.len() {
        let run: Vec<&Candidate> = candidates[start..].iter().take(wanted.len()).collect();
        let fits = run.len() == wanted.len()
            && run.iter().zip(wanted).all(|(candidate, atom)| candidate.whole == Some(*atom))
            && run.windows(2).all(|pair| (pair[0].word + 1..pair[1].word).all(|between| scan.is_stop_word(between)));
        if fits {
            runs.push(run.iter().map(|candidate| candidate.word).collect());
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyser, traces_of, words};
    use std::{collections::BTreeSet, iter};

    fn sentences(query: &str, text: &str) -> Vec<f32> {
        let finder = Finder::new(&Analyser::standard().query(query));
        finder.sentences(&finder.read(text))
    }

    #[test]
    fn a_sentence_holds_what_stands_in_it() {
        assert_eq!(sentences("theater ferien", "Das Theater spielt in den Ferien. Der Bus fährt. Ferien!"), [1.0, 0.5]);
        assert_eq!(sentences("theater ferien", "Ziele: Theater am 3. Juli, in den Ferien"), [1.0], "a date ends no sentence");
        assert!(sentences("theater ferien", "Der Bus fährt.").is_empty());
    }

    #[test]
    fn a_quoted_phrase_is_held_as_a_whole_or_not() {
        assert_eq!(sentences("\"hand in hand\" ferien", "Hand in Hand in den Ferien. Eine Hand in den Ferien."), [1.0, 0.5]);
    }

    #[test]
    fn another_word_is_less_in_a_sentence_than_the_typed_one() {
        let (typed, other) = (sentences("kindergarten", "Ein Kindergarten."), sentences("kindergarten", "Eine Kita."));
        assert!(typed[0] > other[0] && other[0] > 0.5, "{typed:?} {other:?}");
    }

    /// Otherwise a word is passed over that the engines find.
    #[test]
    fn whatever_the_analysis_finds_in_a_word_leaves_a_trace_in_it() {
        let hard = [
            "Nachqualifizierung",
            "Zertifizierungen",
            "musizieren",
            "Impfbus",
            "Gymnasialklasse",
            "Rechenschwäche",
            "Kitaelternabend",
            "Büroeinrichtung",
            "Bürger:innenbeteiligung",
            "Kolleg(inn)en",
        ];
        let demo = include_str!("../../server/demo/cases.jsonl");
        let distinct: BTreeSet<&str> = hard.into_iter().chain(words(demo).map(|range| &demo[range])).collect();
        let mut wrong = Vec::new();
        for word in distinct {
            let (forms, scan) = (Analyser::standard().forms(word), Scan::new(word));
            let stems = iter::once(forms.stem.as_str()).chain(forms.expansions());
            let without_trace = stems.filter(|stem| !traces_of(stem).any(|trace| scan.folded().contains(&trace)));
            wrong.extend(without_trace.map(|stem| format!("{stem} of {word}")));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
