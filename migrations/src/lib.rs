//! The history of the database schema, the same on SQLite and PostgreSQL.
//!
//! One file per step, each with a way up and a way down, in the order of their names. A step that has been released is never
//! changed: whoever needs something else adds a step. `storage` runs all steps in one transaction, on SQLite with foreign keys off
//! and checked before the commit, so that a step may rebuild a table.
//!
//! What holds for every table:
//! - identifiers are UUIDs (16 bytes on SQLite), times are UTC to the microsecond and never made by the database;
//! - a closed list of values is text with a CHECK, so that both databases mean the same and a later step can widen it;
//! - text that is ordered or searched by its beginning has the collation `C` on PostgreSQL, which is SQLite's order by bytes.

mod columns;
mod m20261123_000001_accounts;
mod m20261123_000002_cases;
mod m20261123_000003_subscriptions;
mod m20261123_000004_jobs;
mod m20261123_000005_audit;
mod m20261124_000001_search_notes;
mod m20261124_000006_synonyms;
mod m20261124_000007_search_gaps;
mod m20261125_000001_sign_in;
mod m20261125_000002_review;
mod m20261125_000003_materials;
mod m20261125_000004_people;
mod m20261126_000001_readers;
mod m20261126_000002_delivery_queue;
mod m20261126_000003_requests;
mod m20261129_000001_wanted_hour;
mod m20261129_000002_policy_refusals;
mod m20261129_000003_consent_text;
mod m20261129_000004_audit_details;
mod m20261129_000005_typed_text;
mod m20261130_000001_gathered_replies;
mod m20261130_000002_gap_kinds;
mod m20261130_000003_actor_indexes;
mod m20261130_000004_synonym_versions;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{MigrationTrait, async_trait};

/// All steps of the schema, in order.
#[derive(Debug, Clone, Copy)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_accounts::Migration),
            Box::new(m20261123_000002_cases::Migration),
            Box::new(m20261123_000003_subscriptions::Migration),
            Box::new(m20261123_000004_jobs::Migration),
            Box::new(m20261123_000005_audit::Migration),
            Box::new(m20261124_000001_search_notes::Migration),
            Box::new(m20261124_000006_synonyms::Migration),
            Box::new(m20261124_000007_search_gaps::Migration),
            Box::new(m20261125_000001_sign_in::Migration),
            Box::new(m20261125_000002_review::Migration),
            Box::new(m20261125_000003_materials::Migration),
            Box::new(m20261125_000004_people::Migration),
            Box::new(m20261126_000001_readers::Migration),
            Box::new(m20261126_000002_delivery_queue::Migration),
            Box::new(m20261126_000003_requests::Migration),
            Box::new(m20261129_000001_wanted_hour::Migration),
            Box::new(m20261129_000002_policy_refusals::Migration),
            Box::new(m20261129_000003_consent_text::Migration),
            Box::new(m20261129_000004_audit_details::Migration),
            Box::new(m20261129_000005_typed_text::Migration),
            Box::new(m20261130_000001_gathered_replies::Migration),
            Box::new(m20261130_000002_gap_kinds::Migration),
            Box::new(m20261130_000003_actor_indexes::Migration),
            Box::new(m20261130_000004_synonym_versions::Migration),
        ]
    }
}
