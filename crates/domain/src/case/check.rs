//! The rules of a case's fields, from the case format (`docs/case-format.md`).

use super::{CaseContent, Contact, Indicator, Link};
use crate::{
    EmailAddress,
    material::{EXPECTED_DESCRIPTION, MOST_MATERIALS, Material, is_description},
    violation::{Rule, Violation},
};
use std::{collections::HashSet, hash::Hash, ops::RangeInclusive};

/// How far a case has come, and so how complete it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Work in progress: nothing is needed, but nothing may exceed its limit.
    Draft,
    /// Handed in for review: what the format marks R must be there, and what is given must obey its rules.
    Submission,
    /// Fit to be published: what the format marks A must be there as well.
    Approval,
}

impl CaseContent {
    /// Says what keeps this content from `stage`; empty means that it may pass.
    pub fn check(&self, stage: Stage) -> Vec<Violation> {
        let mut check = Check { stage, violations: Vec::new() };
        self.check_identity(&mut check);
        self.check_description(&mut check);
        self.check_extras(&mut check);
        check.violations
    }

    fn check_identity(&self, check: &mut Check) {
        check.text("title", &self.title, 10..=120, Stage::Submission);
        check.text("teaser", &self.teaser, 80..=300, Stage::Submission);
        match (&self.municipality, &self.elsewhere) {
            (Some(_), Some(_)) => check.add("elsewhere", Rule::Conflict { other: "municipality" }),
            (None, None) => check.required("municipality", Stage::Submission),
            (None, Some(place)) => check.text("elsewhere.name", &place.name, 2..=120, Stage::Draft),
            (Some(_), None) => {}
        }
        check.list("partners", &self.partners, 0..=20, None);
        check.list("fieldsOfAction", &self.fields_of_action, 1..=3, Some(Stage::Submission));
        check.list("components", &self.components, 1..=4, Some(Stage::Submission));
        check.list("lifePhases", &self.life_phases, 1..=9, Some(Stage::Submission));
        check.list("targetGroups", &self.target_groups, 1..=5, Some(Stage::Submission));
        check.present("status", self.status.is_some(), Stage::Submission);
        check.present("start", self.start.is_some(), Stage::Submission);
        if let (Some(start), Some(end)) = (self.start, self.end)
            && end < start
        {
            check.add("end", Rule::EndBeforeStart { start: start.to_string(), given: end.to_string() });
        }
        match &self.contact {
            Some(contact) => check.contact(contact),
            None => check.required("contact.mailbox", Stage::Submission),
        }
    }

    fn check_description(&self, check: &mut Check) {
        check.text("situation", &self.situation, 200..=1_500, Stage::Approval);
        check.texts("goals", &self.goals, 1..=5, 200, Some(Stage::Approval));
        check.text("approach", &self.approach, 300..=3_000, Stage::Approval);
        check.text("results", &self.results, 200..=2_000, Stage::Approval);
        check.present("evidence", self.evidence.is_some(), Stage::Approval);
        check.texts("successFactors", &self.success_factors, 1..=6, 300, Some(Stage::Approval));
        check.texts("pitfalls", &self.pitfalls, 1..=6, 300, Some(Stage::Approval));
        check.text("transferability", &self.transferability, 100..=1_200, Stage::Approval);
        check.present("preconditions", self.preconditions.is_some(), Stage::Approval);
    }

    fn check_extras(&self, check: &mut Check) {
        check.list("preconditions", self.preconditions.as_deref().unwrap_or_default(), 0..=7, None);
        check.list("fundingProgrammes", &self.funding_programmes, 0..=13, None);
        check.list("offers", &self.offers, 0..=4, None);
        check.texts("firstSteps", &self.first_steps, 0..=7, 200, None);
        check.at_most("summaryEasyLanguage", &self.summary_easy_language, 1_000);
        check.count("indicators", self.indicators.len(), 0..=20, None);
        for (place, indicator) in self.indicators.iter().enumerate() {
            check.indicator(place, indicator);
        }
        check.count("links", self.links.len(), 0..=20, None);
        for (place, link) in self.links.iter().enumerate() {
            check.link(place, link);
        }
        check.count("materials", self.materials.len(), 0..=MOST_MATERIALS, None);
        for (place, material) in self.materials.iter().enumerate() {
            check.material(place, material);
        }
        if let Some(url) = &self.source_url {
            check.web_address("sourceUrl", url);
        }
    }
}

/// The rules as a case meets them on its way to a stage.
struct Check {
    stage: Stage,
    violations: Vec<Violation>,
}

impl Check {
    fn add(&mut self, field: impl Into<String>, rule: Rule) {
        self.violations.push(Violation::new(field, rule));
    }

    /// Something that was not given: needed from `from` on.
    fn required(&mut self, field: impl Into<String>, from: Stage) {
        if self.stage >= from {
            self.add(field, Rule::Required);
        }
    }

    fn present(&mut self, field: &str, is_given: bool, from: Stage) {
        if !is_given {
            self.required(field, from);
        }
    }

    /// A text that is needed from `from` on. In a draft a text may still be too short.
    fn text(&mut self, field: &str, text: &str, length: RangeInclusive<usize>, from: Stage) {
        let given = text.trim().chars().count();
        if given == 0 {
            self.required(field, from);
        } else if given < *length.start() && self.stage >= Stage::Submission {
            self.add(field, Rule::TooShort { min: *length.start(), given });
        }
        self.at_most(field, text, *length.end());
    }

    /// What every text obeys, whatever it says. PostgreSQL takes no text out of JSON that has the character 0 anywhere: one such case, and the
    /// titles of none could be read.
    fn at_most(&mut self, field: impl Into<String>, text: &str, max: usize) {
        let field: String = field.into();
        if text.contains('\0') {
            self.add(field.as_str(), Rule::malformed("ein Text ohne Nullzeichen (U+0000)", &text.replace('\0', "")));
        }
        let given = text.chars().count();
        if given > max {
            self.add(field, Rule::TooLong { max, given });
        }
    }

    fn count(&mut self, field: &str, given: usize, range: RangeInclusive<usize>, from: Option<Stage>) {
        if given > *range.end() {
            self.add(field, Rule::TooMany { max: *range.end(), given });
        } else if let Some(from) = from
            && given < *range.start()
        {
            if given == 0 {
                self.required(field, from);
            } else if self.stage >= from {
                self.add(field, Rule::TooFew { min: *range.start(), given });
            }
        }
    }

    /// A list of values of which none may stand in it twice.
    fn list<T: Eq + Hash + serde::Serialize>(&mut self, field: &str, values: &[T], range: RangeInclusive<usize>, from: Option<Stage>) {
        self.count(field, values.len(), range, from);
        let mut seen = HashSet::new();
        for (place, value) in values.iter().enumerate() {
            if !seen.insert(value) {
                let given = serde_json::to_value(value).ok().and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default();
                self.add(format!("{field}[{place}]"), Rule::Duplicate { given });
            }
        }
    }

    fn texts(&mut self, field: &str, texts: &[String], range: RangeInclusive<usize>, max: usize, from: Option<Stage>) {
        self.count(field, texts.len(), range, from);
        for (place, text) in texts.iter().enumerate() {
            let path = format!("{field}[{place}]");
            if text.trim().is_empty() {
                self.required(path, Stage::Submission);
            } else {
                self.at_most(path, text, max);
            }
        }
    }

    fn contact(&mut self, contact: &Contact) {
        if contact.mailbox.trim().is_empty() {
            self.required("contact.mailbox", Stage::Submission);
        } else if contact.mailbox.parse::<EmailAddress>().is_err() {
            self.add("contact.mailbox", Rule::malformed("eine E-Mail-Adresse wie bildungsbuero@kreis.example.org", &contact.mailbox));
        }
        self.at_most("contact.name", contact.name.as_deref().unwrap_or_default(), 120);
        self.at_most("contact.phone", contact.phone.as_deref().unwrap_or_default(), 40);
    }

    fn indicator(&mut self, place: usize, indicator: &Indicator) {
        let path = |part: &str| format!("indicators[{place}].{part}");
        self.text(&path("name"), &indicator.name, 2..=200, Stage::Submission);
        self.at_most(path("unit"), indicator.unit.as_deref().unwrap_or_default(), 40);
        self.at_most(path("source"), indicator.source.as_deref().unwrap_or_default(), 200);
        if let Some(year) = indicator.year.filter(|year| !(1990..=2100).contains(year)) {
            self.add(path("year"), Rule::Malformed { expected: "ein Jahr von 1990 bis 2100", given: year.to_string() });
        }
    }

    fn material(&mut self, place: usize, material: &Material) {
        let path = |part: &str| format!("materials[{place}].{part}");
        self.text(&path("title"), &material.title, 2..=200, Stage::Draft);
        let alternative = material.alternative_text.as_deref().unwrap_or_default();
        if material.kind.is_picture() {
            self.text(&path("alternativeText"), alternative, 2..=500, Stage::Draft);
            if !alternative.trim().is_empty() && !is_description(alternative, &material.name) {
                self.add(path("alternativeText"), Rule::malformed(EXPECTED_DESCRIPTION, alternative));
            }
        } else {
            self.at_most(path("alternativeText"), alternative, 500);
        }
    }

    fn link(&mut self, place: usize, link: &Link) {
        self.text(&format!("links[{place}].title"), &link.title, 2..=200, Stage::Submission);
        self.web_address(&format!("links[{place}].url"), &link.url);
    }

    /// Only http and https, with a host: everything else (javascript:, data:, file:) would be a trap on a page.
    fn web_address(&mut self, field: &str, url: &str) {
        self.at_most(field, url, 2_000);
        let scheme = url.get(..8).filter(|start| start.eq_ignore_ascii_case("https://")).map(|_| 8);
        let scheme = scheme.or_else(|| url.get(..7).filter(|start| start.eq_ignore_ascii_case("http://")).map(|_| 7));
        let host_follows = scheme.is_some_and(|length| url[length..].starts_with(|c: char| c.is_alphanumeric() || c == '['));
        if !host_follows || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
            self.add(field, Rule::malformed("eine Adresse, die mit https:// oder http:// beginnt", url));
        }
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
