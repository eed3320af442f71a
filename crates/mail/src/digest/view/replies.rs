//! What the templates of a digest show of replies to the reader's own questions.

use super::MAX_TEASER;
use crate::{
    clean::{one_line, shorten},
    digest::{AnsweredQuestion, DigestReply, RepliesSection},
    german::{self, counted},
};

pub(super) struct RepliesView {
    pub(super) questions: Vec<QuestionView>,
    /// "2 weitere Antworten", or "2 Antworten" where none is shown; empty if there are none.
    pub(super) more: String,
    pub(super) list_url: String,
    pub(super) frequency: &'static str,
    pub(super) leave_url: String,
}

pub(super) struct QuestionView {
    pub(super) question: String,
    pub(super) url: String,
    pub(super) replies: Vec<ReplyView>,
}

pub(super) struct ReplyView {
    pub(super) from: String,
    pub(super) written_on: String,
    /// The beginning of what they say; empty where titles alone are wanted.
    pub(super) excerpt: String,
}

/// How many replies a section tells.
pub(super) fn count(section: &RepliesSection) -> usize {
    section.questions.iter().map(|question| question.replies.len()).sum()
}

impl RepliesView {
    /// A section with as many replies as there is room for; `room` is what is left of it then.
    pub(super) fn new(section: &RepliesSection, titles_only: bool, room: &mut usize) -> Self {
        let mut questions = Vec::new();
        let mut more = count(section);
        for answered in &section.questions {
            let shown = question(answered, *room, titles_only);
            *room -= shown.replies.len();
            more -= shown.replies.len();
            if !shown.replies.is_empty() {
                questions.push(shown);
            }
        }
        let (one, many) = if questions.is_empty() { ("Antwort", "Antworten") } else { ("weitere Antwort", "weitere Antworten") };
        Self {
            questions,
            more: if more > 0 { counted(more, one, many) } else { String::new() },
            list_url: section.list_url.to_string(),
            frequency: section.frequency.label(),
            leave_url: section.leave_url.to_string(),
        }
    }
}

fn question(answered: &AnsweredQuestion, room: usize, titles_only: bool) -> QuestionView {
    QuestionView {
        question: one_line(&answered.question),
        url: answered.url.to_string(),
        replies: answered.replies.iter().take(room).map(|one| reply(one, titles_only)).collect(),
    }
}

fn reply(reply: &DigestReply, titles_only: bool) -> ReplyView {
    ReplyView {
        from: one_line(&reply.from),
        written_on: german::day(reply.written_on),
        excerpt: if titles_only { String::new() } else { shorten(&reply.body, MAX_TEASER) },
    }
}
