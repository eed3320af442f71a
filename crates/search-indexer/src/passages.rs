//! What a case says at one place.
//!
//! A long case may hold all words of a query and be about something else, because each stands in another paragraph. What stands in one sentence
//! mostly belongs together. So of cases that hold the words about as well those come first that have sentences with most of them, and more of
//! such sentences; of a single word, those that speak of it more often.

/// What the sentences of a case tell together, each by how much of the query it holds, from 0 to 1: one with all of it eight times as much as one with
/// half.
pub(crate) fn together(sentences: &[f32]) -> f32 {
    sentences.iter().map(|held| held.powi(3)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_with_everything_tells_more_than_seven_with_half_of_it() {
        assert!(together(&[1.0]) > together(&[0.5; 7]) && together(&[1.0]) < together(&[0.5; 9]));
        assert!(together(&[1.0, 1.0]) > together(&[1.0, 0.5]));
        assert!(together(&[]).abs() < f32::EPSILON);
    }
}
