//! List cases: what is public, or for members the working copies that they may see.

use crate::{Network, UseCaseError};
use domain::{CaseFilter, CaseOrder, Viewer, WorkflowState};
use storage::{Page, Window};

/// Whose working copies a list shows beside or instead of what is public.
const PUBLIC: &[WorkflowState] = &[WorkflowState::Published];

/// One page of the cases that the viewer may see.
///
/// `states` of just [`WorkflowState::Published`] (or an empty list) asks for the public list. Anything else asks for the working copies
/// in these states that the viewer may see; a viewer who may see none gets an empty page, not a refusal. The filter applies to the public list.
pub async fn list(
    network: &Network,
    viewer: &Viewer,
    filter: &CaseFilter,
    order: CaseOrder,
    states: &[WorkflowState],
    window: &Window,
) -> Result<Page, UseCaseError> {
    if is_public(states) {
        Ok(network.store.published_page(filter, order, window).await?)
    } else {
        Ok(network.store.working_page(viewer, states, order, window).await?)
    }
}

/// How many cases the same list has in all.
pub async fn count(network: &Network, viewer: &Viewer, filter: &CaseFilter, states: &[WorkflowState]) -> Result<u64, UseCaseError> {
    if is_public(states) {
        Ok(network.store.count_published(filter).await?)
    } else {
        Ok(network.store.count_working(viewer, states).await?)
    }
}

fn is_public(states: &[WorkflowState]) -> bool {
    states.is_empty() || states == PUBLIC
}
