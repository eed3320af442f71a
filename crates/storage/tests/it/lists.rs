//! Public lists: their orders, their windows, their filters.

use crate::{
    fixtures::{Numbers, archive, at, content, draft, id, insert_published, published},
    harness::TestDatabase,
};
use chrono::TimeDelta;
use domain::{
    Ags, CaseContent, CaseFilter, CaseOrder, CaseView,
    case::Elsewhere,
    ids::CaseId,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup, Vocabulary},
};
use std::sync::Arc;
use storage::{Page, Position, Store, StoreError, Window};

const ORDERS: [CaseOrder; 5] =
    [CaseOrder::Newest, CaseOrder::Oldest, CaseOrder::RecentlyUpdated, CaseOrder::RecentlyConfirmed, CaseOrder::Title];

on_both_databases!(
    every_order_is_walked_through_in_both_directions,
    titles_sort_as_a_german_dictionary_does,
    a_position_outlives_its_row,
    a_position_of_another_order_is_refused,
    a_window_of_nothing_still_tells_what_is_there,
    a_filter_finds_what_the_domain_lets_pass,
    a_filter_may_name_more_values_than_a_statement_can_bind,
    titles_alone_are_those_of_the_listed_cases,
);

async fn page(store: &Store, filter: &CaseFilter, order: CaseOrder, window: Window) -> Page {
    store.published_page(filter, order, &window).await.unwrap()
}

fn ids(page: &Page) -> Vec<CaseId> {
    page.rows.iter().map(|(_, case)| case.id).collect()
}

/// The order as it is meant, on cases that are all in memory.
fn sorted(mut cases: Vec<Arc<CaseView>>, order: CaseOrder) -> Vec<CaseId> {
    match order {
        CaseOrder::Newest => cases.sort_by_key(|case| std::cmp::Reverse((case.first_published_at, case.id))),
        CaseOrder::Oldest => cases.sort_by_key(|case| (case.first_published_at, case.id)),
        CaseOrder::RecentlyUpdated => cases.sort_by_key(|case| std::cmp::Reverse((case.published_at, case.id))),
        CaseOrder::RecentlyConfirmed => cases.sort_by_key(|case| std::cmp::Reverse((case.confirmed_at, case.id))),
        CaseOrder::Title => cases.sort_by_key(|case| (case.content.title.to_lowercase(), case.id)),
    }
    cases.iter().map(|case| case.id).collect()
}

async fn every_order_is_walked_through_in_both_directions(database: TestDatabase) {
    let store = &database.store;
    let mut cases = Vec::new();
    for number in 0..23 {
        // Ties in every order, and times with and without a fraction, which SQLite writes in texts of different lengths.
        let moment = at(number % 5) + TimeDelta::microseconds([0, 500_000, 500_001, 7][usize::try_from(number % 4).unwrap()]);
        let case = published(store, content(&format!("titel {}", number % 4)), moment).await;
        if number % 3 == 0 {
            crate::fixtures::publish(store, case.id, at(100 - number)).await;
        }
        cases.push(case.id);
    }
    draft(store, content("Entwurf"), at(0)).await;
    let hidden = published(store, content("Archiviert"), at(0)).await;
    archive(store, hidden.id, at(1)).await;
    let cases = store.published_cases(&cases).await.unwrap();
    for order in ORDERS {
        let expected = sorted(cases.clone(), order);
        for backward in [false, true] {
            let (mut walked, mut position, mut pages) = (Vec::new(), None, 0);
            loop {
                let window = Window { limit: 5, position, backward };
                let page = page(store, &CaseFilter::default(), order, window).await;
                let (behind, beyond) = if backward { (page.has_after, page.has_before) } else { (page.has_before, page.has_after) };
                assert_eq!((behind, beyond), (pages > 0, pages < 4), "{order:?}, backward {backward}, page {pages}");
                let edge = if backward { page.rows.first() } else { page.rows.last() };
                position = edge.map(|(position, _)| position.clone());
                if backward {
                    walked.splice(0..0, ids(&page))
                } else {
                    walked.splice(walked.len().., ids(&page))
                };
                pages += 1;
                if !beyond {
                    break;
                }
            }
            assert_eq!(walked, expected, "{order:?}, backward {backward}");
        }
    }
}

async fn titles_sort_as_a_german_dictionary_does(database: TestDatabase) {
    // "Arm B" stands before "Arma", because a space comes before every letter, and "Ofen" before "Öffnen", because e comes before f.
    let titles = ["Arm", "Arm B", "Arma", "Ärmel", "„Ast“", "Ofen", "Öffnen", "Straße", "Strasse 2", "Zug"];
    for number in [9, 6, 7, 2, 4, 0, 8, 1, 5, 3] {
        published(&database.store, content(titles[number]), at(0)).await;
    }
    let page = page(&database.store, &CaseFilter::default(), CaseOrder::Title, Window::first(20)).await;
    let found: Vec<_> = page.rows.iter().map(|(_, case)| case.content.title.as_str()).collect();
    assert_eq!(found, titles);
}

async fn a_position_outlives_its_row(database: TestDatabase) {
    let store = &database.store;
    let mut cases = Vec::new();
    for second in 0..3 {
        cases.push(published(store, content("Fall"), at(second)).await.id);
    }
    let first = page(store, &CaseFilter::default(), CaseOrder::Oldest, Window::first(2)).await;
    let position = first.rows[1].0.clone();
    crate::fixtures::erase(store, cases[1]).await;
    let after = |backward| Window { limit: 5, position: Some(position.clone()), backward };
    let next = page(store, &CaseFilter::default(), CaseOrder::Oldest, after(false)).await;
    assert_eq!((ids(&next), next.has_before, next.has_after), (vec![cases[2]], true, false));
    let previous = page(store, &CaseFilter::default(), CaseOrder::Oldest, after(true)).await;
    assert_eq!((ids(&previous), previous.has_before, previous.has_after), (vec![cases[0]], false, true));
    crate::fixtures::erase(store, cases[0]).await;
    let alone = page(store, &CaseFilter::default(), CaseOrder::Oldest, after(false)).await;
    assert!(!alone.has_before, "there is nothing before any more");
}

async fn a_position_of_another_order_is_refused(database: TestDatabase) {
    let store = &database.store;
    for key in ["ofen", "", "2026-11-23", "a\0b"] {
        let position = Position { key: key.to_owned(), id: CaseId(id()) };
        let window = Window { limit: 5, position: Some(position), backward: false };
        let result = store.published_page(&CaseFilter::default(), CaseOrder::Newest, &window).await;
        assert!(matches!(result, Err(StoreError::Position)), "{key:?}");
    }
    let position = Position { key: "a\0b".to_owned(), id: CaseId(id()) };
    let window = Window { limit: 5, position: Some(position), backward: false };
    let result = store.published_page(&CaseFilter::default(), CaseOrder::Title, &window).await;
    assert!(matches!(result, Err(StoreError::Position)));
}

async fn a_window_of_nothing_still_tells_what_is_there(database: TestDatabase) {
    let store = &database.store;
    let empty = page(store, &CaseFilter::default(), CaseOrder::Newest, Window::first(0)).await;
    assert_eq!((empty.rows.len(), empty.has_before, empty.has_after), (0, false, false));
    published(store, content("Fall"), at(0)).await;
    let empty = page(store, &CaseFilter::default(), CaseOrder::Newest, Window::first(0)).await;
    assert_eq!((empty.rows.len(), empty.has_before, empty.has_after), (0, false, true));
    assert_eq!(page(store, &CaseFilter::default(), CaseOrder::Newest, Window::first(u64::MAX)).await.rows.len(), 1);
}

fn random_content(numbers: &mut Numbers, municipalities: &[Ags]) -> CaseContent {
    let somewhere = numbers.some(municipalities, 1).pop();
    let elsewhere = Elsewhere { name: "Anderswo".to_owned(), state: State::ALL[numbers.below(State::ALL.len())] };
    CaseContent {
        fields_of_action: numbers.some(&FieldOfAction::ALL[..4], 3),
        components: numbers.some(&Component::ALL[..4], 3),
        life_phases: numbers.some(&LifePhase::ALL[..4], 3),
        target_groups: numbers.some(&TargetGroup::ALL[..4], 3),
        status: numbers.some(&Status::ALL[..3], 1).pop(),
        funding_programmes: numbers.some(&FundingProgramme::ALL[..3], 2),
        elsewhere: somewhere.is_none().then_some(elsewhere).filter(|_| numbers.below(2) == 0),
        municipality: somewhere,
        ..content("Fall")
    }
}

fn random_filter(numbers: &mut Numbers, municipalities: &[Ags]) -> CaseFilter {
    // Most lists are empty, or hardly anything would pass.
    let mut most = |most: usize| if numbers.below(3) == 0 { most } else { 0 };
    let most = [most(3), most(3), most(2), most(2), most(2), most(3), most(3), most(1), most(3)];
    let bound = |numbers: &mut Numbers| {
        let moment = at(i64::try_from(numbers.below(60)).unwrap()) + TimeDelta::nanoseconds([0, 1, -1][numbers.below(3)]);
        (numbers.below(4) == 0).then_some(moment)
    };
    CaseFilter {
        published_after: bound(numbers),
        published_before: bound(numbers),
        renewed_after: None,
        renewed_before: None,
        fields_of_action: numbers.some(&FieldOfAction::ALL[..4], most[0]),
        components: numbers.some(&Component::ALL[..4], most[1]),
        life_phases: numbers.some(&LifePhase::ALL[..4], most[2]),
        target_groups: numbers.some(&TargetGroup::ALL[..4], most[3]),
        statuses: numbers.some(&Status::ALL[..3], most[4]),
        states: numbers.some(State::ALL, most[5]),
        municipalities: numbers.some(municipalities, most[6]),
        funding_programmes: numbers.some(&FundingProgramme::ALL[..3], most[7]),
        focus_areas: numbers.some(&FieldOfAction::ALL[..4], most[8]),
    }
}

async fn a_filter_finds_what_the_domain_lets_pass(database: TestDatabase) {
    let store = &database.store;
    let municipalities: Vec<Ags> = ["15084", "15084550", "15084115", "14713", "16063"].iter().map(|ags| ags.parse().unwrap()).collect();
    let mut numbers = Numbers(1);
    let mut transaction = store.begin().await.unwrap();
    for second in 0..60 {
        let content = random_content(&mut numbers, &municipalities);
        insert_published(&mut transaction, content, at(second)).await;
    }
    transaction.commit().await.unwrap();
    let all = page(store, &CaseFilter::default(), CaseOrder::Oldest, Window::first(100)).await;
    let some: Vec<_> = all.rows.iter().map(|(_, case)| case.id).step_by(2).collect();
    let mut found_some = 0;
    for _ in 0..200 {
        let filter = random_filter(&mut numbers, &municipalities);
        let passes = |case: &&Arc<CaseView>| filter.matches(&case.content, case.first_published_at.unwrap(), case.renewed_at);
        let expected: Vec<_> = all.rows.iter().map(|(_, case)| case).filter(passes).map(|case| case.id).collect();
        assert_eq!(ids(&page(store, &filter, CaseOrder::Oldest, Window::first(100)).await), expected, "{filter:?}");
        assert_eq!(store.count_published(&filter).await.unwrap(), expected.len() as u64, "{filter:?}");
        let mut passing = store.listed_passing(&filter, &some).await.unwrap();
        passing.sort_unstable();
        let mut expected_of_some: Vec<_> = expected.iter().copied().filter(|id| some.contains(id)).collect();
        expected_of_some.sort_unstable();
        assert_eq!(passing, expected_of_some, "{filter:?}");
        found_some += usize::from(!expected.is_empty() && expected.len() < 60);
    }
    assert!(found_some > 50, "the filters tell cases apart: {found_some}");
}

async fn a_filter_may_name_more_values_than_a_statement_can_bind(database: TestDatabase) {
    let store = &database.store;
    published(store, content("Fall"), at(0)).await;
    let gemeinde = |number: usize| format!("15084{:03}", number % 1_000).parse::<Ags>().unwrap();
    // The same values over and over are one each; too many different ones are refused and do not fail somewhere below.
    let filter = CaseFilter {
        municipalities: (0..40_000).map(gemeinde).collect(),
        fields_of_action: vec![FieldOfAction::Governance; 40_000],
        ..CaseFilter::default()
    };
    assert_eq!(store.count_published(&filter).await.unwrap(), 1);
    let district = |number: usize| domain::municipality::all()[number % 49].ags;
    let municipalities = (0..49_000).filter_map(|number| format!("{}{:03}", district(number), number / 49).parse().ok()).collect();
    let filter = CaseFilter { municipalities, ..CaseFilter::default() };
    let result = store.count_published(&filter).await;
    assert!(matches!(result, Err(StoreError::TooManyValues { what: "municipalities", .. })), "{result:?}");
}

async fn titles_alone_are_those_of_the_listed_cases(database: TestDatabase) {
    let store = &database.store;
    let odd = "„Übergänge“ \\ it's \"quoted\" 🚌";
    let (first, second) = (published(store, content(odd), at(0)).await, published(store, content("Zweiter"), at(1)).await);
    let hidden = draft(store, content("Entwurf"), at(2)).await;
    let archived = published(store, content("Archiviert"), at(3)).await;
    archive(store, archived.id, at(4)).await;
    crate::fixtures::retitle(store, second.id, "Noch nicht öffentlich", at(5)).await;
    let mut expected = vec![(first.id, first.slug.clone(), odd.to_owned()), (second.id, second.slug.clone(), "Zweiter".to_owned())];
    expected.sort();
    let read = async |after, limit| {
        let titles = store.published_titles(after, limit).await.unwrap();
        titles.into_iter().map(|title| (title.id, title.slug, title.title)).collect::<Vec<_>>()
    };
    assert_eq!(read(None, 10).await, expected);
    assert_eq!(read(None, 1).await, expected[..1]);
    assert_eq!(read(Some(expected[0].0), 10).await, expected[1..]);
    let mut transaction = store.begin().await.unwrap();
    for (id, title) in [(first.id, Some(odd)), (second.id, Some("Zweiter")), (hidden.id, None), (archived.id, None)] {
        assert_eq!(transaction.published_title(id).await.unwrap().as_deref(), title);
    }
}
