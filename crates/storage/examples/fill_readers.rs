//! Fills a database with readers who are due, for `scripts/bench-digests`.
//!
//! `fill_readers URL COUNT SEARCHES NOW`: COUNT readers with one weekly subscription each, to the searches of the file SEARCHES (one a line) in
//! turn, confirmed five years before the moment NOW (RFC 3339), never told of anything since, and due as the program itself would have written it.
#![expect(clippy::print_stderr, reason = "the count is what the person who runs it wants to see")]

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    digest_period::Frequency,
    digest_plan::Wait,
    ids::{ReaderId, SubscriptionId},
    reader::ReaderSettings,
    subscription::{ConsentTo, Criteria, SubscriptionState, current_consent},
};
use std::{env, error::Error, fs};
use storage::{Reader, Store, StoreOptions, Subscription};
use uuid::Uuid;

/// How many readers one transaction writes.
const AT_ONCE: u32 = 1_000;

/// For how long immediate mails are gathered, which nobody here gets.
const IMMEDIATE_MINUTES: u32 = 15;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [url, count, searches, now] = arguments.as_slice() else {
        return Err("usage: fill_readers URL COUNT SEARCHES NOW".into());
    };
    let count: u32 = count.parse()?;
    let asked = now.parse::<DateTime<Utc>>()? - TimeDelta::days(5 * 365);
    let searches: Vec<String> = fs::read_to_string(searches)?.lines().map(str::to_owned).collect();
    let store = Store::connect(&StoreOptions::new(url)).await?;
    for first in (0..count).step_by(AT_ONCE as usize) {
        let mut transaction = store.begin().await?;
        for number in first..count.min(first + AT_ONCE) {
            let reader = transaction.ensure_reader(&reader(number, asked)?).await?;
            transaction.insert_subscription(&subscription(number, reader.id, &searches, asked)).await?;
            let wait = Wait { frequency: Frequency::Weekly, covered_until: asked };
            transaction.set_reader_due(reader.id, reader.standing(IMMEDIATE_MINUTES).next_look(&[wait], asked)).await?;
        }
        transaction.commit().await?;
    }
    eprintln!("{count} readers");
    Ok(())
}

fn reader(number: u32, asked: DateTime<Utc>) -> Result<Reader, Box<dyn Error>> {
    Ok(Reader {
        id: ReaderId(id(1, number)),
        email: format!("reader-{number}@kreis-{}.example.org", number % 49).parse().map_err(|_| "an address that is none")?,
        settings: ReaderSettings { quiet_days: false, ..ReaderSettings::default() },
        paused_until: None,
        next_due_at: None,
        counted_day: None,
        counted_mails: 0,
        token: format!("reader{number:026}").into(),
        created_at: asked,
    })
}

fn subscription(number: u32, reader: ReaderId, searches: &[String], asked: DateTime<Utc>) -> Subscription {
    let text = searches[number as usize % searches.len()].clone();
    Subscription {
        id: SubscriptionId(id(2, number)),
        reader,
        account: None,
        criteria: Criteria { text, ..Criteria::default() },
        typed_text: None,
        frequency: Frequency::Weekly,
        wanted_weekday: None,
        wanted_hour: None,
        state: SubscriptionState::Active,
        consent_version: current_consent(ConsentTo::AllCases).0.to_owned(),
        consent_text: None,
        requested_at: asked,
        confirmed_at: Some(asked),
        withdrawn_at: None,
        unsubscribe_token: format!("leave{number:027}").into(),
        confirm_token_hash: None,
        covered_until: Some(asked),
        requested_from: None,
        confirmed_from: None,
    }
}

/// The same ids in every run.
fn id(kind: u64, number: u32) -> Uuid {
    Uuid::from_u64_pair(kind, u64::from(number))
}
