//! How many typing mistakes lie between two words.

/// From how many letters on one or two mistakes are thought of. Meilisearch has the same bounds in its settings.
pub(crate) const ONE_MISTAKE_FROM: usize = 4;
pub(crate) const TWO_MISTAKES_FROM: usize = 8;

/// How many mistakes are thought of in a word of this many letters, if any.
pub(crate) fn allowed_mistakes(letters: usize) -> Option<u8> {
    match letters {
        TWO_MISTAKES_FROM.. => Some(2),
        ONE_MISTAKE_FROM.. => Some(1),
        _ => None,
    }
}

/// Whether a word is what somebody who typed `wanted` may have meant. A letter too many, missing, wrong, or two swapped: one mistake each.
pub(crate) fn is_near(wanted: &[char], word: &str) -> bool {
    let Some(allowed) = allowed_mistakes(wanted.len()).map(usize::from) else { return false };
    // Nearly every word is out by its length or its letters alone; a mistake changes the set of letters by two at most.
    if word.len() + allowed < wanted.len() || word.len() > 2 * (wanted.len() + allowed) {
        return false;
    }
    let own_letters = letter_set(word.chars());
    if (letter_set(wanted.iter().copied()) ^ own_letters).count_ones() as usize > 2 * allowed {
        return false;
    }
    let word: Vec<char> = word.chars().collect();
    word.len().abs_diff(wanted.len()) <= allowed && distance(wanted, &word) <= allowed
}

fn letter_set(word: impl Iterator<Item = char>) -> u64 {
    word.fold(0, |set, letter| set | 1 << (u32::from(letter) % 64))
}

/// The optimal string alignment distance.
pub(crate) fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut row = before.clone();
    for (i, a) in one.iter().enumerate() {
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let mut best = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_counted_and_allowed_by_length() {
        let near = |wanted: &str, word: &str| is_near(&wanted.chars().collect::<Vec<_>>(), word);
        assert!(near("berufseinstiegsbegleitug", "berufseinstiegsbegleitung"));
        assert!(near("hrot", "hort") && near("horte", "hort") && near("hart", "hort"));
        assert!(!near("bus", "bad") && !near("hort", "wort1") && !near("schule", "stuhle"));
        assert!(near("praktikkkum", "praktikum") && !near("praktikkkkum", "praktikum"));
    }
}
