//! Invitations to the network.

use crate::{
    Store, StoreError, Transaction,
    entity::invitation::{Column, Entity, Model},
    moment,
    rows::{self, Place, can_be_stored, storable},
};
use chrono::{DateTime, Utc};
use domain::{
    Ags, EmailAddress, Role,
    ids::{AccountId, InvitationId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Expr, ExprTrait},
};

const TABLE: &str = "invitation";

/// An invitation. Whoever holds its token accepts it, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Where it was sent.
    pub email: EmailAddress,
    /// The role that it gives.
    pub role: Role,
    /// The municipality that it is for; none for the agency's own people.
    pub municipality: Option<Ags>,
    /// What the invited person is to be there for.
    pub function: Option<String>,
    /// The hash of the random text in the mail.
    pub token_hash: String,
    /// Who invited, unless that account is gone.
    pub invited_by: Option<AccountId>,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// Whether it can be accepted at this moment.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.accepted_at.is_none() && self.revoked_at.is_none() && now < self.expires_at
    }
}

impl Store {
    /// The invitation with this id, open or not.
    pub async fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        rows::one(self.reader(), Entity::find_by_id(id.0)).await?.map(Invitation::try_from).transpose()
    }

    /// The invitation whose mail holds this token, open or not.
    pub async fn invitation_by_hash(&self, hash: &str) -> Result<Option<Invitation>, StoreError> {
        if !can_be_stored(hash) {
            return Ok(None);
        }
        rows::one(self.reader(), Entity::find().filter(Column::TokenHash.eq(hash))).await?.map(Invitation::try_from).transpose()
    }

    /// The invitations of a municipality, or of the agency, that can be accepted at `now`, the latest first.
    pub async fn open_invitations(&self, municipality: Option<&Ags>, now: DateTime<Utc>) -> Result<Vec<Invitation>, StoreError> {
        let place = match municipality {
            Some(ags) => Column::Municipality.starts_with(ags.district()),
            None => Column::Municipality.is_null(),
        };
        let select = Entity::find().filter(place).filter(open(now)).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Invitation::try_from).collect()
    }
}

impl Transaction {
    /// Keeps a new invitation.
    pub async fn insert_invitation(&mut self, invitation: &Invitation) -> Result<(), StoreError> {
        let row = Model {
            id: invitation.id.0,
            email: invitation.email.reveal().to_owned(),
            role: invitation.role.key().to_owned(),
            municipality: invitation.municipality.as_ref().map(|ags| ags.as_str().to_owned()),
            function: invitation.function.as_deref().map(storable),
            token_hash: invitation.token_hash.clone(),
            invited_by: invitation.invited_by.map(|account| account.0),
            created_at: moment::stored(invitation.created_at),
            expires_at: moment::stored(invitation.expires_at),
            accepted_at: invitation.accepted_at.map(moment::stored),
            revoked_at: invitation.revoked_at.map(moment::stored),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// The invitation, to be changed: until this transaction ends nobody else changes it. Whoever changes accounts as well has the turn of
    /// changing people ([`Transaction::lock_people`]).
    pub async fn invitation_for_update(&mut self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        rows::one(&self.db, Entity::find_by_id(id.0).lock_exclusive()).await?.map(Invitation::try_from).transpose()
    }

    /// Marks an invitation as accepted.
    pub async fn accept_invitation(&mut self, id: InvitationId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.apply_to_invitation(update(id).col_expr(Column::AcceptedAt, moment::expr(now))).await
    }

    /// Takes an invitation back.
    pub async fn revoke_invitation(&mut self, id: InvitationId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.apply_to_invitation(update(id).col_expr(Column::RevokedAt, moment::expr(now))).await
    }

    /// Takes back all invitations to an address that can be accepted at `now`, and returns which they are, in the order of their ids.
    pub async fn revoke_invitations_to(&mut self, address: &EmailAddress, now: DateTime<Utc>) -> Result<Vec<InvitationId>, StoreError> {
        let select = Entity::find().filter(Column::Email.eq(address.reveal())).filter(open(now)).order_by_asc(Column::Id).lock_exclusive();
        let found = rows::all(&self.db, select).await?;
        for row in &found {
            self.revoke_invitation(InvitationId(row.id), now).await?;
        }
        Ok(found.into_iter().map(|row| InvitationId(row.id)).collect())
    }

    /// Deletes the invitations that nothing can come of any more at `now`, and returns how many they were.
    pub async fn delete_old_invitations(&mut self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let past = [Column::ExpiresAt, Column::AcceptedAt, Column::RevokedAt];
        let any = past.iter().fold(Condition::any(), |any, column| any.add(column.lte(moment::stored(now))));
        let delete = Entity::delete_many().filter(any);
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }

    async fn apply_to_invitation(&mut self, update: UpdateMany<Entity>) -> Result<(), StoreError> {
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }
}

/// The invitations that can be accepted at `now`.
fn open(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::AcceptedAt.is_null())
        .add(Column::RevokedAt.is_null())
        .add(Expr::col(Column::ExpiresAt).gt(moment::bound(now)))
}

fn update(id: InvitationId) -> UpdateMany<Entity> {
    Entity::update_many().filter(Column::Id.eq(id.0))
}

impl TryFrom<Model> for Invitation {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            id: InvitationId(row.id),
            email: place.parsed("email", row.email.parse())?,
            role: place.known("role", Role::from_key(&row.role))?,
            municipality: place.parsed("municipality", row.municipality.map(|ags| ags.parse()).transpose())?,
            function: row.function,
            token_hash: row.token_hash,
            invited_by: row.invited_by.map(AccountId),
            created_at: row.created_at,
            expires_at: row.expires_at,
            accepted_at: row.accepted_at,
            revoked_at: row.revoked_at,
        })
    }
}
