//! Read a case: its working copy for those who may see it, otherwise what is public.

use crate::{Network, UseCaseError};
use domain::{CaseView, Viewer, ids::CaseId, reach::Sight};
use futures_util::future::BoxFuture;
use std::{collections::HashMap, sync::Arc};
use storage::read_apart;

/// The case with this id as the viewer sees it; nothing where it is not there for them. Where this version of the program cannot read the working copy,
/// it is as for those who do not see it, and the log names it.
pub fn by_id<'a>(network: &'a Network, viewer: &'a Viewer, id: CaseId) -> BoxFuture<'a, Result<Option<Arc<CaseView>>, UseCaseError>> {
    Box::pin(async move {
        if let Some(case) = working_copies(network, viewer, &[id]).await?.remove(&id) {
            return Ok(Some(case));
        }
        Ok(network.store.published_case(id).await?)
    })
}

/// The case with this readable address.
pub fn by_slug<'a>(network: &'a Network, viewer: &'a Viewer, slug: &'a str) -> BoxFuture<'a, Result<Option<Arc<CaseView>>, UseCaseError>> {
    Box::pin(async move {
        match network.store.case_id_by_slug(slug).await? {
            Some(id) => by_id(network, viewer, id).await,
            None => Ok(None),
        }
    })
}

/// What a case says to whoever sees it, however they came to it: the published revision once there is one, before that the working copy.
/// `case` is either of the two.
pub fn as_shown(network: &Network, case: Arc<CaseView>) -> BoxFuture<'_, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        if !case.is_beside_public_text() {
            return Ok(case);
        }
        Ok(network.store.published_case(case.id).await?.unwrap_or(case))
    })
}

/// Like [`as_shown`] for many, in their order. Where this version of the program cannot read what is public of one, it says what is worked on; the
/// log names it.
pub fn all_as_shown<'a>(network: &'a Network, cases: &'a [Arc<CaseView>]) -> BoxFuture<'a, Result<Vec<Arc<CaseView>>, UseCaseError>> {
    Box::pin(async move {
        let beside: Vec<_> = cases.iter().filter(|case| case.is_beside_public_text()).map(|case| case.id).collect();
        if beside.is_empty() {
            return Ok(cases.to_vec());
        }
        let read = move |some: Vec<CaseId>| async move { network.store.published_cases(&some).await };
        let public: Vec<_> = read_apart(&beside, read, |case, error| {
            tracing::error!(%case, %error, "what is public of a case cannot be read; a list shows what is worked on");
        })
        .await?;
        let public: HashMap<_, _> = public.into_iter().map(|case| (case.id, case)).collect();
        let shown = |case: &Arc<CaseView>| public.get(&case.id).filter(|_| case.is_beside_public_text()).unwrap_or(case).clone();
        Ok(cases.iter().map(shown).collect())
    })
}

/// Working copies, each by its case.
type WorkingCopies = HashMap<CaseId, Arc<CaseView>>;

/// The working copies of these cases, of those where the viewer sees it. One that this version of the program cannot read is missing like one that is
/// not there; the log names it.
pub fn working_copies<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    ids: &'a [CaseId],
) -> BoxFuture<'a, Result<WorkingCopies, UseCaseError>> {
    Box::pin(async move {
        if !may_see_working_copies(viewer) {
            return Ok(HashMap::new());
        }
        let read = move |some: Vec<CaseId>| async move { network.store.working_cases(&some).await };
        let working: Vec<_> = read_apart(ids, read, |case, error| {
            tracing::error!(%case, %error, "a working copy that cannot be read is left out");
        })
        .await?;
        let seen = working.into_iter().filter(|case| case.sight(viewer) == Sight::Working);
        Ok(seen.map(|case| (case.id, Arc::new(case))).collect())
    })
}

/// The cases with these ids, in their order; `None` where one is not there for the viewer. Where this version of the program cannot read the working
/// copy, it is as for those who do not see it, and where it cannot read what is public either, as if there were none; the log names both.
pub fn by_ids<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    ids: &'a [CaseId],
) -> BoxFuture<'a, Result<Vec<Option<Arc<CaseView>>>, UseCaseError>> {
    Box::pin(async move {
        let mut found = working_copies(network, viewer, ids).await?;
        let others: Vec<_> = ids.iter().copied().filter(|id| !found.contains_key(id)).collect();
        let read = move |some: Vec<CaseId>| async move { network.store.published_cases(&some).await };
        let public: Vec<_> = read_apart(&others, read, |case, error| {
            tracing::error!(%case, %error, "what is public of a case cannot be read; it is left out");
        })
        .await?;
        found.extend(public.into_iter().map(|case| (case.id, case)));
        Ok(ids.iter().map(|id| found.get(id).cloned()).collect())
    })
}

/// Most visitors are not signed in: for them the working copies need not be read at all.
fn may_see_working_copies(viewer: &Viewer) -> bool {
    viewer.member().is_some()
}
