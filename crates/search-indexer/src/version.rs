//! The version of what is in an index.

/// Counts up with every change of the analysis, the program's synonyms, the documents, the schema or the settings of an engine. It is stored
/// beside each index; an index of another version is built anew by itself.
pub const INDEX_VERSION: u32 = 15;

#[cfg(test)]
mod tests {
    use super::*;
    use domain::vocabulary::SYNONYM_GROUPS;

    /// Documents on a server name the groups that they hold a phrase of. Whoever changes a group counts the version up and writes both numbers here.
    #[test]
    fn a_change_of_the_synonyms_is_another_version() {
        let groups: Vec<String> = SYNONYM_GROUPS.iter().map(|group| group.join(", ")).collect();
        assert_eq!((INDEX_VERSION, crc32fast::hash(groups.join("\n").as_bytes())), (15, 2_869_287_465));
    }
}
