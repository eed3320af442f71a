//! Materials (Materialien): files that belong to a case.

mod description;
mod file_kind;
mod file_name;

pub(crate) use description::{EXPECTED as EXPECTED_DESCRIPTION, is_description};
pub use file_kind::FileKind;
pub use file_name::{download_name, safe_name, shown_name};

use crate::{ids::FileId, vocabulary::Licence};
use serde::{Deserialize, Serialize};

/// How many files a case may have.
pub const MOST_MATERIALS: usize = 20;

/// A file on a case: what people are told of it, and what is known of the file itself, which never changes.
///
/// It is part of the case's content, so that every revision has its own list: a file that is added to the working copy becomes public
/// with it and not earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Material {
    /// The file.
    pub file: FileId,
    /// What people read. 2 to 200 characters.
    pub title: String,
    /// What a picture shows, for those who do not see it. Needed for pictures, up to 500 characters, and no file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative_text: Option<String>,
    /// On which terms others may use the file.
    pub licence: Licence,
    /// The name it was uploaded under, without what has no place in a name.
    pub name: String,
    /// What it is, found out from its content.
    pub kind: FileKind,
    /// How many bytes it has.
    pub size: u64,
    /// SHA-256 of its bytes in 64 hexadecimal digits.
    pub sha256: String,
}
