//! Synonym groups, for editors. There are some hundreds, so that a page is cut out of the whole.

use crate::{
    errors::ApiError,
    schema::{
        cursor,
        enums::SynonymKind,
        global_id::GlobalId,
        paging::{DEFAULT_PAGE, PageArguments},
        timestamp::Timestamp,
    },
    session::Session,
};
use async_graphql::{Context, ID, Object, SimpleObject, connection::PageInfo};
use usecases::synonyms::{self, ListedGroup};

/// A group of words that belong together for the search.
#[derive(Debug, Clone)]
pub(crate) struct SynonymGroup(pub(crate) ListedGroup);

/// A group of words and short phrases that belong together for the search. A phrase that stands in several groups has the words of all.
#[Object]
impl SynonymGroup {
    /// The id. That of a built-in group may stand for another after an update of the program.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::SynonymGroup(self.0.id()).encode()
    }

    /// How the words belong together.
    async fn kind(&self) -> SynonymKind {
        match &self.0 {
            ListedGroup::Made(group) => group.kind.into(),
            ListedGroup::BuiltIn { kind, .. } => (*kind).into(),
        }
    }

    /// The words and phrases, as people write them.
    async fn phrases(&self) -> Vec<String> {
        match &self.0 {
            ListedGroup::Made(group) => group.phrases.clone(),
            ListedGroup::BuiltIn { phrases, .. } => phrases.iter().map(|phrase| (*phrase).to_owned()).collect(),
        }
    }

    /// Whether the program brings the group along. Such a group cannot be changed; groups made here add to it.
    async fn is_built_in(&self) -> bool {
        matches!(self.0, ListedGroup::BuiltIn { .. })
    }

    /// When the group was made here; null for a built-in one.
    async fn created_at(&self) -> Option<Timestamp> {
        self.made().map(|group| group.created_at.into())
    }

    /// When the group was changed last; null for a built-in one.
    async fn changed_at(&self) -> Option<Timestamp> {
        self.made().map(|group| group.changed_at.into())
    }

    /// Counts the changes. Whoever changes or deletes the group names the version they read, so that nobody overwrites another's change; null
    /// for a built-in one.
    async fn version(&self) -> Option<i32> {
        self.made().map(|group| group.version)
    }
}

impl SynonymGroup {
    fn made(&self) -> Option<&domain::SynonymGroup> {
        match &self.0 {
            ListedGroup::Made(group) => Some(group),
            ListedGroup::BuiltIn { .. } => None,
        }
    }
}

/// One page of the list of synonym groups.
pub(crate) struct SynonymGroupConnection {
    rows: Vec<ListedGroup>,
    total: usize,
    /// How many groups stand before this page.
    offset: usize,
}

/// A synonym group in a list.
#[derive(SimpleObject)]
pub(crate) struct SynonymGroupEdge {
    /// The group's place in the list.
    cursor: String,
    /// The group.
    node: SynonymGroup,
}

impl SynonymGroupConnection {
    /// The page that the arguments ask for.
    pub(crate) async fn load(context: &Context<'_>, arguments: PageArguments) -> Result<Self, ApiError> {
        let session = Session::of(context)?;
        let slice = arguments.slice(DEFAULT_PAGE)?;
        let place = slice.cursor.as_deref().map(|text| cursor::synonym_group(slice.cursor_argument(), text)).transpose()?;
        let all = synonyms::list(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        let range = slice.range_in_order(&all, place.as_ref(), ListedGroup::place);
        Ok(Self { offset: range.start, rows: all[range].to_vec(), total: all.len() })
    }
}

/// One page of the list of synonym groups.
#[Object]
impl SynonymGroupConnection {
    /// How many groups the whole list has.
    async fn total_count(&self) -> usize {
        self.total
    }

    /// The groups of this page, each with its place in the list.
    async fn edges(&self) -> Vec<SynonymGroupEdge> {
        let edge =
            |group: &ListedGroup| SynonymGroupEdge { cursor: cursor::of_synonym_group(group.place()), node: SynonymGroup(group.clone()) };
        self.rows.iter().map(edge).collect()
    }

    /// The groups of this page.
    async fn nodes(&self) -> Vec<SynonymGroup> {
        self.rows.iter().cloned().map(SynonymGroup).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        let place = |group: Option<&ListedGroup>| group.map(|group| cursor::of_synonym_group(group.place()));
        PageInfo {
            has_previous_page: self.offset > 0,
            has_next_page: self.offset + self.rows.len() < self.total,
            start_cursor: place(self.rows.first()),
            end_cursor: place(self.rows.last()),
        }
    }
}
