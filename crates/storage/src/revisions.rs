//! The history of a case: every revision that was ever saved, and the one that an author is still writing.

use crate::{
    Store, StoreError, Transaction, case_writes,
    entity::{
        case_revision::{Column, Entity, Model},
        practice_case,
    },
    moment,
    rows::{self, IDS_AT_ONCE, Place},
    title_key,
    working::working_case,
};
use chrono::{DateTime, Utc};
use domain::{
    CaseContent, CaseView,
    ids::{AccountId, CaseId, RevisionId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, Query},
};
use std::collections::HashMap;
use uuid::Uuid;

const TABLE: &str = "case_revision";

/// How many contents one statement reads. They are long, and each is named by two values that are joined by "or": SQLite takes no
/// condition deeper than 1,000.
const CONTENTS_AT_ONCE: usize = 100;

/// A revision without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionInfo {
    /// Its id.
    pub id: RevisionId,
    /// Its number, from 1.
    pub number: i32,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// Who saved it; nobody for an import, or where the account is gone.
    pub created_by: Option<AccountId>,
    /// What [`CaseContent::hash`] says of its content.
    pub content_hash: String,
    /// The version that the case had when it came to say what it says: when it was saved, or a person was taken out of it. 0 where that was not
    /// noted.
    pub version: i32,
    /// Whether it is an unfinished text that the next autosave of the same account may replace.
    pub is_autosave: bool,
}

/// What of a row [`RevisionInfo`] is made of: contents are long, and lists of revisions do without them.
#[derive(FromQueryResult)]
struct InfoRow {
    id: Uuid,
    case_id: Uuid,
    number: i32,
    created_at: DateTime<Utc>,
    created_by: Option<Uuid>,
    content_hash: String,
    version: i32,
    autosave: bool,
}

impl From<InfoRow> for RevisionInfo {
    fn from(row: InfoRow) -> Self {
        Self {
            id: RevisionId(row.id),
            number: row.number,
            created_at: row.created_at,
            created_by: row.created_by.map(AccountId),
            content_hash: row.content_hash,
            version: row.version,
            is_autosave: row.autosave,
        }
    }
}

impl Store {
    /// All revisions of a case, the first one first.
    pub async fn revisions(&self, case: CaseId) -> Result<Vec<RevisionInfo>, StoreError> {
        Ok(self.revisions_of(&[case]).await?.remove(&case).unwrap_or_default())
    }

    /// The same for many; cases that are not there are left out.
    pub async fn revisions_of(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, Vec<RevisionInfo>>, StoreError> {
        let mut found: HashMap<CaseId, Vec<RevisionInfo>> = HashMap::new();
        for some in cases.chunks(IDS_AT_ONCE) {
            let select = infos().filter(Column::CaseId.is_in(some.iter().map(|case| case.0))).order_by_asc(Column::Number);
            for row in rows::read_all::<InfoRow>(self.reader(), TABLE, &select.into_query()).await? {
                found.entry(CaseId(row.case_id)).or_default().push(row.into());
            }
        }
        Ok(found)
    }

    /// What a case said in one of its revisions.
    pub async fn revision(&self, case: CaseId, number: i32) -> Result<Option<CaseContent>, StoreError> {
        Ok(self.contents_of(&[(case, number)]).await?.remove(&(case, number)))
    }

    /// The same for many revisions of many cases, each by case and number; those that are not there are left out.
    pub async fn contents_of(&self, revisions: &[(CaseId, i32)]) -> Result<HashMap<(CaseId, i32), CaseContent>, StoreError> {
        let mut found = HashMap::with_capacity(revisions.len());
        for some in revisions.chunks(CONTENTS_AT_ONCE) {
            let wanted = some.iter().fold(Condition::any(), |any, (case, number)| any.add(of_number(*case, *number)));
            for row in rows::all(self.reader(), Entity::find().filter(wanted)).await? {
                found.insert((CaseId(row.case_id), row.number), content(&row)?);
            }
        }
        Ok(found)
    }
}

impl Transaction {
    /// What a case said in one of its revisions.
    pub async fn revision(&mut self, case: CaseId, number: i32) -> Result<Option<CaseContent>, StoreError> {
        let row = rows::one(&self.db, Entity::find().filter(of_number(case, number))).await?;
        row.map(|row| content(&row)).transpose()
    }

    /// What a case said when it had this version, and the number of that revision, as far as that is still known: an autosave that another
    /// took the place of is not, nor what named a person who was taken out of it.
    pub async fn content_at_version(&mut self, case: CaseId, version: i32) -> Result<Option<(i32, CaseContent)>, StoreError> {
        let select = Entity::find()
            .filter(Column::CaseId.eq(case.0))
            .filter(Column::Version.lte(version))
            .order_by_desc(Column::Version)
            .order_by_desc(Column::Number)
            .limit(1);
        let Some(row) = rows::one(&self.db, select).await? else { return Ok(None) };
        Ok(Some((row.number, content(&row)?)))
    }

    /// The version that the case had when its latest revision came to say what it says: what came after it changed no text.
    pub async fn text_version(&mut self, case: CaseId) -> Result<i32, StoreError> {
        Ok(self.latest(case).await?.map_or(0, |revision| revision.version))
    }

    /// The latest revision of a case.
    pub async fn latest_revision(&mut self, case: CaseId) -> Result<Option<RevisionInfo>, StoreError> {
        Ok(self.latest(case).await?.map(RevisionInfo::from))
    }

    /// Who saved a revision after that of this number, each once, in the order of their ids.
    pub async fn editors_since(&mut self, case: CaseId, number: i32) -> Result<Vec<AccountId>, StoreError> {
        let select = Entity::find()
            .select_only()
            .column(Column::CreatedBy)
            .distinct()
            .filter(Column::CaseId.eq(case.0))
            .filter(Column::Number.gt(number))
            .filter(Column::CreatedBy.is_not_null())
            .order_by_asc(Column::CreatedBy);
        let editors = select.into_tuple::<Uuid>().all(&self.db).await.map_err(StoreError::of(TABLE))?;
        Ok(editors.into_iter().map(AccountId).collect())
    }

    /// Puts this text in the place of the latest revision, which is an autosave. Counts the version up by 1. Returns the working copy.
    pub async fn replace_autosave(
        &mut self,
        case: CaseId,
        revision: RevisionId,
        text: &CaseContent,
        now: DateTime<Utc>,
    ) -> Result<CaseView, StoreError> {
        use practice_case::Column as Case;
        let mut update = case_writes::change(case, now);
        update
            .value(Case::WorkingTitleKey, title_key::of(&text.title))
            .value(Case::WorkingDistrict, case_writes::district(text))
            .returning(Query::returning().column(Case::Version));
        let row = self.db.query_one(&update).await.map_err(StoreError::of(TABLE))?.ok_or_else(|| case_writes::missing(case))?;
        let version: i32 = row.try_get("", "version").map_err(StoreError::of(TABLE))?;
        Entity::update_many()
            .col_expr(Column::Content, Expr::val(text.to_json()))
            .col_expr(Column::ContentHash, Expr::val(text.hash()))
            .col_expr(Column::CreatedAt, moment::expr(now))
            .col_expr(Column::Version, Expr::val(version))
            .filter(Column::Id.eq(revision.0))
            .filter(Column::Autosave.eq(true))
            .exec(&self.db)
            .await
            .map_err(StoreError::of(TABLE))?;
        working_case(&self.db, case).await?.ok_or_else(|| case_writes::missing(case))
    }

    /// Keeps the latest text as it is: no later autosave takes its place.
    pub async fn keep_autosave(&mut self, case: CaseId) -> Result<(), StoreError> {
        let keep = Entity::update_many()
            .col_expr(Column::Autosave, Expr::val(false))
            .filter(Column::CaseId.eq(case.0))
            .filter(Column::Autosave.eq(true));
        keep.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    async fn latest(&self, case: CaseId) -> Result<Option<InfoRow>, StoreError> {
        let select = infos().filter(Column::CaseId.eq(case.0)).order_by_desc(Column::Number).limit(1);
        Ok(rows::read_all::<InfoRow>(&self.db, TABLE, &select.into_query()).await?.pop())
    }
}

/// The rows of [`InfoRow`].
fn infos() -> Select<Entity> {
    Entity::find().select_only().columns([
        Column::Id,
        Column::CaseId,
        Column::Number,
        Column::CreatedAt,
        Column::CreatedBy,
        Column::ContentHash,
        Column::Version,
        Column::Autosave,
    ])
}

fn of_number(case: CaseId, number: i32) -> Condition {
    Condition::all().add(Column::CaseId.eq(case.0)).add(Column::Number.eq(number))
}

fn content(row: &Model) -> Result<CaseContent, StoreError> {
    Place { table: TABLE, id: &row.id }.json("content", serde_json::from_str(&row.content))
}
