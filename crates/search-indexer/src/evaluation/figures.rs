//! The figures that say how well something was found.

use super::{DEPTH, JudgedQuery};
use domain::ids::CaseId;

/// From this grade on a case answers what was asked; a case of grade 1 only touches it.
const USEFUL: u8 = 2;

/// Figures of one query, or the means of several.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// How many queries it is of.
    pub queries: usize,
    /// Normalised discounted cumulative gain of the first ten hits, a case's gain being its grade; 1 is the best possible order.
    pub ndcg: f64,
    /// How many of the useful cases are among the first ten hits, of ten at most.
    pub recall: f64,
    /// One divided by the place of the first useful case, 0 if there is none among the first ten.
    pub mrr: f64,
    /// 1 if the first hit is useful, 0 if not.
    pub success: f64,
}

impl Figures {
    /// The figures of one query.
    pub fn of(query: &JudgedQuery, hits: &[CaseId]) -> Self {
        let grades: Vec<u8> = hits.iter().take(DEPTH).map(|id| query.grades.get(id).copied().unwrap_or(0)).collect();
        let mut best: Vec<u8> = query.grades.values().copied().collect();
        best.sort_unstable_by(|one, other| other.cmp(one));
        let useful = |grades: &[u8]| grades.iter().filter(|grade| **grade >= USEFUL).count();
        let possible = useful(&best).min(DEPTH);
        let first = grades.iter().position(|grade| *grade >= USEFUL);
        Self {
            queries: 1,
            ndcg: gain(&grades) / gain(&best[..best.len().min(DEPTH)]),
            recall: if possible == 0 { 1.0 } else { number(useful(&grades)) / number(possible) },
            mrr: first.map_or(0.0, |place| 1.0 / number(place + 1)),
            success: if first == Some(0) { 1.0 } else { 0.0 },
        }
    }

    /// The means of the figures of several queries.
    pub fn mean<'a>(figures: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        for one in figures {
            sum.queries += one.queries;
            sum.ndcg += one.ndcg;
            sum.recall += one.recall;
            sum.mrr += one.mrr;
            sum.success += one.success;
        }
        let count = number(sum.queries.max(1));
        Self {
            queries: sum.queries,
            ndcg: sum.ndcg / count,
            recall: sum.recall / count,
            mrr: sum.mrr / count,
            success: sum.success / count,
        }
    }
}

fn gain(grades: &[u8]) -> f64 {
    grades.iter().enumerate().map(|(place, grade)| f64::from(*grade) / number(place + 2).log2()).sum()
}

/// A count of queries or hits, of which there are never many.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::Kind;
    use uuid::Uuid;

    fn id(number: u128) -> CaseId {
        CaseId(Uuid::from_u128(number))
    }

    fn query(grades: &[(u128, u8)]) -> JudgedQuery {
        let grades = grades.iter().map(|(number, grade)| (id(*number), *grade)).collect();
        JudgedQuery { id: String::new(), kind: Kind::Typo, half: None, query: String::new(), grades }
    }

    #[test]
    fn the_best_order_has_one_everywhere_and_a_worse_one_less() {
        let query = query(&[(1, 3), (2, 2), (3, 1)]);
        let best = Figures::of(&query, &[id(1), id(2), id(3), id(9)]);
        assert_eq!(best, Figures { queries: 1, ndcg: 1.0, recall: 1.0, mrr: 1.0, success: 1.0 });
        let worse = Figures::of(&query, &[id(3), id(1)]);
        // By hand: (1/1 + 3/1.585) / (3/1 + 2/1.585 + 1/2)
        assert!((worse.ndcg - 0.6077).abs() < 0.001, "{worse:?}");
        assert_eq!((worse.recall, worse.mrr, worse.success), (0.5, 0.5, 0.0));
        assert_eq!(Figures::of(&query, &[]), Figures { queries: 1, ..Figures::default() });
    }

    #[test]
    fn a_mean_counts_each_query_once() {
        let query = query(&[(1, 3)]);
        let mean = Figures::mean([&Figures::of(&query, &[id(1)]), &Figures::of(&query, &[])]);
        assert_eq!(mean, Figures { queries: 2, ndcg: 0.5, recall: 0.5, mrr: 0.5, success: 0.5 });
    }
}
