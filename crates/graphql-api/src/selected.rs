//! Answers that have what was selected, as the specification wants it.
//!
//! The library (7.2.1) writes the fields of an object in the order in which they were found out, and null for an object of which nothing is left to be
//! answered, because all of it is skipped or is of another type. Clients count on the order of the selection (October 2021, 7.2.2), and on an
//! object without fields, above all where the type forbids null (6.3).

use crate::{field_types, limits};
use async_graphql::{
    Name, Positioned, Request, Value,
    indexmap::IndexMap,
    parser::types::{DocumentOperations, ExecutableDocument, Field, FragmentDefinition, InlineFragment, Selection, SelectionSet},
};
use std::collections::HashSet;

/// Under which key a selection of which nothing may be left asks for the name of its type, so that the library answers with an object. Names that
/// begin like this are nobody's.
const MARK: &str = "__selected";

/// What is selected, by the key under which it is answered and in the order of the selection, fragments included.
#[derive(Debug, Default)]
pub(crate) struct Selected(IndexMap<Name, Selected>);

/// What was met on the way through an operation.
#[derive(Debug, Default)]
struct Met<'a> {
    /// The fragments that it uses.
    fragments: HashSet<&'a str>,
    /// Whether anything may be left out: it is in a fragment or has a directive.
    is_conditional: bool,
}

impl Selected {
    /// What the chosen operation of a request selects, which is marked for [`Selected::arrange`]; nothing where none is chosen, which the library then
    /// says. The request is within its limits, for fragments are followed wherever they are used.
    pub(crate) fn of(request: &mut Request) -> Option<Self> {
        let name = request.operation_name.clone();
        let (selected, marked) = Self::read(request.parsed_query().ok()?, name.as_deref())?;
        if let Some(marked) = marked {
            request.set_parsed_query(marked);
        }
        Some(selected)
    }

    /// What the operation selects, and the document with its marks if it has any.
    fn read(document: &ExecutableDocument, name: Option<&str>) -> Option<(Self, Option<ExecutableDocument>)> {
        let operation = limits::operation(document, name)?;
        let (mut selected, mut met) = (Self::default(), Met::default());
        selected.add(document, &operation.selection_set.node, &mut met);
        let marked = if met.is_conditional { marked(document, name, &met.fragments) } else { None };
        Some((selected, marked))
    }

    fn add<'a>(&mut self, document: &'a ExecutableDocument, set: &'a SelectionSet, met: &mut Met<'a>) {
        for selection in &set.items {
            met.is_conditional |= !selection.node.directives().is_empty() || !matches!(selection.node, Selection::Field(_));
            match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.clone();
                    self.0.entry(key).or_default().add(document, &field.node.selection_set.node, met);
                }
                Selection::InlineFragment(fragment) => self.add(document, &fragment.node.selection_set.node, met),
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    if let Some(fragment) = document.fragments.get(name) {
                        met.fragments.insert(name);
                        self.add(document, &fragment.node.selection_set.node, met);
                    }
                }
            }
        }
    }

    /// Puts the fields of an answer in order and takes the marks away.
    pub(crate) fn arrange(&self, answer: &mut Value) {
        // What has no fields is a value and stays as it is, and so does a list of such.
        if self.0.is_empty() {
            return;
        }
        match answer {
            Value::List(entries) => {
                for entry in entries {
                    self.arrange(entry);
                }
            }
            Value::Object(fields) => {
                fields.shift_remove(MARK);
                if !fields.keys().map(|key| self.0.get_index_of(key)).is_sorted() {
                    fields.sort_by_cached_key(|key, _| self.0.get_index_of(key));
                }
                for (key, value) in fields {
                    if let Some(selected) = self.0.get(key) {
                        selected.arrange(value);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The document with a mark in each selection of the operation of which nothing may be left; nothing if there is no such selection.
fn marked(document: &ExecutableDocument, operation: Option<&str>, fragments: &HashSet<&str>) -> Option<ExecutableDocument> {
    let mut changed = document.clone();
    let mut marker = Marker { document, marks: 0 };
    let operation = match &mut changed.operations {
        DocumentOperations::Single(only) => only,
        DocumentOperations::Multiple(operations) => match operation {
            Some(name) => operations.get_mut(name)?,
            None => operations.values_mut().next()?,
        },
    };
    marker.mark(&mut operation.node.selection_set, field_types::root(operation.node.ty));
    for name in fragments {
        if let Some(fragment) = changed.fragments.get_mut(*name) {
            let FragmentDefinition { type_condition, selection_set, .. } = &mut fragment.node;
            marker.mark_within(&mut selection_set.node, &type_condition.node.on.node);
        }
    }
    (marker.marks > 0).then_some(changed)
}

struct Marker<'a> {
    /// The document as it was written.
    document: &'a ExecutableDocument,
    marks: usize,
}

impl Marker<'_> {
    /// Marks this selection of an object's fields, if nothing of it may be left, and those within it.
    fn mark(&mut self, set: &mut Positioned<SelectionSet>, parent: &str) {
        self.mark_within(&mut set.node, parent);
        if !self.is_always_there(&set.node, parent) {
            let at = |name: &str| Positioned::new(Name::new(name), set.pos);
            let field = Field {
                alias: Some(at(MARK)),
                name: at("__typename"),
                arguments: Vec::new(),
                directives: Vec::new(),
                selection_set: Positioned::new(SelectionSet::default(), set.pos),
            };
            let mark = Positioned::new(Selection::Field(Positioned::new(field, set.pos)), set.pos);
            set.node.items.push(mark);
            self.marks += 1;
        }
    }

    /// The same of what these fields select.
    fn mark_within(&mut self, set: &mut SelectionSet, parent: &str) {
        for selection in &mut set.items {
            match &mut selection.node {
                Selection::Field(field) if field.node.selection_set.node.items.is_empty() => {}
                Selection::Field(field) => {
                    // What introspection adds to the schema is selected by nobody in parts.
                    if let Some(kind) = field_types::of(parent, &field.node.name.node) {
                        self.mark(&mut field.node.selection_set, field_types::innermost(kind));
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let InlineFragment { type_condition, selection_set, .. } = &mut fragment.node;
                    let inner = type_condition.as_ref().map_or(parent, |condition| condition.node.on.node.as_str());
                    self.mark_within(&mut selection_set.node, inner);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    /// Whether a field of it is answered of every object of the type, whatever the variables are.
    fn is_always_there(&self, set: &SelectionSet, parent: &str) -> bool {
        set.items.iter().filter(|selection| selection.node.directives().is_empty()).any(|selection| match &selection.node {
            Selection::Field(_) => true,
            Selection::InlineFragment(fragment) => {
                let condition = fragment.node.type_condition.as_ref();
                condition.is_none_or(|condition| condition.node.on.node == parent)
                    && self.is_always_there(&fragment.node.selection_set.node, parent)
            }
            Selection::FragmentSpread(spread) => {
                let fragment = self.document.fragments.get(&spread.node.fragment_name.node).map(|fragment| &fragment.node);
                fragment.is_some_and(|fragment| {
                    fragment.type_condition.node.on.node == parent && self.is_always_there(&fragment.selection_set.node, parent)
                })
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{parser::parse_query, value};

    /// The document as it is executed, and what became of this answer to it.
    fn arranged(query: &str, mut answer: Value) -> (String, String) {
        let mut request = Request::new(query);
        let selected = Selected::of(&mut request).unwrap();
        selected.arrange(&mut answer);
        (format!("{:?}", request.parsed_query().unwrap()), serde_json::to_string(&answer).unwrap())
    }

    #[test]
    fn the_fields_of_an_answer_are_in_the_order_of_the_selection() {
        let query = "{ b: practiceCases { nodes { title ...f } totalCount } a: __typename } fragment f on PracticeCase { id slug title }";
        let nodes = value!([{ "slug": "s", "id": "i", "title": "t" }, { "slug": "s", "title": "t" }]);
        let found = value!({ "a": "Query", "b": { "totalCount": 2, "nodes": nodes } });
        let expected = r#"{"b":{"nodes":[{"title":"t","id":"i","slug":"s"},{"title":"t","slug":"s"}],"totalCount":2},"a":"Query"}"#;
        assert_eq!(arranged(query, found).1, expected);
    }

    #[test]
    fn only_what_may_be_left_out_altogether_is_marked() {
        for whole in [
            "{ practiceCases { nodes { ...f id @skip(if: true) } } } fragment f on PracticeCase { ... { title } }",
            "{ node(id: \"x\") { id ... on PracticeCase { title } } __schema { types { ...t } } } fragment t on __Type { name }",
        ] {
            assert_eq!(arranged(whole, value!({})).0, format!("{:?}", parse_query(whole).unwrap()), "{whole}");
        }
        for (parts, marks) in [
            ("{ practiceCases { totalCount @skip(if: true) } }", 1),
            ("{ viewer @include(if: false) { account { id } } }", 1),
            ("{ node(id: \"x\") { ... on PracticeCase { title } } }", 1),
            ("{ ...q @skip(if: true) } fragment q on Query { practiceCases { nodes { ... @skip(if: true) { id } } } }", 2),
        ] {
            let (document, _) = arranged(parts, value!({}));
            assert_eq!(document.matches(MARK).count(), marks, "{parts}");
        }
    }

    #[test]
    fn a_mark_is_taken_away() {
        let query = "{ practiceCases { nodes { ... @skip(if: true) { id } } } }";
        let found = value!({ "practiceCases": { "nodes": [{ "__selected": "PracticeCase" }] } });
        assert_eq!(arranged(query, found).1, r#"{"practiceCases":{"nodes":[{}]}}"#);
    }
}
