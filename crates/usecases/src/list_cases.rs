//! List cases: what is public, or for members the working copies that they may see.

use crate::{Network, UseCaseError};
use domain::{CaseFilter, CaseOrder, Viewer, WorkflowState};
use futures_util::future::BoxFuture;
use storage::{Page, Window};

/// Whose working copies a list shows beside or instead of what is public.
const PUBLIC: &[WorkflowState] = &[WorkflowState::Published];

/// One page of the cases that the viewer may see.
///
/// `states` of just [`WorkflowState::Published`] (or an empty list) asks for the public list. Anything else asks for the working copies
/// in these states that the viewer may see; a viewer who may see none gets an empty page, not a refusal. The filter applies to the public list.
pub fn list<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    filter: &'a CaseFilter,
    order: CaseOrder,
    states: &'a [WorkflowState],
    window: &'a Window,
) -> BoxFuture<'a, Result<Page, UseCaseError>> {
    Box::pin(async move {
        if is_public(states) {
            Ok(network.store.published_page(filter, order, window).await?)
        } else {
            Ok(network.store.working_page(viewer, states, order, window).await?)
        }
    })
}

/// How many cases the same list has in all.
pub fn count<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    filter: &'a CaseFilter,
    states: &'a [WorkflowState],
) -> BoxFuture<'a, Result<u64, UseCaseError>> {
    Box::pin(async move {
        if is_public(states) {
            Ok(network.store.count_published(filter).await?)
        } else {
            Ok(network.store.count_working(viewer, states).await?)
        }
    })
}

fn is_public(states: &[WorkflowState]) -> bool {
    states.is_empty() || states == PUBLIC
}
