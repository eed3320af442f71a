//! What members ask each other, and what they answer.

use crate::{
    Store, StoreError, Transaction,
    entity::{network_request, request_reply},
    moment,
    rows::{self, Place, at_most, storable},
};
use chrono::{DateTime, Utc};
use domain::{
    Ags, Role,
    ids::{AccountId, CaseId, ReplyId, RequestId},
};
use network_request::{Column, Entity, Model};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, UpdateMany,
    sea_query::{Expr, ExprTrait},
};

const TABLE: &str = "network_request";

/// A question to the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkRequest {
    /// Its id.
    pub id: RequestId,
    /// Who asked it; nobody where the account is gone.
    pub asker: Option<AccountId>,
    /// The role that they had then.
    pub asker_role: Role,
    /// The municipality that they spoke for.
    pub municipality: Option<Ags>,
    /// The question, in a line.
    pub question: String,
    /// What else is worth knowing, plain text; may be empty.
    pub details: String,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// When those who may know an answer were told.
    pub routed_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestReply {
    /// Its id.
    pub id: ReplyId,
    /// The question.
    pub request: RequestId,
    /// Who wrote it; nobody where the account is gone.
    pub author: Option<AccountId>,
    /// The role that they had then.
    pub author_role: Role,
    /// The municipality that they spoke for.
    pub municipality: Option<Ags>,
    /// What it says, plain text.
    pub body: String,
    /// The case that it points to.
    pub case: Option<CaseId>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

impl Store {
    /// Questions, the latest first, from behind a place in the list on, at most `limit`; open ones, closed ones or all, of a Landkreis or
    /// kreisfreie Stadt with its Gemeinden or of anybody.
    pub async fn requests(
        &self,
        is_open: Option<bool>,
        municipality: Option<&Ags>,
        after: Option<(DateTime<Utc>, RequestId)>,
        limit: u64,
    ) -> Result<Vec<NetworkRequest>, StoreError> {
        let mut condition = Condition::all()
            .add_option(is_open.map(|open| if open { Column::ClosedAt.is_null() } else { Column::ClosedAt.is_not_null() }))
            .add_option(municipality.map(|ags| Column::Municipality.starts_with(ags.district())));
        if let Some((at, id)) = after {
            let same = Condition::all().add(Expr::col(Column::AskedAt).eq(moment::expr(at))).add(Column::Id.lt(id.0));
            condition = condition.add(Condition::any().add(Expr::col(Column::AskedAt).lt(moment::expr(at))).add(same));
        }
        let select = Entity::find().filter(condition).order_by_desc(Column::AskedAt).order_by_desc(Column::Id).limit(at_most(limit));
        read(self.reader(), select).await
    }

    /// The question with this id.
    pub async fn request(&self, id: RequestId) -> Result<Option<NetworkRequest>, StoreError> {
        rows::one(self.reader(), Entity::find_by_id(id.0)).await?.map(NetworkRequest::try_from).transpose()
    }

    /// The questions with these ids, in no particular order.
    pub async fn requests_with(&self, ids: &[RequestId]) -> Result<Vec<NetworkRequest>, StoreError> {
        with_ids(self.reader(), ids).await
    }

    /// The questions that an account asked, the first one first.
    pub async fn requests_by(&self, account: AccountId) -> Result<Vec<NetworkRequest>, StoreError> {
        let select = Entity::find().filter(Column::AskerId.eq(account.0)).order_by_asc(Column::AskedAt).order_by_asc(Column::Id);
        read(self.reader(), select).await
    }

    /// The replies to some questions, the first one first. There are some dozens to a question at most.
    pub async fn replies(&self, requests: &[RequestId]) -> Result<Vec<RequestReply>, StoreError> {
        use request_reply::{Column, Entity};
        let mut replies = Vec::new();
        for ids in requests.chunks(rows::IDS_AT_ONCE) {
            let select = Entity::find().filter(Column::RequestId.is_in(ids.iter().map(|id| id.0)));
            let select = select.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
            replies.extend(rows::all(self.reader(), select).await?);
        }
        replies.into_iter().map(RequestReply::try_from).collect()
    }

    /// The reply with this id.
    pub async fn reply(&self, id: ReplyId) -> Result<Option<RequestReply>, StoreError> {
        rows::one(self.reader(), request_reply::Entity::find_by_id(id.0)).await?.map(RequestReply::try_from).transpose()
    }

    /// The replies that an account wrote, the first one first.
    pub async fn replies_by(&self, account: AccountId) -> Result<Vec<RequestReply>, StoreError> {
        use request_reply::{Column, Entity};
        let select = Entity::find().filter(Column::AuthorId.eq(account.0)).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(RequestReply::try_from).collect()
    }
}

impl Transaction {
    /// Keeps a new question.
    pub async fn insert_request(&mut self, request: &NetworkRequest) -> Result<(), StoreError> {
        let row = Model {
            id: request.id.0,
            asker_id: request.asker.map(|account| account.0),
            asker_role: request.asker_role.key().to_owned(),
            municipality: request.municipality.as_ref().map(|ags| ags.as_str().to_owned()),
            question: storable(&request.question),
            details: storable(&request.details),
            asked_at: moment::stored(request.asked_at),
            routed_at: request.routed_at.map(moment::stored),
            closed_at: request.closed_at.map(moment::stored),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// Like [`Store::requests_with`], as this transaction sees them.
    pub async fn requests_with(&mut self, ids: &[RequestId]) -> Result<Vec<NetworkRequest>, StoreError> {
        with_ids(&self.db, ids).await
    }

    /// The question with this id, which nobody else changes until this transaction ends.
    pub async fn request_for_update(&mut self, id: RequestId) -> Result<Option<NetworkRequest>, StoreError> {
        rows::one(&self.db, Entity::find_by_id(id.0).lock_exclusive()).await?.map(NetworkRequest::try_from).transpose()
    }

    /// Those who may know an answer have been told.
    pub async fn request_routed(&mut self, id: RequestId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.change_request(id, Entity::update_many().col_expr(Column::RoutedAt, moment::expr(now))).await
    }

    /// Closes a question.
    pub async fn close_request(&mut self, id: RequestId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.change_request(id, Entity::update_many().col_expr(Column::ClosedAt, moment::expr(now))).await
    }

    async fn change_request(&mut self, id: RequestId, update: UpdateMany<Entity>) -> Result<(), StoreError> {
        let result = update.filter(Column::Id.eq(id.0)).exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing { table: TABLE, id: id.to_string() }) }
    }

    /// Deletes a question with its replies.
    pub async fn delete_request(&mut self, id: RequestId) -> Result<(), StoreError> {
        Entity::delete_by_id(id.0).exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Deletes the questions that were asked before this moment, with their replies. Returns how many.
    pub async fn delete_old_requests(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(Expr::col(Column::AskedAt).lt(moment::bound(before)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }

    /// Keeps a new reply. A case that it names and that is gone by now is [`StoreError::Dangling`].
    pub async fn insert_reply(&mut self, reply: &RequestReply) -> Result<(), StoreError> {
        let row = request_reply::Model {
            id: reply.id.0,
            request_id: reply.request.0,
            author_id: reply.author.map(|account| account.0),
            author_role: reply.author_role.key().to_owned(),
            municipality: reply.municipality.as_ref().map(|ags| ags.as_str().to_owned()),
            body: storable(&reply.body),
            case_id: reply.case.map(|case| case.0),
            created_at: moment::stored(reply.created_at),
        };
        rows::insert::<request_reply::Entity>(&self.db, row).await
    }
}

async fn read(db: &impl ConnectionTrait, select: Select<Entity>) -> Result<Vec<NetworkRequest>, StoreError> {
    rows::all(db, select).await?.into_iter().map(NetworkRequest::try_from).collect()
}

async fn with_ids(db: &impl ConnectionTrait, ids: &[RequestId]) -> Result<Vec<NetworkRequest>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(rows::IDS_AT_ONCE) {
        found.extend(read(db, Entity::find().filter(Column::Id.is_in(some.iter().map(|id| id.0)))).await?);
    }
    Ok(found)
}

impl TryFrom<Model> for NetworkRequest {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            id: RequestId(row.id),
            asker: row.asker_id.map(AccountId),
            asker_role: place.known("asker_role", Role::from_key(&row.asker_role))?,
            municipality: place.parsed("municipality", row.municipality.map(|ags| ags.parse()).transpose())?,
            question: row.question,
            details: row.details,
            asked_at: row.asked_at,
            routed_at: row.routed_at,
            closed_at: row.closed_at,
        })
    }
}

impl TryFrom<request_reply::Model> for RequestReply {
    type Error = StoreError;

    fn try_from(row: request_reply::Model) -> Result<Self, StoreError> {
        let place = Place { table: "request_reply", id: &row.id };
        Ok(Self {
            id: ReplyId(row.id),
            request: RequestId(row.request_id),
            author: row.author_id.map(AccountId),
            author_role: place.known("author_role", Role::from_key(&row.author_role))?,
            municipality: place.parsed("municipality", row.municipality.map(|ags| ags.parse()).transpose())?,
            body: row.body,
            case: row.case_id.map(CaseId),
            created_at: row.created_at,
        })
    }
}
