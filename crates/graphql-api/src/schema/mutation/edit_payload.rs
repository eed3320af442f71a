//! What mutations that change a case's text, or what is told of its files, answer with.

use super::payload::case_outcome;
use crate::{
    errors::ApiError,
    schema::types::{practice_case::PracticeCase, revision::EditConflict, user_error::UserError},
    session::Session,
};
use async_graphql::SimpleObject;
use domain::CaseView;
use std::sync::Arc;
use usecases::UseCaseError;

/// What came of a change of a case's text.
pub(super) struct Edited {
    practice_case: Option<PracticeCase>,
    user_errors: Vec<UserError>,
    conflict: Option<EditConflict>,
}

impl Edited {
    /// It was refused before anything was read.
    pub(super) fn refused(user_errors: Vec<UserError>) -> Self {
        Self { practice_case: None, user_errors, conflict: None }
    }

    /// What the use case says.
    pub(super) async fn of(session: &Session, result: Result<Arc<CaseView>, UseCaseError>) -> Result<Self, ApiError> {
        let conflict = match &result {
            Err(UseCaseError::Refused(refusal)) => EditConflict::of_refusal(refusal),
            Ok(_) | Err(_) => None,
        };
        Ok(match case_outcome(session, result).await? {
            Ok(case) => Self { practice_case: Some(case), user_errors: Vec::new(), conflict: None },
            Err(user_errors) => Self { practice_case: None, user_errors, conflict },
        })
    }
}

macro_rules! edit_payloads {
    ($($(#[$doc:meta])* $name:ident)+) => {
        $(
            $(#[$doc])*
            #[derive(SimpleObject)]
            pub(crate) struct $name {
                /// The case, with its working copy as it is now.
                practice_case: Option<PracticeCase>,
                /// Why it was refused; empty if it was done.
                user_errors: Vec<UserError>,
                /// Where it was refused as a CONFLICT: what would have been lost, with the texts of both.
                conflict: Option<EditConflict>,
            }

            impl From<Edited> for $name {
                fn from(edited: Edited) -> Self {
                    let Edited { practice_case, user_errors, conflict } = edited;
                    Self { practice_case, user_errors, conflict }
                }
            }
        )+
    };
}

edit_payloads! {
    /// What came of changing a case.
    UpdatePracticeCasePayload
    /// What came of keeping what is not finished.
    AutosavePracticeCasePayload
    /// What came of bringing back an older revision.
    RollBackPracticeCasePayload
    /// What came of changing what people are told of a file.
    UpdateMaterialPayload
    /// What came of taking a file off a case.
    RemoveMaterialPayload
}
