//! Groups of words that are kept in files, one group a line.

/// A group of words and short phrases that belong together.
///
/// Words are written as people write them; the search folds and stems them itself. An abbreviation is a word like any other.
pub type WordGroup = Vec<&'static str>;

/// The groups of some files, in the order of the files. A line is a group, its words parted by `; `; a line that begins with `#` is a comment.
pub(super) fn read(files: &[&'static str]) -> Vec<WordGroup> {
    let lines = files.iter().flat_map(|file| file.lines());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split("; ").collect()).collect()
}
