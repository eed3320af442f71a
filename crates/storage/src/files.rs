//! What is known of uploaded files. Their bytes are in the object store, which this crate knows nothing of.

use crate::{
    Store, StoreError, Transaction,
    entity::material_file::{Column, Entity, Model},
    moment,
    rows::{self, IDS_AT_ONCE, Place, at_most, storable},
};
use chrono::{DateTime, Utc};
use domain::{
    Hidden,
    ids::{AccountId, CaseId, FileId},
    material::FileKind,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashMap;
use uuid::Uuid;

const TABLE: &str = "material_file";

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its id.
    pub id: FileId,
    /// The case that it was put on; none before, and none after that case was erased.
    pub case: Option<CaseId>,
    /// Who uploaded it; nobody where the account is gone.
    pub uploaded_by: Option<AccountId>,
    /// When the upload began.
    pub uploaded_at: DateTime<Utc>,
    /// When all its bytes were in the object store; none before, and none once it is given up.
    pub stored_at: Option<DateTime<Utc>>,
    /// Its name as people see it.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// How many bytes it has.
    pub size: u64,
    /// SHA-256 of its bytes in 64 hexadecimal digits.
    pub sha256: String,
    /// What the tokens in its addresses are signed with.
    pub secret: Hidden,
}

/// What became of reading the text out of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileText {
    /// This is it.
    Read(String),
    /// Files of this kind have none.
    None,
    /// It could not be read, for this reason.
    Failed(String),
}

/// What of a row [`StoredFile`] is made of: the texts of files are long, and are read by who asks for them alone.
#[derive(FromQueryResult)]
struct FileRow {
    id: Uuid,
    case_id: Option<Uuid>,
    uploaded_by: Option<Uuid>,
    uploaded_at: DateTime<Utc>,
    stored_at: Option<DateTime<Utc>>,
    name: String,
    kind: String,
    size: i64,
    sha256: String,
    secret: String,
}

#[derive(FromQueryResult)]
struct TextRow {
    case_id: Uuid,
    id: Uuid,
    text: String,
}

#[derive(FromQueryResult)]
struct TextCountRow {
    case_id: Uuid,
    count: i64,
}

impl Store {
    /// The file, whether or not it is on a case.
    pub async fn file(&self, id: FileId) -> Result<Option<StoredFile>, StoreError> {
        Ok(found(self.reader(), Entity::find_by_id(id.0)).await?.pop())
    }

    /// The files with these ids, whether or not they are on a case; those that are not there are left out.
    pub async fn files_with_ids(&self, ids: &[FileId]) -> Result<HashMap<FileId, StoredFile>, StoreError> {
        let mut files = HashMap::with_capacity(ids.len());
        for some in ids.chunks(IDS_AT_ONCE) {
            let select = Entity::find().filter(Column::Id.is_in(some.iter().map(|id| id.0)));
            files.extend(found(self.reader(), select).await?.into_iter().map(|file| (file.id, file)));
        }
        Ok(files)
    }

    /// The files that an account uploaded, the first one first.
    pub async fn files_by(&self, account: AccountId) -> Result<Vec<StoredFile>, StoreError> {
        let select = Entity::find().filter(Column::UploadedBy.eq(account.0)).order_by_asc(Column::UploadedAt).order_by_asc(Column::Id);
        found(self.reader(), select).await
    }

    /// How many files this account uploaded that are on no case yet.
    pub async fn count_loose_files(&self, account: AccountId) -> Result<u64, StoreError> {
        let select = Query::select()
            .from(Entity)
            .and_where(Expr::col(Column::UploadedBy).eq(account.0))
            .and_where(Expr::col(Column::CaseId).is_null())
            .take();
        rows::count(self.reader(), TABLE, select).await
    }

    /// The texts that were read out of files, by case and file, for these cases. Of each file at most `most` characters.
    pub async fn file_texts(&self, cases: &[CaseId], most: usize) -> Result<HashMap<CaseId, Vec<(FileId, String)>>, StoreError> {
        let mut texts: HashMap<CaseId, Vec<(FileId, String)>> = HashMap::new();
        for some in cases.chunks(IDS_AT_ONCE) {
            let select = Entity::find()
                .select_only()
                .columns([Column::CaseId, Column::Id, Column::Text])
                .filter(Column::CaseId.is_in(some.iter().map(|case| case.0)))
                .filter(Column::Text.is_not_null())
                .order_by_asc(Column::Id);
            for row in rows::read_all::<TextRow>(self.reader(), TABLE, &select.into_query()).await? {
                let text = row.text.chars().take(most).collect();
                texts.entry(CaseId(row.case_id)).or_default().push((FileId(row.id), text));
            }
        }
        Ok(texts)
    }

    /// How many files each case has whose text has been read; cases without any are left out.
    pub async fn file_text_counts(&self) -> Result<HashMap<CaseId, i64>, StoreError> {
        let select = Query::select()
            .column(Column::CaseId)
            .expr_as(Expr::cust("COUNT(*)"), "count")
            .from(Entity)
            .and_where(Expr::col(Column::CaseId).is_not_null())
            .and_where(Expr::col(Column::Text).is_not_null())
            .group_by_col(Column::CaseId)
            .take();
        let rows = rows::read_all::<TextCountRow>(self.reader(), TABLE, &select).await?;
        Ok(rows.into_iter().map(|row| (CaseId(row.case_id), row.count)).collect())
    }

    /// Files that nobody needs: uploaded before `loose_before` and still on no case, or left over from a case that was erased.
    pub async fn orphaned_files(&self, loose_before: DateTime<Utc>, limit: u64) -> Result<Vec<FileId>, StoreError> {
        let abandoned =
            Condition::any().add(Column::AttachedAt.is_not_null()).add(Expr::col(Column::UploadedAt).lt(moment::bound(loose_before)));
        let select = Entity::find().filter(Column::CaseId.is_null()).filter(abandoned).order_by_asc(Column::Id).limit(at_most(limit));
        let ids = select.select_only().column(Column::Id).into_tuple::<Uuid>().all(self.reader());
        Ok(ids.await.map_err(StoreError::of(TABLE))?.into_iter().map(FileId).collect())
    }
}

impl Transaction {
    /// Writes down a file whose bytes are about to be stored, or are stored already.
    pub async fn insert_file(&mut self, file: &StoredFile) -> Result<(), StoreError> {
        let row = Model {
            id: file.id.0,
            case_id: file.case.map(|case| case.0),
            uploaded_by: file.uploaded_by.map(|account| account.0),
            uploaded_at: moment::stored(file.uploaded_at),
            stored_at: file.stored_at.map(moment::stored),
            attached_at: None,
            name: storable(&file.name),
            kind: file.kind.key().to_owned(),
            size: i64::try_from(file.size).unwrap_or(i64::MAX),
            sha256: file.sha256.clone(),
            secret: file.secret.reveal().to_owned(),
            text_state: "waiting".to_owned(),
            text: None,
            text_reason: None,
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// Says that all bytes of a file are in the object store.
    pub async fn file_is_stored(&mut self, id: FileId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many().col_expr(Column::StoredAt, moment::expr(at)).filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// The file, to be put on a case: until this transaction ends nobody else does.
    pub async fn file_for_update(&mut self, id: FileId) -> Result<Option<StoredFile>, StoreError> {
        Ok(found(&self.db, Entity::find_by_id(id.0).lock_exclusive()).await?.pop())
    }

    /// Puts a file on a case.
    pub async fn attach_file(&mut self, id: FileId, case: CaseId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::CaseId, Expr::val(case.0))
            .col_expr(Column::AttachedAt, moment::expr(at))
            .filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Keeps what became of reading the text out of a file.
    pub async fn set_file_text(&mut self, id: FileId, outcome: &FileText) -> Result<(), StoreError> {
        let (state, text, reason) = match outcome {
            FileText::Read(text) => ("read", Some(storable(text)), None),
            FileText::None => ("none", None, None),
            FileText::Failed(reason) => ("failed", None, Some(storable(reason))),
        };
        let update = Entity::update_many()
            .col_expr(Column::TextState, Expr::val(state))
            .col_expr(Column::Text, Expr::val(text))
            .col_expr(Column::TextReason, Expr::val(reason))
            .filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Gives up a file that is on no case, before its bytes are deleted: nobody can put it on one any more. Says whether it is given up; one
    /// that was put on a case meanwhile is not.
    pub async fn give_up_file(&mut self, id: FileId) -> Result<bool, StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::StoredAt, Expr::val(None::<DateTime<Utc>>))
            .filter(Column::Id.eq(id.0))
            .filter(Column::CaseId.is_null());
        update.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of(TABLE))
    }

    /// Forgets a file. Forgetting what is not there changes nothing.
    pub async fn delete_file(&mut self, id: FileId) -> Result<(), StoreError> {
        Entity::delete_by_id(id.0).exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }
}

impl Store {
    /// What became of reading the text out of a file; nothing while that waits to be done.
    pub async fn file_text(&self, id: FileId) -> Result<Option<FileText>, StoreError> {
        let Some(row) = rows::one(self.reader(), Entity::find_by_id(id.0)).await? else { return Ok(None) };
        Ok(match row.text_state.as_str() {
            "read" => Some(FileText::Read(row.text.unwrap_or_default())),
            "none" => Some(FileText::None),
            "failed" => Some(FileText::Failed(row.text_reason.unwrap_or_default())),
            _ => None,
        })
    }
}

/// The files that a query finds.
async fn found(db: &impl ConnectionTrait, select: Select<Entity>) -> Result<Vec<StoredFile>, StoreError> {
    let select = select.select_only().columns([
        Column::Id,
        Column::CaseId,
        Column::UploadedBy,
        Column::UploadedAt,
        Column::StoredAt,
        Column::Name,
        Column::Kind,
        Column::Size,
        Column::Sha256,
        Column::Secret,
    ]);
    rows::read_all::<FileRow>(db, TABLE, &select.into_query()).await?.into_iter().map(StoredFile::try_from).collect()
}

impl TryFrom<FileRow> for StoredFile {
    type Error = StoreError;

    fn try_from(row: FileRow) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            kind: place.known("kind", FileKind::from_key(&row.kind))?,
            size: place.parsed("size", u64::try_from(row.size))?,
            id: FileId(row.id),
            case: row.case_id.map(CaseId),
            uploaded_by: row.uploaded_by.map(AccountId),
            uploaded_at: row.uploaded_at,
            stored_at: row.stored_at,
            name: row.name,
            sha256: row.sha256,
            secret: row.secret.into(),
        })
    }
}
