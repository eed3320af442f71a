//! The people of the network: who they are, how they come, what they may do, who stands in for them, and how they go.
//!
//! A coordinator looks after the people of their own municipality, the agency after those of all municipalities, administrators after the
//! agency as well. Whom somebody may not see is not found.

mod accept_invitation;
mod advise;
mod change_role;
mod deputise;
mod disable;
mod hand_over;
mod invite;
mod leave;
mod list;
mod mail_domains;
mod register;
mod tell;

pub use accept_invitation::{accept, invitation_by_token};
pub use advise::{advised_by_each, advisers_of_own, set_advised};
pub use change_role::{change_role, set_function};
pub(crate) use deputise::end_deputations_of;
pub use deputise::{DeputyRequest, LONGEST_DEPUTATION_DAYS, deputations, end_deputation, name_deputy};
pub use disable::{disable, enable};
pub use hand_over::{HandedOver, Leaver, hand_over, open_wishes};
pub use invite::{InviteRequest, invite, open_invitations, revoke_invitation};
pub use leave::leave;
pub use list::{members, members_with_ids};
pub use mail_domains::{add_mail_domain, mail_domains, remove_mail_domain, set_mail_domains};
pub use register::{REGISTRATION_HOURS, confirm_registration, register, registration_by_token, send_registration};

use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    release_review,
};
use chrono::{DateTime, Utc};
use domain::{
    Ags, ErrorCode, Role, Rule, Viewer, Violation,
    ids::{AccountId, CaseId, InvitationId},
    permission::{Action, Member, Relation, Relations, allows},
};
use serde_json::json;
use storage::{Account, Transaction};

/// The longest function, in characters.
pub const MAX_FUNCTION: usize = 120;

/// How a member stands to the people of a municipality.
fn relations(member: &Member, municipality: Option<&Ags>) -> Relations {
    member.relations(None, municipality)
}

/// The member, if they may do this for the people of a municipality, or of the agency where there is none.
fn keeper<'a>(viewer: &'a Viewer, action: Action, municipality: Option<&Ags>) -> Result<&'a Member, Refusal> {
    let member = access::member(viewer)?;
    let action = if municipality.is_none() { Action::ManageAgency } else { action };
    if member.may(action, relations(member, municipality)) { Ok(member) } else { Err(Refusal::Forbidden) }
}

/// The account and the member who may manage it, with the turn of changing people. Refused: unauthenticated, not found, forbidden.
async fn managed<'a>(transaction: &mut Transaction, viewer: &'a Viewer, id: AccountId) -> Result<(&'a Member, Account), UseCaseError> {
    let member = access::member(viewer)?;
    transaction.lock_people().await?;
    // After the turn, as whoever erases an account does.
    access::hold(transaction, viewer).await?;
    let account = transaction.account_for_update(id).await?.ok_or(Refusal::NotFound)?;
    let (see, manage) = if account.role.is_of_agency() {
        (Action::ManageAgency, Action::ManageAgency)
    } else {
        (Action::SeeMembers, Action::ManageMembers)
    };
    let relations = relations(member, account.municipality.as_ref());
    if !member.may(see, relations) {
        return Err(Refusal::NotFound.into());
    }
    if !member.may(manage, relations) {
        return Err(Refusal::Forbidden.into());
    }
    Ok((member, account))
}

/// The same for what decides whether the account is used, by what proof, and as what ([`Member::decides_on`]).
pub(crate) async fn decided_on<'a>(
    transaction: &mut Transaction,
    viewer: &'a Viewer,
    id: AccountId,
) -> Result<(&'a Member, Account), UseCaseError> {
    let (member, account) = managed(transaction, viewer, id).await?;
    let own = transaction.account(member.account).await?.ok_or(Refusal::Unauthenticated)?;
    if !member.decides_on(own.role, account.role, account.municipality.as_ref()) {
        return Err(Refusal::Forbidden.into());
    }
    Ok((member, account))
}

/// Ends the use of an account: its sessions and tokens, its claims on reviews, its deputations, and what invites its holder back. What ends it
/// writes down why.
async fn shut(
    network: &Network,
    transaction: &mut Transaction,
    viewer: &Viewer,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    release_review::release_all(network, transaction, viewer, account.id, now).await?;
    transaction.set_disabled(account.id, Some(now)).await?;
    transaction.end_sessions_of(account.id, now).await?;
    let actor = viewer.member().map(|member| member.account);
    end_deputations_of(network, transaction, actor, account.id, now).await?;
    let invitations = transaction.revoke_invitations_to(&account.email, now).await?;
    let revoked = |id: &InvitationId| ("invitation.revoked", Thing::Invitation(*id), json!({}));
    Ok(audit_log::write_all(network, transaction, actor, invitations.iter().map(revoked).collect(), now).await?)
}

/// Leaves the cases that an account began to their municipalities, but for those of `but`, and writes each of them down as handed over to
/// nobody. Returns how many they were.
async fn leave_cases(
    network: &Network,
    transaction: &mut Transaction,
    actor: Option<AccountId>,
    account: AccountId,
    but: Option<&Ags>,
    now: DateTime<Utc>,
) -> Result<usize, UseCaseError> {
    let cases = transaction.leave_cases(account, but).await?;
    let left = |id: &CaseId| ("case.handed_over", Thing::PracticeCase(*id), json!({ "from": account, "to": null }));
    audit_log::write_all(network, transaction, actor, cases.iter().map(left).collect(), now).await?;
    Ok(cases.len())
}

/// Refuses to let the last coordinator of a municipality or the last administrator go. The transaction has the turn of changing people.
pub(crate) async fn keep_the_last(transaction: &mut Transaction, account: &Account) -> Result<(), UseCaseError> {
    let municipality = match account.role {
        Role::Coordinator => account.municipality.as_ref(),
        Role::Administrator => None,
        Role::Reader | Role::Author | Role::Reviewer | Role::Adviser => return Ok(()),
    };
    if account.disabled_at.is_some() || transaction.another_has(account.role, municipality, account.id).await? {
        Ok(())
    } else {
        Err(Refusal::Other(ErrorCode::LastOfRole).into())
    }
}

/// Gives an account that is there this role and municipality, within a change, and writes it down. It is the one place where that is done, by
/// whatever way they come; `viewer` gives them, and the public is the command line.
///
/// What the account held by its former ones ends: sessions and tokens, whom it advised, its claims on reviews if it does not review any more,
/// and, if it speaks for another municipality, its deputations and its part in the cases that it began elsewhere: those stay with the
/// municipality that it began them for. The transaction has the turn of changing people. Refused: last of its role.
pub(crate) async fn give_duties(
    network: &Network,
    transaction: &mut Transaction,
    viewer: &Viewer,
    account: Account,
    (role, municipality): (Role, Option<Ags>),
    now: DateTime<Utc>,
) -> Result<Account, UseCaseError> {
    if role == account.role && municipality == account.municipality {
        return Ok(account);
    }
    // Within a Landkreis all have one coordination.
    let moves = municipality.as_ref().map(Ags::district) != account.municipality.as_ref().map(Ags::district);
    if moves || role != account.role {
        keep_the_last(transaction, &account).await?;
    }
    transaction.set_duties(account.id, role, municipality.as_ref(), account.function.as_deref()).await?;
    let actor = viewer.member().map(|member| member.account);
    if moves {
        end_deputations_of(network, transaction, actor, account.id, now).await?;
        leave_cases(network, transaction, actor, account.id, municipality.as_ref(), now).await?;
    }
    if role != Role::Adviser {
        transaction.set_advised(account.id, &[]).await?;
    }
    if !allows(role, Action::Review, Relation::Foreign) {
        release_review::release_all(network, transaction, viewer, account.id, now).await?;
    }
    transaction.end_sessions_of(account.id, now).await?;
    let detail = json!({ "from": account.role.key(), "to": role.key(), "municipality": municipality });
    audit_log::write(network, transaction, actor, ("account.role_changed", Thing::Account(account.id)), detail, now).await?;
    Ok(Account { role, municipality, ..account })
}

/// Which municipality goes with a role ([`Role::goes_with`]), or what is wrong.
pub(crate) fn place_for(role: Role, municipality: Option<Ags>) -> Result<Option<Ags>, Refusal> {
    if role.goes_with(municipality.as_ref()) {
        return Ok(municipality);
    }
    let broken = if municipality.is_none() { Rule::Required } else { Rule::Conflict { other: "role" } };
    Err(Refusal::Invalid(vec![Violation::new("municipality", broken)]))
}

/// A function as it is kept, or what is wrong with it.
fn tidied_function(function: Option<&str>) -> Result<Option<String>, Violation> {
    let text = function.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let given = text.chars().count();
    if given > MAX_FUNCTION {
        return Err(Violation::new("function", Rule::TooLong { max: MAX_FUNCTION, given }));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}
