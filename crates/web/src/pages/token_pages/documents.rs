//! The pages' documents with their types, made from the schema.

use crate::types::{SubscriptionState, Weekday};
use domain::{
    digest_period::Frequency,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup},
};
use graphql_client::GraphQLQuery;

macro_rules! document {
    ($name:ident) => {
        #[derive(GraphQLQuery)]
        #[graphql(
            schema_path = "../graphql-api/schema.graphql",
            query_path = "src/pages/token_pages/query.graphql",
            response_derives = "Debug",
            extern_enums(
                "FieldOfAction",
                "Component",
                "LifePhase",
                "TargetGroup",
                "Status",
                "FundingProgramme",
                "State",
                "Frequency",
                "Weekday",
                "SubscriptionState"
            )
        )]
        pub(super) struct $name;
    };
}

document!(SubscriptionByToken);
document!(Confirm);
document!(Unsubscribe);
