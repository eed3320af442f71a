//! Mutations about the people of the network: roles, deputies, handing over, leaving.

use super::{
    arrivals::parsed,
    payload::{
        AddMailDomainPayload, ChangeMemberRolePayload, DisableMemberPayload, EnableMemberPayload, EndDeputationPayload,
        EraseMyAccountPayload, HandOverPayload, LeaveNetworkPayload, NameDeputyPayload, RemoveMailDomainPayload, ResetSecondFactorPayload,
        SetAdvisedMunicipalitiesPayload, SetMailDomainsPayload, SetMyFunctionPayload, outcome,
    },
};
use crate::{
    errors::ApiError,
    schema::{
        enums::Role,
        global_id::{GlobalId, decode_apart, encode_apart},
        timestamp::Timestamp,
        types::{
            account::Account,
            member::Member,
            network_entry::{DEPUTATION, Deputation, HandedOver},
            user_error::UserError,
        },
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::{
    Ags, Rule, Violation,
    ids::{AccountId, DeputationId},
};
use usecases::{Refusal, erase_account, people, second_factor};
use uuid::Uuid;

/// The mutations about people.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Gives somebody another role; their sessions and tokens end. Nobody raises their own role; the last coordinator of a municipality and
    /// the last administrator keep theirs until there is another. A deputy gives no role above their own. Cases that somebody began for a
    /// municipality stay there when they move to another.
    async fn change_member_role(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account's id.")] id: ID,
        #[graphql(desc = "The role that it is to have.")] role: Role,
        #[graphql(desc = "The municipality's AGS, where it changes: from the agency to a municipality. Otherwise it stays.")]
        municipality: Option<String>,
    ) -> Result<ChangeMemberRolePayload, ApiError> {
        let session = Session::of(context)?;
        let municipality = match municipality.as_deref().map(parsed).transpose() {
            Ok(municipality) => municipality,
            Err(errors) => return Ok(Err(errors).into()),
        };
        let changed = people::change_role(&session.network, &session.viewer, account(&id), role.into(), municipality).await;
        Ok(outcome(session, changed.map(Member))?.into())
    }

    /// Disables somebody's account: its sessions and tokens end, and invitations to its address. The last coordinator and the last administrator
    /// stay.
    async fn disable_member(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account's id.")] id: ID,
    ) -> Result<DisableMemberPayload, ApiError> {
        let session = Session::of(context)?;
        let disabled = people::disable(&session.network, &session.viewer, account(&id)).await;
        Ok(outcome(session, disabled.map(Member))?.into())
    }

    /// Enables somebody's account again; its holder signs in anew.
    async fn enable_member(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account's id.")] id: ID,
    ) -> Result<EnableMemberPayload, ApiError> {
        let session = Session::of(context)?;
        let enabled = people::enable(&session.network, &session.viewer, account(&id)).await;
        Ok(outcome(session, enabled.map(Member))?.into())
    }

    /// Takes a second factor that was lost away from somebody's account, with its recovery codes; the account's sessions end. An account
    /// without one stays as it is. Nobody does this for themselves, and no access token does.
    async fn reset_second_factor(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account's id.")] id: ID,
    ) -> Result<ResetSecondFactorPayload, ApiError> {
        let session = Session::of(context)?;
        let reset = second_factor::reset(&session.network, &session.caller, account(&id)).await;
        Ok(outcome(session, reset.map(Member))?.into())
    }

    /// Replaces the municipalities that an adviser advises; what they advise already changes nothing. For administrators.
    async fn set_advised_municipalities(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The adviser's account id.")] id: ID,
        #[graphql(desc = "The municipalities by AGS.")] municipalities: Vec<String>,
        #[graphql(desc = "The municipalities that were read, by AGS. If the adviser advises others by now, it is refused as a CONFLICT.")]
        read: Vec<String>,
    ) -> Result<SetAdvisedMunicipalitiesPayload, ApiError> {
        let session = Session::of(context)?;
        let (municipalities, read) = match (all_parsed("municipalities", &municipalities), all_parsed("read", &read)) {
            (Ok(municipalities), Ok(read)) => (municipalities, read),
            (Err(errors), _) | (_, Err(errors)) => return Ok(Err(errors).into()),
        };
        let set = people::set_advised(&session.network, &session.viewer, account(&id), &municipalities, &read).await;
        Ok(outcome(session, set.map(Member))?.into())
    }

    /// Replaces the mail domains from which people may register themselves for a municipality. A domain counts as it is written, without its
    /// subdomains; those where anybody gets an address are refused.
    async fn set_mail_domains(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The municipality's AGS.")] municipality: String,
        #[graphql(desc = "The domains, up to 20: `landkreis.example.org`.")] domains: Vec<String>,
    ) -> Result<SetMailDomainsPayload, ApiError> {
        let session = Session::of(context)?;
        let municipality = match parsed(&municipality) {
            Ok(municipality) => municipality,
            Err(errors) => return Ok(Err(errors).into()),
        };
        let set = people::set_mail_domains(&session.network, &session.viewer, &municipality, &domains).await;
        Ok(outcome(session, set)?.into())
    }

    /// Adds a mail domain to those from which people may register themselves for a municipality. One that is there already changes nothing.
    async fn add_mail_domain(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The municipality's AGS.")] municipality: String,
        #[graphql(desc = "The domain: `landkreis.example.org`. A municipality has up to 20.")] domain: String,
    ) -> Result<AddMailDomainPayload, ApiError> {
        let session = Session::of(context)?;
        let municipality = match parsed(&municipality) {
            Ok(municipality) => municipality,
            Err(errors) => return Ok(Err(errors).into()),
        };
        let added = people::add_mail_domain(&session.network, &session.viewer, &municipality, &domain).await;
        Ok(outcome(session, added)?.into())
    }

    /// Removes a mail domain from those from which people may register themselves for a municipality. One that is not there changes nothing, and
    /// whoever has registered stays.
    async fn remove_mail_domain(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The municipality's AGS.")] municipality: String,
        #[graphql(desc = "The domain.")] domain: String,
    ) -> Result<RemoveMailDomainPayload, ApiError> {
        let session = Session::of(context)?;
        let municipality = match parsed(&municipality) {
            Ok(municipality) => municipality,
            Err(errors) => return Ok(Err(errors).into()),
        };
        let removed = people::remove_mail_domain(&session.network, &session.viewer, &municipality, &domain).await;
        Ok(outcome(session, removed)?.into())
    }

    /// Says what the viewer is there for: `Bildungskoordination`, up to 120 characters; null takes it away.
    async fn set_my_function(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The function.")] function: Option<String>,
    ) -> Result<SetMyFunctionPayload, ApiError> {
        let session = Session::of(context)?;
        let set = people::set_function(&session.network, &session.viewer, function.as_deref()).await;
        Ok(outcome(session, set.map(Account))?.into())
    }

    /// Gives somebody of a municipality its coordination's rights for a time, at most a year. A deputy names no deputies, and nobody has two
    /// deputations at one time.
    async fn name_deputy(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account's id.")] deputy: ID,
        #[graphql(desc = "From which moment on.")] from: Timestamp,
        #[graphql(desc = "Up to which moment.")] until: Timestamp,
    ) -> Result<NameDeputyPayload, ApiError> {
        let session = Session::of(context)?;
        let request = people::DeputyRequest { deputy: account(&deputy), from: from.0, until: until.0 };
        let named = people::name_deputy(&session.network, &session.viewer, request).await;
        Ok(outcome(session, named.map(Deputation))?.into())
    }

    /// Ends a deputation at once.
    async fn end_deputation(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The deputation's id.")] id: ID,
    ) -> Result<EndDeputationPayload, ApiError> {
        let session = Session::of(context)?;
        let id = DeputationId(decode_apart(DEPUTATION, &id).unwrap_or_default());
        let ended = people::end_deputation(&session.network, &session.viewer, id).await;
        Ok(outcome(session, ended.map(|id| encode_apart(DEPUTATION, id.0)))?.into())
    }

    /// Hands the cases and subscriptions of one account to another of the same municipality. The successor confirms each subscription for
    /// their own address by mail.
    async fn hand_over(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account that gives, by its id.")] from: ID,
        #[graphql(desc = "The account that takes, by its id.")] to: ID,
    ) -> Result<HandOverPayload, ApiError> {
        let session = Session::of(context)?;
        let handed = people::hand_over(&session.network, &session.viewer, account(&from), account(&to)).await;
        Ok(outcome(session, handed.map(HandedOver))?.into())
    }

    /// Leaves the network: hands cases and subscriptions to a successor of the same municipality and disables the viewer's own account. It
    /// takes a browser session that began within 15 minutes, or a code of the second factor; no access token does.
    async fn leave_network(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The successor's account id. Without one the cases stay with their municipalities, and the subscriptions end.")]
        to: Option<ID>,
        #[graphql(desc = "A code of the viewer's second factor, where the sign-in is longer ago.", secret)] code: Option<String>,
    ) -> Result<LeaveNetworkPayload, ApiError> {
        let session = Session::of(context)?;
        let left = people::leave(&session.network, &session.caller, to.as_ref().map(account), code.as_deref()).await;
        Ok(outcome(session, left.map(HandedOver))?.into())
    }

    /// Erases the viewer's own account at once and for good: address, sessions, tokens, subscriptions, mails, and name and telephone number in
    /// the contacts that it gave in cases. The cases stay, and the audit log keeps what was done without who did it. It takes a browser
    /// session that began within 15 minutes, or a code of the second factor; no access token does.
    async fn erase_my_account(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "A code of the viewer's second factor, where the sign-in is longer ago.", secret)] code: Option<String>,
    ) -> Result<EraseMyAccountPayload, ApiError> {
        let session = Session::of(context)?;
        let erased = erase_account::erase_my_account(&session.network, &session.caller, code.as_deref()).await;
        Ok(outcome(session, erased.map(|id| GlobalId::Account(id).encode()))?.into())
    }
}

/// The account that an id stands for. No account has the id that stands for none.
fn account(id: &ID) -> AccountId {
    GlobalId::account(id).unwrap_or(AccountId(Uuid::nil()))
}

/// The municipalities of the network in this field, or what is wrong with the first that is none: of a list of any length no more is said.
fn all_parsed(field: &str, given: &[String]) -> Result<Vec<Ags>, Vec<UserError>> {
    let one = |(place, given): (usize, &String)| {
        given.parse::<Ags>().map_err(|_| Violation::new(format!("{field}[{place}]"), Rule::no_municipality(given)))
    };
    let all = given.iter().enumerate().map(one).collect::<Result<_, Violation>>();
    all.map_err(|violation| UserError::of_refusal(&Refusal::Invalid(vec![violation])))
}
