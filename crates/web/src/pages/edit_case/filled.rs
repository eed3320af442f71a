//! The form filled with what a case says: the way back from what `case_form` reads.

use super::Text;
use crate::{
    fields::Fields,
    pages::case_form::{NO_PRECONDITIONS, SECTIONS, row},
};
use domain::vocabulary::Vocabulary;

/// The fields of the form as the case has them.
pub(super) fn filled(content: &Text) -> Fields {
    let mut pairs = Vec::new();
    let mut set = |name: &str, value: String| pairs.push((name.to_owned(), value));
    texts(content, &mut set);
    choices(content, &mut set);
    rows(content, &mut set);
    Fields::from(pairs)
}

/// The form as it was typed where it was changed there, and as the case has it now everywhere else: what somebody goes on with after
/// a conflict. `changed` are the changed fields as the API names them.
pub(super) fn merged(content: &Text, typed: &Fields, changed: &[&str]) -> Fields {
    let now = filled(content);
    let names = SECTIONS.iter().flat_map(|section| section.fields).map(|spec| spec.name);
    let pairs = names.flat_map(|name| {
        let field = name.split('.').next().unwrap_or(name);
        let source = if changed.contains(&field) { typed } else { &now };
        source.all(name).map(|value| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
    });
    Fields::from(pairs.collect::<Vec<_>>())
}

fn texts(content: &Text, set: &mut impl FnMut(&str, String)) {
    for (name, text) in [
        ("title", &content.title),
        ("teaser", &content.teaser),
        ("situation", &content.situation),
        ("approach", &content.approach),
        ("results", &content.results),
        ("transferability", &content.transferability),
        ("summaryEasyLanguage", &content.summary_easy_language),
    ] {
        set(name, text.clone());
    }
    for (name, entries) in [
        ("goals", &content.goals),
        ("successFactors", &content.success_factors),
        ("pitfalls", &content.pitfalls),
        ("firstSteps", &content.first_steps),
    ] {
        set(name, in_lines(entries.iter().cloned()));
    }
    let contact = content.contact.as_ref();
    let optional = [
        ("municipality", content.municipality.as_ref().map(|place| place.ags.clone())),
        ("start", content.start.clone()),
        ("end", content.end.clone()),
        ("contact.mailbox", contact.map(|contact| contact.mailbox.clone())),
        ("contact.name", contact.and_then(|contact| contact.name.clone())),
        ("contact.phone", contact.and_then(|contact| contact.phone.clone())),
    ];
    for (name, text) in optional.into_iter().filter_map(|(name, text)| Some((name, text?))) {
        set(name, text);
    }
}

fn choices(content: &Text, set: &mut impl FnMut(&str, String)) {
    fn all<V: Vocabulary>(name: &str, terms: &[V], set: &mut impl FnMut(&str, String)) {
        for term in terms {
            set(name, term.key().to_owned());
        }
    }
    all("fieldsOfAction", &content.fields_of_action, set);
    all("components", &content.components, set);
    all("lifePhases", &content.life_phases, set);
    all("targetGroups", &content.target_groups, set);
    all("status", content.status.as_slice(), set);
    all("evidence", content.evidence.as_slice(), set);
    all("costsOneOff", content.costs_one_off.as_slice(), set);
    all("costsYearly", content.costs_yearly.as_slice(), set);
    all("staffEffort", content.staff_effort.as_slice(), set);
    all("fundingProgrammes", &content.funding_programmes, set);
    all("offers", &content.offers, set);
    all("licence", &[content.licence], set);
    match &content.preconditions {
        Some(none) if none.is_empty() => set("preconditions", NO_PRECONDITIONS.to_owned()),
        given => all("preconditions", given.as_deref().unwrap_or_default(), set),
    }
}

fn rows(content: &Text, set: &mut impl FnMut(&str, String)) {
    let figure = |value: Option<f64>| value.map(|value| value.to_string().replace('.', ",")).unwrap_or_default();
    let indicators = content.indicators.iter().map(|indicator| {
        let year = indicator.year.map(|year| year.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let columns = [
            indicator.name.clone(),
            figure(indicator.before),
            figure(indicator.after),
            text(&indicator.unit),
            year,
            text(&indicator.source),
        ];
        row(&columns)
    });
    set("indicators", in_lines(indicators));
    set("links", in_lines(content.links.iter().map(|link| row(&[link.title.clone(), link.url.clone()]))));
}

/// One entry a line; an entry that has lines of its own loses their ends.
fn in_lines(entries: impl Iterator<Item = String>) -> String {
    entries.map(|entry| entry.replace('\n', " ")).collect::<Vec<_>>().join("\n")
}
