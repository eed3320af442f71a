//! The page's documents with their types, made from the schema.

use domain::vocabulary::{
    Component, CostBand, Evidence, FieldOfAction, FundingProgramme, Licence, LifePhase, Offer, Precondition, StaffBand, State, Status,
    TargetGroup,
};
use graphql_client::GraphQLQuery;
use serde::{Serialize, Serializer, ser::Error};

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
document!(UpdateCase, variable_types("super::Edited"));
document!(SubmitNewCase);

/// The input of a new case as an edit of one that exists: the API takes the external identity only when a case is begun, and a key that is
/// there with nothing in it would empty it.
pub(super) struct Edited(pub(super) create_case::PracticeCaseInput);

impl Serialize for Edited {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut input = serde_json::to_value(&self.0).map_err(S::Error::custom)?;
        if let Some(keys) = input.as_object_mut() {
            keys.remove("externalId");
        }
        input.serialize(serializer)
    }
}
