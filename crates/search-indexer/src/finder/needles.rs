//! Finds the places of a text where something of a query may be.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, packed};

/// Texts of which any is looked for.
#[derive(Debug)]
pub(super) enum Needles {
    /// So few that the processor compares several bytes at once.
    Few(packed::Searcher),
    Many(AhoCorasick),
    /// None, or more than can be looked for.
    Nothing,
}

impl Needles {
    /// Quick to make, since it serves one search only.
    pub(super) fn new(needles: &[String]) -> Self {
        let few = packed::Config::new().only_teddy(true).builder().extend(needles).build();
        if let Some(few) = few {
            return Self::Few(few);
        }
        let many =
            if needles.is_empty() { None } else { AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(needles).ok() };
        many.map_or(Self::Nothing, Self::Many)
    }

    /// A place in the first word, at or behind `from`, that holds any of them. None of them reaches from one word into the next.
    pub(super) fn first(&self, text: &str, from: usize) -> Option<usize> {
        match self {
            Self::Few(few) => few.find_in(text, (from..text.len()).into()).map(|found| found.start()),
            Self::Many(many) => many.find(Input::new(text).range(from..).earliest(true)).map(|found| found.start()),
            Self::Nothing => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_find_the_same_places() {
        let text = "der ausbildungsbus haelt im ort und faehrt zum hort";
        let few: Vec<String> = ["bus", "bildung", "ort"].map(str::to_owned).into();
        // What the text has not, so that only the number differs.
        let many: Vec<String> = few.iter().cloned().chain((0..500).map(|number| format!("{number}"))).collect();
        for needles in [few, many] {
            let needles = Needles::new(&needles);
            let words: Vec<&str> = text.split_inclusive(' ').collect();
            let (mut from, mut found) = (0, Vec::new());
            while let Some(place) = needles.first(text, from) {
                let mut end = 0;
                let word = words
                    .iter()
                    .find(|word| {
                        end += word.len();
                        end > place
                    })
                    .unwrap();
                found.push(word.trim_end());
                from = end;
            }
            assert_eq!(found, ["ausbildungsbus", "ort", "hort"], "{needles:?}");
        }
        assert_eq!(Needles::new(&[]).first(text, 0), None);
    }
}
