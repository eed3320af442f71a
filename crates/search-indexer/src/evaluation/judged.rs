//! Judged queries and the cases that they are judged on.

use domain::{CaseView, WorkflowState, case::CaseRecord, ids::CaseId};
use serde::Deserialize;
use std::collections::HashMap;
use uuid::Uuid;

/// What makes a query hard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A compound that the cases may write apart.
    Compound,
    /// A part of compounds that the cases write as one word.
    CompoundPart,
    /// Other forms of words than in the cases.
    Inflection,
    /// Other words for what the cases say.
    Synonym,
    /// A short form, or what it is short for.
    Abbreviation,
    /// Typing mistakes.
    Typo,
    /// Umlauts and gender signs written otherwise.
    UmlautVariant,
    /// Words that only together say what is wanted.
    MultiWord,
    /// Words that stand in the body alone.
    BodyOnly,
    /// A whole question.
    Question,
    /// A municipality or Land, alone or with a topic.
    Place,
    /// A word that is still being typed.
    Prefix,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Compound,
        Self::CompoundPart,
        Self::Inflection,
        Self::Synonym,
        Self::Abbreviation,
        Self::Typo,
        Self::UmlautVariant,
        Self::MultiWord,
        Self::BodyOnly,
        Self::Question,
        Self::Place,
        Self::Prefix,
    ];

    /// The kind's name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compound => "compound",
            Self::CompoundPart => "compound-part",
            Self::Inflection => "inflection",
            Self::Synonym => "synonym",
            Self::Abbreviation => "abbreviation",
            Self::Typo => "typo",
            Self::UmlautVariant => "umlaut-variant",
            Self::MultiWord => "multi-word",
            Self::BodyOnly => "body-only",
            Self::Question => "question",
            Self::Place => "place",
            Self::Prefix => "prefix",
        }
    }
}

/// What a query is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Half {
    /// To improve the search by.
    Tune,
    /// To report by, and for nothing else.
    Test,
}

/// A query with its judgments.
#[derive(Debug, Clone)]
pub struct JudgedQuery {
    /// Names the query within its set.
    pub id: String,
    /// What makes it hard.
    pub kind: Kind,
    /// What it is for; a set that is for reporting alone says nothing.
    pub half: Option<Half>,
    /// What is typed.
    pub query: String,
    /// The cases that help, each with its grade from 1 to 3.
    pub grades: HashMap<CaseId, u8>,
}

/// Cases and queries.
#[derive(Debug, Clone, Default)]
pub struct JudgedSet {
    /// The cases, public all of them.
    pub cases: Vec<CaseView>,
    /// The queries.
    pub queries: Vec<JudgedQuery>,
}

#[derive(Deserialize)]
struct QueryLine {
    id: String,
    kind: Kind,
    half: Option<Half>,
    query: String,
    judgments: HashMap<String, u8>,
}

impl JudgedSet {
    /// Reads both files of a set. The error names the file, the line and what is wrong there.
    pub fn read(cases: &str, queries: &str) -> Result<Self, String> {
        let cases: Vec<CaseView> = numbered(cases)
            .map(|(number, line)| {
                let record = CaseRecord::from_json(line).map_err(|violations| format!("cases.jsonl, line {number}: {violations:?}"))?;
                Ok(public_case(number, record))
            })
            .collect::<Result<_, String>>()?;
        let ids: HashMap<&str, CaseId> = cases.iter().filter_map(|case| Some((case.external_id.as_deref()?, case.id))).collect();
        let queries = numbered(queries)
            .map(|(number, line)| read_query(line, &ids).map_err(|what| format!("queries.jsonl, line {number}: {what}")))
            .collect::<Result<_, String>>()?;
        Ok(Self { cases, queries })
    }

    /// The title of a case.
    pub fn title(&self, id: CaseId) -> &str {
        self.cases.iter().find(|case| case.id == id).map_or("", |case| case.content.title.as_str())
    }
}

fn numbered(lines: &str) -> impl Iterator<Item = (usize, &str)> {
    lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(place, line)| (place + 1, line))
}

fn read_query(line: &str, ids: &HashMap<&str, CaseId>) -> Result<JudgedQuery, String> {
    let line: QueryLine = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let mut grades = HashMap::new();
    for (case, grade) in line.judgments {
        let id = ids.get(case.as_str()).ok_or_else(|| format!("no case has the externalId {case}"))?;
        if !(1..=3).contains(&grade) {
            return Err(format!("{case} has the grade {grade}; grades go from 1 to 3"));
        }
        grades.insert(*id, grade);
    }
    if grades.is_empty() {
        return Err("no case helps".to_owned());
    }
    Ok(JudgedQuery { id: line.id, kind: line.kind, half: line.half, query: line.query, grades })
}

fn public_case(number: usize, record: CaseRecord) -> CaseView {
    let at = record.published_at.unwrap_or_default();
    CaseView {
        id: CaseId(Uuid::from_u128(number as u128)),
        slug: format!("case-{number}"),
        external_id: record.external_id,
        content: record.content,
        revision: 1,
        published_revision: Some(1),
        state: WorkflowState::Published,
        is_working_copy: false,
        version: 1,
        author: None,
        created_at: at,
        updated_at: at,
        first_published_at: Some(at),
        published_at: Some(at),
        renewed_at: None,
        confirmed_at: Some(at),
        freshness: domain::freshness::FreshnessStage::default(),
        archived_at: None,
    }
}
