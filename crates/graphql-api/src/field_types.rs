//! The types of the schema's fields, for what is done with documents and answers beside the library.

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, OperationType, Type, TypeKind, TypeSystemDefinition},
};
use std::{collections::HashMap, sync::LazyLock};

/// The type of every field: by the name of its object type or interface, then by its own.
static FIELDS: LazyLock<HashMap<String, HashMap<String, Type>>> = LazyLock::new(|| {
    let definitions = parse_schema(crate::schema_sdl()).map(|document| document.definitions).unwrap_or_default();
    let types = definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(kind) => Some(kind.node),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    let with_fields = types.filter_map(|definition| match definition.kind {
        TypeKind::Object(object) => Some((definition.name.node, object.fields)),
        TypeKind::Interface(interface) => Some((definition.name.node, interface.fields)),
        TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::InputObject(_) => None,
    });
    let named = with_fields.map(|(name, fields)| {
        let fields = fields.into_iter().map(|field| (field.node.name.node.to_string(), field.node.ty.node));
        (name.to_string(), fields.collect())
    });
    named.collect()
});

/// The type of this field of an object type or interface; nothing for fields that introspection adds.
pub(crate) fn of(parent: &str, field: &str) -> Option<&'static Type> {
    FIELDS.get(parent)?.get(field)
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
