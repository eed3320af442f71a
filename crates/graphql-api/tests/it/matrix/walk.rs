//! Walks the schema and compares it with the tables.
//!
//! A type is *open* (whoever sees the object it hangs on sees all of it, and it hides nothing), *guarded* (there are viewers who must not see
//! one, or not all of it) or a *carrier* of others (pages, their edges, what mutations answer with). Every field of every type has a line:
//! those of Query and Mutation and whatever leads to something that may be hidden in [`super::table`], the rest with their type in
//! [`super::guarded`] and [`super::open`].

use super::{
    guarded::{AS_THE_OBJECT, GUARDED},
    open::{CARRIERS, OPEN},
    table::entries,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// What the tables lack, or have too much.
pub(super) fn problems(schema: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    let mut needed = BTreeSet::new();
    for kind in types(schema) {
        let name = text(&kind["name"]);
        let is_root = matches!(name, "Query" | "Mutation");
        let places = [is_root, is_open(name), GUARDED.contains(&name), is_carrier(name)];
        if places.iter().filter(|is_there| **is_there).count() != 1 {
            problems.push(format!("the type {name} is to stand in OPEN, in GUARDED or in CARRIERS"));
        }
        for field in kind["fields"].as_array().into_iter().flatten() {
            let (own, target) = (text(&field["name"]), unwrapped(&field["type"]));
            if has(OPEN, name, own) && (GUARDED.contains(&target) || is_carrier(target)) {
                problems.push(format!("{name}.{own} leads to what may be hidden and is to have a line in the table, not in OPEN"));
            }
            needed.insert(format!("{name}.{own}"));
        }
    }
    let listed = [AS_THE_OBJECT, OPEN, CARRIERS].into_iter().flatten();
    let listed = listed.flat_map(|(name, fields)| fields.iter().map(move |field| format!("{name}.{field}")));
    let given: BTreeSet<String> = entries().map(|(field, _)| (*field).to_owned()).chain(listed).collect();
    problems.extend(needed.difference(&given).map(|field| format!("{field} has no line")));
    problems.extend(given.difference(&needed).map(|field| format!("there is no field {field}")));
    let names: BTreeSet<&str> = types(schema).map(|kind| text(&kind["name"])).collect();
    let all = [OPEN, CARRIERS].into_iter().flatten().map(|(name, _)| name).chain(GUARDED);
    problems.extend(all.filter(|name| !names.contains(*name)).map(|name| format!("there is no type {name}")));
    problems
}

/// The types of answers.
fn types(schema: &Value) -> impl Iterator<Item = &Value> {
    let all = schema["types"].as_array().into_iter().flatten();
    all.filter(|kind| has_fields(kind) || kind["kind"] == "UNION")
}

/// Whether a type is one of this API's that have fields.
pub(super) fn has_fields(kind: &Value) -> bool {
    matches!(text(&kind["kind"]), "OBJECT" | "INTERFACE") && !text(&kind["name"]).starts_with("__")
}

fn is_open(name: &str) -> bool {
    OPEN.iter().any(|(of, _)| *of == name)
}

fn is_carrier(name: &str) -> bool {
    CARRIERS.iter().any(|(of, _)| *of == name)
}

fn has(table: &[(&str, &[&str])], name: &str, field: &str) -> bool {
    table.iter().any(|(of, fields)| *of == name && fields.contains(&field))
}

fn unwrapped(kind: &Value) -> &str {
    if kind["ofType"].is_object() { unwrapped(&kind["ofType"]) } else { text(&kind["name"]) }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
