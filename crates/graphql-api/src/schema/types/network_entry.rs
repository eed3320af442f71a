//! How people come to the network and stand in for each other: invitations, registrations, deputations.

use super::{member::Member, municipality::Municipality};
use crate::{
    errors::ApiError,
    schema::{
        enums::Role,
        global_id::{MEMBER, encode_apart},
        timestamp::Timestamp,
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};

/// The kind of id of an invitation.
pub(crate) const INVITATION: &str = "Invitation";

/// The kind of id of a deputation.
pub(crate) const DEPUTATION: &str = "Deputation";

/// An invitation.
#[derive(Debug, Clone)]
pub(crate) struct Invitation(pub(crate) usecases::Invitation);

/// An invitation to the network. Whoever holds the token of its mail accepts it, once.
#[Object]
impl Invitation {
    /// The id, for the mutation that takes it back.
    async fn id(&self) -> ID {
        encode_apart(INVITATION, self.0.id.0)
    }

    /// Where it was sent.
    async fn email(&self) -> &str {
        self.0.email.reveal()
    }

    /// The role that it gives.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The role as people read it, in German.
    async fn role_label(&self) -> &str {
        self.0.role.label()
    }

    /// The municipality that it is for; null for the agency's own people.
    async fn municipality(&self) -> Option<Municipality> {
        self.0.municipality.clone().map(Municipality)
    }

    /// What the invited person is to be there for.
    async fn function(&self) -> Option<&str> {
        self.0.function.as_deref()
    }

    /// When it was sent.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at.into()
    }

    /// Until when it can be accepted.
    async fn expires_at(&self) -> Timestamp {
        self.0.expires_at.into()
    }

    /// When it was accepted.
    async fn accepted_at(&self) -> Option<Timestamp> {
        self.0.accepted_at.map(Timestamp)
    }

    /// When it was taken back.
    async fn revoked_at(&self) -> Option<Timestamp> {
        self.0.revoked_at.map(Timestamp)
    }
}

/// A wish for an account.
#[derive(Debug, Clone)]
pub(crate) struct Registration(pub(crate) usecases::Registration);

/// A wish for an account that its mail's link confirms.
#[Object]
impl Registration {
    /// The municipality.
    async fn municipality(&self) -> Municipality {
        Municipality(self.0.municipality.clone())
    }

    /// Until when it can be confirmed.
    async fn expires_at(&self) -> Timestamp {
        self.0.expires_at.into()
    }
}

/// Somebody who stands in.
#[derive(Debug, Clone)]
pub(crate) struct Deputation(pub(crate) usecases::Deputation);

/// Somebody who has a coordinator's rights on a municipality for a time.
#[Object]
impl Deputation {
    /// The id, for the mutation that ends it.
    async fn id(&self) -> ID {
        encode_apart(DEPUTATION, self.0.id.0)
    }

    /// The municipality.
    async fn municipality(&self) -> Municipality {
        Municipality(self.0.municipality.clone())
    }

    /// The id of who stands in, the same as that of `deputy`.
    async fn deputy_id(&self) -> ID {
        encode_apart(MEMBER, self.0.deputy.0)
    }

    /// Who stands in; null if the account is gone.
    #[graphql(complexity = "crate::cost::READ + child_complexity")]
    async fn deputy(&self, context: &Context<'_>) -> Result<Option<Member>, ApiError> {
        Ok(Session::of(context)?.loaders.member(self.0.deputy).await?.map(Member))
    }

    /// From which moment on it counts.
    async fn from(&self) -> Timestamp {
        self.0.from.into()
    }

    /// Up to which moment it counts.
    async fn until(&self) -> Timestamp {
        self.0.until.into()
    }
}

/// What was handed over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HandedOver(pub(crate) usecases::people::HandedOver);

/// What went from one account to another.
#[Object]
impl HandedOver {
    /// How many cases the successor is the author of now.
    async fn cases(&self) -> i32 {
        i32::try_from(self.0.cases).unwrap_or(i32::MAX)
    }

    /// How many subscriptions the successor was asked to confirm for their own address.
    async fn subscriptions(&self) -> i32 {
        i32::try_from(self.0.subscriptions).unwrap_or(i32::MAX)
    }
}
