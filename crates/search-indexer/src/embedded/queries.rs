//! Makes tantivy queries of what somebody looks for.

mod words;

use super::{
    coverage::{BestWayQuery, CoverageQuery, HeldQuery},
    schema::Fields,
};
use crate::{
    analysis::{Query as Wanted, Unit, Way, WayKind},
    relaxation,
};
use std::{cell::RefCell, collections::HashMap, rc::Rc};
use tantivy::{
    Searcher, TantivyError, Term,
    query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, EmptyQuery, Occur, Query, TermQuery},
    schema::IndexRecordOption,
};

/// How much another word for one of the case's terms counts.
const CONCEPT_SHARE: f32 = 0.5;

/// How much of a unit a case holds that has a word which differs from an unknown one by typing mistakes.
const MISTAKE_COVERAGE: u16 = 14;

/// How much of a unit a case holds that has a word which begins like the one that is being typed.
const PREFIX_COVERAGE: u16 = 15;

/// For how many cases an unknown word counts that something near it may stand for.
const FEW: usize = 3;

/// How much matches in further groups add to the best one's score.
const TIE_BREAKER: f32 = 0.15;

/// Makes queries for one index.
pub(super) struct Queries<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    /// In how many documents each stem is that was looked up, for every group whole and within compounds.
    frequencies: RefCell<HashMap<String, Rc<[[u64; 2]]>>>,
}

type Clause = Box<dyn Query>;

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
    /// Another word for the last part.
    fn add_to_part(&mut self, count: usize, clause: Clause) {
        if let Some((most, part)) = self.parts.pop() {
            self.parts.push((most.max(count), best_of(vec![part, clause])));
        }
    }
}

/// The queries of one search.
pub(super) struct SearchQueries {
    /// Cases that hold every unit as it was typed or meant.
    pub(super) all: Clause,
    /// Cases that hold any of any unit, each with its points.
    pub(super) any: Clause,
    /// The numbers of the units that may be typing mistakes.
    pub(super) unknown: Vec<usize>,
}

impl<'a> Queries<'a> {
    /// For the index that this searcher sees.
    pub(super) fn new(fields: &'a Fields, searcher: &'a Searcher) -> Self {
        Self { fields, searcher, frequencies: RefCell::default() }
    }

    /// What to ask for. Some unit must have been typed.
    pub(super) fn of(&self, wanted: &Wanted) -> Result<SearchQueries, TantivyError> {
        let units = wanted.units.iter().map(|unit| self.unit(unit)).collect::<Result<Vec<_>, _>>()?;
        let counts: Vec<usize> = units.iter().map(|unit| unit.count).collect();
        let unknown = units.iter().enumerate().filter(|(_, unit)| unit.is_mistaken).map(|(number, _)| number).collect();
        let all_cases = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        let points = relaxation::unit_points(&wanted.units, &counts, all_cases);
        let (mut all, mut any): (Vec<Clause>, Vec<Clause>) = (Vec::new(), Vec::new());
        for ((unit, points), typed) in units.into_iter().zip(points).zip(&wanted.units) {
            let held =
                |(coverage, clause): (u16, Clause)| -> Clause { Box::new(HeldQuery::new(clause, points * f32::from(coverage) / 16.0)) };
            let strict: Vec<Clause> = unit.strict.into_iter().map(held).collect();
            let mut ways: Vec<Clause> = strict.iter().map(|query| query.box_clone()).collect();
            ways.extend(unit.related.into_iter().map(held));
            ways.extend(some_parts(unit.parts, points, all_cases));
            any.push(BestWayQuery { ways, quality: typed.weight.0 }.boxed());
            all.push(BestWayQuery { ways: strict, quality: typed.weight.0 }.boxed());
        }
        let minimum = all.len();
        Ok(SearchQueries {
            all: self.without(wanted, Box::new(CoverageQuery { clauses: all, minimum })),
            any: self.without(wanted, Box::new(CoverageQuery { clauses: any, minimum: 1 })),
            unknown,
        })
    }

    /// The query without the documents that hold what is excluded.
    pub(super) fn without(&self, wanted: &Wanted, query: Clause) -> Clause {
        if wanted.excluded.is_empty() {
            return query;
        }
        // tantivy 0.27 asks what is excluded for each document that matches, those before its first one included. The scorer of a phrase is not made
        // for that and panics where assertions are on; behind ours it is only moved forward.
        let excluded = wanted.excluded.iter().map(|unit| -> (Occur, Clause) {
            let pointless = HeldQuery::new(self.phrase(unit, true), 0.0);
            (Occur::MustNot, Box::new(pointless))
        });
        Box::new(BooleanQuery::new(std::iter::once((Occur::Must, query)).chain(excluded).collect()))
    }

    fn unit(&self, unit: &Unit) -> Result<UnitClauses, TantivyError> {
        if unit.is_quoted {
            let count = unit.ways.iter().map(|way| self.count(way)).collect::<Result<Vec<_>, _>>()?.into_iter().max();
            let strict = vec![(16, self.phrase(unit, false))];
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
                    clauses.parts.push((0, Box::new(EmptyQuery)));
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
        let term = Term::from_field_text(self.fields.concepts, stem);
        if self.searcher.doc_freq(&term)? == 0 {
            return Ok(None);
        }
        let query = boosted(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), CONCEPT_SHARE * way.kind.share());
        Ok(Some((relaxation::CONCEPT_COVERAGE, query)))
    }

    /// Words that may be meant by one that is still being typed, or mistyped: unless a case holds it in some strict way.
    fn other_words(&self, unit: &Unit, clauses: &mut UnitClauses) -> Result<Vec<(u16, Clause)>, TantivyError> {
        let mut others = Vec::new();
        let mut is_known = clauses.count > 0;
        if let Some(word) = unit.single().filter(|_| unit.is_prefix) {
            is_known |= self.is_beginning(word)?;
            others.push((PREFIX_COVERAGE, best_of(self.prefix(word))));
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
}

/// Documents with some parts of a compound: the more they say together, the more of it a document holds.
fn some_parts(parts: Vec<(usize, Clause)>, points: f32, all_cases: usize) -> Option<Clause> {
    let counts: Vec<usize> = parts.iter().map(|(count, _)| *count).collect();
    let shares = relaxation::part_shares(&counts, all_cases);
    let held = parts.into_iter().zip(shares).map(|((_, clause), share)| -> Clause { Box::new(HeldQuery::new(clause, points * share)) });
    let clauses: Vec<Clause> = held.collect();
    (!clauses.is_empty()).then(|| -> Clause { Box::new(CoverageQuery { clauses, minimum: 1 }) })
}

fn best_of(mut ways: Vec<Clause>) -> Clause {
    match ways.len() {
        0 => Box::new(EmptyQuery),
        1 => ways.remove(0),
        _ => Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, TIE_BREAKER)),
    }
}

fn boosted(query: Clause, boost: f32) -> Clause {
    Box::new(BoostQuery::new(query, boost))
}
