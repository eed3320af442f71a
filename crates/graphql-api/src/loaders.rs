//! Loaders of one request: what several fields ask for at the same time is fetched together.

mod people;

use crate::errors::ApiError;
use async_graphql::dataloader::{DataLoader, Loader};
use domain::{
    Ags, CaseContent, CaseOrder, CaseView, Viewer,
    case::FieldDiff,
    ids::{CaseId, FileId},
    vocabulary::FieldOfAction,
};
use futures_util::future::try_join_all;
use std::{collections::HashMap, sync::Arc};
use usecases::{
    Account, CaseReview, Network, Page, ReviewComment, ReviewEvent, RevisionInfo, StoredFile, Window, file_address, focus_areas,
    list_cases::{self, Listed},
    read_case,
    read_review::{self, Comparison},
};

/// The loaders of one request. They live no longer than it and know its viewer, so that nothing stale and nothing foreign comes of them.
pub(crate) struct Loaders(DataLoader<Source>);

/// A list of cases: which, and in what order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CaseList {
    /// Which cases.
    pub(crate) listed: Listed,
    /// The order they come in.
    pub(crate) order: CaseOrder,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct PageKey(CaseList, Window);

/// What a case says in the revision of this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ContentKey(CaseId, i32);

/// How many cases a list has.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct CountKey(CaseList);

struct Source {
    network: Arc<Network>,
    viewer: Viewer,
    trace: Arc<str>,
}

impl Loaders {
    /// The loaders of a request by `viewer`.
    pub(crate) fn new(network: &Arc<Network>, viewer: &Viewer, trace: &Arc<str>) -> Self {
        let source = Source { network: network.clone(), viewer: viewer.clone(), trace: trace.clone() };
        Self(DataLoader::new(source, tokio::spawn))
    }

    /// The case with this id as the viewer sees it.
    pub(crate) async fn case(&self, id: CaseId) -> Result<Option<Arc<CaseView>>, ApiError> {
        self.0.load_one(id).await
    }

    /// The cases with these ids that are there for the viewer.
    pub(crate) async fn cases(&self, ids: impl IntoIterator<Item = CaseId>) -> Result<HashMap<CaseId, Arc<CaseView>>, ApiError> {
        self.0.load_many(ids).await
    }

    /// The working copy of a case; nothing, as with all that follows, for those who do not see it.
    pub(crate) async fn working_copy(&self, case: CaseId) -> Result<Option<Arc<CaseView>>, ApiError> {
        self.0.load_one(WorkingKey(case)).await
    }

    /// Who reviews a case since when.
    pub(crate) async fn review(&self, case: CaseId) -> Result<Option<CaseReview>, ApiError> {
        self.0.load_one(ReviewKey(case)).await
    }

    /// Who reviews a case; nothing for those who do not review themselves.
    pub(crate) async fn holder(&self, case: CaseId) -> Result<Option<Account>, ApiError> {
        self.0.load_one(HolderKey(case)).await
    }

    /// What happened to a case, the first thing first.
    pub(crate) async fn history(&self, case: CaseId) -> Result<Option<Vec<ReviewEvent>>, ApiError> {
        self.0.load_one(HistoryKey(case)).await
    }

    /// The comments on a case, the first one first.
    pub(crate) async fn comments(&self, case: CaseId) -> Result<Option<Vec<ReviewComment>>, ApiError> {
        self.0.load_one(CommentsKey(case)).await
    }

    /// The revisions of a case, the first one first.
    pub(crate) async fn revisions(&self, case: CaseId) -> Result<Option<Vec<RevisionInfo>>, ApiError> {
        self.0.load_one(RevisionsKey(case)).await
    }

    /// What a case says in one of its revisions; nothing where there is no such revision.
    pub(crate) async fn revision_content(&self, case: CaseId, number: i32) -> Result<Option<CaseContent>, ApiError> {
        self.0.load_one(ContentKey(case, number)).await
    }

    /// In which fields two revisions of a case differ; nothing where there is no such revision.
    pub(crate) async fn revision_diff(&self, comparison: Comparison) -> Result<Option<Vec<FieldDiff>>, ApiError> {
        self.0.load_one(comparison).await
    }

    /// A file on a case that the viewer sees; nothing if it is gone.
    pub(crate) async fn file(&self, id: FileId) -> Result<Option<StoredFile>, ApiError> {
        self.0.load_one(id).await
    }

    /// What a municipality works on at present, in its order.
    pub(crate) async fn focus_areas(&self, municipality: Ags) -> Result<Vec<FieldOfAction>, ApiError> {
        Ok(self.0.load_one(municipality).await?.unwrap_or_default())
    }

    /// One page of a list.
    pub(crate) async fn page(&self, list: CaseList, window: Window) -> Result<Arc<Page>, ApiError> {
        Ok(self.0.load_one(PageKey(list, window)).await?.unwrap_or_default())
    }

    /// How many cases a list has.
    pub(crate) async fn count(&self, list: CaseList) -> Result<u64, ApiError> {
        Ok(self.0.load_one(CountKey(list)).await?.unwrap_or_default())
    }
}

impl Source {
    fn error(&self, error: usecases::UseCaseError) -> ApiError {
        ApiError::of_use_case(error, &self.trace)
    }
}

impl Loader<CaseId> for Source {
    type Value = Arc<CaseView>;
    type Error = ApiError;

    async fn load(&self, keys: &[CaseId]) -> Result<HashMap<CaseId, Self::Value>, Self::Error> {
        let cases = read_case::by_ids(&self.network, &self.viewer, keys).await.map_err(|error| self.error(error))?;
        Ok(cases.into_iter().flatten().map(|case| (case.id, case)).collect())
    }
}

/// What hangs on a case: a key of its own for each, so that each is asked for alone, and for all cases of a page at once.
macro_rules! on_cases {
    ($($key:ident: $value:ty, $read:path;)+) => {
        $(
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            struct $key(CaseId);

            impl Loader<$key> for Source {
                type Value = $value;
                type Error = ApiError;

                async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, Self::Value>, Self::Error> {
                    let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
                    let found = $read(&self.network, &self.viewer, &ids).await.map_err(|error| self.error(error))?;
                    Ok(found.into_iter().map(|(case, value)| ($key(case), value)).collect())
                }
            }
        )+
    };
}

on_cases! {
    WorkingKey: Arc<CaseView>, read_case::working_copies;
    ReviewKey: CaseReview, read_review::reviews;
    HolderKey: Account, read_review::holders;
    HistoryKey: Vec<ReviewEvent>, read_review::histories;
    CommentsKey: Vec<ReviewComment>, read_review::comments;
    RevisionsKey: Vec<RevisionInfo>, read_review::revisions;
}

impl Loader<ContentKey> for Source {
    type Value = CaseContent;
    type Error = ApiError;

    async fn load(&self, keys: &[ContentKey]) -> Result<HashMap<ContentKey, Self::Value>, Self::Error> {
        let revisions: Vec<_> = keys.iter().map(|ContentKey(case, number)| (*case, *number)).collect();
        let found = read_review::revision_contents(&self.network, &self.viewer, &revisions).await.map_err(|error| self.error(error))?;
        Ok(found.into_iter().map(|((case, number), content)| (ContentKey(case, number), content)).collect())
    }
}

impl Loader<Comparison> for Source {
    type Value = Vec<FieldDiff>;
    type Error = ApiError;

    async fn load(&self, keys: &[Comparison]) -> Result<HashMap<Comparison, Self::Value>, Self::Error> {
        read_review::revision_diffs(&self.network, &self.viewer, keys).await.map_err(|error| self.error(error))
    }
}

impl Loader<FileId> for Source {
    type Value = StoredFile;
    type Error = ApiError;

    async fn load(&self, keys: &[FileId]) -> Result<HashMap<FileId, Self::Value>, Self::Error> {
        file_address::stored(&self.network, keys).await.map_err(|error| self.error(error))
    }
}

impl Loader<Ags> for Source {
    type Value = Vec<FieldOfAction>;
    type Error = ApiError;

    async fn load(&self, keys: &[Ags]) -> Result<HashMap<Ags, Self::Value>, Self::Error> {
        focus_areas::read(&self.network, keys).await.map_err(|error| self.error(error))
    }
}

impl Loader<PageKey> for Source {
    type Value = Arc<Page>;
    type Error = ApiError;

    async fn load(&self, keys: &[PageKey]) -> Result<HashMap<PageKey, Self::Value>, Self::Error> {
        let load = async |key: &PageKey| {
            let PageKey(list, window) = key;
            let page = list_cases::list(&self.network, &self.viewer, &list.listed, list.order, window).await;
            page.map(|page| (key.clone(), Arc::new(page))).map_err(|error| self.error(error))
        };
        Ok(try_join_all(keys.iter().map(load)).await?.into_iter().collect())
    }
}

impl Loader<CountKey> for Source {
    type Value = u64;
    type Error = ApiError;

    async fn load(&self, keys: &[CountKey]) -> Result<HashMap<CountKey, Self::Value>, Self::Error> {
        let load = async |key: &CountKey| {
            let count = list_cases::count(&self.network, &self.viewer, &key.0.listed).await;
            count.map(|count| (key.clone(), count)).map_err(|error| self.error(error))
        };
        Ok(try_join_all(keys.iter().map(load)).await?.into_iter().collect())
    }
}
