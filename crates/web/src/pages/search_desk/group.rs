//! The form for one group of synonyms.

use super::documents::{GroupToChange, group_to_change};
use crate::{errors::PageError, fields::Fields, types::SynonymKind, visitor::Visitor, website::Website};
use domain::ErrorCode;

/// The name in addresses and forms of the group that is changed or deleted.
pub(super) const GROUP: &str = "gruppe";

/// The name in addresses of the word that a new group begins with.
pub(super) const WORD: &str = "begriff";

/// The form's field for the words, and its id.
pub(super) const WORDS: &str = "woerter";

/// What the form for a group has in it.
#[derive(Debug, Clone, Default)]
pub(super) struct GroupForm {
    /// The group that is changed; nothing where one is made.
    pub id: Option<String>,
    /// How its words belong together.
    pub kind: SynonymKind,
    /// Its words and phrases.
    pub phrases: Vec<String>,
    /// The version of the group that the form was made from.
    pub version: i64,
}

impl GroupForm {
    /// What it begins with: the group that the address names, or the word for a new one. Of a group that the program brings along there is
    /// nothing to change.
    pub(super) async fn begun(site: &Website, visitor: &Visitor, fields: &Fields) -> Result<Self, PageError> {
        let Some(id) = fields.given(GROUP) else {
            return Ok(Self { phrases: fields.given(WORD).map(str::to_owned).into_iter().collect(), ..Self::default() });
        };
        Self::saved(site, visitor, id.to_owned()).await?.ok_or_else(|| ErrorCode::NotFound.into())
    }

    /// The group as it is now, if it is there and can be changed.
    pub(super) async fn saved(site: &Website, visitor: &Visitor, id: String) -> Result<Option<Self>, PageError> {
        let node = site.ask::<GroupToChange>(&visitor.caller, group_to_change::Variables { id }).await?.node;
        // What the program brings along has no version.
        Ok(match node {
            Some(group_to_change::GroupToChangeNode::SynonymGroup(group)) => {
                group.version.map(|version| Self { id: Some(group.id), kind: group.kind, phrases: group.phrases, version })
            }
            _ => None,
        })
    }

    /// What was sent.
    pub(super) fn typed(fields: &Fields) -> Self {
        Self {
            id: fields.given(GROUP).map(str::to_owned),
            kind: SynonymKind::from_key(fields.get("art")).unwrap_or_default(),
            phrases: fields.lines(WORDS),
            version: fields.version(),
        }
    }

    /// The words as the field shows them, one a line.
    pub(super) fn words(&self) -> String {
        self.phrases.join("\n")
    }
}
