//! What a subscription is about, in German.

use crate::NetworkSettings;
use chrono::SecondsFormat;
use domain::{
    CaseContent, CaseFilter,
    subscription::{ConsentTo, Criteria, current_consent},
    vocabulary::{FieldOfAction, Vocabulary},
};
use search_indexer::understanding::{Interpretation, Meaning, understand_or_words};
use url::Url;

/// What the filter and the text say, in words; a followed case is named by its title, where it is known.
///
/// One line for each criterion: `Handlungsfeld: Inklusion und Teilhabe oder Ganztagsbildung`. Without any: `Alle neuen Praxisbeispiele`.
pub fn lines(criteria: &Criteria, followed: Option<&str>) -> Vec<String> {
    let lines = chosen(criteria, followed);
    if lines.is_empty() { vec!["Alle neuen Praxisbeispiele".to_owned()] } else { lines }
}

/// The line of a subscription to the new versions of the case with this title.
pub fn followed(title: &str) -> String {
    format!("Wesentlich neue Fassungen von „{title}“")
}

/// The version and the wording of the consent to being told about this.
pub fn consent(criteria: &Criteria, followed: Option<&str>) -> (&'static str, String) {
    if criteria.replies {
        return current_consent(ConsentTo::Replies);
    }
    if criteria.case.is_some() {
        return current_consent(ConsentTo::OneCase(followed));
    }
    let lines = chosen(criteria, None);
    current_consent(if lines.is_empty() { ConsentTo::AllCases } else { ConsentTo::Selection(&lines) })
}

fn chosen(criteria: &Criteria, followed: Option<&str>) -> Vec<String> {
    if criteria.replies {
        return vec!["Antworten auf Ihre Fragen".to_owned()];
    }
    let mut lines = Vec::new();
    lines.extend(typed(criteria));
    lines.extend(criteria.focus_of.as_ref().map(|ags| format!("Schwerpunkte: {}", ags.display_name())));
    lines.extend(criteria.case.map(|_| match followed {
        Some(title) => self::followed(title),
        None => "Wesentlich neue Fassungen eines Praxisbeispiels".to_owned(),
    }));
    lines.extend(filter_lines(&criteria.filter));
    lines
}

/// The text, and as what filters parts of it are taken: `Suche: Hort Pirna (Kommune: Sächsische Schweiz-Osterzgebirge)`.
fn typed(criteria: &Criteria) -> Option<String> {
    let text = criteria.text.trim();
    let taken = understand_or_words(text).interpretations.iter().map(taken_for).collect::<Vec<_>>().join("; ");
    let taken = if taken.is_empty() { taken } else { format!(" ({taken})") };
    (!text.is_empty()).then(|| format!("Suche: {text}{taken}"))
}

fn taken_for(interpretation: &Interpretation) -> String {
    match &interpretation.meaning {
        Meaning::Municipalities(keys) => {
            format!("Kommune: {}", keys.iter().map(domain::Ags::display_name).collect::<Vec<_>>().join(" oder "))
        }
        Meaning::State(state) => format!("Land: {}", state.label()),
        Meaning::Population(_) => format!("Größe: {}", interpretation.written),
    }
}

fn filter_lines(filter: &CaseFilter) -> Vec<String> {
    let municipalities: Vec<_> = filter.municipalities.iter().map(domain::Ags::display_name).collect();
    [
        terms(&filter.fields_of_action),
        terms(&filter.components),
        terms(&filter.life_phases),
        terms(&filter.target_groups),
        terms(&filter.statuses),
        terms(&filter.states),
        terms(&filter.funding_programmes),
        named("Schwerpunkt", &filter.focus_areas),
        (!municipalities.is_empty()).then(|| format!("Kommune: {}", municipalities.join(" oder "))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn terms<V: Vocabulary>(terms: &[V]) -> Option<String> {
    named(V::LABEL, terms)
}

fn named<V: Vocabulary>(name: &str, terms: &[V]) -> Option<String> {
    let labels: Vec<_> = terms.iter().map(|term| term.label()).collect();
    (!labels.is_empty()).then(|| format!("{name}: {}", labels.join(" oder ")))
}

/// Why a case is in a reader's digest: what of it the criteria named. `focus` are the areas of the municipality that the criteria name. A
/// reader of everything is told that it is new.
pub fn reasons(criteria: &Criteria, content: &CaseContent, focus: &[FieldOfAction]) -> Vec<String> {
    let filter = &criteria.filter;
    let mut reasons = Vec::new();
    if !criteria.text.trim().is_empty() {
        reasons.push(format!("Suche: {}", criteria.text.trim()));
    }
    if criteria.case.is_some() {
        return vec!["Sie verfolgen dieses Praxisbeispiel".to_owned()];
    }
    let is_wanted = |field: &&FieldOfAction| criteria.focus_of.is_some() && focus.contains(field) || filter.focus_areas.contains(field);
    let in_focus = content.fields_of_action.iter().filter(is_wanted);
    reasons.extend(in_focus.map(|field| format!("Schwerpunkt {}", field.label())));
    reasons.extend(
        [
            shared(&filter.fields_of_action, &content.fields_of_action),
            shared(&filter.components, &content.components),
            shared(&filter.life_phases, &content.life_phases),
            shared(&filter.target_groups, &content.target_groups),
            shared(&filter.statuses, content.status.as_slice()),
            shared(&filter.states, content.state().as_slice()),
            shared(&filter.funding_programmes, &content.funding_programmes),
        ]
        .into_iter()
        .flatten(),
    );
    if !filter.municipalities.is_empty() {
        reasons.extend(content.place_name().map(|place| format!("Kommune: {place}")));
    }
    if reasons.is_empty() {
        reasons.push("Neu im Netzwerk".to_owned());
    }
    reasons
}

fn shared<V: Vocabulary>(wanted: &[V], has: &[V]) -> Option<String> {
    let labels: Vec<_> = has.iter().filter(|term| wanted.contains(term)).map(|term| term.label()).collect();
    (!labels.is_empty()).then(|| format!("{}: {}", V::LABEL, labels.join(", ")))
}

/// The page of the search that lists exactly what a digest finds by these criteria ([`Matching::EveryWord`](crate::find_cases::Matching)).
pub fn search_page(settings: &NetworkSettings, criteria: &Criteria) -> Url {
    fn keys<V: Vocabulary>(url: &mut Url, name: &str, terms: &[V]) {
        url.query_pairs_mut().extend_pairs(terms.iter().map(|term| (name, term.key())));
    }
    let mut url = settings.page("/suche");
    let filter = &criteria.filter;
    let text = criteria.text.trim();
    url.query_pairs_mut().append_pair("q", text);
    if !text.is_empty() {
        url.query_pairs_mut().append_pair("genau", "ja");
    }
    keys(&mut url, "handlungsfeld", &filter.fields_of_action);
    keys(&mut url, "kernkomponente", &filter.components);
    keys(&mut url, "lebensphase", &filter.life_phases);
    keys(&mut url, "zielgruppe", &filter.target_groups);
    keys(&mut url, "stand", &filter.statuses);
    keys(&mut url, "land", &filter.states);
    keys(&mut url, "foerderprogramm", &filter.funding_programmes);
    keys(&mut url, "schwerpunkt", &filter.focus_areas);
    let bounds = [
        ("seit", filter.published_after),
        ("vor-dem", filter.published_before),
        ("erneuert-seit", filter.renewed_after),
        ("erneuert-vor", filter.renewed_before),
    ];
    for (name, bound) in bounds {
        let bound = bound.map(|moment| moment.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        url.query_pairs_mut().extend_pairs(bound.map(|moment| (name, moment)));
    }
    url.query_pairs_mut().extend_pairs(filter.municipalities.iter().map(|ags| ("kommune", ags.as_str())));
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        ids::CaseId,
        vocabulary::{FieldOfAction, State},
    };
    use uuid::Uuid;

    #[test]
    fn each_criterion_is_a_line() {
        let filter = CaseFilter {
            fields_of_action: vec![FieldOfAction::Inclusion, FieldOfAction::Governance],
            states: vec![State::Sachsen],
            ..CaseFilter::default()
        };
        let criteria = Criteria { text: " Netzwerkanalyse ".to_owned(), filter, ..Criteria::default() };
        assert_eq!(
            lines(&criteria, None),
            ["Suche: Netzwerkanalyse", "Handlungsfeld: Inklusion und Teilhabe oder Steuerung, Gremien, Leitbild", "Land: Sachsen"]
        );
        assert_eq!(lines(&Criteria::default(), None), ["Alle neuen Praxisbeispiele"]);
        let place = Criteria { text: "Hort Burgenlandkreis".to_owned(), ..Criteria::default() };
        assert_eq!(lines(&place, None), ["Suche: Hort Burgenlandkreis (Kommune: Burgenlandkreis)"]);
        let size = Criteria { text: "Hort in Thüringen über 100.000 Einwohner".to_owned(), ..Criteria::default() };
        let expected = "Suche: Hort in Thüringen über 100.000 Einwohner (Land: Thüringen; Größe: über 100.000 Einwohner)";
        assert_eq!(lines(&size, None), [expected]);
        let nowhere = Criteria { text: "Hort unter 5000 Einwohner".to_owned(), ..Criteria::default() };
        assert_eq!(lines(&nowhere, None), ["Suche: Hort unter 5000 Einwohner"], "no municipality is so small");
    }

    #[test]
    fn a_reason_names_only_what_the_case_shares() {
        let filter = CaseFilter { fields_of_action: vec![FieldOfAction::Inclusion, FieldOfAction::Governance], ..CaseFilter::default() };
        let content = CaseContent { fields_of_action: vec![FieldOfAction::Governance], ..CaseContent::default() };
        let criteria = Criteria { filter, ..Criteria::default() };
        assert_eq!(reasons(&criteria, &content, &[]), ["Handlungsfeld: Steuerung, Gremien, Leitbild"]);
        assert_eq!(reasons(&Criteria::default(), &content, &[]), ["Neu im Netzwerk"]);
        let areas = CaseFilter { focus_areas: vec![FieldOfAction::Governance], ..CaseFilter::default() };
        let named = Criteria { filter: areas, ..Criteria::default() };
        assert_eq!(reasons(&named, &content, &[]), ["Schwerpunkt Steuerung, Gremien, Leitbild"]);
        let focus = Criteria { focus_of: "15084".parse().ok(), text: "Netz".to_owned(), ..Criteria::default() };
        let areas = [FieldOfAction::Inclusion, FieldOfAction::Governance];
        assert_eq!(reasons(&focus, &content, &areas), ["Suche: Netz", "Schwerpunkt Steuerung, Gremien, Leitbild"]);
        assert_eq!(lines(&focus, None), ["Suche: Netz", "Schwerpunkte: Burgenlandkreis"]);
        let follows = Criteria { case: Some(CaseId(Uuid::nil())), ..Criteria::default() };
        assert_eq!(lines(&follows, Some("Der Bus")), ["Wesentlich neue Fassungen von „Der Bus“"]);
        assert_eq!(lines(&follows, None), ["Wesentlich neue Fassungen eines Praxisbeispiels"]);
        assert_eq!(consent(&follows, Some("Der Bus")), current_consent(ConsentTo::OneCase(Some("Der Bus"))));
        assert_eq!(consent(&focus, None), current_consent(ConsentTo::Selection(&lines(&focus, None))));
        assert_eq!(consent(&Criteria::default(), None), current_consent(ConsentTo::AllCases));
        let replies = Criteria { replies: true, ..Criteria::default() };
        assert_eq!(lines(&replies, None), ["Antworten auf Ihre Fragen"]);
        assert_eq!(consent(&replies, None), current_consent(ConsentTo::Replies));
    }
}
