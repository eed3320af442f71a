//! The configuration: defaults, one file, environment variables; read here and nowhere else.

mod files;
mod limits;
mod mail;
mod mask;
mod reference;
mod retention;
mod settings;
mod sign_in;

pub(crate) use limits::TrustedProxies;
pub(crate) use mail::MailKind;
pub(crate) use reference::REFERENCE;
pub(crate) use settings::{LogFormat, LogSettings, SearchSettings, Settings};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use std::path::{Path, PathBuf};

/// What every variable's name begins with.
const PREFIX: &str = "WISSENSNETZ_";

/// What the demo sets differently: nobody waits a quarter of an hour for a mail, and the terminal shows where to go instead of a log.
const DEMO: &str = "[digest]\nimmediate_minutes = 1\n[log]\nfilter = \"warn\"\n";

/// The settings that are in force; a wrong value is one line that names it.
pub(crate) fn load(file: Option<&Path>, demo: bool) -> Result<Settings, ConfigError> {
    let settings: Settings = figment(file, demo)?.extract().map_err(|error| ConfigError::Value(describe(error)))?;
    settings.check().map_err(ConfigError::Value)?;
    Ok(settings)
}

fn figment(file: Option<&Path>, demo: bool) -> Result<Figment, ConfigError> {
    let mut figment = Figment::from(Toml::string(REFERENCE));
    if demo {
        figment = figment.merge(Toml::string(DEMO));
    }
    if let Some(path) = file {
        let unreadable = |reason: &dyn std::fmt::Display| ConfigError::File { path: path.to_owned(), reason: reason.to_string() };
        if !std::fs::metadata(path).map_err(|error| unreadable(&error))?.is_file() {
            return Err(unreadable(&"it is no file"));
        }
        figment = figment.merge(Toml::file_exact(path));
    }
    // The test suites' own variables share the prefix; WISSENSNETZ_CONFIG names the file and is no setting.
    let is_setting =
        |key: &figment::value::UncasedStr| key != "CONFIG" && key != "BIN" && !key.as_str().to_uppercase().starts_with("TEST_");
    Ok(figment.merge(Env::prefixed(PREFIX).filter(is_setting).split("__")))
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("configuration: {} cannot be read: {reason}", .path.display())]
    File { path: PathBuf, reason: String },
    /// A setting has a value that does not fit, or there is no such setting.
    #[error("configuration: {0}")]
    Value(String),
}

/// One line: the setting's name, what is wrong with it, where it was set.
fn describe(error: figment::Error) -> String {
    let Some(first) = error.into_iter().next() else { return "cannot be read".to_owned() };
    let path = first.path.join(".");
    let source = match &first.metadata {
        Some(metadata) if metadata.name.contains("environment") => format!("{PREFIX}{}", path.to_uppercase().replace('.', "__")),
        Some(metadata) => metadata.source.as_ref().map_or_else(|| "the defaults".to_owned(), ToString::to_string),
        None => "all sources together".to_owned(),
    };
    let name = if path.is_empty() { "the settings".to_owned() } else { path };
    format!("{name}: {} (set by {source})", first.kind).replace('\n', " ")
}

#[cfg(test)]
#[expect(clippy::result_large_err, reason = "the closure's error type is figment's")]
mod tests {
    use super::*;
    use figment::Jail;

    #[test]
    fn the_reference_is_a_valid_configuration() {
        Jail::expect_with(|_| {
            let settings = load(None, false).unwrap();
            assert_eq!(settings.listen.port(), 8080);
            assert!(matches!(settings.search, SearchSettings::Embedded {}));
            Ok(())
        });
    }

    #[test]
    fn variables_override_the_file_and_the_file_the_defaults() {
        Jail::expect_with(|jail| {
            jail.create_file(
                "w.toml",
                "instance_name = \"Datei\"\nlisten = \"127.0.0.1:1\"\n[search]\nkind = \"meilisearch\"\nurl = \"http://127.0.0.1:7700\"\n",
            )?;
            jail.set_env("WISSENSNETZ_LISTEN", "127.0.0.1:9");
            jail.set_env("WISSENSNETZ_SEARCH__KEY", "12345");
            jail.set_env("WISSENSNETZ_DATABASE__URL", "postgres://u:p@localhost/db");
            let settings = load(Some(Path::new("w.toml")), false).unwrap();
            assert_eq!((settings.instance_name.as_str(), settings.listen.port()), ("Datei", 9));
            assert!(matches!(&settings.search, SearchSettings::Meilisearch { key: Some(key), .. } if key.reveal() == "12345"));
            assert!(!format!("{settings:?}").contains("12345"));
            assert!(!settings.masked().contains("u:p"), "{}", settings.masked());
            Ok(())
        });
    }

    #[test]
    fn passwords_in_addresses_of_services_are_not_printed() {
        Jail::expect_with(|jail| {
            for (name, value) in [
                ("SEARCH__KIND", "meilisearch"),
                ("SEARCH__URL", "https://proxy:zzzzzzzz@suche.example.org"),
                ("FILES__KIND", "s3"),
                ("FILES__ENDPOINT", "https://proxy:yyyyyyyy@s3.example.org"),
                ("FILES__BUCKET", "wissensnetz"),
                ("FILES__ACCESS_KEY", "wissensnetz-app"),
                ("FILES__SECRET_KEY", "xxxxxxxx"),
            ] {
                jail.set_env(format!("WISSENSNETZ_{name}"), value);
            }
            let settings = load(None, false).unwrap();
            for shown in [format!("{settings:?}"), settings.masked()] {
                assert!(["zzzz", "yyyy", "xxxx"].iter().all(|secret| !shown.contains(secret)), "{shown}");
                assert!(["suche", "s3"].iter().all(|host| shown.contains(&format!("https://proxy:***@{host}.example.org/"))), "{shown}");
            }
            assert_eq!(settings.files.s3().unwrap().unwrap().endpoint, "https://proxy:yyyyyyyy@s3.example.org/");
            assert!(matches!(&settings.search, SearchSettings::Meilisearch { url, .. } if url.reveal().contains(":zzzzzzzz@")));
            Ok(())
        });
    }

    #[test]
    fn whoever_runs_the_instance_is_named_by_variables_too_and_an_empty_one_names_nobody() {
        Jail::expect_with(|jail| {
            jail.set_env("WISSENSNETZ_OPERATOR__NAME", "Agentur Musterland");
            jail.set_env("WISSENSNETZ_OPERATOR__CONTACT", "");
            let settings = load(None, false).unwrap();
            assert_eq!((settings.operator.name.as_deref(), settings.operator.contact.as_deref()), (Some("Agentur Musterland"), None));
            assert!(settings.masked().contains("[operator]\nname = \"Agentur Musterland\"\n"), "{}", settings.masked());
            jail.set_env("WISSENSNETZ_OPERATOR__NAEM", "Agentur Musterland");
            assert!(load(None, false).unwrap_err().to_string().contains("naem"));
            Ok(())
        });
    }

    #[test]
    fn providers_come_from_variables_too_and_their_secrets_stay_hidden() {
        Jail::expect_with(|jail| {
            for (name, value) in [
                ("SIGN_IN__SECOND_FACTOR_ROLES", "[administrator]"),
                ("SIGN_IN__SECRET_KEY", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"),
                ("SIGN_IN__PROVIDERS__HAUS__ISSUER", "https://login.example.org/realms/haus"),
                ("SIGN_IN__PROVIDERS__HAUS__CLIENT_ID", "wissensnetz"),
                ("SIGN_IN__PROVIDERS__HAUS__CLIENT_SECRET", "yyyyyyyy"),
                ("SIGN_IN__PROVIDERS__HAUS__LINK_BY_EMAIL", "true"),
            ] {
                jail.set_env(format!("WISSENSNETZ_{name}"), value);
            }
            let settings = load(None, false).unwrap();
            let provider = &settings.sign_in.providers["haus"];
            assert!(provider.link_by_email && !provider.create_readers);
            assert!(settings.sign_in.for_network().unwrap().requires_second_factor(domain::Role::Administrator));
            let shown = format!("{settings:?} {}", settings.masked());
            assert!(!shown.contains("zzzz") && !shown.contains("yyyy"), "{shown}");
            jail.set_env("WISSENSNETZ_SIGN_IN__PROVIDERS__HAUS__ISSUER", "http://login.example.org");
            assert!(load(None, false).unwrap_err().to_string().contains("sign_in.providers.haus.issuer"));
            Ok(())
        });
    }

    #[test]
    fn mails_that_go_out_need_a_mailbox_that_somebody_reads() {
        Jail::expect_with(|jail| {
            jail.set_env("WISSENSNETZ_MAIL__KIND", "smtp");
            jail.set_env("WISSENSNETZ_MAIL__URL", "smtp://127.0.0.1:25");
            let error = load(None, false).unwrap_err().to_string();
            assert!(error.contains("mail.reply_to") && !error.contains('\n'), "{error}");
            jail.set_env("WISSENSNETZ_MAIL__REPLY_TO", "redaktion@example.org");
            assert!(load(None, false).unwrap().mail.reply_to.is_some());
            Ok(())
        });
    }

    #[test]
    fn the_work_queue_leaves_the_server_with_a_search_of_its_own_alone() {
        Jail::expect_with(|jail| {
            jail.set_env("WISSENSNETZ_JOBS__IN_SERVE", "false");
            let error = load(None, false).unwrap_err().to_string();
            assert!(error.contains("jobs.in_serve = true") && error.contains("search.kind = \"meilisearch\""), "{error}");
            assert!(load(None, true).is_err(), "nor in the demo");
            jail.set_env("WISSENSNETZ_SEARCH__KIND", "meilisearch");
            jail.set_env("WISSENSNETZ_SEARCH__URL", "http://127.0.0.1:7700");
            assert!(!load(None, false).unwrap().jobs.in_serve);
            Ok(())
        });
    }

    #[test]
    fn a_proxy_on_this_machine_is_to_be_declared() {
        for (public_url, listen, proxies, expected) in [
            ("https://wissensnetz.example.org", "127.0.0.1:8080", "[]", true),
            ("https://wissensnetz.example.org", "127.0.0.1:8080", "[\"127.0.0.1\"]", false),
            ("https://wissensnetz.example.org", "0.0.0.0:8080", "[]", true),
            ("http://localhost:8080", "127.0.0.1:8080", "[]", false),
            ("http://127.0.0.1:8080", "127.0.0.1:8080", "[]", false),
        ] {
            Jail::expect_with(|jail| {
                jail.set_env("WISSENSNETZ_PUBLIC_URL", public_url);
                jail.set_env("WISSENSNETZ_LISTEN", listen);
                jail.set_env("WISSENSNETZ_LIMITS__TRUSTED_PROXIES", proxies);
                assert_eq!(load(None, false).unwrap().is_proxy_undeclared(), expected, "{public_url} {listen} {proxies}");
                Ok(())
            });
        }
        Jail::expect_with(|_| {
            assert!(!load(None, false).unwrap().is_proxy_undeclared());
            Ok(())
        });
    }

    #[test]
    fn a_wrong_value_is_one_line_that_names_it() {
        for (variable, value, expected) in [
            ("WISSENSNETZ_LISTEN", "nowhere", "listen"),
            ("WISSENSNETZ_SEARCH__KIND", "google", "search"),
            ("WISSENSNETZ_SEARCH__KIND", "meilisearch", "url"),
            ("WISSENSNETZ_SEARCH", "{kind=meilisearch,url=\"http://127.0.0.1:7700\",timeout_seconds=0}", "search.timeout_seconds"),
            ("WISSENSNETZ_SEARCH", "{kind=meilisearch,url=nowhere}", "search: is no address"),
            ("WISSENSNETZ_MAIL__KIND", "smtp", "mail.url"),
            ("WISSENSNETZ_MAIL__TIMEOUT_SECONDS", "0", "mail.timeout_seconds"),
            ("WISSENSNETZ_MAIL__CONTENT_TIMEOUT_SECONDS", "3601", "mail.content_timeout_seconds"),
            ("WISSENSNETZ_MAIL__CONNECTIONS", "0", "mail.connections"),
            ("WISSENSNETZ_MAIL__PER_SECOND", "0", "mail.per_second"),
            ("WISSENSNETZ_MAIL__BOUNCES", "{address=bounce@example.org,secret=short}", "mail.bounces"),
            ("WISSENSNETZ_MAIL__DKIM", "{selector=w}", "mail.dkim"),
            ("WISSENSNETZ_MAIL__FROM", "nobody", "mail.from"),
            ("WISSENSNETZ_MAIL__HELLO_NAME", "host7", "mail.hello_name"),
            ("WISSENSNETZ_DIGEST__IMMEDIATE_MINUTES", "7", "digest.immediate_minutes"),
            ("WISSENSNETZ_RETENTION__WARN_UNUSED_MONTHS", "24", "retention.warn_unused_months"),
            ("WISSENSNETZ_RETENTION__UNCONFIRMED_SUBSCRIPTION_DAYS", "1", "retention.unconfirmed_subscription_days"),
            ("WISSENSNETZ_RETENTION__INVITATION_DAYS", "91", "retention.invitation_days"),
            ("WISSENSNETZ_RETENTION__SUPPRESSION_MONTHS", "0", "retention.suppression_months"),
            ("WISSENSNETZ_RETENTION__SEARCH_GAP_DAYS", "3651", "retention.search_gap_days"),
            ("WISSENSNETZ_RETENTION__SEARCH_GAP_DAYS", "89", "retention.rare_search_gap_days"),
            ("WISSENSNETZ_RETENTION__FAILED_JOB_DAYS", "0", "retention.failed_job_days"),
            ("WISSENSNETZ_RETENTION__ERASE_UNUSED_MONTHS", "121", "retention.erase_unused_months"),
            ("WISSENSNETZ_RETENTION__ERASE_DISABLED_MONTHS", "0", "retention.erase_disabled_months"),
            ("WISSENSNETZ_RETENTION__WITHDRAWN_SUBSCRIPTION_MONTHS", "0", "retention.withdrawn_subscription_months"),
            ("WISSENSNETZ_RETENTION__REQUEST_MONTHS", "0", "retention.request_months"),
            ("WISSENSNETZ_RETENTION__AUDIT_PERSON_MONTHS", "0", "retention.audit_person_months"),
            ("WISSENSNETZ_RETENTION__TOKEN_DAYS", "0", "retention.token_days"),
            ("WISSENSNETZ_RETENTION__MAIL_DAYS", "0", "retention.mail_days"),
            ("WISSENSNETZ_FRESHNESS__ARCHIVE_DAYS", "3651", "freshness.archive_days"),
            ("WISSENSNETZ_DATABASE__URL", "mysql://x", "database.url"),
            ("WISSENSNETZ_DATABASE__TIMEOUT_SECONDS", "0", "database.timeout_seconds"),
            ("WISSENSNETZ_LISTNE", "127.0.0.1:1", "listne"),
            ("WISSENSNETZ_PUBLIC_URL", "ftp://x", "public_url"),
            ("WISSENSNETZ_PUBLIC_URL", "https://wissensnetz.example.org/netz", "public_url"),
            ("WISSENSNETZ_PUBLIC_URL", "https://wissensnetz.example.org/?a=b", "public_url"),
            ("WISSENSNETZ_PUBLIC_URL", "https://a:b@wissensnetz.example.org/", "public_url"),
            ("WISSENSNETZ_JOBS__IN_SERVE", "false", "jobs.in_serve"),
            ("WISSENSNETZ_LIMITS__MAILBOX__BURST", "0", "limits.mailbox: burst"),
            ("WISSENSNETZ_INSTANCE_NAME", "Netz\tder Kommunen", "instance_name"),
            ("WISSENSNETZ_FILES__MAX_MEGABYTES", "0", "files.max_megabytes"),
            ("WISSENSNETZ_FILES__KIND", "ftp", "files.kind"),
            ("WISSENSNETZ_FILES__ENDPOINT", "nowhere", "files.endpoint: is no address"),
            ("WISSENSNETZ_SIGN_IN__SESSION_IDLE_HOURS", "0", "sign_in.session_idle_hours"),
            ("WISSENSNETZ_SIGN_IN__TOKEN_MAX_DAYS", "0", "sign_in.token_max_days"),
            ("WISSENSNETZ_SIGN_IN__SECOND_FACTOR_ROLES", "[administrator, chief]", "sign_in.second_factor_roles"),
            ("WISSENSNETZ_SIGN_IN__SECRET_KEY", "short", "sign_in.secret_key"),
            ("WISSENSNETZ_OPERATOR__SECURITY_CONTACT", "sicherheit@example.org", "operator.security_contact"),
        ] {
            Jail::expect_with(|jail| {
                jail.set_env(variable, value);
                let error = load(None, false).unwrap_err().to_string();
                assert!(error.contains(expected) && !error.contains('\n'), "{variable}={value}: {error}");
                Ok(())
            });
        }
    }
}
