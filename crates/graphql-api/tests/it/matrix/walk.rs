//! Walks the schema and compares it with the table.
//!
//! A type is *open* (whoever sees the object it hangs on sees all of it, and it hides nothing), *guarded* (there are viewers who must not see
//! one, or not all of it) or carries others (pages, their edges, what mutations answer with). A line of the table is needed for every field of
//! Query and Mutation, every field of a guarded type, and every field anywhere that leads to a guarded type.

use super::table::{AS_THE_OBJECT, ENTRIES, GUARDED, OPEN};
use serde_json::Value;
use std::collections::BTreeSet;

/// What the table lacks, or has too much.
pub(super) fn problems(schema: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    let mut needed = BTreeSet::new();
    let types: Vec<&Value> = schema["types"].as_array().unwrap().iter().collect();
    let objects = types.iter().filter(|kind| matches!(text(&kind["kind"]), "OBJECT" | "INTERFACE" | "UNION"));
    for kind in objects.filter(|kind| !text(&kind["name"]).starts_with("__")) {
        let name = text(&kind["name"]);
        let is_root = matches!(name, "Query" | "Mutation");
        if !is_root && !is_carrier(name) && OPEN.contains(&name) == GUARDED.contains(&name) {
            problems.push(format!("the type {name} is to stand in OPEN or in GUARDED"));
        }
        for field in kind["fields"].as_array().into_iter().flatten() {
            let target = unwrapped(&field["type"]);
            let leads_on = !is_carrier(name) && (GUARDED.contains(&target) || is_carrier(target));
            if is_root || GUARDED.contains(&name) || leads_on {
                needed.insert(format!("{name}.{}", text(&field["name"])));
            }
        }
    }
    let as_object = AS_THE_OBJECT.iter().flat_map(|(name, fields)| fields.iter().map(move |field| format!("{name}.{field}")));
    let given: BTreeSet<String> = ENTRIES.iter().map(|(field, _)| (*field).to_owned()).chain(as_object).collect();
    problems.extend(needed.difference(&given).map(|field| format!("{field} has no line")));
    problems.extend(given.difference(&needed).map(|field| format!("{field} has a line and needs none, or is no more")));
    let names: BTreeSet<&str> = types.iter().map(|kind| text(&kind["name"])).collect();
    let gone = OPEN.iter().chain(GUARDED).filter(|name| !names.contains(*name));
    problems.extend(gone.map(|name| format!("there is no type {name}")));
    problems
}

fn is_carrier(name: &str) -> bool {
    ["Connection", "Edge", "Payload"].iter().any(|end| name.ends_with(end))
}

fn unwrapped(kind: &Value) -> &str {
    if kind["ofType"].is_object() { unwrapped(&kind["ofType"]) } else { text(&kind["name"]) }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
