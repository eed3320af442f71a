//! What a text that is being typed may become.

use super::{municipality::Municipality, practice_case::PracticeCase, vocabulary::Term};
use crate::{cost, errors::ApiError, session::Session};
use async_graphql::{Context, Interface, Object, SimpleObject};
use usecases::suggest;

/// The greatest number of suggestions.
pub(crate) const MAX_SUGGESTIONS: i32 = 20;

/// Something that a text that is being typed may become. There may be further kinds one day.
#[derive(Interface)]
#[graphql(field(name = "text", ty = "String", desc = "What people read: it holds what was typed."))]
pub(crate) enum Suggestion {
    /// A municipality.
    Municipality(MunicipalitySuggestion),
    /// A term of a vocabulary.
    Term(TermSuggestion),
    /// The title of a case.
    Title(TitleSuggestion),
}

/// A municipality whose name holds what was typed.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct MunicipalitySuggestion {
    /// The municipality; its `ags` is what narrows a search to its cases.
    municipality: Municipality,
}

#[async_graphql::ComplexObject]
impl MunicipalitySuggestion {
    /// The municipality's display name.
    async fn text(&self) -> String {
        self.municipality.0.display_name()
    }
}

/// A term that holds what was typed in its label or in one of its synonyms. A label leads to the search narrowed to the term; a synonym says
/// less than its term and leads to the search for this word.
#[derive(SimpleObject)]
pub(crate) struct TermSuggestion {
    /// The label or the synonym that holds what was typed; what to search for.
    text: String,
    /// Whether that is the term's label.
    is_label: bool,
    /// The term.
    term: Term,
    /// The name of the term's vocabulary: `fieldOfAction`.
    vocabulary: &'static str,
    /// The list of `CaseFilter` that narrows a search to the term by its key: `fieldsOfAction`.
    filter: &'static str,
}

/// A published case whose title holds what was typed.
pub(crate) struct TitleSuggestion(usecases::TitleSuggestion);

/// A published case whose title holds what was typed.
#[Object]
impl TitleSuggestion {
    /// The case's title.
    async fn text(&self) -> String {
        self.0.title.clone()
    }

    /// The case's readable address.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The case's page on this instance.
    async fn url(&self, context: &Context<'_>) -> Result<String, ApiError> {
        Ok(Session::of(context)?.network.settings.case_page(&self.0.slug).into())
    }

    /// The case; null if it is no longer there.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn case(&self, context: &Context<'_>) -> Result<Option<PracticeCase>, ApiError> {
        PracticeCase::find(Session::of(context)?, self.0.case).await
    }
}

impl Suggestion {
    /// What this text may become.
    pub(crate) async fn load(session: &Session, text: &str, most: usize) -> Result<Vec<Self>, ApiError> {
        let found = suggest::suggest(&session.network, text, most).await.map_err(|error| session.error(error))?;
        Ok(found.into_iter().map(Self::from).collect())
    }
}

impl From<usecases::Suggestion> for Suggestion {
    fn from(suggestion: usecases::Suggestion) -> Self {
        match suggestion {
            usecases::Suggestion::Municipality(known) => {
                Self::Municipality(MunicipalitySuggestion { municipality: Municipality(known.key()) })
            }
            usecases::Suggestion::Term(found) => Self::Term(TermSuggestion {
                text: found.text.to_owned(),
                is_label: found.is_label(),
                term: found.term.into(),
                vocabulary: found.vocabulary,
                filter: found.filter,
            }),
            usecases::Suggestion::Title(title) => Self::Title(TitleSuggestion(title)),
        }
    }
}
