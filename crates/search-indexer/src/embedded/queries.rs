//! Makes of what somebody looks for what to look up in the index.

mod words;

use super::{
    clause::Clause,
    coverage::{Held, WantedUnit},
    schema::Fields,
};
use crate::{
    analysis::{Query as Wanted, Unit, Way, WayKind},
    relaxation,
};
use std::{cell::RefCell, collections::HashMap, rc::Rc};
use tantivy::{
    Searcher, TantivyError, Term,
    query::{EnableScoring, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

/// How much another word for one of the case's terms counts.
const CONCEPT_SHARE: f32 = 0.5;

/// How much of a unit a case holds that has a word which differs from an unknown one by typing mistakes.
const MISTAKE_COVERAGE: u16 = 14;

/// How much of a unit a case holds that has a word which begins like the one that is being typed.
const PREFIX_COVERAGE: u16 = 15;

/// For how many cases an unknown word counts that something near it may stand for.
const FEW: usize = 3;

/// Makes clauses for one index.
pub(super) struct Queries<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    /// In how many documents each stem is that was looked up, for every group whole and within compounds.
    frequencies: RefCell<HashMap<String, Rc<[[u64; 2]]>>>,
}

/// What one unit asks for: each way with how much of the unit it holds, in sixteenths.
#[derive(Default)]
struct UnitClauses {
    strict: Vec<(u16, Clause)>,
    related: Vec<(u16, Clause)>,
    /// The parts of a compound, each with how many cases hold it.
    parts: Vec<(usize, Clause)>,
    /// How many cases hold the unit, roughly.
    count: usize,
    /// Whether no case holds it though it is a word like others; words near it were taken, if cases hold such.
    is_mistaken: bool,
}

impl UnitClauses {
    /// The unit with its points in the query, and how much its quality counts.
    fn wanted(self, points: f32, weight: f32, all_cases: usize) -> WantedUnit {
        let held = |(coverage, clause): (u16, Clause)| Held::new(clause, points * f32::from(coverage) / 16.0);
        let counts: Vec<usize> = self.parts.iter().map(|(count, _)| *count).collect();
        let shares = relaxation::part_shares(&counts, all_cases);
        WantedUnit {
            strict: self.strict.into_iter().map(held).collect(),
            loose: self.related.into_iter().map(held).collect(),
            parts: self.parts.into_iter().zip(shares).map(|((_, clause), share)| Held::new(clause, points * share)).collect(),
            weight,
        }
    }

    /// Another word for the last part.
    fn add_to_part(&mut self, count: usize, clause: Clause) {
        if let Some((most, part)) = self.parts.pop() {
            self.parts.push((most.max(count), Clause::best_of(vec![part, clause])));
        }
    }
}

/// What to look up for one search.
pub(super) struct Asked {
    pub(super) units: Vec<WantedUnit>,
    /// The numbers of the units that may be typing mistakes.
    pub(super) unknown: Vec<usize>,
}

impl<'a> Queries<'a> {
    /// For the index that this searcher sees.
    pub(super) fn new(fields: &'a Fields, searcher: &'a Searcher) -> Self {
        Self { fields, searcher, frequencies: RefCell::default() }
    }

    /// What to ask for. Some unit must have been typed.
    pub(super) fn of(&self, wanted: &Wanted) -> Result<Asked, TantivyError> {
        let units = wanted.units.iter().map(|unit| self.unit(unit)).collect::<Result<Vec<_>, _>>()?;
        let counts: Vec<usize> = units.iter().map(|unit| unit.count).collect();
        let unknown = units.iter().enumerate().filter(|(_, unit)| unit.is_mistaken).map(|(number, _)| number).collect();
        let all_cases = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        let points = relaxation::unit_points(&wanted.units, &counts, all_cases);
        let units = units.into_iter().zip(points).zip(&wanted.units);
        let units = units.map(|((unit, points), typed)| unit.wanted(points, typed.weight.0, all_cases)).collect();
        Ok(Asked { units, unknown })
    }

    /// What a document must not have.
    pub(super) fn excluded(&self, wanted: &Wanted) -> Result<Vec<Clause>, TantivyError> {
        wanted.excluded.iter().map(|unit| self.phrase(unit, true)).collect()
    }

    fn unit(&self, unit: &Unit) -> Result<UnitClauses, TantivyError> {
        if unit.is_quoted {
            let count = unit.ways.iter().map(|way| self.count(way)).collect::<Result<Vec<_>, _>>()?.into_iter().max();
            let strict = vec![(16, self.phrase(unit, false)?)];
            return Ok(UnitClauses { strict, count: count.unwrap_or(0), ..UnitClauses::default() });
        }
        let mut clauses = UnitClauses::default();
        let mut loose_count = usize::MAX;
        let mut is_plain = false;
        for way in &unit.ways {
            if is_plain && !way.kind.is_strict() {
                break;
            }
            clauses.related.extend(self.concept(way)?);
            let count = self.count(way)?;
            is_plain |= relaxation::makes_looser_ways_needless(way, count);
            if count == 0 {
                if way.kind == WayKind::Part {
                    // It still belongs to the compound.
                    clauses.parts.push((0, Clause::none()));
                }
                continue;
            }
            let clause = self.all(way)?;
            match way.kind {
                WayKind::Part => clauses.parts.push((count, clause)),
                WayKind::PartSynonym => clauses.add_to_part(count, clause),
                WayKind::Related => clauses.related.push((way.kind.coverage(), clause)),
                _ => clauses.strict.push((way.kind.coverage(), clause)),
            }
            if way.kind.is_strict() {
                clauses.count = clauses.count.max(count);
            } else if count > 0 {
                loose_count = loose_count.min(count);
            }
        }
        let other_words = self.other_words(unit, &mut clauses)?;
        if clauses.count == 0 {
            clauses.count = if !other_words.is_empty() {
                FEW
            } else if loose_count < usize::MAX {
                loose_count
            } else {
                0
            };
        }
        clauses.strict.extend(other_words);
        Ok(clauses)
    }

    /// Cases one of whose terms a word is another word for.
    fn concept(&self, way: &Way) -> Result<Option<(u16, Clause)>, TantivyError> {
        let ([stem], WayKind::Typed | WayKind::Synonym) = (way.stems.as_slice(), way.kind) else { return Ok(None) };
        if self.searcher.doc_freq(&Term::from_field_text(self.fields.concepts, stem))? == 0 {
            return Ok(None);
        }
        Ok(Some((relaxation::CONCEPT_COVERAGE, self.term(self.fields.concepts, stem, CONCEPT_SHARE * way.kind.share())?)))
    }

    /// Words that may be meant by one that is still being typed, or mistyped: unless a case holds it in some strict way.
    fn other_words(&self, unit: &Unit, clauses: &mut UnitClauses) -> Result<Vec<(u16, Clause)>, TantivyError> {
        let mut others = Vec::new();
        let mut is_known = clauses.count > 0;
        if let Some(word) = unit.single().filter(|_| unit.is_prefix) {
            is_known |= self.is_beginning(word)?;
            others.push((PREFIX_COVERAGE, self.prefix(word)?));
        }
        if let Some(word) = unit.maybe_mistyped().filter(|_| !is_known) {
            clauses.is_mistaken = true;
            others.extend(self.near(word)?.into_iter().map(|clause| (MISTAKE_COVERAGE, clause)));
        }
        Ok(others)
    }

    /// How many cases hold a way, at most.
    fn count(&self, way: &Way) -> Result<usize, TantivyError> {
        let mut least = usize::MAX;
        for stem in &way.stems {
            least = least.min(self.cases_with(stem)?);
        }
        Ok(least)
    }

    /// How many cases hold a stem in the group that most hold it in.
    fn cases_with(&self, stem: &str) -> Result<usize, TantivyError> {
        let most = self.frequencies(stem)?.iter().map(|[whole, within]| whole + within).max();
        Ok(usize::try_from(most.unwrap_or(0)).unwrap_or(usize::MAX))
    }

    /// In how many documents a stem is, group by group: as a whole word, and within a compound.
    fn frequencies(&self, stem: &str) -> Result<Rc<[[u64; 2]]>, TantivyError> {
        if let Some(known) = self.frequencies.borrow().get(stem) {
            return Ok(Rc::clone(known));
        }
        let of = |field| self.searcher.doc_freq(&Term::from_field_text(field, stem));
        let found = self.fields.groups.iter().map(|group| Ok([of(group.whole)?, of(group.within)?]));
        let found: Rc<[[u64; 2]]> = found.collect::<Result<_, TantivyError>>()?;
        self.frequencies.borrow_mut().insert(stem.to_owned(), Rc::clone(&found));
        Ok(found)
    }

    /// The documents with a term in a field: as often as it stands there where the field tells.
    fn term(&self, field: Field, stem: &str, boost: f32) -> Result<Clause, TantivyError> {
        self.found(&TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::WithFreqs), boost)
    }

    /// The documents that a query of the library finds.
    fn found(&self, query: &dyn Query, boost: f32) -> Result<Clause, TantivyError> {
        Clause::found(query, EnableScoring::enabled_from_searcher(self.searcher), boost)
    }
}
