//! The page's documents with their types, made from the schema.

use crate::types::{DateTime, SubscriptionState, Weekday};
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
            query_path = "src/pages/manage/query.graphql",
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
        pub(crate) struct $name;
    };
}

document!(ReaderByToken);
document!(OwnReader);
document!(SaveSettings);
document!(Pause);
document!(Resume);
document!(ChangeFrequency);
document!(EndOne);
document!(EndAll);
