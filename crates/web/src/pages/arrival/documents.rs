//! The pages' documents with their types, made from the schema.

use graphql_client::GraphQLQuery;

macro_rules! document {
    ($name:ident) => {
        #[derive(GraphQLQuery)]
        #[graphql(
            schema_path = "../graphql-api/schema.graphql",
            query_path = "src/pages/arrival/query.graphql",
            response_derives = "Debug"
        )]
        pub(super) struct $name;
    };
}

document!(InvitationByToken);
document!(Accept);
document!(RegistrationByToken);
document!(ConfirmRegistration);
