//! What is to be seen of variables before an operation is executed.
//!
//! The library (7.2.1) looks at a variable's value where it is used, and there null may be allowed. Whoever declares that a variable is not null
//! gets an error for null all the same (GraphQL, October 2021, 6.1.2).

use crate::{errors::ApiError, limits};
use async_graphql::{Request, Value};
use domain::ErrorCode;

/// Refuses a request that gives null to a variable which must not be null.
pub(crate) fn check(request: &mut Request) -> Result<(), ApiError> {
    let name = request.operation_name.clone();
    let Ok(document) = request.parsed_query() else { return Ok(()) };
    let Some(operation) = limits::operation(document, name.as_deref()) else { return Ok(()) };
    let not_null: Vec<_> = operation
        .variable_definitions
        .iter()
        .filter(|definition| !definition.node.var_type.node.nullable)
        .map(|definition| (definition.node.name.node.clone(), definition.node.var_type.to_string(), definition.pos))
        .collect();
    match not_null.into_iter().find(|(name, ..)| request.variables.get(name) == Some(&Value::Null)) {
        Some((name, kind, at)) => {
            // As the library's own texts this is for programmers.
            let message = format!("Variable \"${name}\" of type \"{kind}\" must not be null");
            Err(ApiError::with_message(ErrorCode::GraphqlValidationFailed, message).at([at]))
        }
        None => Ok(()),
    }
}
