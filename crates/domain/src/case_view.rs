//! A case as one viewer sees it.

use crate::{
    case::CaseContent,
    freshness::FreshnessStage,
    ids::{AccountId, CaseId},
    permission::{Action, Viewer},
    reach::{CaseFacts, Sight, sight},
    workflow::WorkflowState,
};
use chrono::{DateTime, Utc};

/// A case with the one revision that is shown: the published one, or the working copy for those who may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView {
    /// The case.
    pub id: CaseId,
    /// Its readable address, unique in the network.
    pub slug: String,
    /// The identity that a source outside gave it.
    pub external_id: Option<String>,
    /// What the shown revision says.
    pub content: CaseContent,
    /// The number of the shown revision, from 1.
    pub revision: i32,
    /// The number of the revision that is public, or was until the case was archived.
    pub published_revision: Option<i32>,
    /// Where the case stands: the working copy's state if that is shown, otherwise `Published` or `Archived`.
    pub state: WorkflowState,
    /// Whether the working copy is shown.
    pub is_working_copy: bool,
    /// Counts the saved changes; whoever changes the case names the version that they read.
    pub version: i32,
    /// Who began it.
    pub author: Option<AccountId>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When the shown revision was saved.
    pub updated_at: DateTime<Utc>,
    /// When it first became public; a later version does not change it.
    pub first_published_at: Option<DateTime<Utc>>,
    /// When the public revision became public.
    pub published_at: Option<DateTime<Utc>>,
    /// When a version became public that whoever published it called substantial, the last one; never the first publication.
    pub renewed_at: Option<DateTime<Utc>>,
    /// When somebody last vouched for what is public: by publishing or by confirming it.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// How far the asking for a new confirmation has come.
    pub freshness: FreshnessStage,
    /// When it was archived, if it is: until it is published again, whatever becomes of its working copy.
    pub archived_at: Option<DateTime<Utc>>,
}

impl CaseView {
    /// What of this case the viewer may see. A view that shows the published revision is for everybody who sees anything.
    pub fn sight(&self, viewer: &Viewer) -> Sight {
        let facts = CaseFacts {
            state: self.state,
            has_published: self.first_published_at.is_some(),
            author: self.author,
            municipality: self.content.municipality.as_ref(),
        };
        sight(viewer, facts)
    }

    /// Whether the viewer may do this: they see the working copy, and one way in which they stand to the case allows it. Whether its state
    /// allows it is for [`crate::workflow`], and what follows from their part in the text for [`crate::review::Hands`].
    pub fn may(&self, viewer: &Viewer, action: Action) -> bool {
        // Who may act on a case must see what they act on, or a hidden draft would be published unread.
        let sees = self.sight(viewer) == Sight::Working;
        sees && viewer.member().is_some_and(|member| member.may(action, member.relations(self.author, self.content.municipality.as_ref())))
    }

    /// Whether what is shown is what is public, or was until the case was archived.
    pub fn shows_public_text(&self) -> bool {
        self.published_revision == Some(self.revision)
    }

    /// Whether the case says something else than this to everybody: this is the working copy of a case that is public or was.
    pub fn is_beside_public_text(&self) -> bool {
        self.is_working_copy && self.published_revision.is_some()
    }

    /// The same with no more of its text than mails of many cases say: title, teaser, where it is at home, and the terms that it is filed under.
    #[must_use]
    pub fn head(&self) -> Self {
        let content = &self.content;
        let content = CaseContent {
            title: content.title.clone(),
            teaser: content.teaser.clone(),
            municipality: content.municipality.clone(),
            elsewhere: content.elsewhere.clone(),
            fields_of_action: content.fields_of_action.clone(),
            components: content.components.clone(),
            life_phases: content.life_phases.clone(),
            target_groups: content.target_groups.clone(),
            status: content.status,
            funding_programmes: content.funding_programmes.clone(),
            ..CaseContent::default()
        };
        Self { slug: self.slug.clone(), external_id: None, content, ..*self }
    }

    /// Whether the case stands in public lists, the search and digests.
    pub fn is_listed(&self) -> bool {
        !self.is_working_copy && self.state == WorkflowState::Published && self.first_published_at.is_some()
    }
}
