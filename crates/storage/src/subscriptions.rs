//! Subscriptions to digests.

use crate::{
    Store, StoreError, Transaction,
    entity::subscription::{Column, Entity, Model},
    moment, origin, readers,
    rows::{self, IDS_AT_ONCE, Place, can_be_stored, storable},
};
use chrono::{DateTime, Utc, Weekday};
use domain::{
    Hidden,
    digest_period::Frequency,
    ids::{AccountId, ReaderId, SubscriptionId},
    subscription::{Criteria, SubscriptionState, consent_text},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, UpdateMany,
    sea_query::{Expr, ExprTrait},
};

pub(crate) const TABLE: &str = "subscription";

/// A reader's wish to be told about new cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// Whose it is.
    pub reader: ReaderId,
    /// The account that asked for it, if somebody was signed in.
    pub account: Option<AccountId>,
    /// What the reader wants to be told about.
    pub criteria: Criteria,
    /// The text as it was typed, if a typing mistake in it was corrected.
    pub typed_text: Option<String>,
    /// How often.
    pub frequency: Frequency,
    /// The weekday that was asked for. It becomes the reader's when the address's owner confirms, and not before.
    pub wanted_weekday: Option<Weekday>,
    /// The hour that was asked for, from 0 to 23; likewise.
    pub wanted_hour: Option<u8>,
    /// Where it stands.
    pub state: SubscriptionState,
    /// The version of the consent's wording that the reader was shown.
    pub consent_version: String,
    /// The wording itself, if it names what was asked for.
    pub consent_text: Option<String>,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// When the address's owner confirmed it.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it was ended.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// The random text in every digest's link that ends it, in the clear, because every digest needs it again.
    pub unsubscribe_token: Hidden,
    /// The hash of the random text in the confirmation mail.
    pub confirm_token_hash: Option<String>,
    /// Up to which moment digests have told what was new.
    pub covered_until: Option<DateTime<Utc>>,
    /// From which network it was asked for, cut; part of the proof of consent. Whoever writes it down need not know it.
    pub requested_from: Option<String>,
    /// From which network it was confirmed.
    pub confirmed_from: Option<String>,
}

impl Subscription {
    /// Whether replies to the questions of its account are gathered by it now.
    pub fn gathers_replies(&self) -> bool {
        self.criteria.replies && self.state == SubscriptionState::Active
    }

    /// The wording of the consent that the reader was shown; empty if its version is none that there ever was.
    pub fn consent_wording(&self) -> &str {
        self.consent_text.as_deref().or_else(|| consent_text(&self.consent_version)).unwrap_or_default()
    }
}

impl Store {
    /// The subscription with this id.
    pub async fn subscription(&self, id: SubscriptionId) -> Result<Option<Subscription>, StoreError> {
        rows::one(self.reader(), Entity::find_by_id(id.0)).await?.map(Subscription::try_from).transpose()
    }

    /// The subscription that a confirmation mail was sent for.
    pub async fn subscription_by_confirm_hash(&self, hash: &str) -> Result<Option<Subscription>, StoreError> {
        self.subscription_by(Column::ConfirmTokenHash, hash).await
    }

    /// The subscription whose digests bear this token.
    pub async fn subscription_by_unsubscribe_token(&self, token: &str) -> Result<Option<Subscription>, StoreError> {
        self.subscription_by(Column::UnsubscribeToken, token).await
    }

    /// All subscriptions that an account asked for, the first one first.
    pub async fn subscriptions_of(&self, account: AccountId) -> Result<Vec<Subscription>, StoreError> {
        of_account(self.reader(), account).await
    }

    /// All subscriptions of these accounts, the first one first.
    pub async fn subscriptions_of_accounts(&self, accounts: &[AccountId]) -> Result<Vec<Subscription>, StoreError> {
        of_accounts(self.reader(), accounts).await
    }

    /// The subscriptions with these ids, in no particular order.
    pub async fn subscriptions_with(&self, ids: &[SubscriptionId]) -> Result<Vec<Subscription>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(IDS_AT_ONCE) {
            let select = Entity::find().filter(Column::Id.is_in(some.iter().map(|id| id.0)));
            for row in rows::all(self.reader(), select).await? {
                found.push(row.try_into()?);
            }
        }
        Ok(found)
    }

    /// All subscriptions of a reader, the first one first.
    pub async fn subscriptions_of_reader(&self, reader: ReaderId) -> Result<Vec<Subscription>, StoreError> {
        let select = Entity::find().filter(Column::ReaderId.eq(reader.0)).order_by_asc(Column::RequestedAt).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Subscription::try_from).collect()
    }

    async fn subscription_by(&self, column: Column, text: &str) -> Result<Option<Subscription>, StoreError> {
        if !can_be_stored(text) {
            return Ok(None);
        }
        rows::one(self.reader(), Entity::find().filter(column.eq(text))).await?.map(Subscription::try_from).transpose()
    }
}

impl Transaction {
    /// Keeps a new subscription as it is given.
    pub async fn insert_subscription(&mut self, subscription: &Subscription) -> Result<(), StoreError> {
        let criteria = serde_json::to_string(&subscription.criteria);
        let row = Model {
            id: subscription.id.0,
            reader_id: subscription.reader.0,
            account_id: subscription.account.map(|account| account.0),
            criteria: Place { table: TABLE, id: &subscription.id }.parsed("criteria", criteria)?,
            typed_text: subscription.typed_text.as_deref().map(storable),
            frequency: subscription.frequency.key().to_owned(),
            wanted_weekday: subscription.wanted_weekday.map(readers::number),
            wanted_hour: subscription.wanted_hour.map(i16::from),
            state: subscription.state.key().to_owned(),
            consent_version: storable(&subscription.consent_version),
            consent_text: subscription.consent_text.as_deref().map(storable),
            requested_at: moment::stored(subscription.requested_at),
            confirmed_at: subscription.confirmed_at.map(moment::stored),
            withdrawn_at: subscription.withdrawn_at.map(moment::stored),
            unsubscribe_token: subscription.unsubscribe_token.reveal().to_owned(),
            confirm_token_hash: subscription.confirm_token_hash.clone(),
            covered_until: subscription.covered_until.map(moment::stored),
            requested_from: origin::current(),
            confirmed_from: None,
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// Makes a pending subscription active: digests tell what is new from `covered_until` on. Returns whether it was pending.
    pub async fn confirm_subscription(
        &mut self,
        id: SubscriptionId,
        now: DateTime<Utc>,
        covered_until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let update = update(id)
            .col_expr(Column::State, Expr::val(SubscriptionState::Active.key()))
            .col_expr(Column::WantedWeekday, Expr::val(Option::<i16>::None))
            .col_expr(Column::WantedHour, Expr::val(Option::<i16>::None))
            .col_expr(Column::ConfirmedAt, moment::expr(now))
            .col_expr(Column::ConfirmedFrom, Expr::val(origin::current()))
            .col_expr(Column::CoveredUntil, moment::expr(covered_until))
            .filter(Column::State.eq(SubscriptionState::Pending.key()));
        self.apply(update).await
    }

    /// Ends a subscription. When its reader is due next is for the caller to say. Returns whether it had not been ended before.
    pub async fn withdraw_subscription(&mut self, id: SubscriptionId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let update = update(id)
            .col_expr(Column::State, Expr::val(SubscriptionState::Withdrawn.key()))
            .col_expr(Column::WithdrawnAt, moment::expr(now))
            .filter(Column::State.ne(SubscriptionState::Withdrawn.key()));
        self.apply(update).await
    }

    /// Deletes the pending subscriptions asked for before this moment and returns how many they were.
    pub async fn delete_unconfirmed(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many()
            .filter(Expr::col(Column::State).eq(Expr::cust("'pending'")))
            .filter(Expr::col(Column::RequestedAt).lt(moment::bound(before)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }

    /// Changes how often an active subscription tells. Returns whether there is such a one.
    pub async fn set_frequency(&mut self, id: SubscriptionId, frequency: Frequency) -> Result<bool, StoreError> {
        let update =
            update(id).col_expr(Column::Frequency, Expr::val(frequency.key())).filter(Column::State.eq(SubscriptionState::Active.key()));
        self.apply(update).await
    }

    /// All subscriptions of a reader, the first one first, as this transaction sees them.
    pub async fn subscriptions_of_reader(&mut self, reader: ReaderId) -> Result<Vec<Subscription>, StoreError> {
        let select = Entity::find().filter(Column::ReaderId.eq(reader.0)).order_by_asc(Column::RequestedAt).order_by_asc(Column::Id);
        rows::all(&self.db, select).await?.into_iter().map(Subscription::try_from).collect()
    }

    /// All subscriptions that an account asked for, the first one first, as this transaction sees them.
    pub async fn subscriptions_of(&mut self, account: AccountId) -> Result<Vec<Subscription>, StoreError> {
        of_account(&self.db, account).await
    }

    /// All subscriptions of these accounts, the first one first, as this transaction sees them.
    pub async fn subscriptions_of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<Subscription>, StoreError> {
        of_accounts(&self.db, accounts).await
    }

    async fn apply(&mut self, update: UpdateMany<Entity>) -> Result<bool, StoreError> {
        update.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of(TABLE))
    }
}

async fn of_account(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Subscription>, StoreError> {
    let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::RequestedAt).order_by_asc(Column::Id);
    rows::all(db, select).await?.into_iter().map(Subscription::try_from).collect()
}

async fn of_accounts(db: &impl ConnectionTrait, accounts: &[AccountId]) -> Result<Vec<Subscription>, StoreError> {
    let mut found: Vec<Subscription> = Vec::new();
    for some in accounts.chunks(IDS_AT_ONCE) {
        let select = Entity::find().filter(Column::AccountId.is_in(some.iter().map(|id| id.0)));
        for row in rows::all(db, select).await? {
            found.push(row.try_into()?);
        }
    }
    found.sort_by_key(|subscription| (subscription.requested_at, subscription.id));
    Ok(found)
}

fn update(id: SubscriptionId) -> UpdateMany<Entity> {
    Entity::update_many().filter(Column::Id.eq(id.0))
}

impl TryFrom<Model> for Subscription {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            id: SubscriptionId(row.id),
            reader: ReaderId(row.reader_id),
            account: row.account_id.map(AccountId),
            criteria: place.json("criteria", serde_json::from_str(&row.criteria))?,
            typed_text: row.typed_text,
            frequency: place.known("frequency", Frequency::from_key(&row.frequency))?,
            wanted_weekday: match row.wanted_weekday {
                Some(number) => Some(place.known("wanted_weekday", readers::weekday(number))?),
                None => None,
            },
            wanted_hour: row.wanted_hour.map(|hour| place.parsed("wanted_hour", u8::try_from(hour))).transpose()?,
            state: place.known("state", SubscriptionState::from_key(&row.state))?,
            consent_version: row.consent_version,
            consent_text: row.consent_text,
            requested_at: row.requested_at,
            confirmed_at: row.confirmed_at,
            withdrawn_at: row.withdrawn_at,
            unsubscribe_token: row.unsubscribe_token.into(),
            confirm_token_hash: row.confirm_token_hash,
            covered_until: row.covered_until,
            requested_from: row.requested_from,
            confirmed_from: row.confirmed_from,
        })
    }
}
