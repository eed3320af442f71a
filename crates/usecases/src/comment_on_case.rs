//! Talk about a case's working copy.

use crate::{
    Network, Refusal, UseCaseError, access, idempotency,
    rate_limit::{self, Limited},
    request_changes,
    review_log::{self, People, Told},
};
use domain::{
    CaseView, Rule, Viewer, Violation,
    case::is_field,
    ids::{CaseId, CommentId},
    permission::Action,
    review::Party,
    violation::label,
};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use serde_json::json;
use storage::ReviewComment;

/// What somebody wants to say.
#[derive(Debug, Clone, Default)]
pub struct CommentRequest {
    /// The field that it is about, as the case format names it; the whole case if none.
    pub field: Option<String>,
    /// What it says: plain text.
    pub body: String,
    /// Who is to be told of it by mail.
    pub mentions: Vec<Party>,
    /// What the client names this wish by, 1 to 255 characters.
    pub key: Option<String>,
}

/// Writes a comment on the working copy and tells those who are mentioned, except the writer. It is there for everybody who sees the
/// working copy. What was written under the same key before is there already.
///
/// Refused: unauthenticated, not found, forbidden, invalid (no text, too long a one, a field that no case has), rate limited (if
/// somebody is mentioned).
pub fn add<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    request: CommentRequest,
) -> BoxFuture<'a, Result<ReviewComment, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let case = access::case_for(&mut transaction, viewer, id, Action::Comment).await?;
        let body = request_changes::words("body", &request.body)?.to_owned();
        if let Some(field) = request.field.as_ref().filter(|field| !is_field(field)) {
            let rule = Rule::Unknown { list: "Felder", given: field.chars().take(100).collect() };
            return Err(Refusal::Invalid(vec![Violation::new("field", rule)]).into());
        }
        let member = access::member(viewer)?;
        let mut mentions = request.mentions;
        mentions.sort_unstable();
        mentions.dedup();
        let wish = json!([id, request.field, body, mentions.iter().map(|party| party.key()).collect::<Vec<_>>()]);
        let new = CommentId(idempotency::id(network, member.account, request.key.as_deref(), "review_comment", &wish)?);
        // Whoever sends the same at the same moment waits for the case.
        if request.key.is_some()
            && let Some(comment) = transaction.review_comment(new).await?
        {
            return Ok(comment);
        }
        if !mentions.is_empty() {
            rate_limit::check(network, Limited::Review, viewer)?;
        }
        let now = network.clock.now();
        let comment = ReviewComment {
            id: new,
            case: id,
            created_at: now,
            author: Some(member.account),
            author_role: member.role,
            field: request.field,
            body,
            mentions,
            revision: case.revision,
            resolved: None,
        };
        transaction.insert_review_comment(&comment).await?;
        let detail = json!({ "comment": comment.id, "field": comment.field });
        access::audit(network, &mut transaction, viewer, "case.commented", id, detail, now).await?;
        tell_mentioned(network, &mut transaction, &case, &comment).await?;
        network.commit(transaction).await?;
        Ok(comment)
    })
}

async fn tell_mentioned(
    network: &Network,
    transaction: &mut storage::Transaction,
    case: &CaseView,
    comment: &ReviewComment,
) -> Result<(), UseCaseError> {
    if comment.mentions.is_empty() {
        return Ok(());
    }
    let mut review = transaction.case_review(case.id).await?;
    let people = People::read(network, transaction, &[(case, &review)], comment.created_at).await?;
    let mut to: Vec<_> = comment.mentions.iter().flat_map(|party| people.party(*party, case, &review)).collect();
    to.sort_by_key(|account| account.id);
    to.dedup_by_key(|account| account.id);
    to.retain(|account| Some(account.id) != comment.author);
    let told = Told { words: Some(&comment.body), field: comment.field.as_deref(), ..ReviewNotice::Mentioned.into() };
    review_log::tell(network, transaction, case, &mut review, &to, told, comment.created_at).await?;
    transaction.save_case_review(case.id, &review).await?;
    Ok(())
}

/// Marks a comment as resolved, or as open again. Marking it as what it is changes nothing.
///
/// Refused: unauthenticated, not found (also for who does not see the working copy: which comments exist is no business of theirs),
/// forbidden.
pub fn resolve<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CommentId,
    is_resolved: bool,
) -> BoxFuture<'a, Result<ReviewComment, UseCaseError>> {
    Box::pin(async move {
        let member = access::member(viewer)?;
        let case = network.store.review_comment(id).await?.ok_or(Refusal::NotFound)?.case;
        let mut transaction = network.store.begin().await?;
        access::working_copy_for(&mut transaction, viewer, case, Action::Comment).await?;
        // Whoever marks it at the same moment waits for the case.
        let found = transaction.review_comment(id).await?.ok_or(Refusal::NotFound)?;
        if found.resolved.is_some() == is_resolved {
            return Ok(found);
        }
        let now = network.clock.now();
        let resolved = is_resolved.then_some((now, member.role));
        transaction.resolve_review_comment(id, resolved).await?;
        let action = if is_resolved { "case.comment_resolved" } else { "case.comment_reopened" };
        access::audit(network, &mut transaction, viewer, action, case, json!({ "comment": id }), now).await?;
        network.commit(transaction).await?;
        Ok(ReviewComment { resolved, ..found })
    })
}

/// A field's German name, as people read it beside a comment.
pub fn field_label(field: &str) -> String {
    label(field)
}
