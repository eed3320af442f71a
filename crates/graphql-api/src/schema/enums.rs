//! The enums that are no vocabularies. Each mirrors one of `domain`; the compiler holds the two together.

use async_graphql::Enum;

/// Where a case or its working copy stands. What is public stays apart from what is worked on: a published case that is being edited is
/// published, and its working copy a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::WorkflowState")]
pub(crate) enum WorkflowState {
    /// Being written; seen by the author's municipality.
    Draft,
    /// Handed in for review; seen by reviewers as well.
    Submitted,
    /// Given back by a reviewer with a reason, to be handed in again; still seen by reviewers.
    ChangesRequested,
    /// Approved; seen by everybody.
    Published,
    /// No longer kept up; still readable by everybody, but in no list, search or digest.
    Archived,
}

/// The order that a list of cases comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::CaseOrder")]
pub(crate) enum CaseOrder {
    /// The latest first publication first.
    Newest,
    /// The earliest first publication first.
    Oldest,
    /// The latest change of the published text first.
    RecentlyUpdated,
    /// What somebody vouched for last, by publishing or confirming it, first.
    RecentlyConfirmed,
    /// By title as a German dictionary sorts it.
    Title,
}

/// The order of the cases that a search found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "usecases::SearchOrder")]
pub(crate) enum SearchOrder {
    /// The best match first; without a word to match it is NEWEST.
    Relevance,
    /// The latest first publication first.
    Newest,
    /// The earliest first publication first.
    Oldest,
    /// The latest change of the published text first.
    RecentlyUpdated,
    /// What somebody vouched for last, by publishing or confirming it, first.
    RecentlyConfirmed,
}

/// Which cases a search takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "usecases::find_cases::Matching")]
pub(crate) enum SearchMatching {
    /// Those that hold most of the text, in any way: a typing mistake is forgiven, and where few hold all of it a word may be missing.
    Best,
    /// Those that hold every word, itself or by a synonym, and all of them: what digests tell. Without facets; an error with the code TOO_MANY
    /// if more than 2,000 cases pass the filter. Costs and counts as ten searches.
    EveryWord,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "usecases::DeliveryState")]
pub(crate) enum MailState {
    /// Not yet tried.
    Queued,
    /// Under way at this moment.
    Sending,
    /// Taken by the mail server.
    Sent,
    /// Tried in vain, to be tried again.
    Deferred,
    /// Refused for good.
    Failed,
    /// Taken by the mail server, and come back later.
    Bounced,
    /// Not sent, because mails to this address come back.
    Suppressed,
    /// Not sent, because there was nothing to send any more.
    Skipped,
    /// Its content was sent, but the answer was lost.
    Uncertain,
}

/// What an account may do in the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::Role")]
pub(crate) enum Role {
    /// Reads and subscribes.
    Reader,
    /// Writes cases of one municipality.
    Author,
    /// Writes cases of one municipality and looks after its people.
    Coordinator,
    /// Reviews and publishes cases, for the agency.
    Reviewer,
    /// Advises some municipalities, for the agency.
    Adviser,
    /// Runs the instance.
    Administrator,
}

/// How often a reader wants to hear of new cases. A period without new cases brings no mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::digest_period::Frequency")]
pub(crate) enum Frequency {
    /// Within minutes; what comes up in the same short window is told in one mail.
    Immediate,
    /// Once a day.
    Daily,
    /// Once a week, on a weekday of the reader's choice.
    Weekly,
    /// Once a month, on the first weekday of the reader's choice in it.
    Monthly,
}

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::subscription::SubscriptionState")]
pub(crate) enum SubscriptionState {
    /// Asked for, not yet confirmed: no digest is sent.
    Pending,
    /// Confirmed by the address's owner.
    Active,
    /// Ended by the reader.
    Withdrawn,
}

/// How the words of a synonym group belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::SynonymKind")]
pub(crate) enum SynonymKind {
    /// Each means the others: a case with one of them is found by any other as if it had that.
    Synonym,
    /// They are about the same: a case with one of them is found by another, but behind those that have it.
    Related,
}

/// What an access token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::Scope")]
pub(crate) enum AccessTokenScope {
    /// Queries.
    Read,
    /// Mutations.
    Write,
}

/// By what a session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::SignInMethod")]
pub(crate) enum SignInMethod {
    /// By a link in a mail.
    Link,
    /// By an OpenID Connect provider.
    Provider,
    /// By one click, on demo instances alone.
    Demo,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum Weekday {
    /// Montag.
    Monday,
    /// Dienstag.
    Tuesday,
    /// Mittwoch.
    Wednesday,
    /// Donnerstag.
    Thursday,
    /// Freitag.
    Friday,
    /// Samstag.
    Saturday,
    /// Sonntag.
    Sunday,
}

impl From<Weekday> for chrono::Weekday {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

impl From<chrono::Weekday> for Weekday {
    fn from(day: chrono::Weekday) -> Self {
        match day {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}
