//! Hand out everything that is kept about whoever asks (Art. 15 and 20 GDPR).

use crate::{Network, Refusal, UseCaseError, access, file_address};
use domain::{Viewer, subscription::CONSENT_TEXTS};
use serde_json::{Value, json};
use storage::{
    AccessToken, Invitation, LoggedEntry, OwnRevision, ProviderName, ReviewComment, ReviewEvent, SessionInfo, StoredFile, Subscription,
};

/// Everything kept about the viewer as JSON: the account, sessions and tokens without what proves them, subscriptions with the proof of
/// consent, cases, saved revisions, comments, steps of reviews, uploaded files with addresses to download them from within an hour,
/// invitations, deputations, mails, and what the audit log says of them.
///
/// Refused: unauthenticated.
pub async fn export_my_data(network: &Network, viewer: &Viewer) -> Result<Value, UseCaseError> {
    let id = access::member(viewer)?.account;
    let store = &network.store;
    let account = store.account(id).await?.ok_or(Refusal::Unauthenticated)?;
    let (mails, first_mail) = store.mails_to(&account.email).await?;
    let deputations = match &account.municipality {
        Some(municipality) => store.deputations(municipality, network.clock.now()).await?,
        None => Vec::new(),
    };
    let deputations = deputations.into_iter().filter(|deputation| deputation.deputy == id);
    Ok(json!({
        "exportedAt": network.clock.now(),
        "account": {
            "id": account.id,
            "email": account.email.reveal(),
            "role": account.role.key(),
            "municipality": account.municipality,
            "function": account.function,
            "createdAt": account.created_at,
            "lastSeenAt": store.seen_at(id).await?,
            "advises": store.advised_by(id).await?,
        },
        "sessions": store.session_infos(id).await?.iter().map(session).collect::<Vec<_>>(),
        "tokens": store.tokens(id).await?.iter().map(token).collect::<Vec<_>>(),
        "providers": store.provider_names(id).await?.iter().map(provider).collect::<Vec<_>>(),
        "secondFactorSince": store.second_factor(id).await?.and_then(|factor| factor.confirmed_at),
        "subscriptions": store.subscriptions_of(id).await?.iter().map(subscription).collect::<Vec<_>>(),
        "cases": store.cases_of(id).await?.iter().map(|(case, at)| json!({ "case": case, "begunAt": at })).collect::<Vec<_>>(),
        "comments": store.review_comments_by(id).await?.iter().map(comment).collect::<Vec<_>>(),
        "reviewSteps": store.review_events_by(id).await?.iter().map(step).collect::<Vec<_>>(),
        "files": store.files_by(id).await?.iter().map(|own| file(network, own)).collect::<Vec<_>>(),
        "invitations": store.invitations_to(&account.email).await?.iter().map(invitation).collect::<Vec<_>>(),
        "deputations": deputations.map(|deputation| json!({ "from": deputation.from, "until": deputation.until })).collect::<Vec<_>>(),
        "revisions": store.revisions_by(id).await?.iter().map(revision).collect::<Vec<_>>(),
        "mails": { "kept": mails, "since": first_mail },
        "auditLog": store.audit_about(id).await?.iter().map(entry).collect::<Vec<_>>(),
    }))
}

fn session(session: &SessionInfo) -> Value {
    json!({
        "id": session.id,
        "createdAt": session.created_at,
        "expiresAt": session.expires_at,
        "lastUsedAt": session.last_used_at,
        "device": session.device,
        "network": session.network,
    })
}

fn provider(name: &ProviderName) -> Value {
    json!({ "issuer": name.issuer, "subject": name.subject, "since": name.created_at })
}

fn token(token: &AccessToken) -> Value {
    json!({
        "id": token.id,
        "label": token.label,
        "createdAt": token.created_at,
        "expiresAt": token.expires_at,
        "lastUsedAt": token.last_used_at,
        "revokedAt": token.revoked_at,
    })
}

fn subscription(subscription: &Subscription) -> Value {
    let wording = CONSENT_TEXTS.iter().find(|(version, _)| *version == subscription.consent_version).map(|(_, text)| *text);
    json!({
        "id": subscription.id,
        "email": subscription.email.reveal(),
        "criteria": subscription.criteria,
        "frequency": subscription.frequency.key(),
        "state": subscription.state.key(),
        "consent": {
            "version": subscription.consent_version,
            "wording": wording,
            "requestedAt": subscription.requested_at,
            "requestedFrom": subscription.requested_from,
            "confirmedAt": subscription.confirmed_at,
            "confirmedFrom": subscription.confirmed_from,
            "withdrawnAt": subscription.withdrawn_at,
        },
    })
}

fn revision(revision: &OwnRevision) -> Value {
    json!({ "case": revision.case, "number": revision.number, "createdAt": revision.created_at, "content": revision.content })
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

fn invitation(invitation: &Invitation) -> Value {
    json!({
        "role": invitation.role.key(),
        "municipality": invitation.municipality,
        "function": invitation.function,
        "sentAt": invitation.created_at,
        "acceptedAt": invitation.accepted_at,
        "revokedAt": invitation.revoked_at,
    })
}

fn entry(logged: &LoggedEntry) -> Value {
    let entry = &logged.entry;
    json!({
        "at": entry.at,
        "action": entry.action,
        "objectType": entry.object_type,
        "objectId": entry.object_id,
        "network": logged.network,
        "detail": entry.detail,
    })
}
