//! List cases: what is public, or for members the working copies that they may see.

use crate::{Network, Refusal, UseCaseError};
use domain::{CaseFilter, CaseOrder, ErrorCode, Viewer, WorkflowState};
use futures_util::future::BoxFuture;
use storage::{Page, StoreError, Window};

/// Which cases a list has.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Listed {
    /// What is public and passes the filter, the same for everybody.
    Public(Box<CaseFilter>),
    /// The working copies that the viewer sees by [`domain::reach::sight`], in one of these states; no states mean all. For a viewer who may
    /// see none the list is empty, not refused.
    Working(Vec<WorkflowState>),
}

impl Listed {
    /// What is public and passes this filter.
    pub fn public(filter: CaseFilter) -> Self {
        Self::Public(Box::new(filter))
    }

    /// What states ask for where a list is of what is public unless it says otherwise: just [`WorkflowState::Published`], or no state, is what
    /// is public, anything else are working copies, to which the filter does not apply.
    pub fn by_states(filter: CaseFilter, states: Vec<WorkflowState>) -> Self {
        if states.iter().all(|state| *state == WorkflowState::Published) { Self::public(filter) } else { Self::Working(states) }
    }
}

/// One page of a list of cases.
///
/// Refused: bad user input (the window begins at a place that is none in this order).
pub fn list<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    listed: &'a Listed,
    order: CaseOrder,
    window: &'a Window,
) -> BoxFuture<'a, Result<Page, UseCaseError>> {
    Box::pin(async move {
        let page = match listed {
            Listed::Public(filter) => network.store.published_page(filter, order, window).await,
            Listed::Working(states) => network.store.working_page(viewer, states, order, window).await,
        };
        page.map_err(|error| match error {
            // Places travel through clients, which may write one themselves.
            StoreError::Position => Refusal::Other(ErrorCode::BadUserInput).into(),
            error => error.into(),
        })
    })
}

/// How many cases the same list has in all.
pub fn count<'a>(network: &'a Network, viewer: &'a Viewer, listed: &'a Listed) -> BoxFuture<'a, Result<u64, UseCaseError>> {
    Box::pin(async move {
        Ok(match listed {
            Listed::Public(filter) => network.store.count_published(filter).await?,
            Listed::Working(states) => network.store.count_working(viewer, states).await?,
        })
    })
}
