//! The list of municipalities. It is short and in memory, so that a page is cut out of the whole.

use super::municipality::Municipality;
use crate::{
    errors::ApiError,
    schema::{
        cursor,
        paging::{MAX_PAGE, PageArguments},
    },
};
use async_graphql::{Object, SimpleObject, connection::PageInfo};
use domain::Ags;

/// One page of the list of municipalities.
pub(crate) struct MunicipalityConnection {
    rows: Vec<Ags>,
    total: usize,
    /// How many municipalities stand before this page.
    offset: usize,
}

/// A municipality in a list.
#[derive(SimpleObject)]
pub(crate) struct MunicipalityEdge {
    /// The municipality's place in the list.
    cursor: String,
    /// The municipality.
    node: Municipality,
}

impl MunicipalityConnection {
    /// The page of `all`, which is ordered by key, that the arguments ask for.
    pub(crate) fn page(all: &[Ags], arguments: PageArguments) -> Result<Self, ApiError> {
        let slice = arguments.slice(MAX_PAGE)?;
        let place = slice.cursor.as_deref().map(|text| cursor::municipality(slice.cursor_argument(), text)).transpose()?;
        let range = slice.range_in_order(all, place.as_ref(), Ags::clone);
        Ok(Self { offset: range.start, rows: all[range].to_vec(), total: all.len() })
    }
}

/// One page of the list of municipalities.
#[Object]
impl MunicipalityConnection {
    /// How many municipalities the whole list has.
    async fn total_count(&self) -> usize {
        self.total
    }

    /// The municipalities of this page, each with its place in the list.
    async fn edges(&self) -> Vec<MunicipalityEdge> {
        let edge = |ags: &Ags| MunicipalityEdge { cursor: cursor::of_municipality(ags.as_str()), node: Municipality(ags.clone()) };
        self.rows.iter().map(edge).collect()
    }

    /// The municipalities of this page.
    async fn nodes(&self) -> Vec<Municipality> {
        self.rows.iter().cloned().map(Municipality).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        let place = |ags: Option<&Ags>| ags.map(|ags| cursor::of_municipality(ags.as_str()));
        PageInfo {
            has_previous_page: self.offset > 0,
            has_next_page: self.offset + self.rows.len() < self.total,
            start_cursor: place(self.rows.first()),
            end_cursor: place(self.rows.last()),
        }
    }
}
