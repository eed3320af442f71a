//! How large an operation is, with its fragments.

use super::{MAX_NESTING, limit};
use crate::errors::ApiError;
use async_graphql::{
    Pos, Positioned,
    parser::types::{Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};
use domain::ErrorCode;
use std::collections::{HashMap, HashSet};

/// The size of an operation, each fragment counted wherever it is used.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Measure {
    /// How many fields it selects.
    pub(crate) fields: usize,
    /// How many fields lie one within the other.
    pub(crate) depth: usize,
    /// How many selections lie one within the other, fragments included.
    pub(crate) nesting: usize,
    /// How often introspection goes from a type to its members, one within the other.
    pub(crate) introspection_lists: usize,
    /// How many fields it selects at the root.
    pub(crate) root_fields: usize,
    /// How many of those are introspections.
    pub(crate) introspections: usize,
    /// The names of the fields at the root, each fragment looked at once.
    pub(crate) root_names: Vec<String>,
}

/// What is counted once for the whole document.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Fields with an alias.
    pub(crate) aliases: usize,
    /// Directives, wherever they stand.
    pub(crate) directives: usize,
}

impl Measure {
    /// Whether the operation asks about the schema alone.
    pub(crate) fn is_introspection_only(&self) -> bool {
        self.root_names.iter().all(|name| name.starts_with("__"))
    }
}

/// Measures an operation by itself. See [`Measurer::operation`].
pub(crate) fn measure(document: &ExecutableDocument, operation: &OperationDefinition) -> Result<Measure, ApiError> {
    Measurer::new(document).operation(operation)
}

/// Counts what is counted once.
pub(crate) fn totals(document: &ExecutableDocument) -> Totals {
    let mut totals = Totals { aliases: 0, directives: definition_directives(document).count() };
    each_selection(document, &mut |selection| {
        totals.directives += selection.directives().len();
        totals.aliases += usize::from(matches!(selection, Selection::Field(field) if field.node.alias.is_some()));
    });
    totals
}

/// The directives of operations and fragments as such.
pub(super) fn definition_directives(document: &ExecutableDocument) -> impl Iterator<Item = &Positioned<Directive>> {
    let of_operations = document.operations.iter().flat_map(|(_, operation)| &operation.node.directives);
    of_operations.chain(document.fragments.values().flat_map(|fragment| &fragment.node.directives))
}

/// Shows each selection of the document once.
pub(super) fn each_selection<'a>(document: &'a ExecutableDocument, see: &mut impl FnMut(&'a Selection)) {
    for (_, operation) in document.operations.iter() {
        each_within(&operation.node.selection_set.node, see);
    }
    for fragment in document.fragments.values() {
        each_within(&fragment.node.selection_set.node, see);
    }
}

/// Selections within one definition are nested no deeper than brackets may be, so this recursion is bounded.
fn each_within<'a>(set: &'a SelectionSet, see: &mut impl FnMut(&'a Selection)) {
    for selection in &set.items {
        see(&selection.node);
        match &selection.node {
            Selection::Field(field) => each_within(&field.node.selection_set.node, see),
            Selection::InlineFragment(fragment) => each_within(&fragment.node.selection_set.node, see),
            Selection::FragmentSpread(_) => {}
        }
    }
}

#[derive(Debug, Default, Clone, Copy)]
struct Size {
    fields: usize,
    fields_here: usize,
    introspections_here: usize,
    depth: usize,
    nesting: usize,
    introspection_lists: usize,
}

/// Measures the operations of a document, and each of its fragments once.
pub(crate) struct Measurer<'a> {
    document: &'a ExecutableDocument,
    /// What a fragment measures; nothing while it is being measured.
    fragments: HashMap<&'a str, Option<Size>>,
    /// How many selections lie around what is being measured.
    level: usize,
}

impl<'a> Measurer<'a> {
    /// Nothing of this document has been measured yet.
    pub(crate) fn new(document: &'a ExecutableDocument) -> Self {
        Self { document, fragments: HashMap::new(), level: 0 }
    }

    /// Measures an operation. Fragments that use themselves are refused, for they have no size, and so is what is nested deeper than it may be: a
    /// hundred fragments within each other would be more than the stack of a thread.
    pub(crate) fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Measure, ApiError> {
        let size = self.set(&operation.selection_set.node)?;
        let mut root_names = Vec::new();
        collect_root_names(self.document, &operation.selection_set.node, &mut HashSet::new(), &mut root_names);
        Ok(Measure {
            fields: size.fields,
            depth: size.depth,
            nesting: size.nesting,
            introspection_lists: size.introspection_lists,
            root_fields: size.fields_here,
            introspections: size.introspections_here,
            root_names,
        })
    }

    /// Whether any of the operations that were measured uses this fragment.
    pub(crate) fn uses(&self, fragment: &str) -> bool {
        self.fragments.contains_key(fragment)
    }

    /// The first fragment of the document that none of them uses, with its place.
    pub(crate) fn unused(&self) -> Option<(&'a str, Pos)> {
        let unused = self.document.fragments.iter().filter(|(name, _)| !self.uses(name));
        unused.map(|(name, fragment)| (name.as_str(), fragment.pos)).min_by_key(|(_, place)| *place)
    }

    fn set(&mut self, set: &'a SelectionSet) -> Result<Size, ApiError> {
        let mut size = Size::default();
        if set.items.is_empty() {
            return Ok(size);
        }
        self.level += 1;
        limit("Verschachtelung", self.level, MAX_NESTING)?;
        for selection in &set.items {
            let part = match &selection.node {
                Selection::Field(field) => {
                    let inner = self.set(&field.node.selection_set.node)?;
                    let list = usize::from(is_list_of_members(&field.node.name.node));
                    Size {
                        fields: inner.fields.saturating_add(1),
                        fields_here: 1,
                        introspections_here: usize::from(is_introspection(&field.node.name.node)),
                        depth: inner.depth + 1,
                        introspection_lists: inner.introspection_lists + list,
                        ..inner
                    }
                }
                Selection::InlineFragment(fragment) => self.set(&fragment.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node)?,
            };
            size = Size {
                fields: size.fields.saturating_add(part.fields),
                fields_here: size.fields_here.saturating_add(part.fields_here),
                introspections_here: size.introspections_here.saturating_add(part.introspections_here),
                depth: size.depth.max(part.depth),
                nesting: size.nesting.max(part.nesting),
                introspection_lists: size.introspection_lists.max(part.introspection_lists),
            };
        }
        self.level -= 1;
        Ok(Size { nesting: size.nesting + 1, ..size })
    }

    /// A fragment that the document does not define counts as a field: were it nothing, a short document could lead to it in endless ways and pass.
    /// Validation refuses it later.
    fn fragment(&mut self, name: &'a str) -> Result<Size, ApiError> {
        match self.fragments.get(name) {
            Some(Some(size)) => Ok(*size),
            Some(None) => {
                let message = format!("The fragment \"{name}\" uses itself.");
                Err(ApiError::with_message(ErrorCode::GraphqlValidationFailed, message))
            }
            None => {
                let Some(fragment) = self.document.fragments.get(name) else { return Ok(Size { fields: 1, ..Size::default() }) };
                self.fragments.insert(name, None);
                let size = self.set(&fragment.node.selection_set.node)?;
                self.fragments.insert(name, Some(size));
                Ok(size)
            }
        }
    }
}

/// The lists of the introspection schema that lead from a type to other types.
fn is_list_of_members(field: &str) -> bool {
    matches!(field, "fields" | "interfaces" | "possibleTypes" | "inputFields")
}

fn collect_root_names<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet, seen: &mut HashSet<&'a str>, names: &mut Vec<String>) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => names.push(field.node.name.node.to_string()),
            Selection::InlineFragment(fragment) => collect_root_names(document, &fragment.node.selection_set.node, seen, names),
            Selection::FragmentSpread(spread) => {
                let name = spread.node.fragment_name.node.as_str();
                if let Some(fragment) = document.fragments.get(name).filter(|_| seen.insert(name)) {
                    collect_root_names(document, &fragment.node.selection_set.node, seen, names);
                }
            }
        }
    }
}

/// The root fields that ask about the schema.
fn is_introspection(root_field: &str) -> bool {
    matches!(root_field, "__schema" | "__type")
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use std::fmt::Write;

    fn of(text: &str) -> Result<Measure, ApiError> {
        let document = parse_query(text).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        measure(&document, &operation.node)
    }

    #[test]
    fn fragments_count_wherever_they_are_used() {
        let measured = of("{ a { ...f } b { ...f } } fragment f on T { x y { z } }").unwrap();
        assert_eq!((measured.fields, measured.depth), (8, 3));
        assert_eq!((measured.root_fields, measured.root_names.as_slice()), (2, ["a".to_owned(), "b".to_owned()].as_slice()));
    }

    #[test]
    fn a_short_document_that_stands_for_an_enormous_one_is_measured_at_once() {
        let mut text = "{ ...f0 }".to_owned();
        for number in 0..25 {
            let next = format!("...f{} ", number + 1).repeat(8);
            let _ = write!(text, " fragment f{number} on T {{ {next}}}");
        }
        assert_eq!(of(&text).unwrap().fields, usize::MAX, "though the last one is not defined");
        text += " fragment f25 on T { x }";
        assert_eq!(of(&text).unwrap().fields, usize::MAX);
    }

    #[test]
    fn fragments_within_fragments_are_followed_no_deeper_than_they_may_be() {
        let mut text = "{ ...f0 }".to_owned();
        for number in 0..99 {
            let _ = write!(text, " fragment f{number} on T {{ {}...f{}{} }}", "a{".repeat(58), number + 1, "}".repeat(58));
        }
        text += " fragment f99 on T { x }";
        assert_eq!(of(&text).unwrap_err().code(), ErrorCode::QueryTooComplex);
    }

    #[test]
    fn a_fragment_that_uses_itself_is_refused() {
        let error = of("{ ...f } fragment f on T { a { ...g } } fragment g on T { b { ...f } }").unwrap_err();
        assert_eq!(error.code(), ErrorCode::GraphqlValidationFailed);
    }
}
