//! What is kept of one person, to be told. `contacts` and `traces` erase it.

use crate::{
    PendingSignIn, Registration, Session, SignInLink, Store, StoreError,
    entity::{case_revision, delivery, external_identity, pending_sign_in, registration, session, sign_in_link},
    rows::{self, Place},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseContent, EmailAddress,
    ids::{AccountId, CaseId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, Query},
};

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
    /// The sessions of an account that are kept, good or over, the latest first.
    pub async fn kept_sessions(&self, account: AccountId) -> Result<Vec<Session>, StoreError> {
        use session::{Column, Entity};
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Session::try_from).collect()
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
            let content = Place { table: "case_revision", id: &row.id }.json("content", serde_json::from_str(&row.content))?;
            Ok(OwnRevision { case: CaseId(row.case_id), number: row.number, created_at: row.created_at, content })
        };
        rows.into_iter().map(own).collect()
    }

    /// How many mails to an address are kept, and since when the first was written.
    pub async fn mails_to(&self, address: &EmailAddress) -> Result<(u64, Option<DateTime<Utc>>), StoreError> {
        use delivery::{Column, Entity};
        let select = Query::select()
            .expr_as(Expr::cust("COUNT(*)"), "count")
            .expr_as(Expr::col(Column::CreatedAt).min(), "first")
            .from(Entity)
            .and_where(Expr::col(Column::Recipient).eq(address.reveal()))
            .take();
        let Some(row) = self.reader().query_one(&select).await.map_err(StoreError::of("delivery"))? else { return Ok((0, None)) };
        let count: i64 = row.try_get("", "count").map_err(StoreError::of("delivery"))?;
        let first = row.try_get("", "first").map_err(StoreError::of("delivery"))?;
        Ok((u64::try_from(count).unwrap_or(0), first))
    }
}
