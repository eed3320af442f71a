//! A subscription as its pages show it.

use super::documents::{confirm, subscription_by_token, unsubscribe};
use crate::{
    pages::{
        manage::documents::{own_reader, reader_by_token},
        subscribe::corrected::{Beside, Corrected},
    },
    search_state::SearchState,
    types::{SubscriptionState, Weekday},
};
use domain::{CaseFilter, digest_period::Frequency, subscription::Criteria};
use usecases::criteria_text;

/// What a subscription is about; never whose it is.
pub(crate) struct Shown {
    /// One line for each criterion, as mails have them.
    pub lines: Vec<String>,
    /// The text that was corrected when it was asked for.
    pub corrected: Option<Corrected>,
    /// Whether it gathers the replies to the reader's own questions.
    pub gathers_replies: bool,
    /// The form filled with what it is about; nothing where one case is followed or replies are gathered, about which there is nothing else to
    /// choose.
    pub form_href: Option<String>,
    /// When mails come: `wöchentlich am Dienstag`, `monatlich am ersten Dienstag`.
    pub rhythm: String,
    /// Whether a day or an hour stands in it: they go for all that the address gets.
    pub is_for_all: bool,
    /// Where it stands.
    pub state: SubscriptionState,
    /// Whether it is about one case that is no longer to be seen. Nothing tells which.
    pub is_gone: bool,
}

/// What a subscription to a case is about that is no longer to be seen.
const GONE: &str = "Ein Praxisbeispiel, das nicht mehr öffentlich ist";

/// The documents name the same fragment, but each has types of its own.
macro_rules! from_document {
    ($($module:ident),+) => {
        $(impl From<$module::Shown> for Shown {
            fn from(given: $module::Shown) -> Self {
                let filter = given.filter;
                let filter = CaseFilter {
                    fields_of_action: filter.fields_of_action,
                    components: filter.components,
                    life_phases: filter.life_phases,
                    target_groups: filter.target_groups,
                    statuses: filter.statuses,
                    states: filter.states,
                    funding_programmes: filter.funding_programmes,
                    focus_areas: filter.focus_areas,
                    municipalities: filter.municipalities.iter().filter_map(|place| place.ags.parse().ok()).collect(),
                    ..CaseFilter::default()
                };
                let text = given.text.trim().to_owned();
                let is_gone = given.follows_case && given.practice_case.is_none();
                let lines = match given.practice_case {
                    Some(case) => vec![criteria_text::followed(&case.title)],
                    None if is_gone => vec![GONE.to_owned()],
                    None => {
                        let focus_of = given.focus_of.as_ref().and_then(|place| place.ags.parse().ok());
                        let (text, filter, replies) = (text.clone(), filter.clone(), given.gathers_replies);
                        criteria_text::lines(&Criteria { text, filter, focus_of, case: None, replies }, None)
                    }
                };
                let asked = SearchState { text, filter, ..SearchState::default() };
                let beside = Beside {
                    focus: given.focus_of.map(|place| place.ags),
                    frequency: given.frequency,
                    weekday: given.weekday,
                    hour: given.wanted_hour,
                };
                let form_href = (!given.follows_case && !given.gathers_replies).then(|| beside.form_href(&asked));
                let corrected = given.typed_text.map(|typed| Corrected::of(asked, typed, &beside));
                let is_for_all = given.weekday.is_some() || given.wanted_hour.is_some();
                let rhythm = rhythm(given.frequency, given.weekday, given.wanted_hour);
                let (state, gathers_replies) = (given.state, given.gathers_replies);
                Self { lines, corrected, gathers_replies, form_href, rhythm, is_for_all, state, is_gone }
            }
        })+
    };
}

from_document!(subscription_by_token, confirm, unsubscribe, own_reader, reader_by_token);

/// The hour is one that was asked for and is not confirmed yet.
fn rhythm(frequency: Frequency, weekday: Option<Weekday>, hour: Option<i64>) -> String {
    let day = match (frequency, weekday) {
        (Frequency::Weekly, Some(weekday)) => format!(" am {}", weekday.label()),
        (Frequency::Monthly, Some(weekday)) => format!(" am ersten {}", weekday.label()),
        _ => String::new(),
    };
    let hour = hour.filter(|_| frequency != Frequency::Immediate).map(|hour| format!(" um {hour} Uhr")).unwrap_or_default();
    format!("{}{day}{hour}", frequency.label())
}
