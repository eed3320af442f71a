//! Ten thousand cases.

use crate::{
    fixtures::{Numbers, at, content, id},
    harness::TestDatabase,
};
use domain::{
    CaseContent, CaseFilter, CaseOrder,
    ids::{CaseId, JobId},
    vocabulary::{FieldOfAction, State, Vocabulary},
};
use sea_orm::ConnectionTrait;
use std::{
    collections::HashSet,
    time::{Duration, Instant},
};
use storage::{JobClaim, Store, StoreOptions, Window};

on_both_databases!(long_lists_stay_quick, more_ids_than_a_statement_can_bind_are_looked_up,);

const CASES: i64 = 10_000;

/// How often a list is read: the best time counts, because the others tell how busy the machine was.
const TRIES: usize = 5;

/// Generous for a debug build. That lists are read along an index is for the tests of their plans to say; this one finds what those miss.
const QUICK: Duration = Duration::from_millis(250);

/// Writes published cases past the store, which would take a minute for as many.
async fn fill(database: &TestDatabase) {
    let mut numbers = Numbers(7);
    let municipalities = domain::municipality::all();
    let sqlite = database.is_sqlite();
    let (mut cases, mut revisions, mut terms) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..CASES {
        let content = CaseContent {
            municipality: Some(municipalities[numbers.below(municipalities.len())].key()),
            fields_of_action: numbers.some(FieldOfAction::ALL, 3),
            ..content(&format!("Fall {number}"))
        };
        let uuid = |id: uuid::Uuid| if sqlite { format!("x'{}'", id.simple()) } else { format!("'{id}'") };
        let (id, revision) = (uuid(id()), uuid(id()));
        let at = at(number).to_rfc3339();
        cases.push(format!("({id}, 'fall-{number}', 'published', 1, '{at}', '{at}', 1, '', 1, 1, 'fall {number}', '{at}', '{at}')"));
        revisions.push(format!("({revision}, {id}, 1, '{}', '', '{at}')", content.to_json()));
        let district = content.municipality.iter().map(|ags| ("municipality", ags.as_str()));
        let fields: HashSet<_> = content.fields_of_action.iter().map(|field| (FieldOfAction::NAME, field.key())).collect();
        let state = content.state().map(|state| (State::NAME, state.key()));
        terms.extend(district.chain(fields).chain(state).map(|(vocabulary, key)| format!("({id}, '{vocabulary}', '{key}')")));
    }
    let connection = database.connection().await;
    let case_columns = "id, slug, state, version, created_at, changed_at, working_number, working_title_key, published_number, \
                        published_version, title_key, first_published_at, published_at";
    for (table, columns, rows) in [
        ("practice_case", case_columns, cases),
        ("case_revision", "id, case_id, number, content, content_hash, created_at", revisions),
        ("case_term", "case_id, vocabulary, key", terms),
    ] {
        for some in rows.chunks(500) {
            let insert = format!("INSERT INTO {table} ({columns}) VALUES {}", some.join(", "));
            connection.execute_unprepared(&insert).await.unwrap();
        }
    }
    if !sqlite {
        connection.execute_unprepared("ANALYZE").await.unwrap();
    }
    connection.close().await.unwrap();
}

async fn long_lists_stay_quick(database: TestDatabase) {
    fill(&database).await;
    // Without memory, so that every list is read.
    let store = Store::connect(&StoreOptions { cache_bytes: 0, ..StoreOptions::new(database.url.as_str()) }).await.unwrap();
    let narrow = CaseFilter {
        fields_of_action: vec![FieldOfAction::Inclusion],
        states: vec![State::Sachsen],
        municipalities: vec!["14713".parse().unwrap()],
        ..CaseFilter::default()
    };
    let nothing = CaseFilter { states: vec![State::Bayern], ..CaseFilter::default() };
    for filter in [CaseFilter::default(), narrow, nothing] {
        let count = store.count_published(&filter).await.unwrap();
        for order in [CaseOrder::Newest, CaseOrder::Oldest, CaseOrder::RecentlyUpdated, CaseOrder::Title] {
            for backward in [false, true] {
                let mut took = Duration::MAX;
                for _ in 0..TRIES {
                    let began = Instant::now();
                    let page = store.published_page(&filter, order, &Window { limit: 20, position: None, backward }).await.unwrap();
                    took = took.min(began.elapsed());
                    assert_eq!(page.rows.len() as u64, count.min(20));
                }
                assert!(took < QUICK, "{order:?}, backward {backward}: {took:?} for {filter:?}");
            }
        }
    }
    assert_eq!(store.count_published(&CaseFilter::default()).await.unwrap(), CASES.unsigned_abs());
}

async fn more_ids_than_a_statement_can_bind_are_looked_up(database: TestDatabase) {
    let case = crate::fixtures::published(&database.store, content("Fall"), at(0)).await.id;
    let mut ids: Vec<CaseId> = (0..40_000).map(|_| CaseId(id())).collect();
    ids.push(case);
    assert_eq!(database.store.published_cases(&ids).await.unwrap().len(), 1);
    assert_eq!(database.store.working_cases(&ids).await.unwrap().len(), 1);
    let jobs: Vec<_> = ids.iter().map(|id| JobClaim { id: JobId(id.0), attempt: 1 }).collect();
    database.store.extend_lease(&jobs, at(1)).await.unwrap();
    assert_eq!(database.store.finish(&jobs).await.unwrap(), 0);
}
