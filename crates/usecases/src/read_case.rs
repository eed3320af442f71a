//! Read a case: its working copy for those who may see it, otherwise what is public.

use crate::{Network, UseCaseError};
use domain::{CaseView, Viewer, ids::CaseId, reach::Sight};
use futures_util::future::BoxFuture;
use std::{collections::HashMap, sync::Arc};

/// The case with this id as the viewer sees it; nothing where it is not there for them.
pub fn by_id<'a>(network: &'a Network, viewer: &'a Viewer, id: CaseId) -> BoxFuture<'a, Result<Option<Arc<CaseView>>, UseCaseError>> {
    Box::pin(async move {
        if may_see_working_copies(viewer)
            && let Some(case) = network.store.working_case(id).await?
            && case.sight(viewer) == Sight::Working
        {
            return Ok(Some(Arc::new(case)));
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

/// The cases with these ids, in their order; `None` where one is not there for the viewer.
pub fn by_ids<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    ids: &'a [CaseId],
) -> BoxFuture<'a, Result<Vec<Option<Arc<CaseView>>>, UseCaseError>> {
    Box::pin(async move {
        let mut found: HashMap<CaseId, Arc<CaseView>> = HashMap::with_capacity(ids.len());
        if may_see_working_copies(viewer) {
            let working = network.store.working_cases(ids).await?.into_iter().filter(|case| case.sight(viewer) == Sight::Working);
            found.extend(working.map(|case| (case.id, Arc::new(case))));
        }
        let others: Vec<_> = ids.iter().copied().filter(|id| !found.contains_key(id)).collect();
        found.extend(network.store.published_cases(&others).await?.into_iter().map(|case| (case.id, case)));
        Ok(ids.iter().map(|id| found.get(id).cloned()).collect())
    })
}

/// Most visitors are not signed in: for them the working copies need not be read at all.
fn may_see_working_copies(viewer: &Viewer) -> bool {
    viewer.member().is_some()
}
