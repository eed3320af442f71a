//! What is looked for word by word, so that nothing is found by accident: by digests, and by the lists that they lead to.

use crate::{Failure, Network, file_texts};
use domain::{CaseFilter, CaseView, ids::CaseId, subscription::Criteria, vocabulary::FieldOfAction};
use futures_util::future::BoxFuture;
use search_indexer::{Matcher, understanding::understand_or_words};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use storage::StoreError;

/// How many cases are best read and looked through at once.
pub const CASES_AT_ONCE: usize = 200;

/// Many wishes that are looked for together: a case is read once, however many there are.
pub struct Wishes {
    all: Vec<Wish>,
    matcher: Matcher,
    /// Whether any of them has words, which files may hold.
    have_words: bool,
}

/// One of the things looked for. The search reads its text in the same way: a place, a Land or a size in it is a filter, the rest are words.
struct Wish {
    criteria: Criteria,
    /// The filter with what was recognised in the text; nothing if the two exclude each other, and no case fits.
    filter: Option<CaseFilter>,
    /// What the municipality named in the criteria works on.
    focus: Vec<FieldOfAction>,
}

/// That a case fits a wish.
#[derive(Debug, Clone, Copy)]
pub struct Fit {
    /// The wish's number.
    pub wish: usize,
    /// How well: the further to the front its words stand, and the more it has of what the filter names.
    pub fit: u32,
}

/// Which wishes each case fits.
pub(crate) type CaseFits = Vec<(CaseId, Vec<Fit>)>;

impl Wishes {
    /// Reads what is looked for: texts as the search understands them, with the synonyms in force, and the focus areas of municipalities.
    pub fn read<'a>(network: &'a Network, criteria: &'a [Criteria]) -> BoxFuture<'a, Result<Self, Failure>> {
        Box::pin(async move {
            let analyser = network.analyser().await?;
            let understood: Vec<_> = criteria.iter().map(|criteria| understand_or_words(&criteria.text)).collect();
            let queries: Vec<_> = understood.iter().map(|understood| analyser.query(&understood.rest)).collect();
            let places: HashSet<_> = criteria.iter().filter_map(|criteria| criteria.focus_of.clone()).collect();
            let focus = network.store.focus_areas_of(&places.into_iter().collect::<Vec<_>>()).await?;
            let wishes = criteria.iter().zip(&understood).map(|(criteria, understood)| Wish {
                criteria: criteria.clone(),
                filter: understood.narrowed(&criteria.filter),
                focus: criteria.focus_of.as_ref().and_then(|ags| focus.get(ags)).cloned().unwrap_or_default(),
            });
            let have_words = queries.iter().any(|query| !query.is_empty() || !query.excluded.is_empty());
            Ok(Self { all: wishes.collect(), matcher: Matcher::new(&queries), have_words })
        })
    }

    /// Which wishes each of these cases fits, and how well. What is not listed fits none.
    pub fn fits<'a>(self: &'a Arc<Self>, network: &'a Network, cases: Vec<CaseId>) -> BoxFuture<'a, Result<CaseFits, StoreError>> {
        Box::pin(async move {
            let cases = network.store.published_cases_once(&cases).await?;
            let mut fits = Vec::with_capacity(cases.len());
            for group in file_texts::groups(cases) {
                let files = if self.have_words { file_texts::of_cases(network, &group).await? } else { HashMap::new() };
                let wishes = Arc::clone(self);
                // Minutes of computing in all, which must not keep the runtime's threads from everything else.
                let looked = tokio::task::spawn_blocking(move || {
                    let fits = |case: &CaseView| (case.id, wishes.of_case(case, files.get(&case.id).map_or(&[], Vec::as_slice)));
                    group.iter().map(fits).collect::<Vec<_>>()
                });
                // It is never cancelled; a panic in it is one here.
                fits.extend(looked.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic())));
            }
            Ok(fits)
        })
    }

    /// Which wishes each of these cases may fit for all that is known of it without its text, as pairs of both: for cases that cannot be read.
    pub fn may_fit<'a>(&'a self, network: &'a Network, cases: &'a [CaseId]) -> BoxFuture<'a, Result<Vec<(usize, CaseId)>, StoreError>> {
        Box::pin(async move {
            let mut pairs = Vec::new();
            if cases.is_empty() {
                return Ok(pairs);
            }
            for (number, Wish { criteria, filter, .. }) in self.all.iter().enumerate() {
                let fitting = match (criteria.case, filter) {
                    // It tells of no case, so none holds it up.
                    _ if criteria.replies => Vec::new(),
                    (Some(one), _) => cases.iter().copied().filter(|case| *case == one).collect(),
                    (None, Some(filter)) => network.store.listed_passing(filter, cases).await?,
                    (None, None) => Vec::new(),
                };
                pairs.extend(fitting.into_iter().map(|case| (number, case)));
            }
            Ok(pairs)
        })
    }

    fn of_case(&self, case: &CaseView, files: &[String]) -> Vec<Fit> {
        let Some(published) = case.first_published_at.filter(|_| case.is_listed()) else { return Vec::new() };
        let by_text = self.matcher.fits_with_files(&case.content, files.iter().map(String::as_str));
        let wishes = self.all.iter().zip(by_text).enumerate();
        let fit = |(wish, (Wish { criteria, filter, focus }, text)): (usize, (&Wish, Option<u32>))| {
            if criteria.replies {
                return None;
            }
            if let Some(one) = criteria.case {
                return (one == case.id).then_some(Fit { wish, fit: 0 });
            }
            let filter = filter.as_ref()?;
            let in_focus = |areas: &[FieldOfAction]| case.content.fields_of_action.iter().filter(|field| areas.contains(field)).count();
            if criteria.focus_of.is_some() && in_focus(focus) == 0 || !filter.matches(&case.content, published, case.renewed_at) {
                return None;
            }
            let shared = in_focus(focus) + in_focus(&filter.focus_areas);
            Some(Fit { wish, fit: text? + filter.shared(&case.content) + u32::try_from(shared).unwrap_or(u32::MAX) })
        };
        wishes.filter_map(fit).collect()
    }
}
