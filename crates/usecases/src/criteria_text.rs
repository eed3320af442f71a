//! What a subscription is about, in German.

use crate::NetworkSettings;
use domain::{CaseContent, CaseFilter, subscription::Criteria, vocabulary::Vocabulary};
use url::Url;

/// One line for each criterion: `Handlungsfeld: Inklusion und Teilhabe oder Ganztagsbildung`. Without any: `Alle neuen Praxisbeispiele`.
pub fn lines(criteria: &Criteria) -> Vec<String> {
    let mut lines = Vec::new();
    if !criteria.text.trim().is_empty() {
        lines.push(format!("Suche: {}", criteria.text.trim()));
    }
    lines.extend(filter_lines(&criteria.filter));
    if lines.is_empty() {
        lines.push("Alle neuen Praxisbeispiele".to_owned());
    }
    lines
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
        (!municipalities.is_empty()).then(|| format!("Kommune: {}", municipalities.join(" oder "))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn terms<V: Vocabulary>(terms: &[V]) -> Option<String> {
    let labels: Vec<_> = terms.iter().map(|term| term.label()).collect();
    (!labels.is_empty()).then(|| format!("{}: {}", V::LABEL, labels.join(" oder ")))
}

/// Why a case is in a reader's digest: what of it the criteria named. A reader of everything is told that it is new.
pub fn reasons(criteria: &Criteria, content: &CaseContent) -> Vec<String> {
    let filter = &criteria.filter;
    let mut reasons = Vec::new();
    if !criteria.text.trim().is_empty() {
        reasons.push(format!("Suche: {}", criteria.text.trim()));
    }
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

/// The page of the search that shows what the criteria find.
pub fn search_page(settings: &NetworkSettings, criteria: &Criteria) -> Url {
    fn keys<V: Vocabulary>(url: &mut Url, name: &str, terms: &[V]) {
        url.query_pairs_mut().extend_pairs(terms.iter().map(|term| (name, term.key())));
    }
    let mut url = settings.page("/suche");
    let filter = &criteria.filter;
    url.query_pairs_mut().append_pair("q", criteria.text.trim());
    keys(&mut url, "handlungsfeld", &filter.fields_of_action);
    keys(&mut url, "kernkomponente", &filter.components);
    keys(&mut url, "lebensphase", &filter.life_phases);
    keys(&mut url, "zielgruppe", &filter.target_groups);
    keys(&mut url, "stand", &filter.statuses);
    keys(&mut url, "land", &filter.states);
    keys(&mut url, "foerderprogramm", &filter.funding_programmes);
    url.query_pairs_mut().extend_pairs(filter.municipalities.iter().map(|ags| ("kommune", ags.as_str())));
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::vocabulary::{FieldOfAction, State};

    #[test]
    fn each_criterion_is_a_line() {
        let filter = CaseFilter {
            fields_of_action: vec![FieldOfAction::Inclusion, FieldOfAction::Governance],
            states: vec![State::Sachsen],
            ..CaseFilter::default()
        };
        let criteria = Criteria { text: " Netzwerkanalyse ".to_owned(), filter };
        assert_eq!(
            lines(&criteria),
            ["Suche: Netzwerkanalyse", "Handlungsfeld: Inklusion und Teilhabe oder Steuerung, Gremien, Leitbild", "Land: Sachsen"]
        );
        assert_eq!(lines(&Criteria::default()), ["Alle neuen Praxisbeispiele"]);
    }

    #[test]
    fn a_reason_names_only_what_the_case_shares() {
        let filter = CaseFilter { fields_of_action: vec![FieldOfAction::Inclusion, FieldOfAction::Governance], ..CaseFilter::default() };
        let content = CaseContent { fields_of_action: vec![FieldOfAction::Governance], ..CaseContent::default() };
        let criteria = Criteria { text: String::new(), filter };
        assert_eq!(reasons(&criteria, &content), ["Handlungsfeld: Steuerung, Gremien, Leitbild"]);
        assert_eq!(reasons(&Criteria::default(), &content), ["Neu im Netzwerk"]);
    }
}
