//! What is kept of one person, to be told and to be erased.

use crate::{
    Store, StoreError, Transaction,
    entity::{
        case_revision, delivery, external_identity, invitation, practice_case, reader, registration, session, sign_in_link, subscription,
        suppression,
    },
    rows::{self, Place},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseContent, EmailAddress,
    ids::{AccountId, CaseId, SessionId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

/// A browser session, without what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its id.
    pub id: SessionId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: DateTime<Utc>,
    /// What kind of browser it is, coarsely.
    pub device: Option<String>,
    /// The network that it began from.
    pub network: Option<String>,
}

/// Whom a sign-in provider knows an account as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderName {
    /// The provider.
    pub issuer: String,
    /// The provider's name for the person.
    pub subject: String,
    /// Since when it is known.
    pub created_at: DateTime<Utc>,
}

/// A revision that somebody saved.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnRevision {
    /// The case.
    pub case: CaseId,
    /// The number of the revision, from 1.
    pub number: i32,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// What it says.
    pub content: CaseContent,
}

impl Store {
    /// The sessions of an account, the latest first.
    pub async fn session_infos(&self, account: AccountId) -> Result<Vec<SessionInfo>, StoreError> {
        use session::{Column, Entity};
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
        let rows = rows::all(self.reader(), select).await?;
        let info = |row: session::Model| SessionInfo {
            id: SessionId(row.id),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            device: row.device,
            network: row.network,
        };
        Ok(rows.into_iter().map(info).collect())
    }

    /// Whom sign-in providers know an account as.
    pub async fn provider_names(&self, account: AccountId) -> Result<Vec<ProviderName>, StoreError> {
        use external_identity::{Column, Entity, Model};
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::CreatedAt);
        let name = |row: Model| ProviderName { issuer: row.issuer, subject: row.subject, created_at: row.created_at };
        Ok(rows::all(self.reader(), select).await?.into_iter().map(name).collect())
    }

    /// The revisions that an account saved, the first one first.
    pub async fn revisions_by(&self, account: AccountId) -> Result<Vec<OwnRevision>, StoreError> {
        use case_revision::{Column, Entity};
        let select = Entity::find().filter(Column::CreatedBy.eq(account.0)).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        let rows = rows::all(self.reader(), select).await?;
        let own = |row: case_revision::Model| {
            let content = Place { table: "case_revision", id: &row.id }.parsed("content", serde_json::from_str(&row.content))?;
            Ok(OwnRevision { case: CaseId(row.case_id), number: row.number, created_at: row.created_at, content })
        };
        rows.into_iter().map(own).collect()
    }

    /// How many mails to an address are kept, and since when the first was written.
    pub async fn mails_to(&self, address: &EmailAddress) -> Result<(usize, Option<DateTime<Utc>>), StoreError> {
        use delivery::{Column, Entity};
        let select = Entity::find().filter(Column::Recipient.eq(address.reveal())).order_by_asc(Column::CreatedAt);
        let rows = rows::all(self.reader(), select).await?;
        Ok((rows.len(), rows.first().map(|row| row.created_at)))
    }
}

impl Transaction {
    /// Takes a person out of what cases say: name and telephone number from the contacts of the cases that the account began, and the whole
    /// contact wherever its mailbox is the account's own address, in all revisions. Function mailboxes stay. Returns the cases that changed.
    pub async fn scrub_contacts(&mut self, account: AccountId, address: &EmailAddress) -> Result<Vec<CaseId>, StoreError> {
        use case_revision::{Column, Entity};
        let begun = practice_case::Entity::find().filter(practice_case::Column::AuthorId.eq(account.0));
        let begun: Vec<_> = rows::all(&self.db, begun).await?.into_iter().map(|row| row.id).collect();
        // The address as JSON writes it; more rows than are meant only cost time.
        let mentions = Column::Content.contains(address.reveal());
        let mut changed = Vec::new();
        for ids in begun.chunks(rows::IDS_AT_ONCE).chain(begun.is_empty().then_some(&[][..])) {
            let select = Entity::find().filter(Condition::any().add(Column::CaseId.is_in(ids.iter().copied())).add(mentions.clone()));
            for row in rows::all(&self.db, select).await? {
                let is_begun = begun.contains(&row.case_id);
                if self.scrub(&row, is_begun, address).await? && !changed.contains(&CaseId(row.case_id)) {
                    changed.push(CaseId(row.case_id));
                }
            }
        }
        if !changed.is_empty() {
            self.changes_content();
        }
        Ok(changed)
    }

    async fn scrub(&mut self, row: &case_revision::Model, is_begun: bool, address: &EmailAddress) -> Result<bool, StoreError> {
        use case_revision::{Column, Entity};
        let content: CaseContent = Place { table: "case_revision", id: &row.id }.parsed("content", serde_json::from_str(&row.content))?;
        let mut scrubbed = content.clone();
        scrubbed.contact = content.contact.clone().filter(|contact| !contact.mailbox.trim().eq_ignore_ascii_case(address.reveal()));
        if let Some(contact) = scrubbed.contact.as_mut().filter(|_| is_begun) {
            (contact.name, contact.phone) = (None, None);
        }
        if scrubbed == content {
            return Ok(false);
        }
        let update = Entity::update_many()
            .col_expr(Column::Content, Expr::val(scrubbed.to_json()))
            .col_expr(Column::ContentHash, Expr::val(scrubbed.hash()))
            .filter(Column::Id.eq(row.id));
        update.exec(&self.db).await.map(|_| true).map_err(StoreError::of("case_revision"))
    }

    /// Deletes everything else that is kept of an address or an account: the reader, subscriptions with their digests, mails and that they came
    /// back, invitations, registrations, links to sign in with.
    pub async fn erase_traces(&mut self, account: AccountId, address: &EmailAddress) -> Result<(), StoreError> {
        let address = address.reveal();
        let delete = subscription::Entity::delete_many().filter(subscription::Column::AccountId.eq(account.0));
        delete.exec(&self.db).await.map_err(StoreError::of("subscription"))?;
        // With all its subscriptions, whoever asked for them.
        let delete = reader::Entity::delete_many().filter(reader::Column::Email.eq(address));
        delete.exec(&self.db).await.map_err(StoreError::of("reader"))?;
        let delete = delivery::Entity::delete_many().filter(delivery::Column::Recipient.eq(address));
        delete.exec(&self.db).await.map_err(StoreError::of("delivery"))?;
        let delete = suppression::Entity::delete_many().filter(suppression::Column::Address.eq(address));
        delete.exec(&self.db).await.map_err(StoreError::of("suppression"))?;
        let delete = invitation::Entity::delete_many().filter(invitation::Column::Email.eq(address));
        delete.exec(&self.db).await.map_err(StoreError::of("invitation"))?;
        let delete = sign_in_link::Entity::delete_many().filter(sign_in_link::Column::Email.eq(address));
        delete.exec(&self.db).await.map_err(StoreError::of("sign_in_link"))?;
        let delete = registration::Entity::delete_many().filter(registration::Column::Email.eq(address));
        delete.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("registration"))
    }
}
