//! What mutations answer with.

use crate::{
    errors::ApiError,
    schema::types::{practice_case::PracticeCase, user_error::UserError},
    session::Session,
};
use domain::CaseView;
use std::sync::Arc;
use usecases::UseCaseError;

/// Makes the payloads, which are alike but for the type's name: an object, or the errors for which there is none.
macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $(#[$field_doc:meta])* $field:ident: $type:ty })+) => {
        $(
            $(#[$doc])*
            #[derive(async_graphql::SimpleObject)]
            pub(crate) struct $name {
                $(#[$field_doc])*
                $field: Option<$type>,
                /// Why it was refused; empty if it was done.
                user_errors: Vec<crate::schema::types::user_error::UserError>,
            }

            impl From<super::Outcome<$type>> for $name {
                fn from(outcome: super::Outcome<$type>) -> Self {
                    match outcome {
                        Ok(object) => Self { $field: Some(object), user_errors: Vec::new() },
                        Err(user_errors) => Self { $field: None, user_errors },
                    }
                }
            }
        )+
    };
}

// After the macro: only what follows it can call it.
mod case;
mod people;
mod request;
mod review;
mod signing_in;
mod subscription;
mod upkeep;

pub(super) use case::*;
pub(super) use people::*;
pub(super) use request::*;
pub(super) use review::*;
pub(super) use signing_in::*;
pub(super) use subscription::*;
pub(super) use upkeep::*;

/// What a mutation answers with: an object, or why there is none.
pub(super) type Outcome<T> = Result<T, Vec<UserError>>;

/// Tells what people are told in the payload apart from what is an error of the whole operation.
pub(super) fn outcome<T>(session: &Session, result: Result<T, UseCaseError>) -> Result<Outcome<T>, ApiError> {
    match result {
        Ok(object) => Ok(Ok(object)),
        Err(UseCaseError::Refused(refusal)) => Ok(Err(UserError::of_refusal(&refusal))),
        Err(error) => Err(session.error(error)),
    }
}

/// The same where the object is a case.
pub(super) async fn case_outcome(
    session: &Session,
    result: Result<Arc<CaseView>, UseCaseError>,
) -> Result<Outcome<PracticeCase>, ApiError> {
    Ok(match outcome(session, result)? {
        Ok(case) => Ok(PracticeCase::of(session, case).await?),
        Err(user_errors) => Err(user_errors),
    })
}
