//! The types of the schema and of its fields, for what is done with documents and answers beside the library.

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, OperationType, Type, TypeKind, TypeSystemDefinition},
};
use std::{collections::HashMap, sync::LazyLock};

/// The types that every schema has.
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// The fields of every other type by its name, and of each field the type. Only object types and interfaces have any.
static TYPES: LazyLock<HashMap<String, HashMap<String, Type>>> = LazyLock::new(|| {
    let definitions = parse_schema(crate::schema_sdl()).map(|document| document.definitions).unwrap_or_default();
    let types = definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(kind) => Some(kind.node),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    let with_fields = types.map(|definition| {
        let fields = match definition.kind {
            TypeKind::Object(object) => object.fields,
            TypeKind::Interface(interface) => interface.fields,
            TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::InputObject(_) => Vec::new(),
        };
        let fields = fields.into_iter().map(|field| (field.node.name.node.to_string(), field.node.ty.node));
        (definition.name.node.to_string(), fields.collect())
    });
    with_fields.collect()
});

/// Whether there is a type of this name; those of introspection are none that a document may name.
pub(crate) fn is_known(name: &str) -> bool {
    BUILT_IN.contains(&name) || TYPES.contains_key(name)
}

/// The type of this field of an object type or interface; nothing for fields that introspection adds.
pub(crate) fn of(parent: &str, field: &str) -> Option<&'static Type> {
    TYPES.get(parent)?.get(field)
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
