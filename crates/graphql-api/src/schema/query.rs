//! The queries. What somebody may be refused, or go without while the search is away, may be null, so that it takes nothing else of an answer with it
//! (docs/decisions/0014).

use super::{
    case_filter::CaseFilterInput,
    enums::{CaseOrder, SearchMatching, SearchOrder, WorkflowState},
    global_id::GlobalId,
    paging::{PageArguments, length},
    types::{
        case_connection::PracticeCaseConnection,
        case_search::CaseSearchConnection,
        municipality::Municipality,
        municipality_connection::MunicipalityConnection,
        node::Node,
        practice_case::PracticeCase,
        reader::Reader,
        search_gap::SearchGapConnection,
        subscription::Subscription,
        suggestion::{MAX_SUGGESTIONS, Suggestion},
        synonym_group::SynonymGroupConnection,
        viewer::Viewer,
        vocabulary::Vocabulary,
    },
    vocabulary_enum::{Term, unwrap},
};
use crate::{cost, errors::ApiError, loaders::CaseList, session::Session};
use async_graphql::{Context, ID, Object};
use domain::{
    Ags, ErrorCode,
    subscription::MAX_TEXT,
    vocabulary::{MunicipalityKind, State},
};
use usecases::{
    TypedSearch, confirm_case,
    list_cases::Listed,
    rate_limit::Limited,
    read_case, read_subscription,
    reader::{self, By},
    sign_in, similar_cases,
};

/// How many ids `nodes` takes.
const MAX_NODES: usize = 100;

/// How many similar cases there are at most.
const MAX_SIMILAR: i32 = 20;

/// The queries of cases, municipalities, vocabularies, and of what one owns.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CaseQuery;

#[Object]
impl CaseQuery {
    /// Finds anything by its id; null if there is no such thing or the viewer may not see it.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn node(&self, context: &Context<'_>, #[graphql(desc = "The id.")] id: ID) -> Result<Option<Node>, ApiError> {
        Node::find(Session::of(context)?, &id).await
    }

    /// Finds several things by their ids, in the order of the ids; null where there is no such thing or the viewer may not see it.
    #[graphql(complexity = "cost::READ + ids.len() * child_complexity")]
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The ids, up to 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, ApiError> {
        if ids.len() > MAX_NODES {
            return Err(ApiError::bad_input(format!("ids: Möglich sind bis zu {MAX_NODES} Einträge; angegeben sind {}.", ids.len())));
        }
        Node::find_all(Session::of(context)?, &ids).await
    }

    /// One case, by its id or by its slug; exactly one of the two.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: Option<ID>,
        #[graphql(desc = "The case's readable address.")] slug: Option<String>,
    ) -> Result<Option<PracticeCase>, ApiError> {
        let session = Session::of(context)?;
        let case = match (id, slug) {
            (Some(id), None) => match GlobalId::case(&id) {
                Some(id) => read_case::by_id(&session.network, &session.viewer, id).await,
                None => Ok(None),
            },
            (None, Some(slug)) => read_case::by_slug(&session.network, &session.viewer, &slug).await,
            _ => return Err(ApiError::bad_input("id, slug: Bitte geben Sie genau eines von beiden an.")),
        };
        PracticeCase::of_found(session, case.map_err(|error| session.error(error))?).await
    }

    /// The case that a link in a mail asks about, as everybody sees it; null for a link that is unknown or of an earlier year.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn freshness_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token in the link.", secret)] token: String,
    ) -> Result<Option<PracticeCase>, ApiError> {
        let session = Session::of(context)?;
        let found = confirm_case::by_link(&session.network, &token).await;
        Ok(found.map_err(|error| session.error(error))?.map(PracticeCase::public))
    }

    /// Lists cases. By default what is public; with other states the cases whose working copy, which the viewer sees, is in one of them. The
    /// filter does not apply to these, and their order goes by the working copy.
    #[graphql(complexity = "cost::list(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a GraphQL field")]
    async fn practice_cases(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What narrows the list down.")] filter: Option<CaseFilterInput>,
        #[graphql(desc = "The order of the list.", default_with = "Some(CaseOrder::Newest)")] order_by: Option<CaseOrder>,
        #[graphql(desc = "The states of the working copies.", default_with = "Some(vec![WorkflowState::Published])")] workflow: Option<
            Vec<WorkflowState>,
        >,
        #[graphql(desc = "How many cases from the list's beginning, or after `after`: 1 to 100. 20 if neither this nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "How many cases up to the list's end, or before `before`: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<PracticeCaseConnection, ApiError> {
        let states = workflow.unwrap_or_default().into_iter().map(Into::into).collect();
        let order = order_by.map(Into::into).unwrap_or_default();
        let cases = CaseList { listed: Listed::by_states(CaseFilterInput::for_list(filter)?, states), order };
        PracticeCaseConnection::load(context, cases, PageArguments { first, after, last, before }, false).await
    }

    /// Finds published cases by what people type: word forms, parts of compounds, synonyms and typing errors are understood.
    #[graphql(complexity = "cost::search(matching.map(Into::into)) + cost::list(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a GraphQL field")]
    async fn search_cases(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What to search for, up to 200 characters. A text without a meaningful word finds everything.")] query: String,
        #[graphql(desc = "What narrows the search down.")] filter: Option<CaseFilterInput>,
        #[graphql(desc = "The order of what is found.", default_with = "Some(SearchOrder::Relevance)")] order_by: Option<SearchOrder>,
        #[graphql(desc = "Which cases are taken.", default_with = "Some(SearchMatching::Best)")] matching: Option<SearchMatching>,
        #[graphql(desc = "How many cases from the beginning, or after `after`: 1 to 100. 20 if neither this nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "How many cases up to the end, or before `before`: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Option<CaseSearchConnection>, ApiError> {
        check_length("query", &query)?;
        let order = order_by.map(Into::into).unwrap_or_default();
        let request = TypedSearch { text: query, filter: CaseFilterInput::for_list(filter)?, order, offset: 0, limit: 0, facets: false };
        let matching = matching.map(Into::into).unwrap_or_default();
        CaseSearchConnection::load(context, request, matching, PageArguments { first, after, last, before }).await.map(Some)
    }

    /// Published cases about the same as this one, the most alike first; never the case itself. An error with the code NOT_FOUND if there is
    /// no such case or the viewer may not see it.
    #[graphql(complexity = "cost::READ + cost::SEARCH + cost::list(first, None, child_complexity)")]
    async fn similar_cases(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
        #[graphql(desc = "How many cases at most: 1 to 20.", default_with = "Some(5)")] first: Option<i32>,
    ) -> Result<Option<Vec<PracticeCase>>, ApiError> {
        let session = Session::of(context)?;
        let most = length("first", first, 5, MAX_SIMILAR)?;
        let id = GlobalId::case(&id).ok_or_else(|| ApiError::new(ErrorCode::NotFound))?;
        session.limit(Limited::Search)?;
        let found = similar_cases::similar(&session.network, &session.viewer, id, most).await;
        Ok(Some(found.map_err(|error| session.error(error))?.into_iter().map(PracticeCase::public).collect()))
    }

    /// What a text that is being typed into a search may become: titles of published cases, terms, municipalities. All typed words must be
    /// there, the last one perhaps only begun; `ä`, `ae` and `a` are the same. What begins with the text comes first, and municipalities
    /// and terms before titles where that is equal; but where there are three titles, at least three are among it.
    #[graphql(complexity = "cost::READ + cost::list(first, None, child_complexity)")]
    async fn suggest(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What was typed so far, up to 200 characters.")] prefix: String,
        #[graphql(desc = "How many suggestions at most: 1 to 20.", default_with = "Some(8)")] first: Option<i32>,
    ) -> Result<Option<Vec<Suggestion>>, ApiError> {
        check_length("prefix", &prefix)?;
        let most = length("first", first, 8, MAX_SUGGESTIONS)?;
        let session = Session::of(context)?;
        session.limit(Limited::Search)?;
        Suggestion::load(session, &prefix, most).await.map(Some)
    }

    /// One municipality by its key; retired keys find the municipality that took their place. Null if the network has none such.
    async fn municipality(
        &self,
        #[graphql(desc = "The AGS of five digits, of eight for a Gemeinde.")] ags: String,
    ) -> Option<Municipality> {
        ags.parse().ok().map(Municipality)
    }

    /// Lists the Landkreise and kreisfreie Städte of the network by their key.
    #[graphql(complexity = "cost::list(first.or(Some(49)), last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a GraphQL field")]
    async fn municipalities(
        &self,
        #[graphql(desc = "The Länder; none means all.")] states: Option<Vec<Term<State>>>,
        #[graphql(desc = "The kinds; none means all.")] kinds: Option<Vec<Term<MunicipalityKind>>>,
        #[graphql(
            desc = "How many from the list's beginning, or after `after`: 1 to 100. 100 if neither this nor `last` is given, which is all."
        )]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "How many up to the list's end, or before `before`: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<MunicipalityConnection, ApiError> {
        let (states, kinds) = (unwrap(states), unwrap(kinds));
        let wanted = domain::municipality::all().iter().filter(|municipality| {
            (states.is_empty() || states.contains(&municipality.state)) && (kinds.is_empty() || kinds.contains(&municipality.kind))
        });
        let all: Vec<Ags> = wanted.map(domain::Municipality::key).collect();
        MunicipalityConnection::page(&all, PageArguments { first, after, last, before })
    }

    /// The vocabularies that cases are described with.
    #[graphql(complexity = "10 * child_complexity")]
    async fn vocabularies(
        &self,
        #[graphql(desc = "The names of the vocabularies wanted: `fieldOfAction`; none means all.")] names: Option<Vec<String>>,
    ) -> Result<Vec<Vocabulary>, ApiError> {
        let all = domain::vocabulary::all();
        let names = names.unwrap_or_default();
        if let Some(unknown) = names.iter().find(|name| !all.iter().any(|vocabulary| vocabulary.name == name.as_str())) {
            let given: String = unknown.chars().take(40).collect();
            return Err(ApiError::bad_input(format!("names: Ein Vokabular „{given}“ gibt es nicht.")));
        }
        let wanted = all.into_iter().filter(|vocabulary| names.is_empty() || names.iter().any(|name| name == vocabulary.name));
        Ok(wanted.map(Vocabulary::from).collect())
    }

    /// Whoever is signed in; null for the public.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn viewer(&self, context: &Context<'_>) -> Result<Option<Viewer>, ApiError> {
        let session = Session::of(context)?;
        let own = sign_in::own_account(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        Ok(own.map(Viewer))
    }

    /// The subscription that a token from a mail stands for: one to confirm it, or one to leave it. Reading changes nothing.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn subscription(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link.", secret)] token: String,
    ) -> Result<Option<Subscription>, ApiError> {
        let session = Session::of(context)?;
        let found = read_subscription::by_token(&session.network, &token).await.map_err(|error| session.error(error))?;
        Ok(found.map(Subscription::new))
    }

    /// The reader whose mails bear this token, with all that goes to their address. Reading changes nothing.
    #[graphql(complexity = "cost::READ + 10 * child_complexity")]
    async fn reader(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link.", secret)] token: String,
    ) -> Result<Option<Reader>, ApiError> {
        let session = Session::of(context)?;
        let found = reader::read(&session.network, &session.viewer, By::Token(&token)).await.map_err(|error| session.error(error))?;
        Ok(found.map(Reader::new))
    }

    /// Lists the groups of words that belong together for the search: first those made here, then those that the program brings along.
    /// For reviewers and administrators; others are refused.
    #[graphql(complexity = "cost::list(first, last, child_complexity)")]
    async fn synonym_groups(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the list's beginning, or after `after`: 1 to 100. 20 if neither this nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "How many up to the list's end, or before `before`: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Option<SynonymGroupConnection>, ApiError> {
        SynonymGroupConnection::load(context, PageArguments { first, after, last, before }).await.map(Some)
    }

    /// Lists what was searched for at least three times and found nothing, the most frequent first. A search counts some seconds after it
    /// was made. For reviewers and administrators; others are refused.
    #[graphql(complexity = "cost::list(first, None, child_complexity)")]
    async fn search_gaps(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the list's beginning, or after `after`: 1 to 100. 20 if nothing is given.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<SearchGapConnection>, ApiError> {
        SearchGapConnection::load(context, first, after).await.map(Some)
    }
}

fn check_length(argument: &str, text: &str) -> Result<(), ApiError> {
    let given = text.chars().count();
    if given > MAX_TEXT {
        return Err(ApiError::bad_input(format!("{argument}: Der Suchtext hat {given} Zeichen; höchstens {MAX_TEXT} sind möglich.")));
    }
    Ok(())
}
