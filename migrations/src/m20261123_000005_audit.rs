//! The audit log: who did what to which object. Entries outlive what they are about, so nothing is referenced.

use crate::columns::index;
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{pk_uuid, text, timestamp_with_time_zone, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(AuditEntry::Table)
            .if_not_exists()
            .col(pk_uuid(AuditEntry::Id))
            .col(timestamp_with_time_zone(AuditEntry::At))
            .col(uuid_null(AuditEntry::ActorId))
            .col(text(AuditEntry::Action))
            .col(text(AuditEntry::ObjectType))
            .col(uuid(AuditEntry::ObjectId))
            .col(text(AuditEntry::Detail))
            .take();
        manager.create_table(table).await?;
        let object = index("audit_entry_object", AuditEntry::Table, [AuditEntry::ObjectId, AuditEntry::At, AuditEntry::Id]);
        manager.create_index(object).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(AuditEntry::Table).if_exists().take()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum AuditEntry {
    Table,
    Id,
    At,
    ActorId,
    Action,
    ObjectType,
    ObjectId,
    Detail,
}
