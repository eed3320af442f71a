//! The documents of these pages with their types, made from the schema.

use crate::{client::document, types::DateTime};
use domain::vocabulary::{FieldOfAction, MunicipalityKind, State, Status};

document!(pub(super) OneMunicipality, "src/pages/municipalities/query.graphql");

document!(pub(super) AllMunicipalities, "src/pages/municipalities/query.graphql");

document!(pub(super) CaseCounts, "src/pages/municipalities/query.graphql");

document!(pub(super) FocusAreas, "src/pages/municipalities/query.graphql");

document!(pub(super) SetFocusAreas, "src/pages/municipalities/query.graphql");
