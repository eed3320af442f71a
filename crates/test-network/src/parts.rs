//! A clock, identifiers, secrets and a mail server that tests can foresee.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use domain::{Clock, IdSource};
use mail::{Mail, MailTransport, MemoryTransport, Receipt, SendError, Threshold};
use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};
use usecases::{Failure, secret::SecretSource};
use uuid::{Builder, Uuid};

/// When every test begins, in seconds since 1970: 2026-03-17 10:00 UTC, a Tuesday.
const BEGINNING: u32 = 1_773_741_600;

/// A clock that stands still at 2026-03-17 10:00 UTC until it is moved.
#[derive(Debug)]
pub struct MovableClock(Mutex<DateTime<Utc>>);

impl Default for MovableClock {
    fn default() -> Self {
        Self(Mutex::new(Utc.timestamp_opt(i64::from(BEGINNING), 0).single().expect("a moment that there is")))
    }
}

impl MovableClock {
    /// Moves it forward.
    ///
    /// # Panics
    /// If another test thread panicked while it moved the clock.
    pub fn advance(&self, time: TimeDelta) {
        *self.0.lock().expect("the clock") += time;
    }

    /// Sets it to a moment.
    ///
    /// # Panics
    /// If another test thread panicked while it moved the clock.
    pub fn set(&self, moment: DateTime<Utc>) {
        *self.0.lock().expect("the clock") = moment;
    }
}

impl Clock for MovableClock {
    fn now(&self) -> DateTime<Utc> {
        domain::clock::to_microseconds(*self.0.lock().expect("the clock"))
    }
}

/// UUIDs of version 7 that count up from the same start in every test.
#[derive(Debug, Default)]
pub struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn next(&self) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let mut tail = [0; 10];
        tail[2..].copy_from_slice(&count.to_be_bytes());
        Builder::from_unix_timestamp_millis(u64::from(BEGINNING) * 1_000 + count, &tail).into_uuid()
    }
}

/// Tokens that count up; never to be used for anything but tests.
#[derive(Debug, Default)]
pub struct CountingSecrets(AtomicU64);

impl SecretSource for CountingSecrets {
    fn random(&self) -> Result<[u8; 24], Failure> {
        let mut bytes = [0xab; 24];
        bytes[16..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        Ok(bytes)
    }
}

/// A mail server in memory that can be told to refuse.
#[derive(Debug, Default)]
pub struct Mailroom {
    taken: MemoryTransport,
    refusal: Mutex<Option<(u16, &'static str)>>,
    answers_to_lose: Mutex<u32>,
    attempts: Mutex<Vec<String>>,
}

impl Mailroom {
    /// From now on answers every mail with this code and text; `None`: takes them again.
    ///
    /// # Panics
    /// If another test thread panicked while it did the same.
    pub fn refuse_with(&self, reply: Option<(u16, &'static str)>) {
        *self.refusal.lock().expect("the reply") = reply;
    }

    /// Takes the next mails and loses the answers to them.
    ///
    /// # Panics
    /// If another test thread panicked while it did the same.
    pub fn lose_answers(&self, count: u32) {
        *self.answers_to_lose.lock().expect("a number") = count;
    }

    /// The mails that were taken, the first one first.
    pub fn sent(&self) -> Vec<Mail> {
        self.taken.sent()
    }

    /// The Message-IDs of all attempts, taken or not.
    ///
    /// # Panics
    /// If another test thread panicked while it sent a mail.
    pub fn attempts(&self) -> Vec<String> {
        self.attempts.lock().expect("the attempts").clone()
    }
}

#[async_trait]
impl MailTransport for Mailroom {
    async fn hand_over(&self, mail: &Mail, threshold: &dyn Threshold) -> Result<Receipt, SendError> {
        self.attempts.lock().expect("the attempts").push(mail.message_id.clone());
        let refusal = *self.refusal.lock().expect("the reply");
        match refusal {
            Some((code @ 500..=599, reply)) => Err(SendError::Permanent { code, reply: reply.to_owned() }),
            Some((code, reply)) => Err(SendError::Transient { code, reply: reply.to_owned() }),
            None => {
                let receipt = self.taken.hand_over(mail, threshold).await?;
                let mut answers_to_lose = self.answers_to_lose.lock().expect("a number");
                if *answers_to_lose > 0 {
                    *answers_to_lose -= 1;
                    return Err(SendError::Unreachable { reason: "the line broke".to_owned(), uncertain: true });
                }
                Ok(receipt)
            }
        }
    }

    async fn ready(&self) -> Result<(), SendError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "mailroom"
    }
}
