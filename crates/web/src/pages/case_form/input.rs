//! What was typed, as the API's input. Rules of content are the API's; here only what no field of the API could hold is refused.

use super::{
    FieldError,
    documents::create_case::{ContactInput, IndicatorInput, LinkInput, PracticeCaseInput},
    specification::NO_PRECONDITIONS,
};
use crate::fields::Fields;
use domain::vocabulary::{Precondition, Vocabulary};

/// The input, and what could not be read of it. Where that is something, the input is not to be kept.
pub(crate) fn read(fields: &Fields) -> (PracticeCaseInput, Vec<FieldError>) {
    let text = |name: &str| fields.given(name).map(normal_lines);
    let mut errors = Vec::new();
    let no_indicator = || IndicatorInput { name: String::new(), before: None, after: None, unit: None, year: None, source: None };
    let indicators = rows(fields, ("indicators", "Kennzahlen"), &mut errors, indicator, no_indicator);
    let links = rows(fields, ("links", "Links"), &mut errors, link, || LinkInput { title: String::new(), url: String::new() });
    let input = PracticeCaseInput {
        external_id: None,
        title: text("title"),
        teaser: text("teaser"),
        municipality: text("municipality"),
        elsewhere: None,
        partners: None,
        fields_of_action: Some(terms(fields, "fieldsOfAction")),
        components: Some(terms(fields, "components")),
        life_phases: Some(terms(fields, "lifePhases")),
        target_groups: Some(terms(fields, "targetGroups")),
        status: term(fields, "status"),
        start: text("start"),
        end: text("end"),
        situation: text("situation"),
        goals: Some(fields.lines("goals")),
        approach: text("approach"),
        results: text("results"),
        indicators: Some(indicators),
        evidence: term(fields, "evidence"),
        costs_one_off: term(fields, "costsOneOff"),
        costs_yearly: term(fields, "costsYearly"),
        staff_effort: term(fields, "staffEffort"),
        funding_programmes: Some(terms(fields, "fundingProgrammes")),
        success_factors: Some(fields.lines("successFactors")),
        pitfalls: Some(fields.lines("pitfalls")),
        transferability: text("transferability"),
        preconditions: preconditions(fields),
        first_steps: Some(fields.lines("firstSteps")),
        contact: contact(fields),
        offers: Some(terms(fields, "offers")),
        links: Some(links),
        source_url: None,
        licence: term(fields, "licence"),
        summary_easy_language: text("summaryEasyLanguage"),
    };
    (input, errors)
}

/// Browsers send line ends as CR LF; lengths count a line end once.
fn normal_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn term<V: Vocabulary>(fields: &Fields, name: &str) -> Option<V> {
    V::from_key(fields.get(name))
}

fn terms<V: Vocabulary>(fields: &Fields, name: &str) -> Vec<V> {
    fields.all(name).filter_map(V::from_key).collect()
}

/// Nothing ticked means not answered yet; only the box that says so means that there are none.
fn preconditions(fields: &Fields) -> Option<Vec<Precondition>> {
    let chosen = terms(fields, "preconditions");
    (!chosen.is_empty() || fields.has("preconditions", NO_PRECONDITIONS)).then_some(chosen)
}

fn contact(fields: &Fields) -> Option<ContactInput> {
    let part = |name: &str| fields.given(name).map(str::to_owned);
    let (mailbox, name, phone) = (part("contact.mailbox"), part("contact.name"), part("contact.phone"));
    let is_given = mailbox.is_some() || name.is_some() || phone.is_some();
    is_given.then(|| ContactInput { mailbox: mailbox.unwrap_or_default(), name, phone })
}

/// The columns of a row, parted by `|`; a stroke that belongs to a text is written `\\|`.
fn columns(line: &str) -> Vec<String> {
    let mut columns = vec![String::new()];
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, columns.last_mut()) {
            ('\\', Some(column)) if signs.next_if_eq(&'|').is_some() => column.push('|'),
            ('|', _) => columns.push(String::new()),
            (sign, Some(column)) => column.push(sign),
            (_, None) => {}
        }
    }
    columns.iter().map(|column| column.trim().to_owned()).collect()
}

/// A row as [`columns`] reads it.
pub(crate) fn row(columns: &[String]) -> String {
    columns.iter().map(|column| column.replace('|', "\\|")).collect::<Vec<_>>().join(" | ")
}

/// Reads a list of rows; a row that cannot be read is named by the field's label and its number. What stands in its place says `nothing`, so that
/// the rows behind it keep their numbers.
fn rows<T>(
    fields: &Fields,
    (name, label): (&str, &str),
    errors: &mut Vec<FieldError>,
    read: impl Fn(&[&str]) -> Result<T, String>,
    nothing: impl Fn() -> T,
) -> Vec<T> {
    let mut rows = Vec::new();
    for (place, line) in fields.lines(name).iter().enumerate() {
        let columns = columns(line);
        let read = read(&columns.iter().map(String::as_str).collect::<Vec<_>>());
        rows.push(read.unwrap_or_else(|reason| {
            let message = format!("{label}, Zeile {}: {reason}", place + 1);
            errors.push(FieldError { field: Some(format!("{name}[{place}]")), message });
            nothing()
        }));
    }
    rows
}

fn indicator(columns: &[&str]) -> Result<IndicatorInput, String> {
    let text = |place: usize| columns.get(place).filter(|text| !text.is_empty()).map(|text| (*text).to_owned());
    let figure = |place: usize| text(place).map(|text| number(&text)).transpose();
    if columns.len() > 6 {
        return Err("Es sind höchstens sechs Angaben möglich: Bezeichnung | vorher | nachher | Einheit | Jahr | Quelle.".to_owned());
    }
    Ok(IndicatorInput {
        name: text(0).unwrap_or_default(),
        before: figure(1)?,
        after: figure(2)?,
        unit: text(3),
        // A number that is too large for the API would be an error of the whole form.
        year: text(4).map(|text| text.parse::<i32>().map(i64::from).map_err(|_| format!("„{text}“ ist kein Jahr."))).transpose()?,
        source: text(5),
    })
}

/// A number as Germans write it and as the page of a case shows it: `1.234,5`, `1.270` for a thousand and more, `−3,5`. A point that parts no
/// thousands is a decimal point: `12.5`.
fn number(text: &str) -> Result<f64, String> {
    let signed = text.replace('−', "-");
    let plain = match signed.split_once(',') {
        Some((whole, fraction)) => format!("{}.{fraction}", without_thousands(whole)),
        None => without_thousands(&signed),
    };
    let value = plain.parse::<f64>().ok().filter(|value| value.is_finite());
    value.ok_or_else(|| format!("„{text}“ ist keine Zahl."))
}

/// A whole number without the points that part its thousands; any other text as it is.
fn without_thousands(text: &str) -> String {
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = text.trim_start_matches('-').split('.');
    let first = groups.next().unwrap_or_default();
    let begins = (1..=3).contains(&first.len()) && is_digits(first) && !first.starts_with('0');
    if begins && groups.all(|group| group.len() == 3 && is_digits(group)) { text.replace('.', "") } else { text.to_owned() }
}

fn link(columns: &[&str]) -> Result<LinkInput, String> {
    match columns {
        [title, url] => Ok(LinkInput { title: (*title).to_owned(), url: (*url).to_owned() }),
        _ => Err("Bitte Titel und Adresse angeben, getrennt durch einen senkrechten Strich: Titel | https://…".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(encoded: &str) -> Fields {
        Fields::parse(encoded.as_bytes())
    }

    #[test]
    fn rows_are_read_column_by_column_and_named_where_they_cannot_be() {
        let (input, errors) = read(&fields("indicators=Pl%C3%A4tze+|+1.270,5+|+640+||+2024%0D%0A+Kinder+|+viele&links=Nur+ein+Titel"));
        let indicators = input.indicators.unwrap();
        assert_eq!((indicators[0].before, indicators[0].after, indicators[0].year), (Some(1270.5), Some(640.0), Some(2024)));
        assert_eq!((indicators[0].unit.as_deref(), indicators.len()), (None, 2));
        assert_eq!(errors.iter().map(|error| error.field.as_deref()).collect::<Vec<_>>(), [Some("indicators[1]"), Some("links[0]")]);
        assert!(errors[0].message.starts_with("Kennzahlen, Zeile 2: „viele“"), "{}", errors[0].message);
        assert!(errors[1].message.starts_with("Links, Zeile 1: "), "{}", errors[1].message);
    }

    #[test]
    fn numbers_are_read_as_germans_write_them_and_as_pages_show_them() {
        let read = ["640", "1.270", "1.234.567", "1.234,5", "1270,5", "12.5", "0.125", "1.2345", "−3,5", "-1.270"]
            .map(|text| number(text).unwrap().to_string());
        assert_eq!(read, ["640", "1270", "1234567", "1234.5", "1270.5", "12.5", "0.125", "1.2345", "-3.5", "-1270"]);
        for wrong in ["viele", "1,234.5", "12.5,3", "1.270.5", "1,2,3", ""] {
            assert_eq!(number(wrong).unwrap_err(), format!("„{wrong}“ ist keine Zahl."));
        }
        let (_, errors) = super::read(&fields("indicators=Kinder+|+1+|+2+||+99999999999"));
        assert_eq!(errors[0].message, "Kennzahlen, Zeile 1: „99999999999“ ist kein Jahr.");
    }

    #[test]
    fn a_stroke_may_belong_to_a_text() {
        let written = row(&["Kita | Hort".to_owned(), "12".to_owned(), String::new()]);
        assert_eq!(written, "Kita \\| Hort | 12 | ");
        assert_eq!(columns(&written), ["Kita | Hort", "12", ""]);
        assert_eq!(columns("a\\b|c"), ["a\\b", "c"]);
    }

    #[test]
    fn no_preconditions_is_an_answer_and_nothing_ticked_is_none() {
        assert!(read(&fields("")).0.preconditions.is_none());
        assert_eq!(read(&fields("preconditions=NONE")).0.preconditions.unwrap().len(), 0);
        assert_eq!(read(&fields("preconditions=NONE&preconditions=DATA")).0.preconditions.unwrap().len(), 1);
    }

    #[test]
    fn line_ends_of_browsers_count_once() {
        assert_eq!(read(&fields("approach=a%0D%0A%0D%0Ab")).0.approach.unwrap(), "a\n\nb");
    }
}
