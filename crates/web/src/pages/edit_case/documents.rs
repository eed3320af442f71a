//! The page's documents with their types, made from the schema.

use crate::types::{DateTime, ReviewParty, WorkflowState};
use domain::vocabulary::{
    Component, CostBand, Evidence, FieldOfAction, FundingProgramme, Licence, LifePhase, Offer, Precondition, StaffBand, Status, TargetGroup,
};
use graphql_client::GraphQLQuery;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../graphql-api/schema.graphql",
    query_path = "src/pages/edit_case/query.graphql",
    response_derives = "Debug",
    extern_enums(
        "FieldOfAction",
        "Component",
        "LifePhase",
        "TargetGroup",
        "Status",
        "Evidence",
        "CostBand",
        "StaffBand",
        "FundingProgramme",
        "Precondition",
        "Offer",
        "Licence",
        "WorkflowState"
    )
)]
pub(super) struct EditedCase;

#[derive(GraphQLQuery)]
#[graphql(schema_path = "../graphql-api/schema.graphql", query_path = "src/pages/edit_case/query.graphql", response_derives = "Debug")]
pub(super) struct Withdraw;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../graphql-api/schema.graphql",
    query_path = "src/pages/edit_case/query.graphql",
    response_derives = "Debug",
    extern_enums("ReviewParty")
)]
pub(super) struct AddComment;
