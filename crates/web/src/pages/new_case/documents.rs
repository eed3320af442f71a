//! The page's documents with their types, made from the schema.

use domain::vocabulary::{
    Component, CostBand, Evidence, FieldOfAction, FundingProgramme, Licence, LifePhase, Offer, Precondition, StaffBand, State, Status,
    TargetGroup,
};
use graphql_client::GraphQLQuery;

macro_rules! document {
    ($name:ident $(, $($option:tt)+)?) => {
        #[derive(GraphQLQuery)]
        #[graphql(
            schema_path = "../graphql-api/schema.graphql",
            query_path = "src/pages/new_case/query.graphql",
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
                "State"
            )
            $(, $($option)+)?
        )]
        pub(super) struct $name;
    };
}

document!(Lists);
document!(CreateCase);
// The input is the same as for a new case: its type takes the place of one of the same shape.
document!(UpdateCase, variable_types("super::create_case::PracticeCaseInput"));
document!(PublishNewCase);
