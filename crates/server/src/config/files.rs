//! The settings of uploaded files.

use super::mask::{Address, Secret};
use files::S3Options;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileSettings {
    kind: FileStoreKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) dir: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    endpoint: Option<Address>,
    #[serde(default = "default_region")]
    region: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bucket: Option<String>,
    #[serde(default)]
    prefix: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    access_key: Option<Secret>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret_key: Option<Secret>,
    pub(crate) max_megabytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FileStoreKind {
    Folder,
    S3,
}

fn default_region() -> String {
    "eu-central-1".to_owned()
}

impl FileSettings {
    /// The rules that types cannot say; the text names the setting.
    pub(super) fn check(&self) -> Result<(), String> {
        if !(1..=500).contains(&self.max_megabytes) {
            return Err(format!("files.max_megabytes: {} is not within 1 to 500", self.max_megabytes));
        }
        self.s3().map(|_| ())
    }

    /// The S3-compatible store as configured, or nothing where files are kept in a folder. The error names the setting that the store lacks: one
    /// that is empty, as a variable that nobody has filled in, is none.
    pub(crate) fn s3(&self) -> Result<Option<S3Options>, String> {
        if self.kind == FileStoreKind::Folder {
            return Ok(None);
        }
        let needed = |name: &str, value: Option<&str>| {
            let given = value.filter(|value| !value.is_empty()).map(str::to_owned);
            given.ok_or_else(|| format!("files.{name}: is needed with files.kind = \"s3\""))
        };
        let endpoint = needed("endpoint", self.endpoint.as_ref().map(Address::reveal))?;
        if !["http://", "https://"].iter().any(|scheme| endpoint.starts_with(scheme)) {
            return Err("files.endpoint: must begin with http:// or https://".to_owned());
        }
        Ok(Some(S3Options {
            endpoint,
            region: self.region.clone(),
            bucket: needed("bucket", self.bucket.as_deref())?,
            prefix: self.prefix.clone(),
            access_key: needed("access_key", self.access_key.as_ref().map(Secret::reveal))?,
            secret_key: needed("secret_key", self.secret_key.as_ref().map(Secret::reveal))?,
        }))
    }
}

#[cfg(test)]
#[expect(clippy::result_large_err, reason = "the closure's error type is figment's")]
mod tests {
    use crate::config::load;
    use figment::Jail;

    #[test]
    fn a_store_needs_all_that_names_it_and_is_refused_without() {
        Jail::expect_with(|jail| {
            assert!(load(None, false).unwrap().files.s3().unwrap().is_none());
            jail.set_env("WISSENSNETZ_FILES__KIND", "s3");
            for (name, value) in [
                ("endpoint", "https://s3.example.org"),
                ("bucket", "wissensnetz"),
                ("access_key", "wissensnetz-app"),
                ("secret_key", "zzzzzzzz"),
            ] {
                let error = load(None, false).unwrap_err().to_string();
                assert_eq!(error, format!("configuration: files.{name}: is needed with files.kind = \"s3\""));
                jail.set_env(format!("WISSENSNETZ_FILES__{}", name.to_uppercase()), value);
            }
            let options = load(None, false).unwrap().files.s3().unwrap().unwrap();
            assert_eq!((options.endpoint.as_str(), options.bucket.as_str()), ("https://s3.example.org/", "wissensnetz"));
            // Those that are looked at first come last.
            for (name, value) in [("secret_key", ""), ("bucket", ""), ("endpoint", "s3.example.org"), ("endpoint", "ftp://example.org")] {
                jail.set_env(format!("WISSENSNETZ_FILES__{}", name.to_uppercase()), value);
                let error = load(None, false).unwrap_err().to_string();
                assert!(error.starts_with(&format!("configuration: files.{name}: ")) && !error.contains('\n'), "{error}");
            }
            Ok(())
        });
    }
}
