//! What became public, and which of it fits which wish: found out once for all readers who are due.

use chrono::{DateTime, Utc};
use domain::{ids::CaseId, subscription::Criteria};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    sync::Arc,
};
use storage::{DueWork, News, NewsKind, StoreError, ToldAhead, Transaction, read_apart};
use usecases::{
    Failure, Network,
    wishes::{CASES_AT_ONCE, Fit, Wishes},
};

/// How many pages are looked through at the same time.
const AT_ONCE: usize = 2;

/// How many cases a digest names of either kind, beside those that others of its mail name; more are counted. Some are kept in reserve for those
/// that are shown in another section, or are no longer public when the mail is sent.
const KEPT: usize = 20;

/// What fits a wish in a window of time, the best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The best of the new cases, and behind them those that another section of the mail names ([`Findings::name_alike`]).
    pub(crate) new: Vec<CaseId>,
    /// How many new cases fit.
    pub(crate) total: u32,
    /// The same of the cases with a substantial new version.
    pub(crate) renewed: Vec<CaseId>,
    /// How many of those fit.
    pub(crate) renewed_total: u32,
}

impl Found {
    /// Whether there is nothing to tell.
    pub(crate) fn is_empty(&self) -> bool {
        self.total == 0 && self.renewed_total == 0
    }

    /// Whether there are cases that it does not name.
    fn counts_more(&self) -> bool {
        self.total > count(self.new.len()) || self.renewed_total > count(self.renewed.len())
    }

    fn named(&self) -> impl Iterator<Item = CaseId> {
        self.new.iter().chain(&self.renewed).copied()
    }

    /// The same without what was told before its time came. Cases that were only counted then were told to nobody.
    pub(crate) fn without(&self, told: &ToldAhead) -> Self {
        let left = |named: &[CaseId], told: &HashSet<CaseId>| -> Vec<CaseId> {
            named.iter().copied().filter(|case| !told.contains(case)).collect()
        };
        let (new, renewed) = (left(&self.new, &told.new), left(&self.renewed, &told.renewed));
        let gone = |before: &[CaseId], after: &[CaseId]| count(before.len() - after.len());
        Self {
            total: self.total.saturating_sub(gone(&self.new, &new)),
            renewed_total: self.renewed_total.saturating_sub(gone(&self.renewed, &renewed)),
            new,
            renewed,
        }
    }
}

/// What one section of a mail is about: its wish, its window, and what was found.
pub(crate) type Told<'a> = (&'a Criteria, (DateTime<Utc>, DateTime<Utc>), &'a mut Arc<Found>);

/// What fits which wish, over all the time that any reader who is due was not told of.
pub(crate) struct Findings {
    /// The content stamp before the look.
    stamp: i64,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
    /// All that became public, those of one kind together, the earliest first.
    news: Vec<News>,
    wishes: HashMap<Criteria, usize>,
    hits: Vec<Hits>,
    /// When something became public that cannot be read, by the wishes that it may fit.
    unreadable: HashMap<usize, Vec<DateTime<Utc>>>,
    /// Windows that were asked for before; most readers share theirs.
    windows: HashMap<(usize, DateTime<Utc>, DateTime<Utc>), Arc<Found>>,
}

/// One of the news by its number, and how well it fits. Small, because there may be millions.
#[derive(Debug, Clone, Copy)]
struct Hit {
    number: u32,
    fit: u32,
}

/// What fits one wish.
#[derive(Debug, Default)]
struct Hits {
    /// The best first, the newer of two that fit alike.
    new: Vec<Hit>,
    /// The numbers of the same, the earliest first, to count them.
    in_time: Vec<u32>,
    /// The best first, as above.
    renewed: Vec<Hit>,
}

impl Findings {
    /// Looks through everything that became public since those who were told least have been told, once for each distinct wish. A case that cannot
    /// be read, as after a step back to an earlier version of this program, is named in the log; [`Findings::must_wait`] says whom it holds up.
    pub(crate) async fn look(network: &Network, work: DueWork, until: DateTime<Utc>) -> Result<Self, Failure> {
        let since = work.since.unwrap_or(until);
        let wishes = Arc::new(Wishes::read(network, &work.criteria).await?);
        let stamp = network.store.read_content_stamp().await?;
        let news = network.store.news(since, until).await?;
        let mut ids: Vec<_> = news.iter().map(|news| news.case).collect();
        ids.sort_unstable();
        ids.dedup();
        let pages = stream::iter(ids.chunks(CASES_AT_ONCE).map(<[CaseId]>::to_vec));
        let pages: Vec<_> = pages.map(|page| looked_through(network, &wishes, page)).buffered(AT_ONCE).try_collect().await?;
        let (mut by_case, mut lost) = (HashMap::new(), Vec::new());
        for Looked { fits, unreadable } in pages {
            by_case.extend(fits);
            lost.extend(unreadable);
        }
        let mut unreadable: HashMap<usize, Vec<DateTime<Utc>>> = HashMap::new();
        for (wish, case) in wishes.may_fit(network, &lost).await? {
            unreadable.entry(wish).or_default().extend(news.iter().filter(|one| one.case == case).map(|one| one.at));
        }
        let mut hits: Vec<Hits> = work.criteria.iter().map(|_| Hits::default()).collect();
        for (number, one) in (0..).zip(&news) {
            for fit in by_case.get(&one.case).into_iter().flatten() {
                hits[fit.wish].add(one.kind, Hit { number, fit: fit.fit }, &work.criteria[fit.wish]);
            }
        }
        drop(by_case);
        for hits in &mut hits {
            hits.rank(&news);
        }
        let wishes = work.criteria.into_iter().enumerate().map(|(number, criteria)| (criteria, number)).collect();
        Ok(Self { stamp, since, until, news, wishes, hits, unreadable, windows: HashMap::new() })
    }

    /// Whether exactly that is known which became public in the time that was looked through and still is. A publication bears the time at which
    /// it began; one whose commit was slow may come to light after the look. Where the stamp stands, nothing became public or ceased to be.
    pub(crate) async fn is_complete(&self, transaction: &mut Transaction) -> Result<bool, StoreError> {
        let stands = transaction.read_content_stamp().await? == self.stamp;
        Ok(stands || transaction.news(self.since, self.until).await? == self.news)
    }

    /// Whether nobody can say what fits the wish in `from..to`, because a case that may fit it cannot be read.
    pub(crate) fn must_wait(&self, criteria: &Criteria, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        let moments = self.wishes.get(criteria).and_then(|wish| self.unreadable.get(wish));
        moments.into_iter().flatten().any(|at| from <= *at && *at < to)
    }

    /// What fits the wish in `from..to`, as far as it can be read; nothing if the wish or the window is none that was looked through.
    pub(crate) fn find(&mut self, criteria: &Criteria, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<Arc<Found>> {
        let wish = *self.wishes.get(criteria)?;
        if from < self.since || to > self.until {
            return None;
        }
        let (hits, news) = (&self.hits[wish], &self.news);
        Some(Arc::clone(self.windows.entry((wish, from, to)).or_insert_with(|| Arc::new(hits.within(news, from, to)))))
    }

    /// Has each section of a mail name, of the cases that fit it, those as well that others of these name: wherever the mail shows a case, it knows which
    /// sections that is for, and which of their further cases stand elsewhere. The sections are as [`Self::find`] found them.
    pub(crate) fn name_alike(&self, mail: Vec<Told<'_>>) {
        if mail.len() < 2 {
            return;
        }
        let named: HashSet<CaseId> = mail.iter().flat_map(|(_, _, found)| found.named()).collect();
        for (criteria, (from, to), found) in mail {
            if let Some(wish) = self.wishes.get(criteria).filter(|_| found.counts_more()) {
                *found = Arc::new(self.hits[*wish].naming(found, &self.news, (from, to), &named));
            }
        }
    }

    /// How many cases fit at least one of these wishes in `from..to`. It goes through all of them, also those that are only counted elsewhere.
    pub(crate) fn distinct<'a>(&self, wishes: impl Iterator<Item = &'a Criteria>, from: DateTime<Utc>, to: DateTime<Utc>) -> usize {
        let mut cases = HashSet::new();
        for hits in wishes.filter_map(|criteria| self.wishes.get(criteria)).map(|wish| &self.hits[*wish]) {
            let new = of_window(&hits.new, &self.news, from, to);
            cases.extend(new.chain(hits.renewed_within(&self.news, from, to)).map(|one| one.case));
        }
        cases.len()
    }
}

/// What was found of some cases.
struct Looked {
    /// Which wishes they fit.
    fits: Vec<(CaseId, Vec<Fit>)>,
    /// Those that cannot be read.
    unreadable: Vec<CaseId>,
}

async fn looked_through(network: &Network, wishes: &Arc<Wishes>, page: Vec<CaseId>) -> Result<Looked, StoreError> {
    let mut unreadable = Vec::new();
    let read = |some: Vec<CaseId>| async move { wishes.fits(network, some).await };
    let fits = read_apart(&page, read, |case, error| {
        tracing::error!(%case, %error, "a case that cannot be read holds those digests up that it may belong into");
        unreadable.push(case);
    });
    let fits = fits.await?;
    Ok(Looked { fits, unreadable })
}

impl Hits {
    fn add(&mut self, kind: NewsKind, hit: Hit, criteria: &Criteria) {
        match kind {
            NewsKind::Renewed => self.renewed.push(hit),
            // Whoever follows one case knows it.
            NewsKind::First if criteria.case.is_some() => {}
            NewsKind::First => {
                self.in_time.push(hit.number);
                self.new.push(hit);
            }
        }
    }

    fn rank(&mut self, news: &[News]) {
        for list in [&mut self.new, &mut self.renewed] {
            list.sort_unstable_by_key(|hit| (Reverse(hit.fit), Reverse(of(news, hit.number).at), hit.number));
            list.shrink_to_fit();
        }
    }

    fn within(&self, news: &[News], from: DateTime<Utc>, to: DateTime<Utc>) -> Found {
        let before = |moment: DateTime<Utc>| self.in_time.partition_point(|number| of(news, *number).at < moment);
        let renewed: Vec<_> = self.renewed_within(news, from, to).map(|one| one.case).collect();
        Found {
            new: of_window(&self.new, news, from, to).take(KEPT).map(|one| one.case).collect(),
            total: count(before(to) - before(from)),
            renewed_total: count(renewed.len()),
            renewed: renewed.into_iter().take(KEPT).collect(),
        }
    }

    /// What was found, and behind the best that it names those of these cases that fit, too.
    fn naming(&self, found: &Found, news: &[News], (from, to): (DateTime<Utc>, DateTime<Utc>), cases: &HashSet<CaseId>) -> Found {
        let among = |one: &&News| cases.contains(&one.case);
        let new = of_window(&self.new, news, from, to).skip(found.new.len()).filter(among).map(|one| one.case);
        let renewed = self.renewed_within(news, from, to).skip(found.renewed.len()).filter(among).map(|one| one.case);
        Found {
            new: found.new.iter().copied().chain(new).collect(),
            renewed: found.renewed.iter().copied().chain(renewed).collect(),
            ..*found
        }
    }

    /// The new versions that are told as such: of a case that is new in this window it is told that it is new.
    fn renewed_within<'a>(&'a self, news: &'a [News], from: DateTime<Utc>, to: DateTime<Utc>) -> impl Iterator<Item = &'a News> {
        of_window(&self.renewed, news, from, to).filter(move |one| one.first_published_at < from)
    }
}

/// Those of the hits that became public in `from..to`, in the same order.
fn of_window<'a>(hits: &'a [Hit], news: &'a [News], from: DateTime<Utc>, to: DateTime<Utc>) -> impl Iterator<Item = &'a News> {
    hits.iter().map(move |hit| of(news, hit.number)).filter(move |one| from <= one.at && one.at < to)
}

/// One of the news. Numbers come from the list itself.
fn of(news: &[News], number: u32) -> &News {
    &news[number as usize]
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
