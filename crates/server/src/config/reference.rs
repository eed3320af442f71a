//! The commented defaults, which are the reference of all settings as well.

/// What `config/default.toml` says.
pub(crate) const REFERENCE: &str = include_str!("../../config/default.toml");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{SearchSettings, files, limits, mail, retention, settings, sign_in};
    use serde::de::DeserializeOwned;
    use std::{
        collections::{BTreeMap, BTreeSet, HashSet},
        fmt::Debug,
    };

    /// What the search's table must have before it takes a server's settings.
    const MEILISEARCH: &str = "kind = \"meilisearch\"\nurl = \"http://127.0.0.1:7700\"\n";

    /// A table's part of the reference, comments and all.
    fn part_about(table: &str) -> &'static str {
        let begins = format!("{table}]");
        REFERENCE.split("\n[").find(|part| part.starts_with(&begins)).unwrap()
    }

    /// The words of that part.
    fn words_about(table: &str) -> HashSet<&'static str> {
        part_about(table).split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').collect()
    }

    /// The settings of a table, of which the file has this much already; a wrong key has the error say which there are.
    fn names<T: DeserializeOwned + Debug>(already: &str) -> Vec<String> {
        let error = toml::from_str::<T>(&format!("{already}no_setting = 1")).unwrap_err().to_string();
        let names: Vec<_> = error.split('`').skip(1).step_by(2).filter(|name| *name != "no_setting").map(str::to_owned).collect();
        assert!(names.len() > 1, "{error}");
        names
    }

    /// The settings of a table that its part of the reference does not name.
    fn unnamed<T: DeserializeOwned + Debug>(table: &str) -> Vec<String> {
        let words = words_about(table);
        names::<T>("").into_iter().filter(|name| !words.contains(name.as_str())).collect()
    }

    /// What the reference sets, each by its whole name.
    fn defaults() -> Vec<(String, toml::Value)> {
        let reference: toml::Table = toml::from_str(REFERENCE).unwrap();
        let mut defaults = Vec::new();
        for (name, value) in reference {
            match value {
                toml::Value::Table(settings) => defaults.extend(settings.into_iter().map(|(key, value)| (format!("{name}.{key}"), value))),
                value => defaults.push((name, value)),
            }
        }
        defaults
    }

    /// Every setting by its whole name.
    fn all_settings() -> BTreeSet<String> {
        let tables = [
            ("operator", names::<web::Operator>("")),
            ("database", names::<settings::DatabaseSettings>("")),
            ("search", names::<SearchSettings>(MEILISEARCH)),
            ("sign_in", names::<sign_in::SignInConfig>("")),
            ("sign_in.providers.KEY", names::<sign_in::ProviderConfig>("")),
            ("mail", names::<mail::MailSettings>("")),
            ("mail.dkim", names::<mail::DkimSettings>("")),
            ("mail.bounces", names::<mail::BounceSettings>("")),
            ("files", names::<files::FileSettings>("")),
        ];
        let optional = tables.into_iter().flat_map(|(table, keys)| keys.into_iter().map(move |key| format!("{table}.{key}")));
        let all = optional.chain(defaults().into_iter().map(|(name, _)| name)).chain(["public_url".to_owned()]);
        let is_table = |name: &str| ["sign_in.providers", "mail.dkim", "mail.bounces"].contains(&name);
        all.filter(|name| !is_table(name)).collect()
    }

    /// A default as the page for operators writes it.
    fn shown(value: &toml::Value) -> String {
        match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Table(parts) => parts.iter().map(|(key, part)| format!("{key} {part}")).collect::<Vec<_>>().join(", "),
            other => other.to_string(),
        }
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
        let known = names::<SearchSettings>(MEILISEARCH);
        let listed = part_about("search").lines().filter_map(|line| line.strip_prefix("#   ")?.split_once(' '));
        let words: Vec<_> = listed.map(|(word, _)| word).filter(|word| !word.is_empty()).collect();
        assert!(words.contains(&"url"), "{words:?}");
        for word in words {
            assert!(known.iter().any(|name| name == word), "{word}: {known:?}");
        }
    }

    #[test]
    fn the_page_for_operators_has_a_row_for_every_setting_with_its_default_and_for_no_other() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operating.md")).unwrap();
        let (_, section) = page.split_once("\n## Settings\n").unwrap();
        let rows: BTreeMap<&str, &str> = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |")).collect();
        assert_eq!(rows.keys().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>(), all_settings());
        for (name, value) in defaults() {
            let written = rows[name.as_str()].split('|').next().unwrap_or_default().trim().trim_matches('`');
            assert_eq!(written, shown(&value), "{name}");
        }
    }
}
