//! Erasing what is kept of a person beside their account and what they wrote.

use crate::{
    StoreError, Transaction,
    deliveries::{CONFIRMATION, DIGEST},
    entity::{delivery, invitation, reader, registration, sign_in_link, subscription, suppression},
    rows,
};
use domain::{EmailAddress, ids::AccountId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

impl Transaction {
    /// Deletes everything else that is kept of an address or an account: the reader, subscriptions with their digests, mails and that they came
    /// back, invitations, registrations, links to sign in with; and from where the reader was changed. Of another address that the account
    /// subscribed with goes the reader as well, with the mails about subscriptions, unless somebody else asked for one there.
    pub async fn erase_traces(&mut self, account: AccountId, address: &EmailAddress) -> Result<(), StoreError> {
        let address = address.reveal();
        let readers = self.readers_of(account, address).await?;
        let delete = subscription::Entity::delete_many().filter(subscription::Column::AccountId.eq(account.0));
        delete.exec(&self.db).await.map_err(StoreError::of("subscription"))?;
        for reader in readers {
            // One's own with all its subscriptions, whoever asked for them.
            if reader.email == address || !self.has_subscription(&reader).await? {
                self.erase_reader(&reader).await?;
            }
        }
        let delete = invitation::Entity::delete_many().filter(invitation::Column::Email.eq(address));
        delete.exec(&self.db).await.map_err(StoreError::of("invitation"))?;
        let delete = sign_in_link::Entity::delete_many().filter(sign_in_link::Column::Email.eq(address));
        delete.exec(&self.db).await.map_err(StoreError::of("sign_in_link"))?;
        let delete = registration::Entity::delete_many().filter(registration::Column::Email.eq(address));
        delete.exec(&self.db).await.map_err(StoreError::of("registration"))?;
        // After what mails are written of: whoever wrote one of that meanwhile is done, and whoever comes now finds nothing to write of.
        let delete = delivery::Entity::delete_many().filter(delivery::Column::Recipient.eq(address));
        delete.exec(&self.db).await.map_err(StoreError::of("delivery"))?;
        let delete = suppression::Entity::delete_many().filter(suppression::Column::Address.eq(address));
        delete.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("suppression"))
    }

    /// The reader with this address and those whose subscriptions the account asked for. Until this transaction ends nobody asks for another
    /// subscription of theirs.
    async fn readers_of(&self, account: AccountId, address: &str) -> Result<Vec<reader::Model>, StoreError> {
        let asked = subscription::Entity::find()
            .filter(subscription::Column::AccountId.eq(account.0))
            .select_only()
            .column(subscription::Column::ReaderId)
            .into_query();
        let whose = Condition::any().add(reader::Column::Email.eq(address)).add(reader::Column::Id.in_subquery(asked));
        rows::all(&self.db, reader::Entity::find().filter(whose).order_by_asc(reader::Column::Id).lock_exclusive()).await
    }

    async fn has_subscription(&self, reader: &reader::Model) -> Result<bool, StoreError> {
        let select = subscription::Entity::find().filter(subscription::Column::ReaderId.eq(reader.id)).limit(1);
        Ok(rows::one(&self.db, select).await?.is_some())
    }

    /// Deletes a reader with the subscriptions that are left and the mails about them. Other mails to the address are its owner's, who may be a
    /// municipality.
    async fn erase_reader(&mut self, reader: &reader::Model) -> Result<(), StoreError> {
        // The links in mails changed it without an account, which `forget_actor` would go by.
        self.forget_origins_of(reader.id).await?;
        let delete = reader::Entity::delete_many().filter(reader::Column::Id.eq(reader.id));
        delete.exec(&self.db).await.map_err(StoreError::of("reader"))?;
        let delete = delivery::Entity::delete_many()
            .filter(delivery::Column::Recipient.eq(reader.email.as_str()))
            .filter(delivery::Column::Kind.is_in([CONFIRMATION, DIGEST]));
        delete.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("delivery"))
    }
}
