//! Synonym groups: those that the network starts with, those that editors make, and the analyser that knows both.
//!
//! An editor's group adds to the others: a phrase that stands in several groups has all their phrases.

mod change;
mod current;

pub use change::{SynonymInput, create, delete, update};
pub use current::CurrentAnalyser;

use crate::{Network, Refusal, UseCaseError, access};
use domain::{
    SynonymGroup, SynonymKind, Viewer,
    ids::SynonymGroupId,
    permission::{Action, Member},
    vocabulary::{RELATED_GROUPS, SYNONYM_GROUPS},
};
use futures_util::future::BoxFuture;
use uuid::Uuid;

/// A group as editors see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedGroup {
    /// One that editors made.
    Made(SynonymGroup),
    /// One that the network starts with; it cannot be changed.
    BuiltIn {
        /// Its id: its number, which may be another group's in the next version of this program.
        id: SynonymGroupId,
        /// How its words belong together.
        kind: SynonymKind,
        /// Its words.
        phrases: &'static [&'static str],
    },
}

impl ListedGroup {
    /// The group's id.
    pub fn id(&self) -> SynonymGroupId {
        match self {
            Self::Made(group) => group.id,
            Self::BuiltIn { id, .. } => *id,
        }
    }

    /// Where it stands among all: those that editors made come first, in the order of their making.
    pub fn place(&self) -> (bool, SynonymGroupId) {
        (matches!(self, Self::BuiltIn { .. }), self.id())
    }
}

/// All groups in the order of their places. Refused: unauthenticated, forbidden.
pub fn list<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Vec<ListedGroup>, UseCaseError>> {
    Box::pin(async move {
        editor(viewer)?;
        let made = network.store.synonym_groups().await?.into_iter().map(ListedGroup::Made);
        Ok(made.chain(built_in()).collect())
    })
}

/// One group by its id; nothing for whoever may not list them.
pub fn find<'a>(network: &'a Network, viewer: &'a Viewer, id: SynonymGroupId) -> BoxFuture<'a, Result<Option<ListedGroup>, UseCaseError>> {
    Box::pin(async move {
        if editor(viewer).is_err() {
            return Ok(None);
        }
        Ok(list(network, viewer).await?.into_iter().find(|group| group.id() == id))
    })
}

fn built_in() -> impl Iterator<Item = ListedGroup> {
    let synonyms = SYNONYM_GROUPS.iter().map(|phrases| (SynonymKind::Synonym, phrases.as_slice()));
    let related = RELATED_GROUPS.iter().map(|phrases| (SynonymKind::Related, phrases.as_slice()));
    // Numbers are no UUIDs of any version, so that no group that is made ever has such an id.
    (1..)
        .map(|number| SynonymGroupId(Uuid::from_u128(number)))
        .zip(synonyms.chain(related))
        .map(|(id, (kind, phrases))| ListedGroup::BuiltIn { id, kind, phrases })
}

/// The member, if they may teach the search.
pub(crate) fn editor(viewer: &Viewer) -> Result<&Member, Refusal> {
    access::member_for(viewer, Action::TeachSearch)
}
