//! The ways in which a unit of a query can stand in a text.

use super::Presence;
use crate::analysis::{Forms, Unit, WayKind, traces_of};
use std::{
    collections::{BTreeSet, HashMap},
    iter,
};

/// Which of the atoms were found. Looked into for each way of each unit, so it must answer at once.
#[derive(Debug)]
pub(super) struct Found(Vec<bool>);

impl Found {
    /// Whether all of these are among them.
    fn all(&self, atoms: &[usize]) -> bool {
        atoms.iter().all(|atom| self.0.get(*atom).is_some_and(|is_found| *is_found))
    }
}

/// The smallest things that are looked for, each once, by number.
///
/// Digests look for the words of all subscriptions at once, so a word is looked up among them and not compared with each.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    /// Words with this stem, and compounds that hold it.
    stems: HashMap<String, usize>,
    /// Words that begin like this.
    beginnings: Vec<(String, usize)>,
}

impl Atoms {
    fn len(&self) -> usize {
        self.stems.len() + self.beginnings.len()
    }

    fn stem(&mut self, stem: &str) -> usize {
        let next = self.len();
        *self.stems.entry(stem.to_owned()).or_insert(next)
    }

    fn beginning(&mut self, folded: &str) -> usize {
        if let Some((_, number)) = self.beginnings.iter().find(|(known, _)| known == folded) {
            return *number;
        }
        let next = self.len();
        self.beginnings.push((folded.to_owned(), next));
        next
    }

    fn stems<'a>(&mut self, stems: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
        stems.into_iter().map(|stem| self.stem(stem)).collect()
    }

    /// Those with these numbers.
    pub(super) fn found<'a>(&self, numbers: impl IntoIterator<Item = &'a usize>) -> Found {
        let mut found = vec![false; self.len()];
        for number in numbers {
            found[*number] = true;
        }
        Found(found)
    }

    /// What to search for in folded text: every word that is an atom contains at least one of these.
    pub(super) fn needles(&self) -> Vec<String> {
        let stems = self.stems.keys().flat_map(|stem| traces_of(stem));
        stems.chain(self.beginnings.iter().map(|(beginning, _)| beginning.clone())).collect()
    }

    /// The number of the atom that is the stem of a word, and not only of something within it.
    pub(super) fn whole(&self, forms: &Forms) -> Option<usize> {
        self.stems.get(&forms.stem).copied()
    }

    /// The numbers of the atoms that a word is, in order.
    pub(super) fn of(&self, forms: &Forms) -> Vec<usize> {
        let stems = iter::once(forms.stem.as_str()).chain(forms.expansions()).filter_map(|stem| self.stems.get(stem).copied());
        let begins = self.beginnings.iter().filter(|(beginning, _)| forms.folded.starts_with(beginning)).map(|(_, number)| *number);
        let mut atoms: Vec<usize> = stems.chain(begins).collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }
}

/// A unit of a query as ways, each a list of atoms that all have to be there.
#[derive(Debug)]
pub(super) struct UnitWays {
    /// The typed words themselves first, what they begin last.
    ways: Vec<(WayKind, Vec<usize>)>,
    /// Other words for the unit as they are written, each with its atoms; those that mean the same first.
    others: Vec<(String, Vec<usize>)>,
    /// How much it counts beside others.
    pub(super) weight: f32,
    pub(super) is_quoted: bool,
    /// Whether a word nearby may be meant where nothing else is found.
    pub(super) may_be_mistyped: bool,
}

impl UnitWays {
    pub(super) fn new(unit: &Unit, atoms: &mut Atoms) -> Self {
        let mut ways = Vec::with_capacity(unit.ways.len());
        let mut others = Vec::new();
        for way in &unit.ways {
            let stems = atoms.stems(way.stems.iter().map(String::as_str));
            others.extend(way.written.iter().map(|written| (written.clone(), stems.clone())));
            ways.push((way.kind, stems));
        }
        if let Some(word) = unit.single().filter(|_| unit.is_prefix) {
            ways.push((WayKind::Typed, vec![atoms.beginning(&word.folded)]));
        }
        let may_be_mistyped = unit.maybe_mistyped().is_some();
        Self { ways, others, weight: unit.weight.0, is_quoted: unit.is_quoted, may_be_mistyped }
    }

    /// The ways that make the unit stand in a case like this: for [`Presence::Missing`] those that count only where no other does.
    fn of(&self, presence: Presence) -> impl Iterator<Item = &[usize]> {
        let ways = self.ways.iter().filter(move |(kind, _)| presence_by(*kind) == presence);
        ways.map(|(_, way)| way.as_slice())
    }

    /// The atoms of the typed words.
    pub(super) fn typed(&self) -> &[usize] {
        self.of(Presence::Whole).next().unwrap_or_default()
    }

    /// The other word that a case with these atoms has, if it has not what was typed; none of those in `typed_too`.
    pub(super) fn other_word(&self, atoms: &Found, typed_too: &[&[usize]]) -> Option<&str> {
        let has = |way: &[usize]| atoms.all(way);
        // What was typed, what it begins, or all parts of it.
        let is_typed = self.of(Presence::Whole).filter(|way| self.others.iter().all(|(_, other)| other != way)).any(has);
        if is_typed || self.of(Presence::Parts).any(has) {
            return None;
        }
        self.others.iter().find(|(_, way)| has(way) && !typed_too.contains(&way.as_slice())).map(|(written, _)| written.as_str())
    }

    /// How the unit stands in a case that has these atoms.
    pub(super) fn presence(&self, atoms: &Found) -> Presence {
        let stands = |presence: &Presence| self.of(*presence).any(|way| atoms.all(way));
        [Presence::Whole, Presence::Parts, Presence::Core].into_iter().find(stands).unwrap_or(Presence::Missing)
    }

    /// How much of the unit is held where these atoms are, from 0 to 1.
    pub(super) fn held(&self, atoms: &Found) -> f32 {
        let held = self.ways.iter().filter(|(_, way)| atoms.all(way)).map(|(kind, _)| kind.coverage());
        f32::from(held.max().unwrap_or(0)) / f32::from(WayKind::Typed.coverage())
    }

    /// The atoms to mark in a case that has these: what was typed, whatever stands for it alone, and of what stands for it together all or nothing. Parts
    /// only where the whole is missing.
    pub(super) fn marked(&self, presence: Presence, atoms: &Found) -> BTreeSet<usize> {
        let whole = self.of(Presence::Whole).enumerate();
        let whole = whole.filter(|(number, way)| *number == 0 || way.len() == 1 || presence == Presence::Whole).map(|(_, way)| way);
        let parts = self.of(Presence::Parts).filter(|_| presence != Presence::Whole);
        let core = self.of(Presence::Core).filter(|_| presence == Presence::Core);
        let loose = self.of(Presence::Missing).filter(|way| presence == Presence::Missing && atoms.all(way));
        whole.chain(parts).chain(core).chain(loose).flatten().copied().collect()
    }
}

/// How a unit stands in a case that holds it in such a way.
fn presence_by(kind: WayKind) -> Presence {
    match kind {
        WayKind::Typed | WayKind::Synonym => Presence::Whole,
        WayKind::Parts => Presence::Parts,
        WayKind::Core => Presence::Core,
        WayKind::Related | WayKind::Part | WayKind::PartSynonym => Presence::Missing,
    }
}
