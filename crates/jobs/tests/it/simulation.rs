//! Years of digests with outages, restarts and several workers: every subscription and period with content is composed once and sent once, none
//! without content, none after leaving.

mod world;

use chrono::{TimeDelta, Weekday};
use domain::{digest_period::Frequency, vocabulary::State};
use proptest::prelude::*;
use sea_orm::{ConnectionTrait, Database};
use std::sync::Arc;
use test_network::TestNetwork;
use usecases::reader::SettingsChange;
use world::World;

const WORDS: [&str; 3] = ["lesepaten", "fahrradkeller", "ausbildungsbus"];

/// What happens next.
#[derive(Debug, Clone)]
enum Event {
    /// A case with one of the words becomes public.
    Publish(usize),
    /// Time passes, and this many workers look all the while, every so many minutes.
    Work { minutes: i64, every: i64, workers: usize },
    /// Time passes, and nobody works.
    Outage { minutes: i64 },
    /// A worker is stopped in the middle of things, after so many steps.
    Kill { steps: usize },
    /// One of the subscriptions is ended.
    Leave(usize),
    /// One of the readers wants no digest for some days.
    Pause(usize, i64),
}

#[derive(Debug, Clone)]
struct Wish {
    reader: usize,
    word: Option<usize>,
    frequency: Frequency,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0..WORDS.len()).prop_map(Event::Publish),
        4 => (30..60 * 24 * 8_i64, prop::sample::select(vec![121_i64, 380, 1_500]), prop::sample::select(vec![1_usize, 2, 5]))
            .prop_map(|(minutes, every, workers)| Event::Work { minutes, every, workers }),
        1 => (60..60 * 24 * 40_i64).prop_map(|minutes| Event::Outage { minutes }),
        2 => (0..120_usize).prop_map(|steps| Event::Kill { steps }),
        1 => (0..8_usize).prop_map(Event::Leave),
        1 => (0..3_usize, 1..20_i64).prop_map(|(reader, days)| Event::Pause(reader, days)),
    ]
}

fn wish() -> impl Strategy<Value = Wish> {
    (0..3_usize, prop::option::of(0..WORDS.len()), prop::sample::select(Frequency::ALL.to_vec()))
        .prop_map(|(reader, word, frequency)| Wish { reader, word, frequency })
}

fn settings() -> impl Strategy<Value = SettingsChange> {
    (0..24_u8, any::<bool>(), 1..4_u8, prop::sample::select(vec![Weekday::Tue, Weekday::Sat])).prop_map(|(hour, quiet, most, weekday)| {
        SettingsChange {
            hour: Some(hour),
            weekday: Some(weekday),
            state: Some(Some(State::Sachsen)),
            quiet_days: Some(quiet),
            titles_only: Some(true),
            max_per_day: Some(most),
        }
    })
}

/// The events one after the other, and then enough days for whatever is still to come: five weeks lie between some first weekdays of months.
async fn lived_through(test: TestNetwork, wishes: Vec<Wish>, settings: Vec<SettingsChange>, events: Vec<Event>) {
    let mut world = World::begin(test, &wishes, &settings).await;
    for event in &events {
        Box::pin(world.happens(event)).await;
        world.remember().await;
    }
    for _ in 0..45 {
        world.test.clock.advance(TimeDelta::days(1));
        world.test.run_jobs().await;
    }
    world.remember().await;
    world.check().await;
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, max_shrink_iters: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_period_with_content_is_composed_once_and_sent_once_through_all_accidents(
        wishes in prop::collection::vec(wish(), 1..6),
        settings in prop::collection::vec(settings(), 3),
        events in prop::collection::vec(event(), 20..40),
    ) {
        runtime().block_on(async { Box::pin(lived_through(TestNetwork::new().await, wishes, settings, events)).await });
    }
}

/// A publication every other day, an outage now and then, a worker that dies, and both changes of clocks each year.
fn years(steps: usize) -> (Vec<Wish>, Vec<SettingsChange>, Vec<Event>) {
    let wish = |reader, word, frequency| Wish { reader, word, frequency };
    let wishes = vec![
        wish(0, Some(0), Frequency::Daily),
        wish(0, None, Frequency::Weekly),
        wish(0, Some(2), Frequency::Monthly),
        wish(1, None, Frequency::Monthly),
        wish(2, Some(1), Frequency::Immediate),
    ];
    let settings = |hour, quiet, weekday| SettingsChange {
        hour: Some(hour),
        weekday: Some(weekday),
        state: Some(Some(State::Thueringen)),
        quiet_days: Some(quiet),
        titles_only: Some(true),
        max_per_day: Some(2),
    };
    // Hour 2 is the one that clocks skip and repeat.
    let settings = vec![settings(2, false, Weekday::Sun), settings(7, true, Weekday::Tue), settings(23, true, Weekday::Sat)];
    let event = |number: usize| match number % 20 {
        7 => Event::Outage { minutes: 60 * 24 * 25 },
        13 => Event::Kill { steps: number / 2 },
        other => Event::Work { minutes: 60 * 24 * 3, every: 60 * 24 + 7, workers: [1, 2, 5][other % 3] },
    };
    let events = (0..steps).flat_map(|number| [Event::Publish(number % WORDS.len()), event(number)]).collect();
    (wishes, settings, events)
}

#[test]
fn three_years_pass_and_nothing_is_lost_or_doubled() {
    let (wishes, settings, events) = years(200);
    runtime().block_on(async { Box::pin(lived_through(TestNetwork::new().await, wishes, settings, events)).await });
}

#[test]
fn a_year_passes_on_postgresql_and_nothing_is_lost_or_doubled() {
    let Some(server) = variable("WISSENSNETZ_TEST_POSTGRES_URL") else {
        let is_required = variable("WISSENSNETZ_TEST_REQUIRE_SERVICES").is_some_and(|value| value == "1");
        assert!(!is_required, "WISSENSNETZ_TEST_REQUIRE_SERVICES=1, but WISSENSNETZ_TEST_POSTGRES_URL names no server");
        return;
    };
    let (wishes, settings, events) = years(80);
    runtime().block_on(async {
        let admin = Database::connect(server.as_str()).await.unwrap();
        let name = format!("wissensnetz_jobs_{}", std::process::id());
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        let base: Vec<&str> = server.split('/').take(3).collect();
        let dir = tempfile::TempDir::new().unwrap();
        let engine = Arc::new(test_network::embedded_search(&dir).await);
        let test = TestNetwork::with(dir, &format!("{}/{name}", base.join("/")), engine).await;
        // In a task of its own, so that the database goes even where the test fails.
        let result = tokio::spawn(lived_through(test, wishes, settings, events)).await;
        admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
        if let Err(failed) = result {
            std::panic::resume_unwind(failed.into_panic());
        }
    });
}

#[expect(clippy::disallowed_methods, reason = "tests learn from the environment which services there are")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
