//! Puts lists of documents together.

use tantivy::DocId;

/// How many documents one word of the bit set stands for.
const BITS: u32 = u64::BITS;

/// What was said so far of the documents of a segment, by whatever lists hold them. Made once and used again and again: only what was written to is cleared.
#[derive(Debug)]
pub(super) struct Gathered<T> {
    values: Vec<T>,
    /// A bit for each document that some list holds.
    held: Vec<u64>,
}

impl<T: Copy + Default> Gathered<T> {
    /// For the documents of a segment, of which `documents` is the number.
    pub(super) fn new(documents: DocId) -> Self {
        Self { values: vec![T::default(); documents as usize], held: vec![0; documents.div_ceil(BITS) as usize] }
    }

    /// What was said of a document that is held from now on.
    pub(super) fn of(&mut self, document: DocId) -> &mut T {
        self.held[(document / BITS) as usize] |= 1 << (document % BITS);
        &mut self.values[document as usize]
    }

    /// All documents that are held, in order, with what was said of them. None is held afterwards.
    pub(super) fn take(&mut self) -> Vec<(DocId, T)> {
        let count: u32 = self.held.iter().map(|bits| bits.count_ones()).sum();
        let mut all = Vec::with_capacity(count as usize);
        for (first, bits) in (0..).step_by(BITS as usize).zip(&mut self.held) {
            while *bits != 0 {
                let document: DocId = first + bits.trailing_zeros();
                all.push((document, std::mem::take(&mut self.values[document as usize])));
                *bits &= *bits - 1;
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_in_order_and_once() {
        let mut gathered = Gathered::<u32>::new(130);
        for (document, value) in [(129, 1), (64, 2), (0, 3), (64, 4), (63, 5)] {
            *gathered.of(document) += value;
        }
        assert_eq!(gathered.take(), [(0, 3), (63, 5), (64, 6), (129, 1)]);
        *gathered.of(64) += 7;
        assert_eq!(gathered.take(), [(64, 7)], "nothing is left of what was said before");
    }
}
