//! Puts nulls where the specification wants them.
//!
//! The library (7.2.1) leaves a field that failed out of its object, whatever its type. Clients rely on what the specification says (6.4.4):
//! such a field is null, and where its type forbids that, the nearest parent whose type allows it.

use crate::field_types;
use async_graphql::{
    Name, PathSegment, Response, ServerError, Value,
    indexmap::IndexMap,
    parser::{
        parse_query,
        types::{BaseType, ExecutableDocument, Field, Selection, SelectionSet, Type},
    },
};

/// Sets to null what failed. `query` is the document that was executed and `operation` the operation's name.
pub(crate) fn place(response: &mut Response, query: &str, operation: Option<&str>) {
    if response.errors.iter().all(|error| error.path.is_empty()) {
        return;
    }
    let Ok(document) = parse_query(query) else { return };
    let Some(operation) = crate::limits::operation(&document, operation) else { return };
    let root = field_types::root(operation.ty);
    let length_of = |error: &ServerError| nullable_length(&document, &operation.selection_set.node, root, &error.path);
    let mut paths: Vec<_> = response.errors.iter().map(|error| &error.path[..length_of(error)]).collect();
    // What makes a parent null comes last and takes with it what was set to null inside.
    paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
    for path in paths {
        set_null(&mut response.data, path);
    }
}

/// How much of the path leads to what becomes null; nothing of it if that is everything.
fn nullable_length(document: &ExecutableDocument, root_set: &SelectionSet, root_type: &str, path: &[PathSegment]) -> usize {
    let mut sets = vec![root_set];
    let mut parent = root_type.to_owned();
    let mut position: Option<Type> = None;
    let mut length = 0;
    for (place, segment) in path.iter().enumerate() {
        let entered = match segment {
            PathSegment::Index(_) => match position.map(|list| list.base) {
                Some(BaseType::List(item)) => *item,
                Some(BaseType::Named(_)) | None => break,
            },
            PathSegment::Field(key) => {
                let mut found = Vec::new();
                for set in &sets {
                    find(document, set, None, key, &mut found);
                }
                let Some((owner, field)) = found.first() else { break };
                let Some(kind) = field_types::of(owner.unwrap_or(&parent), field.name.node.as_str()) else { break };
                sets = found.iter().map(|(_, field)| &field.selection_set.node).collect();
                kind.clone()
            }
        };
        if entered.nullable {
            length = place + 1;
        }
        field_types::innermost(&entered).clone_into(&mut parent);
        position = Some(entered);
    }
    length
}

/// The type that a fragment says its fields are selected of; nothing outside of fragments.
type Condition<'a> = Option<&'a str>;

/// The fields of a selection that answer under this key.
fn find<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    condition: Condition<'a>,
    key: &str,
    found: &mut Vec<(Condition<'a>, &'a Field)>,
) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) if field.node.response_key().node.as_str() == key => found.push((condition, &field.node)),
            Selection::Field(_) => {}
            Selection::InlineFragment(fragment) => {
                let inner = fragment.node.type_condition.as_ref().map(|condition| condition.node.on.node.as_str());
                find(document, &fragment.node.selection_set.node, inner.or(condition), key, found);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    let inner = fragment.node.type_condition.node.on.node.as_str();
                    find(document, &fragment.node.selection_set.node, Some(inner), key, found);
                }
            }
        }
    }
}

/// Sets what the path leads to, if its parent is there, to null. An object of which every field failed is null so far (the library's
/// doing); it becomes an object again.
fn set_null(value: &mut Value, path: &[PathSegment]) {
    let Some((segment, rest)) = path.split_first() else {
        *value = Value::Null;
        return;
    };
    if *value == Value::Null && matches!(segment, PathSegment::Field(_)) {
        *value = Value::Object(IndexMap::new());
    }
    let inner = match (value, segment) {
        (Value::Object(object), PathSegment::Field(key)) => object.entry(Name::new(key)).or_default(),
        (Value::List(list), PathSegment::Index(place)) => match list.get_mut(*place) {
            Some(inner) => inner,
            None => return,
        },
        _ => return,
    };
    set_null(inner, rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::value;

    fn placed(query: &str, data: Value, path: &[&str]) -> Value {
        let segment = |text: &&str| text.parse().map_or_else(|_| PathSegment::Field((*text).to_owned()), PathSegment::Index);
        let error = ServerError::new("failed", None).with_path(path.iter().map(segment).collect());
        let mut response = Response::new(data);
        response.errors = vec![error];
        place(&mut response, query, None);
        response.data
    }

    #[test]
    fn a_field_that_may_be_null_is_null() {
        let query = "{ a: practiceCase(slug: \"x\") { id } municipality(ags: \"1\") { ags } }";
        assert_eq!(placed(query, value!({ "municipality": null }), &["a"]), value!({ "municipality": null, "a": null }));
    }

    #[test]
    fn a_field_that_may_not_be_null_makes_its_parent_null() {
        let query = "{ practiceCase(slug: \"x\") { ...f } } fragment f on PracticeCase { title link: url contact { mailbox } }";
        let data = value!({ "practiceCase": { "title": "t" } });
        assert_eq!(placed(query, data.clone(), &["practiceCase", "link"]), value!({ "practiceCase": null }));
        assert_eq!(placed(query, data, &["practiceCase", "contact"]), value!({ "practiceCase": { "title": "t", "contact": null } }));
        let alone = "{ viewer { account { municipality { ags } } } practiceCase(slug: \"x\") { contact { mailbox } } }";
        let data = value!({ "practiceCase": null });
        assert_eq!(placed(alone, data, &["practiceCase", "contact"]), value!({ "practiceCase": { "contact": null } }));
        assert_eq!(placed(alone, Value::Null, &["viewer"]), value!({ "viewer": null }));
        let list = "{ practiceCases { nodes { url } } }";
        let data = value!({ "practiceCases": { "nodes": [{}, {}] } });
        assert_eq!(placed(list, data, &["practiceCases", "nodes", "1", "url"]), Value::Null);
        let nodes = "{ nodes(ids: []) { ... on PracticeCase { url } } }";
        let data = value!({ "nodes": [{}, { "id": "x" }] });
        assert_eq!(placed(nodes, data, &["nodes", "0", "url"]), value!({ "nodes": [null, { "id": "x" }] }));
    }
}
