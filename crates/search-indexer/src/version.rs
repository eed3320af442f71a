//! The version of what is in an index.

/// Counts up with every change of the analysis, the documents, the schema or the settings of an engine. It is stored beside each index; an
/// index of another version is built anew by itself.
pub const INDEX_VERSION: u32 = 11;
