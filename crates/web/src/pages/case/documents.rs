//! The page's document with its types, made from the schema.

use crate::types::{DateTime, FreshnessState, WorkflowState};
use domain::vocabulary::{
    Component, CostBand, Evidence, FieldOfAction, FundingProgramme, Licence, LifePhase, Offer, Precondition, StaffBand, State, Status,
    TargetGroup,
};
use graphql_client::GraphQLQuery;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../graphql-api/schema.graphql",
    query_path = "src/pages/case/query.graphql",
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
        "State",
        "WorkflowState",
        "FreshnessState"
    )
)]
pub(super) struct Case;

#[derive(GraphQLQuery)]
#[graphql(schema_path = "../graphql-api/schema.graphql", query_path = "src/pages/case/query.graphql", response_derives = "Debug")]
pub(super) struct Similar;
