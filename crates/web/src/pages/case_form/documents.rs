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
            query_path = "src/pages/case_form/query.graphql",
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
        pub(crate) struct $name;
    };
}

document!(Lists);
document!(CreateCase);
document!(UpdateCase, variable_types("super::Edited"));
document!(AutosaveCase, variable_types("super::Edited"));
document!(SubmitCase);

/// What the form does not ask for. A key that is there with nothing in it would empty the field.
const NOT_IN_THE_FORM: [&str; 4] = ["externalId", "elsewhere", "partners", "sourceUrl"];

/// The input of a new case as an edit of one that exists: what the form does not ask for stays as it is.
pub(crate) struct Edited(pub(crate) create_case::PracticeCaseInput);

impl Serialize for Edited {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut input = serde_json::to_value(&self.0).map_err(S::Error::custom)?;
        if let Some(keys) = input.as_object_mut() {
            keys.retain(|key, _| !NOT_IN_THE_FORM.contains(&key.as_str()));
        }
        input.serialize(serializer)
    }
}
