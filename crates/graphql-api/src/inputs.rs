//! What takes values in a document, and whether what stands there may: what the library (7.2.1) finds out too late, or not at all.
//!
//! It has the rule that a variable stands only where its type fits (GraphQL, October 2021, 5.8.5), but its visitor never shows that rule a value. And
//! it takes any whole number for an `Int` and anything for an input object, until the field is executed that it is for: a mutation before that one
//! has changed something by then.

mod values;

pub(crate) use values::check_value;

use crate::{
    errors::ApiError,
    field_types::{self, Input},
};
use async_graphql::{
    Name, Pos, Positioned, Value,
    parser::types::{BaseType, ExecutableDocument, OperationDefinition, Selection, SelectionSet, Type, VariableDefinition},
};
use bytes::Bytes;
use domain::ErrorCode;
use std::{
    collections::{HashMap, HashSet},
    convert::Infallible,
    ptr,
};
use values::{Place, look};

/// What stands for variables that have no value, by their names.
pub(crate) type Defaults = HashMap<Name, Value>;

/// Refuses a document in which a variable stands where its type does not fit, or a value that is none of the type asked for. All its operations are
/// looked at, for it is the document that is wrong. It is within its limits, for fragments are followed.
///
/// Returned are, for variables of the chosen operation that stand where null may not be, the values that the schema has there for what is left out.
pub(crate) fn check(document: &ExecutableDocument, chosen: Option<&OperationDefinition>) -> Result<Defaults, ApiError> {
    let mut fragments: Vec<_> = document.fragments.iter().collect();
    fragments.sort_unstable_by_key(|(_, fragment)| fragment.pos);
    let mut parts = HashMap::new();
    for (name, Positioned { node: fragment, .. }) in fragments {
        let part = Part::of(&fragment.selection_set.node, &fragment.type_condition.node.on.node)?;
        parts.insert(name.as_str(), part);
    }
    let mut operations: Vec<_> = document.operations.iter().map(|(_, operation)| operation).collect();
    operations.sort_unstable_by_key(|operation| operation.pos);
    let mut of_chosen = Defaults::new();
    for Positioned { node: operation, .. } in operations {
        let defaults = check_operation(operation, &parts)?;
        if chosen.is_some_and(|chosen| ptr::eq(chosen, operation)) {
            of_chosen = defaults;
        }
    }
    Ok(of_chosen)
}

fn check_operation<'a>(operation: &'a OperationDefinition, fragments: &HashMap<&'a str, Part<'a>>) -> Result<Defaults, ApiError> {
    let mut variables = HashMap::new();
    for definition in &operation.variable_definitions {
        let VariableDefinition { name, var_type, default_value, .. } = &definition.node;
        if let Some(default) = default_value {
            check_value(&default.node, &var_type.node).map_err(|reason| {
                refused(format!("Variable \"${name}\" of type \"{var_type}\" has an invalid default value: {reason}")).at([default.pos])
            })?;
        }
        variables.insert(name.node.as_bytes(), definition);
    }
    let whole = Part::of(&operation.selection_set.node, field_types::root(operation.ty))?;
    let (mut seen, mut open, mut defaults) = (HashSet::new(), vec![&whole], Defaults::new());
    while let Some(part) = open.pop() {
        for usage in &part.usages {
            // What an operation uses and does not declare, or spreads and nobody defines, the library refuses.
            if let Some(definition) = variables.get(&usage.variable[..]) {
                usage.check(definition)?;
                if let Some(default) = usage.place.default.filter(|_| !usage.place.kind.nullable) {
                    defaults.insert(definition.node.name.node.clone(), default.clone());
                }
            }
        }
        open.extend(part.spreads.iter().filter(|name| seen.insert(**name)).filter_map(|name| fragments.get(*name)));
    }
    Ok(defaults)
}

fn refused(message: String) -> ApiError {
    // As the library's own texts these are for programmers.
    ApiError::with_message(ErrorCode::GraphqlValidationFailed, message)
}

/// A variable where it is used.
struct Usage {
    variable: Bytes,
    pos: Pos,
    place: Place<'static>,
}

impl Usage {
    fn check(&self, Positioned { pos, node }: &Positioned<VariableDefinition>) -> Result<(), ApiError> {
        let VariableDefinition { name, var_type, default_value, .. } = node;
        // Null may still be given for it. It is refused when it comes.
        let has_value = self.place.default.is_some() || default_value.as_ref().is_some_and(|default| default.node != Value::Null);
        if fits(&var_type.node, self.place.kind, has_value) {
            return Ok(());
        }
        let message = format!("Variable \"${name}\" of type \"{var_type}\" used in position expecting type \"{}\".", self.place.kind);
        Err(refused(message).at([*pos, self.pos]))
    }
}

/// Whether a variable of this type may stand where that one is asked for, given whether there is a value where it has none of its own.
fn fits(variable: &Type, asked: &Type, has_value: bool) -> bool {
    let fits_within = match (&variable.base, &asked.base) {
        (BaseType::Named(variable), BaseType::Named(asked)) => variable == asked,
        (BaseType::List(variable), BaseType::List(asked)) => fits(variable, asked, false),
        (BaseType::Named(_), BaseType::List(_)) | (BaseType::List(_), BaseType::Named(_)) => false,
    };
    fits_within && (asked.nullable || !variable.nullable || has_value)
}

/// What an operation or a fragment uses by itself.
#[derive(Default)]
struct Part<'a> {
    usages: Vec<Usage>,
    spreads: Vec<&'a str>,
}

impl<'a> Part<'a> {
    fn of(set: &'a SelectionSet, parent: &str) -> Result<Self, ApiError> {
        let mut part = Self::default();
        part.add(set, parent)?;
        Ok(part)
    }

    fn add(&mut self, set: &'a SelectionSet, parent: &str) -> Result<(), ApiError> {
        for selection in &set.items {
            // No directive of the schema may stand anywhere else.
            for directive in selection.node.directives() {
                for (name, value) in &directive.node.arguments {
                    let Ok(known) = value.node.clone().into_const_with(|variable| Ok::<_, Infallible>(stand_in(&variable)));
                    let input = field_types::directive_argument(&directive.node.name.node, &name.node);
                    self.add_argument(name, &Positioned::new(known, value.pos), input)?;
                }
            }
            match &selection.node {
                Selection::Field(Positioned { node: field, .. }) => {
                    for (name, value) in &field.arguments {
                        let Ok(known) = value.node.clone().into_const_with(|variable| Ok::<_, Infallible>(stand_in(&variable)));
                        let input = field_types::argument(parent, &field.name.node, &name.node);
                        self.add_argument(name, &Positioned::new(known, value.pos), input)?;
                    }
                    self.add(&field.selection_set.node, field_types::within(parent, &field.name.node))?;
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let inner = condition.map_or(parent, |condition| condition.node.on.node.as_str());
                    self.add(&fragment.node.selection_set.node, inner)?;
                }
                Selection::FragmentSpread(spread) => self.spreads.push(&spread.node.fragment_name.node),
            }
        }
        Ok(())
    }

    fn add_argument(&mut self, name: &Positioned<Name>, value: &Positioned<Value>, input: Option<&'static Input>) -> Result<(), ApiError> {
        // Arguments that there are not the library refuses.
        let Some(input) = input else { return Ok(()) };
        let mut see = |variable: &Bytes, place: Place<'static>| {
            self.usages.push(Usage { variable: variable.clone(), pos: value.pos, place });
        };
        look(&value.node, Place::from(input), &mut see)
            .map_err(|reason| refused(format!("Invalid value for argument \"{name}\": {reason}")).at([name.pos]))
    }
}

/// Stands for a variable: its name, as a value of a kind that neither documents nor JSON have.
fn stand_in(variable: &Name) -> Value {
    Value::Binary(Bytes::copy_from_slice(variable.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits;
    use async_graphql::parser::parse_query;

    fn why(query: &str) -> Option<String> {
        check(&parse_query(query).unwrap(), None).err().map(|error| error.to_string())
    }

    #[test]
    fn a_variable_stands_where_its_type_fits_or_a_value_is_sure() {
        for legal in [
            "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } practiceCase(id: $id) { id } }",
            "query($id: ID = \"x\", $with: Boolean = false) { node(id: $id) { id @include(if: $with) } }",
            "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            "query($days: Int) { mailStatus(days: $days) { open { queued } } }",
            "mutation($kind: SynonymKind) { createSynonymGroup(input: { kind: $kind, phrases: \"a\" }) { userErrors { code } } }",
            "query($one: State!, $all: [State!]) { a: practiceCases(filter: { states: [$one, SACHSEN] }) { totalCount }
                b: practiceCases(filter: { states: $all }) { totalCount } }",
            "query A($n: Int!) { ...f } query B($n: Int = 3) { ...f } fragment f on Query { practiceCases(first: $n) { totalCount } }",
            "query($of: String!, $old: Boolean) { __type(name: $of) { ...t } }
                fragment t on __Type { fields(includeDeprecated: $old) { args(includeDeprecated: $old) { name } } }",
            "query($unknown: Int) { colour(name: $unknown) { name(name: $unknown) } node(id: $undeclared) { id } }",
        ] {
            assert_eq!(why(legal), None, "{legal}");
        }
    }

    #[test]
    fn a_variable_stands_nowhere_else() {
        for (query, variable, of, asked) in [
            ("query($id: ID) { node(id: $id) { id } }", "id", "ID", "ID!"),
            ("query($id: ID = null) { node(id: $id) { id } }", "id", "ID", "ID!"),
            ("query($id: String!) { node(id: $id) { id } }", "id", "String!", "ID!"),
            ("query($id: ID!) { nodes(ids: $id) { id } }", "id", "ID!", "[ID!]!"),
            ("query($id: ID) { nodes(ids: [$id]) { id } }", "id", "ID", "ID!"),
            ("query($ids: [ID] = [\"x\"]) { nodes(ids: $ids) { id } }", "ids", "[ID]", "[ID!]!"),
            ("query($ids: [ID!]!) { node(id: $ids) { id } }", "ids", "[ID!]!", "ID!"),
            ("query($one: State) { practiceCases(filter: { states: [$one] }) { totalCount } }", "one", "State", "State!"),
            ("query($one: State!) { practiceCases(filter: { states: $one }) { totalCount } }", "one", "State!", "[State!]"),
            ("query($with: Boolean) { ... @skip(if: $with) { __typename } }", "with", "Boolean", "Boolean!"),
            ("query($of: String) { __type(name: $of) { name } }", "of", "String", "String!"),
            ("query($old: Int) { __schema { types { fields(includeDeprecated: $old) { name } } } }", "old", "Int", "Boolean!"),
            (
                "query A($n: Int!) { ...f } query B($n: Float) { ...f } fragment f on Query { ...g }
                fragment g on Query { practiceCases(first: $n) { totalCount } }",
                "n",
                "Float",
                "Int",
            ),
        ] {
            let message = format!("Variable \"${variable}\" of type \"{of}\" used in position expecting type \"{asked}\".");
            assert_eq!(why(query), Some(message), "{query}");
        }
    }

    #[test]
    fn what_stands_for_a_variable_where_null_may_not_be_is_what_its_place_has_for_it() {
        let document = parse_query(
            "query A($days: Int, $old: Boolean, $n: Int) { mailStatus(days: $days) { open { queued } } ...f requests(first: $n) { totalCount } }
            query B($days: Int) { mailStatus(days: $days) { open { queued } } }
            fragment f on Query { __type(name: \"Query\") { fields(includeDeprecated: $old) { name } } }",
        );
        let document = document.unwrap();
        let of = |chosen: &str| check(&document, limits::operation(&document, Some(chosen))).unwrap();
        let days = (Name::new("days"), Value::from(14));
        assert_eq!(of("A"), HashMap::from([days.clone(), (Name::new("old"), Value::from(false))]));
        assert_eq!(of("B"), HashMap::from([days]));
    }

    #[test]
    fn a_number_of_more_than_32_bits_is_no_int_wherever_it_stands() {
        let first = |value: &str| format!("{{ ...f }} fragment f on Query {{ requests(first: {value}) {{ totalCount }} }}");
        for left in ["2147483647", "-2147483648", "1.5", "\"3000000000\""] {
            assert_eq!(why(&first(left)), None, "{left}");
        }
        let more = |number: &str| format!("{number} has more than the 32 bits of an \"Int\"");
        for number in ["2147483648", "-2147483649", "18446744073709551615"] {
            assert_eq!(why(&first(number)), Some(format!("Invalid value for argument \"first\": {}", more(number))));
        }
        let within = "mutation { updateReader(input: { hour: 3000000000 }) { userErrors { code } } }";
        assert_eq!(why(within), Some(format!("Invalid value for argument \"input\": {}", more("3000000000"))));
        let default = "query($n: Int = 3000000000) { practiceCases(first: $n) { totalCount } }";
        let message = format!("Variable \"$n\" of type \"Int\" has an invalid default value: {}", more("3000000000"));
        assert_eq!(why(default), Some(message));
        let list = |number: i64| check_value(&Value::List(vec![number.into()]), &Type::new("[Int!]!").unwrap());
        assert_eq!((list(3), list(3_000_000_000)), (Ok(()), Err(more("3000000000"))));
    }

    #[test]
    fn an_input_object_is_an_object() {
        let message = "Invalid value for argument \"filter\": an object of type \"CaseFilter\" is expected";
        for (value, expected) in [("3", Some(message)), ("SACHSEN", Some(message)), ("[{}]", Some(message)), ("{}", None), ("null", None)] {
            assert_eq!(why(&format!("{{ practiceCases(filter: {value}) {{ totalCount }} }}")).as_deref(), expected, "{value}");
        }
    }
}
