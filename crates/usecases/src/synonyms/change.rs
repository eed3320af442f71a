//! Make, change and delete groups.

use super::{built_in, editor};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
};
use chrono::{DateTime, Utc};
use domain::{
    Job, Rule, SynonymGroup, SynonymKind, Viewer, Violation,
    ids::{AccountId, SynonymGroupId},
    synonym_group::{check_lengths, tidied},
};
use futures_util::future::BoxFuture;
use search_indexer::analysis::topic;
use serde_json::json;
use storage::Transaction;

/// A group as an editor writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynonymInput {
    /// How its words belong together.
    pub kind: SynonymKind,
    /// Its words and short phrases, as people write them.
    pub phrases: Vec<String>,
}

/// Makes a group. The next search of this process knows it, those of others within a fraction of a second.
///
/// Refused: unauthenticated, forbidden, invalid.
pub fn create<'a>(network: &'a Network, viewer: &'a Viewer, input: SynonymInput) -> BoxFuture<'a, Result<SynonymGroup, UseCaseError>> {
    Box::pin(async move {
        let editor = editor(viewer)?.account;
        let phrases = checked(&input.phrases)?;
        let now = network.clock.now();
        let id = SynonymGroupId(network.ids.next());
        let group = SynonymGroup { id, kind: input.kind, phrases, created_at: now, changed_at: now, version: 1 };
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        transaction.insert_synonym_group(&group, Some(editor)).await?;
        follow_up(network, transaction, editor, "synonym_group.created", &group, now).await?;
        Ok(group)
    })
}

/// Replaces kind and phrases of a group that editors made. Changing nothing changes nothing.
///
/// Refused: unauthenticated, forbidden, not found, conflict (the group changed since it was at `version`), invalid (a built-in group, too).
pub fn update<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: SynonymGroupId,
    version: i32,
    input: SynonymInput,
) -> BoxFuture<'a, Result<SynonymGroup, UseCaseError>> {
    Box::pin(async move {
        let editor = editor(viewer)?.account;
        refuse_built_in(id)?;
        let phrases = checked(&input.phrases)?;
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        let old = transaction.synonym_group_for_update(id).await?.ok_or(Refusal::NotFound)?;
        // Also from an earlier version, as by a second click: nobody else's change is undone by it.
        if old.kind == input.kind && old.phrases == phrases {
            return Ok(old);
        }
        access::at_version(old.version, version)?;
        let group = SynonymGroup { kind: input.kind, phrases, changed_at: now, version: old.version + 1, ..old };
        transaction.update_synonym_group(&group, Some(editor)).await?;
        follow_up(network, transaction, editor, "synonym_group.updated", &group, now).await?;
        Ok(group)
    })
}

/// Deletes a group that editors made.
///
/// Refused: unauthenticated, forbidden, not found, conflict (the group changed since it was at `version`), invalid (a built-in group).
pub fn delete<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: SynonymGroupId,
    version: i32,
) -> BoxFuture<'a, Result<SynonymGroupId, UseCaseError>> {
    Box::pin(async move {
        let editor = editor(viewer)?.account;
        refuse_built_in(id)?;
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        let group = transaction.synonym_group_for_update(id).await?.ok_or(Refusal::NotFound)?;
        access::at_version(group.version, version)?;
        transaction.delete_synonym_group(id).await?;
        follow_up(network, transaction, editor, "synonym_group.deleted", &group, network.clock.now()).await?;
        Ok(id)
    })
}

/// Writes down who did it and the work that follows, and commits.
async fn follow_up(
    network: &Network,
    mut transaction: Transaction,
    editor: AccountId,
    action: &str,
    group: &SynonymGroup,
    at: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let detail = json!({ "kind": group.kind.key(), "phrases": group.phrases });
    audit_log::write(network, &mut transaction, Some(editor), (action, Thing::SynonymGroup(group.id)), detail, at).await?;
    network.enqueue(&mut transaction, &Job::ApplySynonyms, at).await?;
    Ok(network.commit(transaction).await?)
}

/// The phrases, tidied, or what is wrong with them: their number, their lengths, one that names no topic, one that is another again.
fn checked(phrases: &[String]) -> Result<Vec<String>, Refusal> {
    let phrases = tidied(phrases);
    let mut violations = check_lengths(&phrases);
    if violations.is_empty() {
        let topics: Vec<_> = phrases.iter().map(|phrase| topic(phrase)).collect();
        for (place, (phrase, topic)) in phrases.iter().zip(&topics).enumerate() {
            let rule = match topic {
                None => Rule::Malformed {
                    expected: "ein Wort, das ein Thema benennt, kein Füll- oder Fragewort allein",
                    given: phrase.clone(),
                },
                Some(_) if topics[..place].contains(topic) => Rule::Duplicate { given: phrase.clone() },
                Some(_) => continue,
            };
            violations.push(Violation::new(format!("phrases[{place}]"), rule));
        }
    }
    if violations.is_empty() { Ok(phrases) } else { Err(Refusal::Invalid(violations)) }
}

fn refuse_built_in(id: SynonymGroupId) -> Result<(), Refusal> {
    let Some(super::ListedGroup::BuiltIn { phrases, .. }) = built_in().find(|group| group.id() == id) else { return Ok(()) };
    let expected = "eine hier angelegte Gruppe; mitgelieferte lassen sich nicht ändern, aber durch eigene ergänzen";
    Err(Refusal::Invalid(vec![Violation::new("synonymGroup", Rule::malformed(expected, &phrases.join(", ")))]))
}
