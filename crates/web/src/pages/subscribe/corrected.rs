//! The ways back to the form of subscriptions with what was chosen in it; and that a typing mistake in a subscription's text was corrected, with the
//! way to subscribe to what was typed after all.

use super::{CASE, PATH, REPLIES};
use crate::{
    fields::Fields,
    search_state::{SearchState, address, uncorrected},
    types::Weekday,
};
use domain::{digest_period::Frequency, subscription::MAX_TEXT};

/// The name in addresses of what is searched for instead of the text in them.
const INSTEAD: &str = "gesucht";

/// The form's names of the municipality whose focus areas count, of how often mails come, and of their day and hour.
const FOCUS: &str = "schwerpunkte";
const FREQUENCY: &str = "haeufigkeit";
const WEEKDAY: &str = "wochentag";
const HOUR: &str = "stunde";

/// What the form has beside a search that is worth keeping for another try.
const KEPT: [&str; 4] = [FOCUS, FREQUENCY, WEEKDAY, HOUR];

/// A text that was corrected.
pub(crate) struct Corrected {
    /// What is searched for.
    pub text: String,
    /// What was typed.
    pub typed: String,
    /// The form filled with what was typed, to be taken as it is.
    pub exact_href: String,
}

/// What a subscription that was asked for before has beside its search.
pub(crate) struct Beside {
    /// The key of the municipality whose focus areas count.
    pub focus: Option<String>,
    /// How often mails come.
    pub frequency: Frequency,
    /// The day that its page shows: the one that was asked for, once it is confirmed the reader's.
    pub weekday: Option<Weekday>,
    /// The hour that was asked for. Once it is confirmed the reader has it, and the form leaves it as it is.
    pub hour: Option<i64>,
}

impl Corrected {
    /// A subscription that was asked for before: what is searched for in it, with its filters, and what it has beside that.
    pub(crate) fn of(asked: SearchState, typed: String, beside: &Beside) -> Self {
        let text = asked.text.clone();
        Self::instead(text, asked, typed, beside.fields())
    }

    /// What the address says that a form led to ([`asked_href`]); nothing if nothing was corrected.
    pub(super) fn read(fields: &Fields) -> Option<Self> {
        let text: String = fields.given(INSTEAD)?.chars().take(MAX_TEXT).collect();
        let search = SearchState::read(fields).lasting();
        let typed = search.text.clone();
        Some(Self::instead(text, search, typed, kept(fields)))
    }

    /// The way to the same filters, and to what stands beside them, with what was typed.
    fn instead(text: String, search: SearchState, typed: String, beside: impl Iterator<Item = (&'static str, String)>) -> Self {
        let search = SearchState { text: uncorrected(&typed, &text), ..search };
        let exact_href = address(PATH, search.criteria().into_iter().chain(beside));
        Self { text, typed, exact_href }
    }
}

impl Beside {
    /// The form filled with this search and with what stands beside it, to be asked for with another selection.
    pub(crate) fn form_href(&self, search: &SearchState) -> String {
        address(PATH, search.criteria().into_iter().chain(self.fields()))
    }

    /// As the form has it, under each of the names of [`KEPT`] that there is something for.
    fn fields(&self) -> impl Iterator<Item = (&'static str, String)> {
        let frequency = self.frequency.key().to_owned();
        let weekday = self.weekday.map(|day| day.key().to_owned());
        let hour = self.hour.map(|hour| hour.to_string());
        KEPT.into_iter().zip([self.focus.clone(), Some(frequency), weekday, hour]).filter_map(|(name, value)| Some((name, value?)))
    }
}

/// The page that a form with these fields leads to, at `path`. Its address keeps what was chosen, and says what the text was corrected to.
pub(super) fn asked_href(path: &str, fields: &Fields, corrected: Option<String>) -> String {
    address(path, chosen(fields).into_iter().chain(corrected.map(|text| (INSTEAD, text))))
}

/// The form filled with what the address of that page keeps.
pub(super) fn form_href(fields: &Fields) -> String {
    address(PATH, chosen(fields))
}

/// What was chosen, as addresses carry it: that replies are gathered, the case that is followed or else the search, and what stands beside it. The
/// reader's own address stands in none.
fn chosen(fields: &Fields) -> Vec<(&'static str, String)> {
    let alone = [REPLIES, CASE].into_iter().find_map(|name| Some((name, fields.given(name)?.to_owned())));
    let what = alone.map_or_else(|| SearchState::read(fields).lasting().criteria(), |one| vec![one]);
    what.into_iter().chain(kept(fields)).collect()
}

fn kept(fields: &Fields) -> impl Iterator<Item = (&'static str, String)> {
    KEPT.into_iter().filter_map(move |name| Some((name, fields.given(name)?.chars().take(20).collect())))
}
