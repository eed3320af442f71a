//! The website as a client of the API: typed documents, executed in the same process.

use crate::{errors::PageError, visitor::Visitor, website::Website};
use axum::body::Body;
use domain::ErrorCode;
use graphql_api::{Request, Response, Value, Variables};
use graphql_client::GraphQLQuery;
use http::{HeaderValue, header};
use usecases::Caller;

/// Why a mutation was refused, as people read it. A macro and no function, because each document has types of its own.
macro_rules! messages {
    ($outcome:expr) => {
        $outcome.user_errors.into_iter().map(|error| error.message).collect::<Vec<String>>()
    };
}
pub(crate) use messages;

/// The same by the field of the form that each stands at; `$field_of` says which one a field of the API is. `$refused` are the errors of a mutation.
macro_rules! field_errors {
    ($refused:expr, $field_of:expr) => {
        $refused.into_iter().map(|error| ($field_of(error.field.as_deref()), error.message)).collect::<$crate::form_errors::FormErrors>()
    };
}
pub(crate) use field_errors;

/// What came of a step after which its thing is gone: the key of what was done, or why it was refused. Where there is no such thing any more,
/// it was done before, as by a second click or from a page that the browser went back to: that has a key of its own, for whoever pressed the
/// button has what they wanted. `$refused` are the errors of a mutation, with their codes.
macro_rules! done_once {
    ($refused:expr, $module:ident, $done:literal, $before:literal) => {{
        let refused = $refused;
        if refused.is_empty() {
            Ok($done)
        } else if refused.iter().all(|error| matches!(error.code, $module::ErrorCode::NOT_FOUND)) {
            Ok($before)
        } else {
            Err($crate::form_errors::FormErrors::of_none(refused.into_iter().map(|error| error.message)))
        }
    }};
}
pub(crate) use done_once;

/// A document of a page with its types, made from the schema. Enums that pages share are those of the domain and of `types`: the module
/// imports the ones that its documents have.
macro_rules! document {
    ($visibility:vis $name:ident, $path:tt $(, $($option:tt)+)?) => {
        #[derive(graphql_client::GraphQLQuery)]
        #[graphql(
            schema_path = "../graphql-api/schema.graphql",
            query_path = $path,
            response_derives = "Debug",
            extern_enums(
                "AccessTokenScope",
                "CaseAction",
                "Component",
                "CostBand",
                "Evidence",
                "FieldOfAction",
                "Frequency",
                "FreshnessState",
                "FundingProgramme",
                "Licence",
                "LifePhase",
                "MunicipalityKind",
                "Offer",
                "Precondition",
                "ReviewParty",
                "Role",
                "SearchOrder",
                "StaffBand",
                "State",
                "Status",
                "SubscriptionState",
                "SynonymKind",
                "TargetGroup",
                "Weekday",
                "WorkflowState"
            )
            $(, $($option)+)?
        )]
        $visibility struct $name;
    };
}
pub(crate) use document;

/// What the API says in numbers of a list that no page shows.
const TOO_MANY_FILES: &str = "Sie haben sehr viele Dateien hochgeladen, die auf keinem Praxisbeispiel stehen. Sie werden nach einem Tag gelöscht; \
     bitte versuchen Sie es dann erneut.";

impl Website {
    /// Executes a page's document for this viewer; where it matters what they showed, for the caller.
    ///
    /// The document and its types were checked against the schema when this crate was compiled. The first error of the answer, if it has
    /// one, is the outcome: pages ask for nothing that they could do without.
    pub(crate) async fn ask<Q: GraphQLQuery>(
        &self,
        caller: impl Into<Caller>,
        variables: Q::Variables,
    ) -> Result<Q::ResponseData, PageError> {
        let request = self.request::<Q>(variables)?;
        let response = self.api.execute(caller, request).await;
        self.data::<Q>(response)
    }

    /// The same, for what may give the browser's session another cookie: with the cookies that the browser is to get.
    pub(crate) async fn ask_for_cookies<Q: GraphQLQuery>(
        &self,
        caller: impl Into<Caller>,
        variables: Q::Variables,
    ) -> Result<(Q::ResponseData, Vec<HeaderValue>), PageError> {
        let request = self.request::<Q>(variables)?;
        let response = self.api.execute(caller, request).await;
        let cookies = response.http_headers.get_all(header::SET_COOKIE).into_iter().cloned().collect();
        Ok((self.data::<Q>(response)?, cookies))
    }

    /// Takes a file in for this visitor: its id, or why it is not taken, as people read it. That concerns the file or how many there are; what
    /// the visitor may not do at all is no matter of the file.
    pub(crate) async fn upload(&self, visitor: &Visitor, name: &str, body: Body) -> Result<Result<String, String>, PageError> {
        let response = match self.api.upload(&visitor.caller, name, body).await {
            Ok(file) => return Ok(Ok(file)),
            Err(response) => response,
        };
        let error = first_error(&response).unwrap_or_else(|| ErrorCode::Internal.into());
        match error.code {
            ErrorCode::TooMany => Ok(Err(TOO_MANY_FILES.to_owned())),
            ErrorCode::PayloadTooLarge | ErrorCode::UnsupportedMediaType | ErrorCode::BadRequest | ErrorCode::RateLimited => {
                Ok(Err(response.errors.into_iter().map(|error| error.message).collect()))
            }
            _ => Err(error),
        }
    }

    fn request<Q: GraphQLQuery>(&self, variables: Q::Variables) -> Result<Request, PageError> {
        let body = Q::build_query(variables);
        let variables =
            serde_json::to_value(&body.variables).map_err(|error| PageError::internal(self, "variables could not be written", &error))?;
        Ok(Request::new(body.query).operation_name(body.operation_name).variables(Variables::from_json(variables)))
    }

    fn data<Q: GraphQLQuery>(&self, response: Response) -> Result<Q::ResponseData, PageError> {
        match first_error(&response) {
            Some(error) => Err(error),
            None => graphql_api::from_value(response.data)
                .map_err(|error| PageError::internal(self, "an answer of the API could not be read", &error)),
        }
    }
}

/// What a query answered with. It is null where it was refused, which [`Website::ask`] has told by then.
pub(crate) fn answered<T>(answer: Option<T>) -> Result<T, PageError> {
    answer.ok_or_else(|| ErrorCode::Internal.into())
}

fn first_error(response: &Response) -> Option<PageError> {
    let error = response.errors.first()?;
    let extension = |name: &str| match error.extensions.as_ref()?.get(name)? {
        Value::String(text) => Some(text.clone()),
        _ => None,
    };
    let code = extension("code").and_then(|text| ErrorCode::ALL.iter().copied().find(|code| code.as_str() == text));
    let code = code.unwrap_or(ErrorCode::Internal);
    if code == ErrorCode::Internal {
        tracing::warn!(path = ?error.path, "a page's document failed");
    }
    let retry_after = match error.extensions.as_ref().and_then(|values| values.get("retryAfter")) {
        Some(Value::Number(seconds)) => seconds.as_u64(),
        _ => None,
    };
    Some(PageError { trace_id: extension("traceId"), retry_after, ..code.into() })
}
