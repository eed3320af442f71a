//! What is kept of one person, to be told and to be erased.

use crate::{
    PendingSignIn, Registration, SignInLink, Store, StoreError, Transaction,
    entity::{
        case_revision, delivery, external_identity, invitation, pending_sign_in, practice_case, reader, registration, session,
        sign_in_link, subscription, suppression,
    },
    rows::{self, Place},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseContent, EmailAddress, SignInMethod,
    case::Contact,
    ids::{AccountId, CaseId, SessionId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Of how many cases the revisions are looked at together.
const CASES_AT_ONCE: usize = 50;

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
    /// By what it began.
    pub method: SignInMethod,
    /// Whether a second factor was asked for and given, or none can be asked for.
    pub second_factor: bool,
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
    /// When the person last came by it.
    pub last_used_at: DateTime<Utc>,
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
        let info = |row: session::Model| {
            let method = Place { table: "session", id: &row.id }.known("method", SignInMethod::from_key(&row.method))?;
            Ok(SessionInfo {
                id: SessionId(row.id),
                created_at: row.created_at,
                expires_at: row.expires_at,
                last_used_at: row.last_used_at,
                method,
                second_factor: row.second_factor,
                device: row.device,
                network: row.network,
            })
        };
        rows::all(self.reader(), select).await?.into_iter().map(info).collect()
    }

    /// The sign-ins of an account that wait for the second factor, or did, the latest first.
    pub async fn pending_sign_ins_of(&self, account: AccountId) -> Result<Vec<PendingSignIn>, StoreError> {
        use pending_sign_in::{Column, Entity};
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(PendingSignIn::try_from).collect()
    }

    /// The links to sign in with that were asked for with an address, the latest first.
    pub async fn sign_in_links_to(&self, address: &EmailAddress) -> Result<Vec<SignInLink>, StoreError> {
        use sign_in_link::{Column, Entity};
        let select = Entity::find().filter(Column::Email.eq(address.reveal())).order_by_desc(Column::RequestedAt).order_by_desc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(SignInLink::try_from).collect()
    }

    /// The registrations of an address that nobody has confirmed yet, the latest first.
    pub async fn registrations_of(&self, address: &EmailAddress) -> Result<Vec<Registration>, StoreError> {
        use registration::{Column, Entity};
        let select = Entity::find().filter(Column::Email.eq(address.reveal())).order_by_desc(Column::RequestedAt).order_by_desc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Registration::try_from).collect()
    }

    /// Whom sign-in providers know an account as.
    pub async fn provider_names(&self, account: AccountId) -> Result<Vec<ProviderName>, StoreError> {
        use external_identity::{Column, Entity, Model};
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::CreatedAt);
        let name = |row: Model| ProviderName {
            issuer: row.issuer,
            subject: row.subject,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        };
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
    /// Takes a person out of what cases say: name and telephone number from the contacts of the cases that are the account's, and from
    /// those of cases that it handed over or worked on where they came from the account, and the whole contact wherever its mailbox is the
    /// account's own address; all of it in all revisions. Function mailboxes stay. Returns the cases that changed.
    pub async fn scrub_contacts(&mut self, account: AccountId, address: &EmailAddress) -> Result<Vec<CaseId>, StoreError> {
        use case_revision::{Column, Entity};
        let owned = self.cases_owned_by(account).await?;
        let touched: Vec<_> = owned.union(&self.cases_saved_by(account).await?).copied().collect();
        let mut changed = BTreeSet::new();
        for ids in touched.chunks(CASES_AT_ONCE) {
            let select = Entity::find().filter(Column::CaseId.is_in(ids.iter().copied()));
            let revisions = self.revisions(select.order_by_asc(Column::CaseId).order_by_asc(Column::Number)).await?;
            for of_case in revisions.chunk_by(|(one, _), (next, _)| one.case_id == next.case_id) {
                let given = contacts_given_by(account, of_case);
                for (row, content) in of_case {
                    let is_given = |contact: &Contact| given.iter().any(|given| names_the_same(contact, given));
                    let is_theirs = owned.contains(&row.case_id) || content.contact.as_ref().is_some_and(is_given);
                    if self.scrub(row, content, is_theirs, address).await? {
                        changed.insert(CaseId(row.case_id));
                    }
                }
            }
        }
        // The address as JSON writes it, in whatever case it was typed; more rows than are meant only cost time.
        let mentions = Func::lower(Expr::col(Column::Content)).like(format!("%{}%", address.reveal()));
        for (row, content) in self.revisions(Entity::find().filter(mentions)).await? {
            if self.scrub(&row, &content, false, address).await? {
                changed.insert(CaseId(row.case_id));
            }
        }
        if !changed.is_empty() {
            self.changes_content();
        }
        Ok(changed.into_iter().collect())
    }

    /// The cases whose author the account is.
    async fn cases_owned_by(&self, account: AccountId) -> Result<BTreeSet<Uuid>, StoreError> {
        use practice_case::{Column, Entity};
        let select = Entity::find().filter(Column::AuthorId.eq(account.0)).select_only().column(Column::Id);
        let ids = select.into_tuple::<Uuid>().all(&self.db).await.map_err(StoreError::of("practice_case"))?;
        Ok(ids.into_iter().collect())
    }

    /// The cases of which the account saved a revision.
    async fn cases_saved_by(&self, account: AccountId) -> Result<BTreeSet<Uuid>, StoreError> {
        use case_revision::{Column, Entity};
        let select = Entity::find().filter(Column::CreatedBy.eq(account.0)).select_only().column(Column::CaseId);
        let ids = select.into_tuple::<Uuid>().all(&self.db).await.map_err(StoreError::of("case_revision"))?;
        Ok(ids.into_iter().collect())
    }

    async fn revisions(&self, select: Select<case_revision::Entity>) -> Result<Vec<(case_revision::Model, CaseContent)>, StoreError> {
        let read = |row: case_revision::Model| {
            let content = Place { table: "case_revision", id: &row.id }.parsed("content", serde_json::from_str(&row.content))?;
            Ok((row, content))
        };
        rows::all(&self.db, select).await?.into_iter().map(read).collect()
    }

    async fn scrub(
        &mut self,
        row: &case_revision::Model,
        content: &CaseContent,
        is_theirs: bool,
        address: &EmailAddress,
    ) -> Result<bool, StoreError> {
        use case_revision::{Column, Entity};
        let mut scrubbed = content.clone();
        scrubbed.contact = content.contact.clone().filter(|contact| !contact.mailbox.trim().eq_ignore_ascii_case(address.reveal()));
        if let Some(contact) = scrubbed.contact.as_mut().filter(|_| is_theirs) {
            (contact.name, contact.phone) = (None, None);
        }
        if scrubbed == *content {
            return Ok(false);
        }
        let update = Entity::update_many()
            .col_expr(Column::Content, Expr::val(scrubbed.to_json()))
            .col_expr(Column::ContentHash, Expr::val(scrubbed.hash()))
            .filter(Column::Id.eq(row.id));
        update.exec(&self.db).await.map(|_| true).map_err(StoreError::of("case_revision"))
    }

    /// Deletes everything else that is kept of an address or an account: the reader, subscriptions with their digests, mails and that they came
    /// back, invitations, registrations, links to sign in with; and from where the reader was changed.
    pub async fn erase_traces(&mut self, account: AccountId, address: &EmailAddress) -> Result<(), StoreError> {
        let address = address.reveal();
        let delete = subscription::Entity::delete_many().filter(subscription::Column::AccountId.eq(account.0));
        delete.exec(&self.db).await.map_err(StoreError::of("subscription"))?;
        let readers = reader::Entity::find().filter(reader::Column::Email.eq(address));
        for reader in rows::all(&self.db, readers).await? {
            // The links in mails changed it without an account, which `forget_actor` would go by.
            self.forget_origins_of(reader.id).await?;
        }
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

/// The contacts that came from this account, of a case's revisions in their order: of a case that it began all that it saved, of others
/// those that nobody had given before. Whoever corrects a word in a colleague's case saves the colleague's contact with it.
fn contacts_given_by(account: AccountId, revisions: &[(case_revision::Model, CaseContent)]) -> Vec<&Contact> {
    let is_own = |row: &case_revision::Model| row.created_by == Some(account.0);
    let has_begun = revisions.first().is_some_and(|(first, _)| is_own(first));
    let (mut given, mut of_others) = (Vec::new(), Vec::new());
    for (row, content) in revisions {
        let Some(contact) = &content.contact else { continue };
        if !is_own(row) {
            of_others.push(contact);
        } else if has_begun || !of_others.iter().any(|other| names_the_same(contact, other)) {
            given.push(contact);
        }
    }
    given
}

/// Whether a contact is the person of another one: by the name, or without one by the telephone number.
fn names_the_same(contact: &Contact, other: &Contact) -> bool {
    match &contact.name {
        Some(name) => other.name.as_ref() == Some(name),
        None => contact.phone.is_some() && contact.phone == other.phone,
    }
}
