//! Lists of cases.

use super::practice_case::PracticeCase;
use crate::{
    errors::ApiError,
    loaders::CaseList,
    schema::{
        cursor, lookahead,
        paging::{DEFAULT_PAGE, PageArguments},
    },
    session::Session,
};
use async_graphql::{Context, Object, SimpleObject, connection::PageInfo};
use domain::CaseView;
use std::sync::Arc;
use tokio::sync::OnceCell;
use usecases::{Page, Position, Window, list_cases};

/// One page of a list of cases.
pub(crate) struct PracticeCaseConnection {
    list: CaseList,
    page: Arc<Page>,
    /// The cases of the page's rows.
    cases: Vec<PracticeCase>,
    is_one_of_many: bool,
    /// How many cases the list has, counted once however often it is selected.
    total: OnceCell<u64>,
}

/// A case in a list.
#[derive(SimpleObject)]
pub(crate) struct PracticeCaseEdge {
    /// The case's place in the list.
    cursor: String,
    /// The case.
    node: PracticeCase,
}

impl PracticeCaseConnection {
    /// The page of `list` that the arguments ask for. It is read only if the operation selects more of it than the total.
    ///
    /// `is_one_of_many` where the field is one of a list's entries: their pages are then loaded together.
    pub(crate) async fn load(
        context: &Context<'_>,
        list: CaseList,
        arguments: PageArguments,
        is_one_of_many: bool,
    ) -> Result<Self, ApiError> {
        let session = Session::of(context)?;
        let slice = arguments.slice(DEFAULT_PAGE)?;
        let position = slice.cursor.as_deref().map(|text| cursor::case(slice.cursor_argument(), text, list.order)).transpose()?;
        let window = Window { limit: slice.limit.into(), position, backward: slice.backward };
        let page = if !lookahead::wants_rows(context) {
            Arc::default()
        } else if is_one_of_many {
            session.loaders.page(list.clone(), window).await?
        } else {
            let page = list_cases::list(&session.network, &session.viewer, &list.listed, list.order, &window).await;
            Arc::new(page.map_err(|error| session.error(error))?)
        };
        let rows: Vec<_> = page.rows.iter().map(|(_, case)| case.clone()).collect();
        let cases = PracticeCase::of_all(session, &rows).await?;
        Ok(Self { list, page, cases, is_one_of_many, total: OnceCell::new() })
    }

    async fn count(&self, session: &Session) -> Result<u64, ApiError> {
        if self.is_one_of_many {
            return session.loaders.count(self.list.clone()).await;
        }
        // Not by the loaders, which wait for others who ask: for a list alone that would be most of its time.
        let count = list_cases::count(&session.network, &session.viewer, &self.list.listed).await;
        count.map_err(|error| session.error(error))
    }
}

/// One page of a list of cases.
#[Object]
impl PracticeCaseConnection {
    /// How many cases the whole list has.
    async fn total_count(&self, context: &Context<'_>) -> Result<i32, ApiError> {
        let session = Session::of(context)?;
        let total = self.total.get_or_try_init(|| self.count(session)).await?;
        Ok(i32::try_from(*total).unwrap_or(i32::MAX))
    }

    /// The cases of this page, each with its place in the list.
    async fn edges(&self) -> Vec<PracticeCaseEdge> {
        let edge = |((position, _), case): (&(Position, Arc<CaseView>), &PracticeCase)| PracticeCaseEdge {
            cursor: cursor::of_case(self.list.order, position),
            node: case.clone(),
        };
        self.page.rows.iter().zip(&self.cases).map(edge).collect()
    }

    /// The cases of this page.
    async fn nodes(&self) -> Vec<PracticeCase> {
        self.cases.clone()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        let place = |position: &Position| cursor::of_case(self.list.order, position);
        let ends = self.page.ends.as_ref();
        PageInfo {
            has_previous_page: self.page.has_before,
            has_next_page: self.page.has_after,
            start_cursor: ends.map(|(first, _)| place(first)),
            end_cursor: ends.map(|(_, last)| place(last)),
        }
    }
}
