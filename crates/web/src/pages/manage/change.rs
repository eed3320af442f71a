//! What can be changed, as forms say it and as the API takes it.

use super::{
    documents::{
        ChangeFrequency, EndAll, EndOne, Pause, Resume, SaveSettings, change_frequency, end_all, end_one, pause, resume, save_settings,
    },
    view::Settings,
};
use crate::{
    errors::PageError,
    fields::{Fields, number},
    visitor::Visitor,
    website::Website,
};
use domain::digest_period::Frequency;

/// A change.
pub(super) enum Change {
    Settings(Settings),
    Pause { until: String },
    Resume,
    Frequency { subscription: String, frequency: Frequency },
    EndOne { subscription: String },
    EndAll,
}

/// Why a change was refused.
pub(super) struct Refused {
    /// Whether there is no such thing, or not for this reader.
    pub is_missing: bool,
    pub field: Option<String>,
    pub message: String,
}

impl Change {
    /// The change that a form asks for; nothing if it is none of ours.
    pub(super) fn read(fields: &Fields) -> Option<Self> {
        let subscription = || fields.get("abo").to_owned();
        Some(match fields.get("was") {
            "einstellungen" => Self::Settings(Settings::typed(fields)),
            "pause" => Self::Pause { until: fields.get("bis").to_owned() },
            "fortsetzen" => Self::Resume,
            "haeufigkeit" => Self::Frequency { subscription: subscription(), frequency: Frequency::from_key(fields.get("haeufigkeit"))? },
            "beenden" => Self::EndOne { subscription: subscription() },
            "alles-beenden" => Self::EndAll,
            _ => return None,
        })
    }

    /// The key of what was done, in the address that it leads to.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Settings(_) => "einstellungen",
            Self::Pause { .. } => "pause",
            Self::Resume => "fortsetzen",
            Self::Frequency { .. } => "haeufigkeit",
            Self::EndOne { .. } => "beenden",
            Self::EndAll => "alles-beenden",
        }
    }

    /// Makes the change for the reader of this token, or of whoever is signed in. Says why it was refused.
    pub(super) async fn apply(&self, site: &Website, visitor: &Visitor, token: Option<&str>) -> Result<Vec<Refused>, PageError> {
        let token = token.map(str::to_owned);
        let caller = visitor.caller.clone();
        macro_rules! refused {
            ($document:ident, $field:ident, $module:ident::Variables $given:tt) => {{
                let errors = site.ask::<$document>(caller, $module::Variables $given).await?.$field.user_errors;
                errors.into_iter().map(|error| Refused {
                    is_missing: matches!(error.code, $module::ErrorCode::NOT_FOUND),
                    field: error.field,
                    message: error.message,
                }).collect()
            }};
        }
        Ok(match self {
            Self::Settings(Settings { hour, weekday, state, quiet_days, titles_only, max_per_day }) => {
                let input = save_settings::ReaderInput {
                    hour: Some(*hour),
                    weekday: *weekday,
                    state: *state,
                    quiet_days: Some(*quiet_days),
                    titles_only: Some(*titles_only),
                    max_per_day: Some(number(max_per_day)),
                };
                refused!(SaveSettings, update_reader, save_settings::Variables { token, input })
            }
            Self::Pause { until } => refused!(Pause, pause_reader, pause::Variables { token, until: until.clone() }),
            Self::Resume => refused!(Resume, resume_reader, resume::Variables { token }),
            Self::Frequency { subscription, frequency } => refused!(
                ChangeFrequency,
                change_subscription_frequency,
                change_frequency::Variables { token, subscription: subscription.clone(), frequency: *frequency }
            ),
            Self::EndOne { subscription } => {
                refused!(EndOne, withdraw_subscription, end_one::Variables { token, subscription: subscription.clone() })
            }
            Self::EndAll => refused!(EndAll, withdraw_all_subscriptions, end_all::Variables { token }),
        })
    }
}

/// What was done, as the page says it.
pub(super) fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "einstellungen" => "Ihre Einstellungen sind gespeichert.",
        "pause" => "Ihre Sammel-E-Mails pausieren. Was in dieser Zeit neu ist, steht in der ersten E-Mail danach.",
        "fortsetzen" => "Die Pause ist beendet.",
        "haeufigkeit" => "Die Häufigkeit ist geändert.",
        "beenden" => "Das Abo ist beendet. Dazu erhalten Sie keine E-Mails mehr.",
        "alles-beenden" => "Alle Abos sind beendet. Sie erhalten keine Sammel-E-Mails mehr.",
        _ => return None,
    })
}
