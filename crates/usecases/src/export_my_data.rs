//! Hand out everything that is kept about whoever asks (Art. 15 and 20 GDPR).

mod own_entries;

use crate::{Network, Refusal, UseCaseError, access, consent_proof, file_address};
use domain::{
    EmailAddress, Viewer,
    ids::{AccountId, CaseId, DigestId, ReplyId},
    vocabulary::Vocabulary,
};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::collections::HashMap;
use storage::{
    AccessToken, Account, CaseReview, Deputation, Digest, Invitation, NetworkRequest, OwnRevision, OwnSynonymGroup, PendingSignIn,
    ProviderName, Reader, Registration, RequestReply, ReviewComment, ReviewEvent, Session, SignInLink, Store, StoredFile, Subscription,
    Suppression,
};

/// Everything kept about the viewer as JSON: the account, sessions, tokens and other ways to sign in without what proves them,
/// subscriptions with the proof of consent and what they told, cases, saved revisions, comments, reviews and their steps, uploaded files
/// with addresses to download them from within an hour, registrations, invitations and deputations (of others without who they are),
/// questions and replies, groups of synonyms, mails, and what the audit log says of them.
///
/// Refused: unauthenticated.
pub fn export_my_data<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Value, UseCaseError>> {
    Box::pin(async move {
        let id = access::member(viewer)?.account;
        let store = &network.store;
        let account = store.account(id).await?.ok_or(Refusal::Unauthenticated)?;
        let reader = store.reader_by_email(&account.email).await?;
        let (mails, first_mail) = store.mails_to(&account.email).await?;
        let deputations = store.deputations_with(id).await?;
        let own: Vec<_> = deputations.iter().filter(|one| one.deputy == id).map(deputation).collect();
        let named: Vec<_> = deputations.iter().filter(|one| one.named_by == Some(id)).map(deputation).collect();
        Ok(json!({
            "exportedAt": network.clock.now(),
            "account": account_itself(store, &account).await?,
            "registrations": store.registrations_of(&account.email).await?.iter().map(registration).collect::<Vec<_>>(),
            "sessions": store.kept_sessions(id).await?.iter().map(session).collect::<Vec<_>>(),
            "signInLinks": store.sign_in_links_to(&account.email).await?.iter().map(sign_in_link).collect::<Vec<_>>(),
            "pendingSignIns": store.pending_sign_ins_of(id).await?.iter().map(pending).collect::<Vec<_>>(),
            "tokens": store.tokens(id).await?.iter().map(token).collect::<Vec<_>>(),
            "providers": store.provider_names(id).await?.iter().map(provider).collect::<Vec<_>>(),
            "secondFactorSince": store.second_factor(id).await?.and_then(|factor| factor.confirmed_at),
            "recoveryCodesLeft": store.recovery_codes_left(id).await?,
            "reader": reader.as_ref().map(settings),
            "subscriptions": subscriptions(store, &account, reader.as_ref()).await?,
            "cases": store.cases_of(id).await?.iter().map(|(case, at)| json!({ "case": case, "begunAt": at })).collect::<Vec<_>>(),
            "comments": store.review_comments_by(id).await?.iter().map(comment).collect::<Vec<_>>(),
            "reviews": store.case_reviews_with(id).await?.iter().map(|(case, of_case)| review(id, *case, of_case)).collect::<Vec<_>>(),
            "reviewSteps": store.review_events_by(id).await?.iter().map(step).collect::<Vec<_>>(),
            "files": store.files_by(id).await?.iter().map(|own| file(network, own)).collect::<Vec<_>>(),
            "invitations": store.invitations_to(&account.email).await?.iter().map(invitation).collect::<Vec<_>>(),
            "invitationsSent": store.invitations_by(id).await?.iter().map(invitation).collect::<Vec<_>>(),
            "deputations": own,
            "deputationsNamed": named,
            "revisions": store.revisions_by(id).await?.iter().map(revision).collect::<Vec<_>>(),
            "requests": store.requests_by(id).await?.iter().map(request).collect::<Vec<_>>(),
            "replies": store.replies_by(id).await?.iter().map(reply).collect::<Vec<_>>(),
            "synonymGroups": store.synonym_groups_with(id).await?.iter().map(synonym_group).collect::<Vec<_>>(),
            "addressesReactivatedAt": store.reactivations_by(id).await?,
            "mails": { "kept": mails, "since": first_mail, "cameBack": store.suppression_of(&account.email).await?.as_ref().map(came_back) },
            "auditLog": own_entries::read(store, id, reader.as_ref()).await?,
        }))
    })
}

async fn account_itself(store: &Store, account: &Account) -> Result<Value, UseCaseError> {
    let activity = store.activity(account.id).await?;
    Ok(json!({
        "id": account.id,
        "email": account.email.reveal(),
        "role": account.role.key(),
        "municipality": account.municipality,
        "function": account.function,
        "createdAt": account.created_at,
        "lastSeenAt": activity.map(|activity| activity.seen_at),
        "warnedAt": activity.and_then(|activity| activity.warned_at),
        "advises": store.advised_by(account.id).await?,
    }))
}

fn registration(registration: &Registration) -> Value {
    json!({
        "municipality": registration.municipality,
        "requestedAt": registration.requested_at,
        "expiresAt": registration.expires_at,
    })
}

fn sign_in_link(link: &SignInLink) -> Value {
    json!({ "requestedAt": link.requested_at, "expiresAt": link.expires_at, "usedAt": link.used_at })
}

fn pending(pending: &PendingSignIn) -> Value {
    json!({
        "method": pending.method.key(),
        "createdAt": pending.created_at,
        "expiresAt": pending.expires_at,
        "attempts": pending.attempts,
        "usedAt": pending.used_at,
    })
}

/// What of a case's review is about this account: that it handed the case in, that it reviews it.
fn review(account: AccountId, case: CaseId, review: &CaseReview) -> Value {
    json!({
        "case": case,
        "submittedAt": review.submitted_at.filter(|_| review.submitted_by == Some(account)),
        "claimedAt": review.claim.filter(|(holder, _)| *holder == account).map(|(_, at)| at),
    })
}

/// Without the others who are part of it.
fn deputation(deputation: &Deputation) -> Value {
    json!({
        "municipality": deputation.municipality,
        "createdAt": deputation.created_at,
        "from": deputation.from,
        "until": deputation.until,
    })
}

fn synonym_group(own: &OwnSynonymGroup) -> Value {
    json!({
        "id": own.group.id,
        "kind": own.group.kind.key(),
        "phrases": own.group.phrases,
        "createdAt": own.group.created_at,
        "changedAt": own.group.changed_at,
        "madeByYou": own.is_maker,
        "changedByYou": own.is_changer,
    })
}

fn came_back(known: &Suppression) -> Value {
    json!({
        "times": known.bounces,
        "first": known.first_at,
        "last": known.last_at,
        "status": known.last_status,
        "noMailSince": known.suppressed_at,
        "reactivatedAt": known.reactivated_at,
    })
}

fn session(session: &Session) -> Value {
    json!({
        "id": session.id,
        "createdAt": session.created_at,
        "expiresAt": session.expires_at,
        "lastUsedAt": session.last_used_at,
        "method": session.method.key(),
        "secondFactor": session.second_factor,
        "device": session.device,
        "network": session.network,
    })
}

fn provider(name: &ProviderName) -> Value {
    json!({ "issuer": name.issuer, "subject": name.subject, "since": name.created_at, "lastUsedAt": name.last_used_at })
}

fn token(token: &AccessToken) -> Value {
    json!({
        "id": token.id,
        "label": token.label,
        "scopes": token.scopes.list().iter().map(|scope| scope.key()).collect::<Vec<_>>(),
        "createdAt": token.created_at,
        "expiresAt": token.expires_at,
        "lastUsedAt": token.last_used_at,
        "revokedAt": token.revoked_at,
    })
}

fn settings(reader: &Reader) -> Value {
    let settings = reader.settings;
    json!({
        "hour": settings.hour,
        "weekday": settings.weekday.number_from_monday(),
        "state": settings.state.map(Vocabulary::key),
        "quietDays": settings.quiet_days,
        "titlesOnly": settings.titles_only,
        "maxPerDay": settings.max_per_day,
        "pausedUntil": reader.paused_until,
        "nextDigestAt": reader.next_due_at,
        "mailsOn": { "day": reader.counted_day, "mails": reader.counted_mails },
        "createdAt": reader.created_at,
    })
}

/// What was asked for by the account, and for its address.
async fn subscriptions(store: &Store, account: &Account, reader: Option<&Reader>) -> Result<Vec<Value>, UseCaseError> {
    let mut all = store.subscriptions_of(account.id).await?;
    if let Some(reader) = reader {
        let others = store.subscriptions_of_reader(reader.id).await?.into_iter().filter(|one| one.account != Some(account.id));
        all.extend(others);
    }
    let readers: Vec<_> = all.iter().map(|subscription| subscription.reader).collect();
    let addresses: HashMap<_, _> = store.digest_readers(&readers).await?.into_iter().map(|reader| (reader.id, reader.email)).collect();
    let mut told = Vec::with_capacity(all.len());
    for one in &all {
        let mut about = subscription(one, addresses.get(&one.reader), &store.digests(one.id).await?);
        about["replies"] = store.gathered_replies(one.id).await?.iter().map(gathered).collect();
        told.push(about);
    }
    Ok(told)
}

fn subscription(subscription: &Subscription, address: Option<&EmailAddress>, digests: &[Digest]) -> Value {
    let mut told = consent_proof::of(subscription);
    told["email"] = json!(address.map(EmailAddress::reveal));
    told["digests"] = digests.iter().map(digest).collect();
    told
}

/// A reply that a subscription gathers; without a digest it waits for one.
fn gathered((reply, digest): &(ReplyId, Option<DigestId>)) -> Value {
    json!({ "reply": reply, "digest": digest })
}

fn digest(digest: &Digest) -> Value {
    json!({
        "id": digest.id,
        "createdAt": digest.created_at,
        "from": digest.window_start,
        "until": digest.window_end,
        "cases": digest.case_ids,
        "renewedCases": digest.renewed_ids,
    })
}

fn revision(revision: &OwnRevision) -> Value {
    json!({ "case": revision.case, "number": revision.number, "createdAt": revision.created_at, "content": revision.content })
}

fn request(request: &NetworkRequest) -> Value {
    json!({
        "id": request.id,
        "askedAt": request.asked_at,
        "question": request.question,
        "details": request.details,
        "closedAt": request.closed_at,
    })
}

fn reply(reply: &RequestReply) -> Value {
    json!({ "request": reply.request, "createdAt": reply.created_at, "body": reply.body, "case": reply.case })
}

fn comment(comment: &ReviewComment) -> Value {
    json!({ "case": comment.case, "writtenAt": comment.created_at, "field": comment.field, "body": comment.body })
}

fn step(event: &ReviewEvent) -> Value {
    json!({ "case": event.case, "at": event.at, "kind": event.kind.key(), "reason": event.reason })
}

fn file(network: &Network, file: &StoredFile) -> Value {
    json!({
        "id": file.id,
        "case": file.case,
        "name": file.name,
        "kind": file.kind,
        "size": file.size,
        "sha256": file.sha256,
        "uploadedAt": file.uploaded_at,
        "url": file_address::of_own(network, file),
    })
}

/// Without the address: one's own is known, another's is theirs.
fn invitation(invitation: &Invitation) -> Value {
    json!({
        "role": invitation.role.key(),
        "municipality": invitation.municipality,
        "function": invitation.function,
        "sentAt": invitation.created_at,
        "expiresAt": invitation.expires_at,
        "acceptedAt": invitation.accepted_at,
        "revokedAt": invitation.revoked_at,
    })
}
