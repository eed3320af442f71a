//! A municipality of the network.

use super::case_connection::PracticeCaseConnection;
use crate::{
    cost,
    errors::ApiError,
    loaders::CaseList,
    schema::{
        global_id::GlobalId,
        paging::PageArguments,
        vocabulary_enum::{Term, terms},
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::{
    Ags, CaseFilter, CaseOrder,
    vocabulary::{FieldOfAction, MunicipalityKind, State},
};
use usecases::list_cases::Listed;

/// A municipality by its key.
#[derive(Debug, Clone)]
pub(crate) struct Municipality(pub(crate) Ags);

impl Municipality {
    /// The Landkreis or kreisfreie Stadt itself; nothing for a Gemeinde, of which the network knows its key alone.
    fn known(&self) -> Option<&'static domain::Municipality> {
        (!self.0.is_gemeinde()).then(|| self.0.municipality())
    }
}

/// A municipality: a Landkreis or a kreisfreie Stadt of the network, or a Gemeinde within a Landkreis.
#[Object]
impl Municipality {
    /// The id.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::Municipality(self.0.clone()).encode()
    }

    /// The official key (Amtlicher Gemeindeschlüssel): text of five digits, of eight for a Gemeinde. Leading zeros count.
    async fn ags(&self) -> &str {
        self.0.as_str()
    }

    /// The name without the kind: `Leipzig`, `Burgenlandkreis`; `Gemeinde 15084550` for a Gemeinde.
    async fn name(&self) -> String {
        self.known().map_or_else(|| format!("Gemeinde {}", self.0), |known| known.name.to_owned())
    }

    /// The name that tells the two Leipzigs apart: `Stadt Leipzig`, `Landkreis Leipzig`.
    async fn display_name(&self) -> String {
        self.0.display_name()
    }

    /// The display name as part of an address: `stadt-leipzig`.
    async fn slug(&self) -> String {
        self.known().map_or_else(|| format!("gemeinde-{}", self.0), domain::Municipality::slug)
    }

    /// What kind of municipality it is.
    async fn kind(&self) -> Term<MunicipalityKind> {
        Term(self.0.kind())
    }

    /// The Land it belongs to.
    async fn state(&self) -> Term<State> {
        Term(self.0.municipality().state)
    }

    /// What it works on at present (Arbeitsschwerpunkte), in its own order; a Gemeinde's are those of its Landkreis.
    #[graphql(complexity = "cost::READ")]
    async fn focus_areas(&self, context: &Context<'_>) -> Result<Vec<Term<FieldOfAction>>, ApiError> {
        Ok(terms(&Session::of(context)?.loaders.focus_areas(self.0.clone()).await?))
    }

    /// Inhabitants at the end of `populationYear`; null for a Gemeinde.
    async fn population(&self) -> Option<u32> {
        self.known().map(|known| known.population)
    }

    /// The year that the population is of; null for a Gemeinde.
    async fn population_year(&self) -> Option<u16> {
        self.known().map(|known| known.population_year)
    }

    /// Latitude of its seat in degrees north; null for a Gemeinde.
    async fn latitude(&self) -> Option<f64> {
        self.known().map(|known| known.latitude)
    }

    /// Longitude of its seat in degrees east; null for a Gemeinde.
    async fn longitude(&self) -> Option<f64> {
        self.known().map(|known| known.longitude)
    }

    /// The published cases of this municipality, the newest first; those of a Landkreis with those of its Gemeinden.
    #[graphql(complexity = "cost::list(first, last, child_complexity)")]
    async fn practice_cases(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many cases from the list's beginning, or after `after`: 1 to 100. 20 if neither this nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "How many cases up to the list's end, or before `before`: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<PracticeCaseConnection, ApiError> {
        let listed = Listed::public(CaseFilter { municipalities: vec![self.0.clone()], ..CaseFilter::default() });
        let cases = CaseList { listed, order: CaseOrder::Newest };
        PracticeCaseConnection::load(context, cases, PageArguments { first, after, last, before }, true).await
    }
}
