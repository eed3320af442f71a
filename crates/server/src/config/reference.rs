//! The commented defaults, which are the reference of all settings as well.

/// What `config/default.toml` says.
pub(crate) const REFERENCE: &str = include_str!("../../config/default.toml");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{SearchSettings, files, limits, mail, retention, settings, sign_in};
    use serde::de::DeserializeOwned;
    use std::{collections::HashSet, fmt::Debug};

    /// A table's part of the reference, comments and all.
    fn part_about(table: &str) -> &'static str {
        let begins = format!("{table}]");
        REFERENCE.split("\n[").find(|part| part.starts_with(&begins)).unwrap()
    }

    /// The words of that part.
    fn words_about(table: &str) -> HashSet<&'static str> {
        part_about(table).split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').collect()
    }

    /// The settings of a table that its part of the reference does not name; a wrong key has the error say which there are.
    fn unnamed<T: DeserializeOwned + Debug>(table: &str) -> Vec<String> {
        let error = toml::from_str::<T>("no_setting = 1").unwrap_err().to_string();
        let names: Vec<_> = error.split('`').skip(1).step_by(2).filter(|name| *name != "no_setting").map(str::to_owned).collect();
        assert!(names.len() > 1, "{error}");
        let words = words_about(table);
        names.into_iter().filter(|name| !words.contains(name.as_str())).collect()
    }

    #[test]
    fn the_reference_names_every_setting_in_its_table() {
        let unnamed = [
            unnamed::<web::Operator>("operator"),
            unnamed::<settings::DatabaseSettings>("database"),
            unnamed::<sign_in::SignInConfig>("sign_in"),
            unnamed::<sign_in::ProviderConfig>("sign_in"),
            unnamed::<mail::MailSettings>("mail"),
            unnamed::<mail::DkimSettings>("mail"),
            unnamed::<mail::BounceSettings>("mail"),
            unnamed::<files::FileSettings>("files"),
            unnamed::<retention::RetentionSettings>("retention"),
            unnamed::<limits::LimitSettings>("limits"),
        ];
        assert_eq!(unnamed.concat(), [""; 0]);
    }

    #[test]
    fn the_reference_names_no_setting_of_the_search_that_there_is_not() {
        let wrong = "kind = \"meilisearch\"\nurl = \"http://127.0.0.1:7700\"\nno_setting = 1";
        let error = toml::from_str::<SearchSettings>(wrong).unwrap_err().to_string();
        let listed = part_about("search").lines().filter_map(|line| line.strip_prefix("#   ")?.split_once(' '));
        let names: Vec<_> = listed.map(|(name, _)| name).filter(|name| !name.is_empty()).collect();
        assert!(names.contains(&"url"), "{names:?}");
        for name in names {
            assert!(error.contains(&format!("`{name}`")), "{name}: {error}");
        }
    }
}
