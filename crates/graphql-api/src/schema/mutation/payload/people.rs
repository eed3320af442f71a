//! What mutations of the network's people and of what a municipality says of itself answer with.

use crate::schema::types::{
    account::Account,
    member::Member,
    municipality::Municipality,
    network_entry::{Deputation, HandedOver, Invitation, Registration},
};
use async_graphql::ID;

payloads! {
    /// What came of inviting somebody.
    InviteMemberPayload {
        /// The invitation, which its mail's link accepts.
        invitation: Invitation
    }
    /// What came of taking an invitation back.
    RevokeInvitationPayload {
        /// The invitation, which can no longer be accepted.
        invitation: Invitation
    }
    /// What came of accepting an invitation.
    AcceptInvitationPayload {
        /// The invitation; its address has an account now.
        invitation: Invitation
    }
    /// What came of registering.
    RegisterPayload {
        /// Whether the wish was taken. It says nothing about the address: only its owner's mail does.
        taken: bool
    }
    /// What came of confirming a registration.
    ConfirmRegistrationPayload {
        /// The registration; its address has an account now.
        registration: Registration
    }
    /// What came of changing a role.
    ChangeMemberRolePayload {
        /// The account as it is now.
        member: Member
    }
    /// What came of disabling an account.
    DisableMemberPayload {
        /// The account as it is now.
        member: Member
    }
    /// What came of enabling an account.
    EnableMemberPayload {
        /// The account as it is now.
        member: Member
    }
    /// What came of taking a lost second factor away.
    ResetSecondFactorPayload {
        /// The account.
        member: Member
    }
    /// What came of saying whom an adviser advises.
    SetAdvisedMunicipalitiesPayload {
        /// The adviser.
        member: Member
    }
    /// What came of replacing a municipality's mail domains.
    SetMailDomainsPayload {
        /// The domains as they are now.
        domains: Vec<String>
    }
    /// What came of adding a mail domain to a municipality's.
    AddMailDomainPayload {
        /// The domains as they are now.
        domains: Vec<String>
    }
    /// What came of removing one of a municipality's mail domains.
    RemoveMailDomainPayload {
        /// The domains as they are now.
        domains: Vec<String>
    }
    /// What came of saying what a municipality works on.
    SetFocusAreasPayload {
        /// The municipality as it is now.
        municipality: Municipality
    }
    /// What came of saying what one is there for.
    SetMyFunctionPayload {
        /// The account as it is now.
        account: Account
    }
    /// What came of naming a deputy.
    NameDeputyPayload {
        /// The deputation.
        deputation: Deputation
    }
    /// What came of ending a deputation.
    EndDeputationPayload {
        /// The id of the deputation that is no more.
        ended_id: ID
    }
    /// What came of handing over.
    HandOverPayload {
        /// What was handed over.
        handed_over: HandedOver
    }
    /// What came of erasing one's account.
    EraseMyAccountPayload {
        /// The id of the account that is no more.
        erased_id: ID
    }
    /// What came of leaving the network.
    LeaveNetworkPayload {
        /// What was handed over.
        handed_over: HandedOver
    }
}
