//! `wissensnetz eval-search`

#![expect(clippy::print_stdout, reason = "the tables are what the command is for")]

use crate::{
    clock::SystemIds,
    config::{SearchSettings, Settings},
};
use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueEnum};
use domain::IdSource;
use search_indexer::{
    MeilisearchOptions,
    evaluation::{Figures, Half, JudgedQuery, JudgedSet, Kind, Measure, Subject},
};
use std::{fs, path::PathBuf, process::ExitCode, time::Duration};

/// The set of the demo cases, which is part of the program.
const DEMO_CASES: &str = include_str!("../../demo/cases.jsonl");
const DEMO_QUERIES: &str = include_str!("../../../search-indexer/eval/demo/queries.jsonl");

/// A query found worse than this is listed by `--misses`.
const MISS: f64 = 0.8;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// What to measure; may be repeated. Both Meilisearch engines use the server of the setting `search`, in indexes of their own
    #[arg(long = "engine", value_name = "ENGINE", required = true)]
    engines: Vec<Engine>,
    /// A folder with queries.jsonl and the cases.jsonl that they are about, the demo cases if it has none; without a folder the demo's own queries
    #[arg(long, value_name = "FOLDER")]
    set: Option<PathBuf>,
    /// The queries to measure with: those to improve by, or those to report by; all without it
    #[arg(long)]
    half: Option<HalfName>,
    /// Measure the network's engines without something that they do, to see what it brings
    #[arg(long, value_name = "MEASURE")]
    without: Option<MeasureName>,
    /// List the queries that are found badly, with what was found
    #[arg(long)]
    misses: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Engine {
    /// The network's engine in the process
    Embedded,
    /// The network's engine on Meilisearch
    Meilisearch,
    /// tantivy with its default tokenizer, as a baseline
    PlainTantivy,
    /// Meilisearch with its default settings, as a baseline
    PlainMeilisearch,
}

/// What the search does with what people type.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum MeasureName {
    Synonyms,
    RelatedWords,
    Compounds,
    Typos,
    Beginnings,
    WeakWords,
    Places,
    Likeness,
    Passages,
    Associations,
}

impl From<MeasureName> for Measure {
    fn from(name: MeasureName) -> Self {
        match name {
            MeasureName::Synonyms => Self::Synonyms,
            MeasureName::RelatedWords => Self::RelatedWords,
            MeasureName::Compounds => Self::Compounds,
            MeasureName::Typos => Self::Typos,
            MeasureName::Beginnings => Self::Beginnings,
            MeasureName::WeakWords => Self::WeakWords,
            MeasureName::Places => Self::Places,
            MeasureName::Likeness => Self::Likeness,
            MeasureName::Passages => Self::Passages,
            MeasureName::Associations => Self::Associations,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum HalfName {
    Tune,
    Test,
}

/// Fills each engine with the set's cases, types every query and prints the figures.
pub(crate) async fn run(settings: &Settings, options: &Options) -> anyhow::Result<ExitCode> {
    let set = read_set(options)?;
    let half = options.half.map(|half| match half {
        HalfName::Tune => Half::Tune,
        HalfName::Test => Half::Test,
    });
    let queries: Vec<&JudgedQuery> = set.queries.iter().filter(|query| half.is_none() || query.half == half).collect();
    if queries.is_empty() {
        bail!("the set has no queries of this half");
    }
    for engine in &options.engines {
        let folder = tempfile::tempdir().context("a temporary folder cannot be made")?;
        let subject = subject(*engine, settings, &folder, &set).await?;
        let measured = measure(&subject, &set, &queries, options.without.map(Measure::from)).await;
        subject.remove().await?;
        let measured = measured?;
        print_table(*engine, &measured);
        if options.misses {
            print_misses(&set, &measured);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A query with what was found for it.
struct Measured<'a> {
    query: &'a JudgedQuery,
    hits: Vec<domain::ids::CaseId>,
    figures: Figures,
}

fn read_set(options: &Options) -> anyhow::Result<JudgedSet> {
    let set = match &options.set {
        None => JudgedSet::read(DEMO_CASES, DEMO_QUERIES),
        Some(folder) => {
            let read = |name: &str| {
                let path = folder.join(name);
                fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))
            };
            // Queries alone are of the demo cases.
            let cases = if folder.join("cases.jsonl").exists() { read("cases.jsonl")? } else { DEMO_CASES.to_owned() };
            JudgedSet::read(&cases, &read("queries.jsonl")?)
        }
    };
    set.map_err(|what| anyhow!(what))
}

async fn subject(engine: Engine, settings: &Settings, folder: &tempfile::TempDir, set: &JudgedSet) -> anyhow::Result<Subject> {
    Ok(match engine {
        Engine::Embedded => Subject::embedded(folder.path(), &set.cases).await?,
        Engine::Meilisearch => Subject::meilisearch(meilisearch(settings)?, &set.cases).await?,
        Engine::PlainTantivy => Subject::plain_tantivy(&set.cases)?,
        Engine::PlainMeilisearch => Subject::plain_meilisearch(meilisearch(settings)?, &set.cases).await?,
    })
}

/// The configured server, with indexes that nobody else uses.
fn meilisearch(settings: &Settings) -> anyhow::Result<MeilisearchOptions> {
    let SearchSettings::Meilisearch { url, key, timeout_seconds, .. } = &settings.search else {
        bail!("configuration: search.kind: measuring Meilisearch needs \"meilisearch\" with its url and key");
    };
    Ok(MeilisearchOptions {
        url: url.reveal().trim_end_matches('/').to_owned(),
        key: key.as_ref().map(|key| key.reveal().to_owned()),
        index_prefix: format!("eval-{}", SystemIds.next()),
        timeout: Duration::from_secs(*timeout_seconds),
    })
}

async fn measure<'a>(
    subject: &Subject,
    set: &JudgedSet,
    queries: &[&'a JudgedQuery],
    without: Option<Measure>,
) -> anyhow::Result<Vec<Measured<'a>>> {
    let mut measured = Vec::with_capacity(queries.len());
    for query in queries {
        let hits = subject.find(&set.cases, &query.query, without).await?;
        measured.push(Measured { query, figures: Figures::of(query, &hits), hits });
    }
    Ok(measured)
}

fn print_table(engine: Engine, measured: &[Measured<'_>]) {
    let name = engine.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    println!("| {name} | queries | nDCG@10 | recall@10 | MRR | success@1 |\n|---|---|---|---|---|---|");
    for kind in Kind::ALL {
        let of_kind = Figures::mean(measured.iter().filter(|one| one.query.kind == kind).map(|one| &one.figures));
        if of_kind.queries > 0 {
            print_row(kind.name(), &of_kind);
        }
    }
    print_row("all", &Figures::mean(measured.iter().map(|one| &one.figures)));
    println!();
}

fn print_row(name: &str, figures: &Figures) {
    let Figures { queries, ndcg, recall, mrr, success } = figures;
    println!("| {name} | {queries} | {ndcg:.3} | {recall:.3} | {mrr:.3} | {success:.3} |");
}

fn print_misses(set: &JudgedSet, measured: &[Measured<'_>]) {
    for Measured { query, hits, figures } in measured.iter().filter(|one| one.figures.ndcg < MISS) {
        println!("{:.2} {} „{}“", figures.ndcg, query.id, query.query);
        let line = |mark: &str, id| println!("  {mark} {} {}", query.grades.get(&id).copied().unwrap_or(0), set.title(id));
        for id in hits.iter().take(6) {
            line("found", *id);
        }
        let mut missing: Vec<_> = query.grades.iter().filter(|(id, grade)| **grade > 1 && !hits.contains(id)).collect();
        missing.sort_by_key(|(id, grade)| (u8::MAX - **grade, **id));
        for (id, _) in missing {
            line("missing", *id);
        }
    }
}
