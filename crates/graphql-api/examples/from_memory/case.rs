//! A case as the yardstick answers it: everything made ready when it is read, so that a request copies and nothing else.

use async_graphql::{ID, SimpleObject};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{
    Ags,
    case::{self, CaseRecord},
    vocabulary::Vocabulary,
};

#[derive(SimpleObject)]
pub(crate) struct PracticeCase {
    id: ID,
    slug: String,
    external_id: Option<String>,
    url: String,
    title: String,
    teaser: String,
    municipality: Option<Municipality>,
    elsewhere: Option<Elsewhere>,
    place_name: Option<String>,
    state: Option<&'static str>,
    partners: Vec<Municipality>,
    fields_of_action: Vec<&'static str>,
    components: Vec<&'static str>,
    life_phases: Vec<&'static str>,
    target_groups: Vec<&'static str>,
    status: Option<&'static str>,
    start: Option<String>,
    end: Option<String>,
    situation: String,
    goals: Vec<String>,
    approach: String,
    approach_html: String,
    results: String,
    indicators: Vec<Indicator>,
    evidence: Option<&'static str>,
    costs_one_off: Option<&'static str>,
    costs_yearly: Option<&'static str>,
    staff_effort: Option<&'static str>,
    funding_programmes: Vec<&'static str>,
    success_factors: Vec<String>,
    pitfalls: Vec<String>,
    transferability: String,
    preconditions: Option<Vec<&'static str>>,
    first_steps: Vec<String>,
    contact: Option<Contact>,
    offers: Vec<&'static str>,
    links: Vec<Link>,
    source_url: Option<String>,
    licence: &'static str,
    summary_easy_language: String,
    workflow_state: &'static str,
    revision: i32,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    published_at: DateTime<Utc>,
    revision_published_at: DateTime<Utc>,
    archived_at: Option<DateTime<Utc>>,
}

#[derive(SimpleObject)]
struct Municipality {
    id: ID,
    ags: String,
    name: String,
    display_name: String,
    slug: String,
    kind: &'static str,
    state: &'static str,
    population: Option<u32>,
    population_year: Option<u16>,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

#[derive(SimpleObject)]
struct Elsewhere {
    name: String,
    state: &'static str,
}

#[derive(SimpleObject)]
struct Indicator {
    name: String,
    before: Option<f64>,
    after: Option<f64>,
    unit: Option<String>,
    year: Option<i32>,
    source: Option<String>,
}

#[derive(SimpleObject)]
struct Contact {
    mailbox: String,
    name: Option<String>,
    phone: Option<String>,
}

#[derive(SimpleObject)]
struct Link {
    title: String,
    url: String,
}

fn keys<V: Vocabulary>(terms: &[V]) -> Vec<&'static str> {
    terms.iter().map(|term| term.key()).collect()
}

fn key<V: Vocabulary>(term: Option<V>) -> Option<&'static str> {
    term.map(Vocabulary::key)
}

impl PracticeCase {
    /// The case of an import's record; `number` stands for the id that a database would give it.
    pub(crate) fn new(record: CaseRecord, slug: String, published_at: DateTime<Utc>, public_url: &str, number: usize) -> Self {
        let (place_name, state) = (record.content.place_name(), record.content.state());
        let content = record.content;
        Self {
            id: ID(URL_SAFE_NO_PAD.encode(format!("PracticeCase:{number:036}"))),
            external_id: record.external_id,
            url: format!("{public_url}/faelle/{slug}"),
            slug,
            title: content.title,
            teaser: content.teaser,
            municipality: content.municipality.map(Municipality::new),
            elsewhere: content.elsewhere.map(|case::Elsewhere { name, state }| Elsewhere { name, state: state.key() }),
            place_name,
            state: key(state),
            partners: content.partners.into_iter().map(Municipality::new).collect(),
            fields_of_action: keys(&content.fields_of_action),
            components: keys(&content.components),
            life_phases: keys(&content.life_phases),
            target_groups: keys(&content.target_groups),
            status: key(content.status),
            start: content.start.map(|month| month.to_string()),
            end: content.end.map(|month| month.to_string()),
            situation: content.situation,
            goals: content.goals,
            approach_html: comrak::markdown_to_html(&content.approach, &comrak::Options::default()),
            approach: content.approach,
            results: content.results,
            indicators: content.indicators.into_iter().map(Indicator::from).collect(),
            evidence: key(content.evidence),
            costs_one_off: key(content.costs_one_off),
            costs_yearly: key(content.costs_yearly),
            staff_effort: key(content.staff_effort),
            funding_programmes: keys(&content.funding_programmes),
            success_factors: content.success_factors,
            pitfalls: content.pitfalls,
            transferability: content.transferability,
            preconditions: content.preconditions.as_deref().map(keys),
            first_steps: content.first_steps,
            contact: content.contact.map(Contact::from),
            offers: keys(&content.offers),
            links: content.links.into_iter().map(|case::Link { title, url }| Link { title, url }).collect(),
            source_url: content.source_url,
            licence: content.licence.key(),
            summary_easy_language: content.summary_easy_language,
            workflow_state: "PUBLISHED",
            revision: 1,
            version: 1,
            created_at: published_at,
            updated_at: published_at,
            published_at,
            revision_published_at: published_at,
            archived_at: None,
        }
    }
}

impl Municipality {
    fn new(ags: Ags) -> Self {
        let known = Some(ags.municipality()).filter(|_| !ags.is_gemeinde());
        Self {
            id: ID(URL_SAFE_NO_PAD.encode(format!("Municipality:{ags}"))),
            name: known.map_or_else(|| format!("Gemeinde {ags}"), |known| known.name.to_owned()),
            display_name: ags.display_name(),
            slug: known.map_or_else(|| format!("gemeinde-{ags}"), domain::Municipality::slug),
            kind: ags.kind().key(),
            state: ags.municipality().state.key(),
            population: known.map(|known| known.population),
            population_year: known.map(|known| known.population_year),
            latitude: known.map(|known| known.latitude),
            longitude: known.map(|known| known.longitude),
            ags: ags.into(),
        }
    }
}

impl From<case::Indicator> for Indicator {
    fn from(indicator: case::Indicator) -> Self {
        let case::Indicator { name, before, after, unit, year, source } = indicator;
        Self { name, before, after, unit, year, source }
    }
}

impl From<case::Contact> for Contact {
    /// Without name and telephone number: the public sees the mailbox alone.
    fn from(contact: case::Contact) -> Self {
        Self { mailbox: contact.mailbox, name: None, phone: None }
    }
}
