//! The values of variables, found out before an operation is executed (GraphQL, October 2021, 6.1.2).
//!
//! The library (7.2.1) looks at a variable where it is used. There its default value counts in arguments, but not in `@skip` and `@include`; null passes
//! although the variable's own type forbids it; one that must have a value and has none ends a field and not the request; and one that may be left
//! out is null, where its argument or input field is to be as if it was not written (3.10, 6.4.1): a mutation would empty what nobody spoke of.

use crate::{
    errors::ApiError,
    field_types, inputs,
    limits::{self, Measurer},
};
use async_graphql::{
    Name, Positioned, Request, Value,
    parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet, VariableDefinition},
};
use bytes::Bytes;
use domain::ErrorCode;
use std::convert::Infallible;

/// Gives each variable of the chosen operation its value. Refused with [`ErrorCode::GraphqlValidationFailed`]: one that must not be null has none, or
/// null; one has a value that is none of its type, or stands where its type does not fit ([`inputs`]). Refused with [`ErrorCode::QueryTooComplex`]:
/// they stand for more than `most` bytes in all ([`limits::check_values`]).
///
/// Where some may be left out and are, arguments and input fields that they alone stand for are taken out of the document. Returned is then the request
/// by which the library validates it as it was written, and executes nothing but introspection; it cannot validate the other.
pub(crate) fn coerce(request: &mut Request, most: usize) -> Result<Option<Request>, ApiError> {
    let name = request.operation_name.clone();
    let Ok(document) = request.parsed_query() else { return Ok(None) };
    check_types(document)?;
    let chosen = limits::operation(document, name.as_deref());
    let mut defaults = inputs::check(document, chosen)?;
    let Some(operation) = chosen else {
        // The library validates the document before it finds that out.
        check_values(request, most)?;
        return Ok(None);
    };
    let definitions = operation.variable_definitions.clone();
    leave_others_out(request);
    let mut left_out = Vec::new();
    for Positioned { pos, node: VariableDefinition { name, var_type, default_value, .. } } in definitions {
        // As the library's own texts these are for programmers.
        let refused = |what: &str| {
            let message = format!("Variable \"${name}\" of type \"{var_type}\" {what}");
            ApiError::with_message(ErrorCode::GraphqlValidationFailed, message).at([pos])
        };
        let given = request.variables.get(&name.node);
        if let Some(reason) = given.and_then(|value| inputs::check_value(value, &var_type.node).err()) {
            return Err(refused(&format!("has an invalid value: {reason}")));
        }
        match (given.map(|value| *value == Value::Null), default_value) {
            (Some(true), _) if !var_type.node.nullable => return Err(refused("must not be null")),
            (Some(_), _) => {}
            (None, Some(default)) => {
                request.variables.insert(name.node, default.node);
            }
            (None, None) if var_type.node.nullable => {
                let default = defaults.remove(&name.node).unwrap_or_default();
                left_out.push((name.node, default));
            }
            (None, None) => return Err(refused("has no value")),
        }
    }
    check_values(request, most)?;
    Ok(if left_out.is_empty() { None } else { leave_out(request, left_out) })
}

fn check_values(request: &mut Request, most: usize) -> Result<(), ApiError> {
    // A document is borrowed with all of its request.
    let variables = std::mem::take(&mut request.variables);
    let checked = request.parsed_query().map_or(Ok(()), |document| limits::check_values(document, &variables, most));
    request.variables = variables;
    checked
}

/// Refuses variables of types that there are not. The library does so, too, but panics over the default value of a list of them.
fn check_types(document: &ExecutableDocument) -> Result<(), ApiError> {
    let mut definitions = document.operations.iter().flat_map(|(_, operation)| &operation.node.variable_definitions);
    let named = |definition: &Positioned<VariableDefinition>| field_types::innermost(&definition.node.var_type.node).to_owned();
    match definitions.find(|definition| !field_types::is_known(&named(definition))) {
        Some(unknown) => {
            let message = format!("Unknown type \"{}\"", named(unknown));
            Err(ApiError::with_message(ErrorCode::GraphqlValidationFailed, message).at([unknown.pos]))
        }
        None => Ok(()),
    }
}

/// Leaves out the other operations of the document that have variables, with the fragments that they alone use: the library would take the values of the
/// chosen one's variables for theirs, and refuse the document where they do not fit or are not all there.
fn leave_others_out(request: &mut Request) {
    let Some(chosen) = request.operation_name.clone() else { return };
    let Ok(document) = request.parsed_query() else { return };
    let stays = |name: &str, operation: &OperationDefinition| name == chosen || operation.variable_definitions.is_empty();
    let DocumentOperations::Multiple(operations) = &document.operations else { return };
    if operations.iter().all(|(name, operation)| stays(name, &operation.node)) {
        return;
    }
    let (mut left, mut measurer) = (document.clone(), Measurer::new(document));
    for (_, operation) in operations.iter().filter(|(name, operation)| stays(name, &operation.node)) {
        // It was measured before, and is within its limits.
        let _ = measurer.operation(&operation.node);
    }
    left.fragments.retain(|name, _| measurer.uses(name));
    if let DocumentOperations::Multiple(operations) = &mut left.operations {
        operations.retain(|name, operation| stays(name, &operation.node));
    }
    request.set_parsed_query(left);
}

/// Puts the values of variables into arguments, and takes out what these variables stand for, which have none. Beside each is the value with which the
/// document is validated as it was written. See [`coerce`].
fn leave_out(request: &mut Request, variables: Vec<(Name, Value)>) -> Option<Request> {
    let written = request.parsed_query().ok()?.clone();
    let mut left = written.clone();
    let value_of = |name: &Name| request.variables.get(name).cloned();
    // What other operations there are has no variables, nor do their fragments.
    match &mut left.operations {
        DocumentOperations::Single(operation) => put_values(&mut operation.node.selection_set.node, &value_of),
        DocumentOperations::Multiple(operations) => {
            for operation in operations.values_mut() {
                put_values(&mut operation.node.selection_set.node, &value_of);
            }
        }
    }
    for fragment in left.fragments.values_mut() {
        put_values(&mut fragment.node.selection_set.node, &value_of);
    }
    let mut as_written = Request::new(request.query.clone()).variables(request.variables.clone()).only_introspection();
    as_written.operation_name.clone_from(&request.operation_name);
    // It looks only at values of which all parts are there. Null may stand wherever these may be left out, but where the schema has a default.
    as_written.variables.extend(variables);
    as_written.set_parsed_query(written);
    request.set_parsed_query(left);
    Some(as_written)
}

fn put_values(set: &mut SelectionSet, value_of: &impl Fn(&Name) -> Option<Value>) {
    for selection in &mut set.items {
        match &mut selection.node {
            Selection::Field(field) => {
                field.node.arguments.retain_mut(|(_, value)| {
                    let written = value.node.clone();
                    let Ok(known) = written.into_const_with(|name| Ok::<_, Infallible>(value_of(&name).unwrap_or_else(nothing)));
                    match without_nothing(known) {
                        Some(known) => {
                            value.node = known.into_value();
                            true
                        }
                        None => false,
                    }
                });
                put_values(&mut field.node.selection_set.node, value_of);
            }
            Selection::InlineFragment(fragment) => put_values(&mut fragment.node.selection_set.node, value_of),
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// Stands for a variable without a value. Neither documents nor JSON have values of this kind.
fn nothing() -> Value {
    Value::Binary(Bytes::new())
}

/// What is left of a value: an object has no field that stands for nothing; a list has null there, for its places count.
fn without_nothing(value: Value) -> Option<Value> {
    match value {
        Value::Binary(_) => None,
        Value::Object(fields) => {
            Some(Value::Object(fields.into_iter().filter_map(|(name, value)| Some((name, without_nothing(value)?))).collect()))
        }
        Value::List(items) => Some(Value::List(items.into_iter().map(|item| without_nothing(item).unwrap_or_default()).collect())),
        value => Some(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::Variables;
    use serde_json::json;

    fn request(query: &str, chosen: Option<&str>, variables: serde_json::Value) -> Request {
        let mut request = Request::new(query).variables(Variables::from_json(variables));
        request.operation_name = chosen.map(str::to_owned);
        request
    }

    /// The arguments of the chosen operation's first field as they are executed.
    fn arguments(request: &mut Request) -> Vec<String> {
        let name = request.operation_name.clone();
        let operation = limits::operation(request.parsed_query().unwrap(), name.as_deref()).unwrap();
        let Selection::Field(field) = &operation.selection_set.node.items[0].node else { panic!("no field") };
        field.node.arguments.iter().map(|(name, value)| format!("{name}: {value}")).collect()
    }

    #[test]
    fn what_has_no_value_is_not_written() {
        let query = "query($none: Int, $two: Int = 2, $empty: Int) { f(a: $none, b: { c: $none, d: $two }, e: [$none, 1], g: $empty) }";
        let mut request = request(query, None, json!({ "empty": null }));
        let mut as_written = coerce(&mut request, usize::MAX).unwrap().unwrap();
        assert_eq!(arguments(&mut request), ["b: {d: 2}", "e: [null, 1]", "g: null"]);
        assert_eq!(arguments(&mut as_written), ["a: $none", "b: {c: $none, d: $two}", "e: [$none, 1]", "g: $empty"]);
    }

    #[test]
    fn where_all_have_values_the_document_stays_as_it_was_written() {
        let mut request = request("query($a: Int, $b: Int! = 2) { f(a: $a, b: $b) }", None, json!({ "a": 1 }));
        assert!(coerce(&mut request, usize::MAX).unwrap().is_none());
        assert_eq!(arguments(&mut request), ["a: $a", "b: $b"]);
        assert_eq!(request.variables.get("b"), Some(&Value::from(2)));
    }

    #[test]
    fn operations_that_have_variables_of_their_own_are_left_out() {
        let query = "query A($x: Int) { f(x: $x) ...a } query B($x: ID!) { g(x: $x) ...b } query C { ...c }
            fragment a on Query { a } fragment b on Query { b } fragment c on Query { a ...d } fragment d on Query { d }";
        let mut request = request(query, Some("A"), json!({ "x": 1 }));
        assert!(coerce(&mut request, usize::MAX).unwrap().is_none());
        let document = request.parsed_query().unwrap();
        let mut operations: Vec<_> = document.operations.iter().filter_map(|(name, _)| name).map(Name::as_str).collect();
        let mut fragments: Vec<_> = document.fragments.keys().map(Name::as_str).collect();
        operations.sort_unstable();
        fragments.sort_unstable();
        assert_eq!((operations, fragments), (vec!["A", "C"], vec!["a", "c", "d"]));
    }
}
