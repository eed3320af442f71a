//! How much the variables of a document stand for.
//!
//! The library (7.2.1) puts a variable's value into each argument that names it before it looks whether such a value may stand there, and so do we. A
//! list of ten thousand times one variable has 30 kB, and would be ten thousand copies of a value that takes up the rest of the body.

use super::{
    limit,
    measure::{definition_directives, each_selection},
};
use crate::errors::ApiError;
use async_graphql::{
    Value, Variables,
    parser::types::{ExecutableDocument, Selection},
};
use std::{collections::HashMap, convert::Infallible};

/// Refuses a document in whose arguments these variables stand for more than `most` bytes of JSON, each counted as often as it is used.
pub(crate) fn check_values(document: &ExecutableDocument, variables: &Variables, most: usize) -> Result<(), ApiError> {
    let sizes: HashMap<&str, usize> = variables.iter().map(|(name, value)| (name.as_str(), size(value))).collect();
    let mut lists: Vec<_> = definition_directives(document).map(|directive| &directive.node.arguments).collect();
    each_selection(document, &mut |selection| {
        lists.extend(selection.directives().iter().map(|directive| &directive.node.arguments));
        if let Selection::Field(field) = selection {
            lists.push(&field.node.arguments);
        }
    });
    let mut total = 0_usize;
    for (_, value) in lists.into_iter().flatten() {
        // Nothing but a way to meet each variable within the value.
        let Ok(_) = value.node.clone().into_const_with(|name| {
            total = total.saturating_add(sizes.get(name.as_str()).copied().unwrap_or_default());
            Ok::<_, Infallible>(Value::Null)
        });
    }
    limit("Werte der Variablen in Bytes, jeder so oft wie verwendet", total, most)
}

/// About how many bytes of JSON a value has, and never more than that: what is used once is within the limit of the whole body.
fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Number(_) | Value::Boolean(_) => 1,
        Value::String(text) => 1 + text.len(),
        Value::Enum(name) => name.len(),
        Value::Binary(bytes) => bytes.len(),
        Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(fields) => 1 + fields.iter().map(|(name, value)| name.len() + size(value)).sum::<usize>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use domain::ErrorCode;
    use serde_json::json;

    #[test]
    fn a_variable_counts_as_often_as_it_is_used() {
        let query = "query($a: [Int], $b: String) @d(x: $b) { f(x: $a, y: { z: [$a, 7] }) @d(x: $b) ...g }
            fragment g on T { h(x: $missing) { i(x: $b) } }";
        let document = parse_query(query).unwrap();
        // Twice a list of three, and three times a text of five.
        let variables = Variables::from_json(json!({ "a": [1, 2], "b": "äö", "unused": "so long a text" }));
        assert_eq!(check_values(&document, &variables, 21), Ok(()));
        assert_eq!(check_values(&document, &variables, 20).unwrap_err().code(), ErrorCode::QueryTooComplex);
    }
}
