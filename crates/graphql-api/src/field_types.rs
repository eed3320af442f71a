//! The types of the schema, of its fields and of what takes values, for what is done with documents and answers beside the library.

use async_graphql::{
    Positioned, Value,
    parser::{
        parse_schema,
        types::{BaseType, InputValueDefinition, OperationType, Type, TypeKind, TypeSystemDefinition},
    },
};
use std::{collections::HashMap, sync::LazyLock};

/// The types that every schema has.
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// How all names begin that introspection adds to a schema, and nothing else.
const INTROSPECTION: &str = "__";

/// What takes a value: an argument, or a field of an input object.
pub(crate) struct Input {
    /// The type of the value.
    pub(crate) kind: Type,
    /// The value that stands for one that is left out, if there is one.
    pub(crate) default: Option<Value>,
}

/// Inputs by their names.
pub(crate) type Inputs = HashMap<String, Input>;

/// A type, of which only object types and interfaces have fields.
#[derive(Default)]
struct Definition {
    /// The types and arguments of its fields, by their names.
    fields: HashMap<String, (Type, Inputs)>,
    /// What it takes if it is an input object.
    inputs: Option<Inputs>,
}

/// What the text of the schema says.
#[derive(Default)]
struct Known {
    /// Every type but those that every schema has, by its name.
    types: HashMap<String, Definition>,
    /// The arguments of directives, by their names.
    directives: HashMap<String, Inputs>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    for definition in parse_schema(crate::schema_sdl()).map(|document| document.definitions).unwrap_or_default() {
        match definition {
            TypeSystemDefinition::Type(kind) => {
                known.types.insert(kind.node.name.node.to_string(), Definition::from(kind.node.kind));
            }
            TypeSystemDefinition::Directive(directive) => {
                known.directives.insert(directive.node.name.node.to_string(), inputs(directive.node.arguments));
            }
            TypeSystemDefinition::Schema(_) => {}
        }
    }
    known
});

/// The arguments of what introspection adds. Wherever it has one of these names, it is the same.
static INTROSPECTION_ARGUMENTS: LazyLock<Inputs> = LazyLock::new(|| {
    let input = |name: &str, kind: &str, default: Option<Value>| Some((name.to_owned(), Input { kind: Type::new(kind)?, default }));
    [input("name", "String!", None), input("includeDeprecated", "Boolean!", Some(false.into()))].into_iter().flatten().collect()
});

impl From<TypeKind> for Definition {
    fn from(kind: TypeKind) -> Self {
        let fields = match kind {
            TypeKind::Object(object) => object.fields,
            TypeKind::Interface(interface) => interface.fields,
            TypeKind::InputObject(object) => return Self { inputs: Some(inputs(object.fields)), ..Self::default() },
            TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) => Vec::new(),
        };
        let fields = fields.into_iter().map(|field| (field.node.name.node.to_string(), (field.node.ty.node, inputs(field.node.arguments))));
        Self { fields: fields.collect(), inputs: None }
    }
}

fn inputs(definitions: Vec<Positioned<InputValueDefinition>>) -> Inputs {
    let input = |Positioned { node, .. }: Positioned<InputValueDefinition>| {
        (node.name.node.to_string(), Input { kind: node.ty.node, default: node.default_value.map(|default| default.node) })
    };
    definitions.into_iter().map(input).collect()
}

/// Whether there is a type of this name; those of introspection are none that a document may name.
pub(crate) fn is_known(name: &str) -> bool {
    BUILT_IN.contains(&name) || KNOWN.types.contains_key(name)
}

/// The type of this field of an object type or interface; nothing for fields that introspection adds.
pub(crate) fn of(parent: &str, field: &str) -> Option<&'static Type> {
    KNOWN.types.get(parent)?.fields.get(field).map(|(kind, _)| kind)
}

/// The name of the type whose fields are selected of this field; of one that is not known, a name that is none of a type's.
pub(crate) fn within<'a>(parent: &'a str, field: &'a str) -> &'a str {
    let unknown = if parent.starts_with(INTROSPECTION) { parent } else { field };
    of(parent, field).map_or(unknown, innermost)
}

/// This argument of a field of an object type or interface, fields that introspection adds included.
pub(crate) fn argument(parent: &str, field: &str, name: &str) -> Option<&'static Input> {
    match KNOWN.types.get(parent).and_then(|definition| definition.fields.get(field)) {
        Some((_, arguments)) => arguments.get(name),
        None if [parent, field].iter().any(|known| known.starts_with(INTROSPECTION)) => INTROSPECTION_ARGUMENTS.get(name),
        None => None,
    }
}

/// This argument of a directive.
pub(crate) fn directive_argument(directive: &str, name: &str) -> Option<&'static Input> {
    KNOWN.directives.get(directive)?.get(name)
}

/// What an input object takes; nothing if the type of this name is none.
pub(crate) fn inputs_of(name: &str) -> Option<&'static Inputs> {
    KNOWN.types.get(name)?.inputs.as_ref()
}

/// The name of a type without the lists around it.
pub(crate) fn innermost(kind: &Type) -> &str {
    match &kind.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(item) => innermost(item),
    }
}

/// The type whose fields an operation selects.
pub(crate) fn root(operation: OperationType) -> &'static str {
    if operation == OperationType::Mutation { "Mutation" } else { "Query" }
}
