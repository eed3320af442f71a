//! People: what they are there for, how they come, who stands in for whom, whom advisers advise; and where consent and changes came from.

pub(crate) mod audit_guard;

use crate::{
    columns::{index, one_of, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{pk_uuid, text, text_null, text_uniq, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in added_columns() {
            let alter = Table::alter().table(Alias::new(table)).add_column(column).take();
            manager.alter_table(alter).await?;
        }
        for table in [account_activity(), advised_municipality(), mail_domain(), invitation(), registration(), deputation()] {
            manager.create_table(table).await?;
        }
        create_indexes(manager).await?;
        audit_guard::up(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        audit_guard::down(manager).await?;
        manager.drop_index(Index::drop().name("audit_entry_at").table(Alias::new("audit_entry")).to_owned()).await?;
        manager.drop_index(Index::drop().name("audit_entry_actor").table(Alias::new("audit_entry")).to_owned()).await?;
        let tables = ["deputation", "registration", "invitation", "mail_domain", "advised_municipality", "account_activity"];
        for table in tables {
            manager.drop_table(Table::drop().table(Alias::new(table)).if_exists().take()).await?;
        }
        for (table, column) in added_columns() {
            let name = column.get_column_name();
            manager.alter_table(Table::alter().table(Alias::new(table)).drop_column(Alias::new(name)).take()).await?;
        }
        Ok(())
    }
}

/// What tables that were there before get.
fn added_columns() -> Vec<(&'static str, ColumnDef)> {
    let column = |name: &'static str| ColumnDef::new(Alias::new(name)).text().null().take();
    vec![
        ("account", column("function")),
        ("subscription", column("requested_from")),
        ("subscription", column("confirmed_from")),
        ("audit_entry", column("network")),
    ]
}

async fn create_indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let by = |name: &str, table: &'static str, columns: &[&'static str]| {
        index(name, Alias::new(table), columns.iter().map(|column| Alias::new(*column)))
    };
    for index in [
        by("audit_entry_at", "audit_entry", &["at", "id"]),
        by("audit_entry_actor", "audit_entry", &["actor_id", "at"]),
        by("invitation_municipality", "invitation", &["municipality"]),
        by("invitation_invited_by", "invitation", &["invited_by"]),
        by("deputation_deputy", "deputation", &["deputy_id", "until"]),
        by("deputation_municipality", "deputation", &["municipality"]),
        by("deputation_named_by", "deputation", &["named_by"]),
    ] {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// When an account was used last, apart from the account itself because it changes often and means nothing to anybody else.
fn account_activity() -> TableCreateStatement {
    Table::create()
        .table(AccountActivity::Table)
        .if_not_exists()
        .col(pk_uuid(AccountActivity::AccountId))
        .col(timestamp_with_time_zone(AccountActivity::SeenAt))
        .col(timestamp_with_time_zone_null(AccountActivity::WarnedAt))
        .foreign_key(&mut account((AccountActivity::Table, AccountActivity::AccountId), ForeignKeyAction::Cascade))
        .take()
}

/// Which municipalities an adviser of the agency advises.
fn advised_municipality() -> TableCreateStatement {
    Table::create()
        .table(AdvisedMunicipality::Table)
        .if_not_exists()
        .col(uuid(AdvisedMunicipality::AccountId))
        .col(text(AdvisedMunicipality::Municipality))
        .primary_key(Index::create().col(AdvisedMunicipality::AccountId).col(AdvisedMunicipality::Municipality))
        .foreign_key(&mut account((AdvisedMunicipality::Table, AdvisedMunicipality::AccountId), ForeignKeyAction::Cascade))
        .take()
}

/// From which mail domains people may register themselves for a municipality.
fn mail_domain() -> TableCreateStatement {
    Table::create()
        .table(MailDomain::Table)
        .if_not_exists()
        .col(text(MailDomain::Municipality))
        .col(text(MailDomain::Domain))
        .col(timestamp_with_time_zone(MailDomain::CreatedAt))
        .primary_key(Index::create().col(MailDomain::Municipality).col(MailDomain::Domain))
        .take()
}

fn invitation() -> TableCreateStatement {
    Table::create()
        .table(Invitation::Table)
        .if_not_exists()
        .col(pk_uuid(Invitation::Id))
        .col(text(Invitation::Email))
        .col(one_of(Invitation::Role, &["reader", "author", "coordinator", "reviewer", "adviser", "administrator"]))
        .col(text_null(Invitation::Municipality))
        .col(text_null(Invitation::Function))
        .col(text_uniq(Invitation::TokenHash))
        .col(uuid_null(Invitation::InvitedBy))
        .col(timestamp_with_time_zone(Invitation::CreatedAt))
        .col(timestamp_with_time_zone(Invitation::ExpiresAt))
        .col(timestamp_with_time_zone_null(Invitation::AcceptedAt))
        .col(timestamp_with_time_zone_null(Invitation::RevokedAt))
        .foreign_key(&mut account((Invitation::Table, Invitation::InvitedBy), ForeignKeyAction::SetNull))
        .take()
}

/// Who asked for an account by themselves and has not confirmed the address yet.
fn registration() -> TableCreateStatement {
    Table::create()
        .table(Registration::Table)
        .if_not_exists()
        .col(pk_uuid(Registration::Id))
        .col(text(Registration::Email))
        .col(text(Registration::Municipality))
        .col(text_uniq(Registration::TokenHash))
        .col(timestamp_with_time_zone(Registration::RequestedAt))
        .col(timestamp_with_time_zone(Registration::ExpiresAt))
        .take()
}

/// Who has a coordinator's rights on a municipality from when until when.
fn deputation() -> TableCreateStatement {
    Table::create()
        .table(Deputation::Table)
        .if_not_exists()
        .col(pk_uuid(Deputation::Id))
        .col(text(Deputation::Municipality))
        .col(uuid(Deputation::DeputyId))
        .col(uuid_null(Deputation::NamedBy))
        .col(timestamp_with_time_zone(Deputation::CreatedAt))
        .col(timestamp_with_time_zone(Deputation::From))
        .col(timestamp_with_time_zone(Deputation::Until))
        .check(Expr::col(Deputation::From).lt(Expr::col(Deputation::Until)))
        .foreign_key(&mut account((Deputation::Table, Deputation::DeputyId), ForeignKeyAction::Cascade))
        .foreign_key(&mut account((Deputation::Table, Deputation::NamedBy), ForeignKeyAction::SetNull))
        .take()
}

fn account<T: IntoIden, C: IntoIden>((table, column): (T, C), on_delete: ForeignKeyAction) -> ForeignKeyCreateStatement {
    reference((table, column), (Account::Table, Account::Id), on_delete)
}

#[derive(DeriveIden, Clone, Copy)]
enum AccountActivity {
    Table,
    AccountId,
    SeenAt,
    WarnedAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum AdvisedMunicipality {
    Table,
    AccountId,
    Municipality,
}

#[derive(DeriveIden, Clone, Copy)]
enum MailDomain {
    Table,
    Municipality,
    Domain,
    CreatedAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum Invitation {
    Table,
    Id,
    Email,
    Role,
    Municipality,
    Function,
    TokenHash,
    InvitedBy,
    CreatedAt,
    ExpiresAt,
    AcceptedAt,
    RevokedAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum Registration {
    Table,
    Id,
    Email,
    Municipality,
    TokenHash,
    RequestedAt,
    ExpiresAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum Deputation {
    Table,
    Id,
    Municipality,
    DeputyId,
    NamedBy,
    CreatedAt,
    From,
    Until,
}
