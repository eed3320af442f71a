//! A reader as the page shows them.

use super::documents::{own_reader, reader_by_token};
use crate::{
    fields::Fields,
    pages::token_pages::shown::Shown,
    types::{DateTime, SubscriptionState, Weekday},
};
use domain::{
    digest_period::Frequency,
    vocabulary::{State, Vocabulary},
};

/// How somebody wishes to be written to, and all that they asked for; never at which address.
pub(super) struct Reader {
    pub hour: i64,
    pub weekday: Weekday,
    pub state: Option<State>,
    pub quiet_days: bool,
    pub titles_only: bool,
    pub max_per_day: i64,
    pub paused_until: Option<DateTime>,
    pub next_digest_at: Option<DateTime>,
    pub subscriptions: Vec<Entry>,
}

/// What the form of the settings has in it: what is in force or, where it was refused, what was typed.
#[derive(Clone)]
pub(super) struct Settings {
    pub hour: i64,
    pub weekday: Option<Weekday>,
    pub state: Option<State>,
    pub quiet_days: bool,
    pub titles_only: bool,
    /// As it was typed, which need not be a number.
    pub max_per_day: String,
}

/// One subscription.
pub(super) struct Entry {
    pub id: String,
    pub shown: Shown,
    pub frequency: Frequency,
    pub consent: Consent,
}

/// What proves that the address's owner agreed.
pub(super) struct Consent {
    pub version: String,
    pub wording: String,
    pub requested_at: DateTime,
    pub requested_from: Option<String>,
    pub confirmed_at: Option<DateTime>,
    pub confirmed_from: Option<String>,
    pub withdrawn_at: Option<DateTime>,
}

impl Reader {
    /// The subscriptions that are not ended.
    pub(super) fn current(&self) -> Vec<&Entry> {
        self.subscriptions.iter().filter(|entry| entry.shown.state != SubscriptionState::Withdrawn).collect()
    }

    /// Whether replies to the reader's own questions are gathered, or will be once that is confirmed.
    pub(super) fn gathers_replies(&self) -> bool {
        self.current().iter().any(|entry| entry.shown.gathers_replies)
    }
}

impl Settings {
    /// What is in force.
    pub(super) fn of(reader: &Reader) -> Self {
        Self {
            hour: reader.hour,
            weekday: Some(reader.weekday),
            state: reader.state,
            quiet_days: reader.quiet_days,
            titles_only: reader.titles_only,
            max_per_day: reader.max_per_day.to_string(),
        }
    }

    /// What was typed.
    pub(super) fn typed(fields: &Fields) -> Self {
        Self {
            hour: fields.number("stunde"),
            weekday: Weekday::from_key(fields.get("wochentag")),
            state: State::from_key(fields.get("land")),
            quiet_days: fields.get("ruhetage") == "ja",
            titles_only: fields.get("nurtitel") == "ja",
            max_per_day: fields.get("hoechstens").to_owned(),
        }
    }
}

/// Both documents name the same fragment, but each has types of its own.
macro_rules! from_document {
    ($($module:ident),+) => {
        $(impl From<$module::ReaderParts> for Reader {
            fn from(given: $module::ReaderParts) -> Self {
                let entry = |own: $module::ReaderPartsSubscriptions| Entry {
                    id: own.id,
                    frequency: own.shown.frequency,
                    shown: own.shown.into(),
                    consent: Consent {
                        version: own.consent.version,
                        wording: own.consent.wording,
                        requested_at: own.requested_at,
                        requested_from: own.consent.requested_from,
                        confirmed_at: own.confirmed_at,
                        confirmed_from: own.consent.confirmed_from,
                        withdrawn_at: own.withdrawn_at,
                    },
                };
                Self {
                    hour: given.hour,
                    weekday: given.weekday,
                    state: given.state,
                    quiet_days: given.quiet_days,
                    titles_only: given.titles_only,
                    max_per_day: given.max_per_day,
                    paused_until: given.paused_until,
                    next_digest_at: given.next_digest_at,
                    subscriptions: given.subscriptions.into_iter().map(entry).collect(),
                }
            }
        })+
    };
}

from_document!(own_reader, reader_by_token);
