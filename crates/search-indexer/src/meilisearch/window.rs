//! Part of a list as a page of the server.

use crate::SearchRequest;

/// Which page of the server holds the wanted window. Only pages have exact totals.
pub(super) struct Window {
    /// From 1 on.
    pub(super) page: usize,
    /// How many hits a page has.
    pub(super) size: usize,
    /// How many of them stand before the window.
    pub(super) skip: usize,
}

impl Window {
    /// The smallest page that holds all of the window.
    pub(super) fn of(request: &SearchRequest) -> Self {
        let SearchRequest { offset, limit, .. } = *request;
        if limit == 0 {
            return Self { page: 1, size: 0, skip: 0 };
        }
        let last = offset.saturating_add(limit - 1);
        let size = (limit..=last).find(|size| offset / size == last / size).unwrap_or(last.saturating_add(1));
        Self { page: offset / size + 1, size, skip: offset % size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_lies_within_one_page_of_the_server() {
        let of = |offset, limit| {
            let Window { page, size, skip } = Window::of(&SearchRequest { offset, limit, ..SearchRequest::default() });
            (page, size, skip)
        };
        assert_eq!([of(0, 20), of(40, 20), of(0, 0), of(7, 0)], [(1, 20, 0), (3, 20, 0), (1, 0, 0), (1, 0, 0)]);
        assert_eq!([of(9, 41), of(5, 3)], [(1, 50, 9), (2, 4, 1)]);
        for (offset, limit) in [(1, 1), (13, 7), (999, 41), (5_009, 121)] {
            let (page, size, skip) = of(offset, limit);
            assert!((page - 1) * size + skip == offset && skip + limit <= size && size < 3 * limit.max(50), "{offset} {limit}: {size}");
        }
    }
}
