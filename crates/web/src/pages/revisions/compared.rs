//! In what two revisions differ.

use super::documents::{Compared, compared};
use crate::{errors::PageError, pages::case_form::readable, visitor::Visitor, website::Website};
use domain::ErrorCode;

/// Two revisions, with all that is different in them.
pub(super) struct Comparison {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) differences: Vec<Difference>,
}

/// A field that they differ in.
pub(super) struct Difference {
    /// The field as people read it.
    pub(super) label: String,
    /// What is only in the first, or all of it, each entry of a list by itself.
    pub(super) old: Vec<String>,
    /// What is only in the second, or all of it.
    pub(super) new: Vec<String>,
    /// Whether entries went and came, so that `old` and `new` leave out those that stayed.
    pub(super) is_of_entries: bool,
}

impl Comparison {
    /// These two revisions. Not found if the viewer may not read one of them.
    pub(super) async fn load(site: &Website, visitor: &Visitor, slug: &str, from: i64, to: i64) -> Result<Self, PageError> {
        let variables = compared::Variables { slug: slug.to_owned(), from, to };
        let case = site.ask::<Compared>(&visitor.caller, variables).await?.practice_case.ok_or(ErrorCode::NotFound)?;
        let changes = case.revision_diff.ok_or(ErrorCode::NotFound)?;
        Ok(Self { from, to, differences: changes.into_iter().map(Difference::from).collect() })
    }
}

impl From<compared::ComparedPracticeCaseRevisionDiff> for Difference {
    fn from(change: compared::ComparedPracticeCaseRevisionDiff) -> Self {
        let is_of_entries = !change.added.is_empty() || !change.removed.is_empty();
        let entries = |texts: Vec<String>| texts.iter().map(|text| readable(&change.field, text)).collect::<Vec<_>>();
        let whole = |text: Option<String>| entries(text.into_iter().collect());
        let (old, new) =
            if is_of_entries { (entries(change.removed), entries(change.added)) } else { (whole(change.old), whole(change.new)) };
        Self { label: change.label, old, new, is_of_entries }
    }
}
