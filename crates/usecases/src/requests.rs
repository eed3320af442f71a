//! What members ask the network, and what they answer each other.
//!
//! A question is told to those municipalities whose published cases fit it best, and to the agency; everybody signed in reads it and may
//! reply. Whoever asked it, their municipality and the agency close it. Replies are told to whoever asked: each by a mail, or gathered by a
//! digest.

mod ask;
mod close;
mod gather;
mod read;
mod reply;
mod route;
mod tell;

pub use ask::{AskRequest, ask};
pub use close::{close, erase};
pub use gather::{GatherRequest, gather};
pub use read::{list, one, replies};
pub use reply::{ReplyRequest, reply};
pub use route::route;
pub use tell::{replier, tell_left};

use crate::{Network, Refusal, access};
use domain::{
    Rule, Viewer, Violation,
    permission::{Action, Member},
};
use storage::NetworkRequest;
use url::Url;

/// How long a question is, in characters, at least and at most; no longer than a search, because it is looked for.
pub const QUESTION_MIN: usize = 10;
/// See [`QUESTION_MIN`].
pub const QUESTION_MAX: usize = domain::subscription::MAX_TEXT;

/// The longest description and the longest reply, in characters.
pub const TEXT_MAX: usize = 4_000;

/// The member, if they may take part.
fn participant(viewer: &Viewer) -> Result<&Member, Refusal> {
    access::member_for(viewer, Action::TakePart)
}

/// Whether this member may close the question.
pub fn may_close(member: &Member, request: &NetworkRequest) -> bool {
    member.may(Action::CloseRequest, member.relations(request.asker, request.municipality.as_ref()))
}

/// The page of a question.
pub fn page(network: &Network, request: &NetworkRequest) -> Url {
    network.settings.page(&format!("/fragen/{}", request.id))
}

/// A text without blanks around it, or what is wrong with its length.
fn text(field: &'static str, given: &str, min: usize, max: usize) -> Result<String, Violation> {
    let text = given.trim();
    match text.chars().count() {
        0 if min > 0 => Err(Violation::new(field, Rule::Required)),
        given if given < min => Err(Violation::new(field, Rule::TooShort { min, given })),
        given if given > max => Err(Violation::new(field, Rule::TooLong { max, given })),
        _ => Ok(text.to_owned()),
    }
}
