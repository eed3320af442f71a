//! Takes off inflection.

use super::verb_forms;
use rust_stemmers::{Algorithm, Stemmer};
use std::{collections::HashMap, sync::LazyLock};

static SNOWBALL: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::German));

/// Folded forms whose stem the rules miss, with their stems.
const IRREGULAR_FORMS: &str = include_str!("irregular_forms.txt");

/// The same by form, and by stem.
#[derive(Default)]
struct Irregular {
    stems: HashMap<&'static str, &'static str>,
    forms: HashMap<&'static str, Vec<&'static str>>,
}

static IRREGULAR: LazyLock<Irregular> = LazyLock::new(|| {
    let mut irregular = Irregular::default();
    for line in IRREGULAR_FORMS.lines().filter(|line| !line.starts_with('#')) {
        let Some((stem, forms)) = line.split_once(' ') else { continue };
        irregular.stems.extend(forms.split(' ').map(|form| (form, stem)));
        irregular.forms.entry(stem).or_default().extend(forms.split(' '));
    }
    irregular
});

/// The shortest beginning that makes an irregular form the end of a compound, in bytes.
const SHORTEST_BEGINNING: usize = 4;

/// How a word for a person ends before its feminine ending; without such an end `-in` belongs to the word itself (`Termin`).
const PERSON_ENDS: &[&str] = &[
    "er", "or", "ent", "ant", "ist", "eur", "log", "gog", "at", "it", "iv", "ot", "ast", "arzt", "anwalt", "wirt", "freund", "mann", "eut",
    "kolleg", "kund", "pert", "nachbar", "enkel", "beamt", "zeug", "chef", "koch", "genoss", "graf", "soph", "tekt",
];

/// The stem of a folded word. What is no German word comes back as it is or shorter; the stem is for comparison, not for reading.
pub(crate) fn stem(folded: &str) -> String {
    let base = without_feminine_ending(folded);
    if let Some(stem) = irregular_stem(base) {
        return stem;
    }
    if base.bytes().any(|byte| byte.is_ascii_digit()) {
        return base.to_owned();
    }
    let infinitive = verb_forms::infinitive(base);
    if let Some(stem) = infinitive.as_deref().and_then(irregular_stem) {
        return stem;
    }
    let base = infinitive.as_deref().unwrap_or(base);
    let of_verb = verb_forms::stem_in_er(base).map(str::to_owned).or_else(|| family(base));
    of_verb.unwrap_or_else(|| SNOWBALL.stem(without_foreign_plural(base)).into_owned())
}

fn irregular_stem(folded: &str) -> Option<String> {
    let (beginning, stem) = ends(folded).find_map(|(beginning, end)| Some((beginning, IRREGULAR.stems.get(end)?)))?;
    Some(format!("{beginning}{stem}"))
}

/// A word cut in two where what stands behind may be a word of its own, the longest end first: the whole word, then as a compound.
fn ends(word: &str) -> impl Iterator<Item = (&str, &str)> {
    let cuts = word.char_indices().map(|(place, _)| place).filter(|place| *place == 0 || *place >= SHORTEST_BEGINNING);
    cuts.map(|place| word.split_at(place))
}

/// `Kitas`, `Büros`, `Handys`, `Workshops`, `Interviews`: Snowball takes an `s` off behind some consonants only.
fn without_foreign_plural(folded: &str) -> &str {
    let singular = folded.strip_suffix('s').filter(|singular| singular.len() >= 4 && singular.ends_with(['a', 'o', 'y', 'p', 'w']));
    singular.unwrap_or(folded)
}

/// From how many letters on a word that ends with `-ieren` is a verb; shorter ones may be `Papieren`, `Klavieren`.
const SHORTEST_VERB: usize = 10;

/// The shortest common beginning of a verb and its nouns: less is another word (`Station`, `Regierung`).
const SHORTEST_FAMILY: usize = 4;

/// How nouns of verbs in `-ieren` end.
const NOUN_ENDS: &[&str] = &["ierungen", "ierung", "ationen", "ation", "atoren", "ators", "ator"];

/// Words with such an end that are of another family: Luther's Reformation is no reform.
const NO_FAMILY: &[&str] = &["reformation", "quartieren"];

/// What a verb in `-ieren` has in common with its nouns: `analys` of `analysieren` and `Analyse`, `organis` of `Organisation`, `qualifik` of
/// `Qualifizierung` and `Qualifikation`.
fn family(folded: &str) -> Option<String> {
    let verb = folded.strip_suffix("ieren").filter(|_| folded.len() >= SHORTEST_VERB);
    let base = verb.or_else(|| NOUN_ENDS.iter().find_map(|end| folded.strip_suffix(end)))?;
    let is_family = base.len() >= SHORTEST_FAMILY && !NO_FAMILY.iter().any(|word| folded.ends_with(word));
    is_family.then(|| base.strip_suffix("iz").map_or_else(|| base.to_owned(), |beginning| format!("{beginning}ik")))
}

/// What a folded word with this stem contains: the stem itself, a form that the table brings to it, or what it was before [`family`] changed its end.
pub(super) fn spellings_of(stem: &str) -> impl Iterator<Item = String> {
    let irregular = ends(stem).filter_map(|(beginning, end)| Some((beginning, end, IRREGULAR.forms.get(end)?)));
    let forms = irregular.flat_map(|(beginning, end, forms)| {
        forms.iter().filter(move |form| !form.starts_with(end)).map(move |form| format!("{beginning}{form}"))
    });
    let before = stem.strip_suffix("ik").map(|beginning| format!("{beginning}iz"));
    std::iter::once(stem.to_owned()).chain(forms).chain(before).chain(verb_forms::spellings_of(stem))
}

/// Whether a folded word is the plural of women: `schulerinnen`, `patinnen`.
pub(super) fn is_feminine_plural(folded: &str) -> bool {
    folded.ends_with("innen") && (without_feminine_ending(folded).len() < folded.len() || irregular_stem(folded).is_some())
}

fn without_feminine_ending(folded: &str) -> &str {
    let base = folded.strip_suffix("innen").or_else(|| folded.strip_suffix("in"));
    let is_person = |base: &&str| base.len() >= 4 && PERSON_ENDS.iter().any(|end| base.ends_with(end));
    base.filter(is_person).unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["Städte", "Stadt", "Städten"][..],
            &["Begleitung", "Begleitungen", "begleiten"],
            &["Praktikum", "Praktika", "Praktikums"],
            &["Schüler", "Schülern", "Schüler:innen", "Schüler-Innen", "Schülerinnen", "SchülerIn"],
            &["Sprachmittler", "Sprachmittler:innen", "Sprachmittlerinnen", "Sprachmittlern"],
            &["Erzieherin", "Erzieher", "Erzieher*innen"],
            &["Amt", "Ämter", "Aemter", "Ämtern"],
            &["Migrantinnen", "Migranten", "Migrant"],
            &["Land", "Länder", "Landes"],
            &["Schülerpraktikum", "Schülerpraktika"],
            &["Abendkurs", "Abendkurse", "Abendkursen"],
            &["Kita", "Kitas"],
            &["Bildungsbüro", "Bildungsbüros"],
            &["analysieren", "Analyse", "Analysen"],
            &["finanzieren", "Finanzierung", "Finanzen"],
            &["koordinieren", "Koordinierung", "Koordination", "Koordinatorin", "Koordinatoren"],
            &["qualifizieren", "Qualifizierung", "Qualifikationen"],
            &["System", "Systeme"],
            &["freie", "freier", "freien"],
            &["Fördermittel", "Fördermitteln"],
            &["betreut", "betreuen", "Betreuung"],
            &["weiterbilden", "weiterzubilden", "weitergebildet", "Weiterbildung"],
            &["übersetzen", "übersetzt", "Übersetzung"],
            &["verwalten", "verwaltet", "Verwaltung"],
            &["finanzieren", "finanziert", "finanzierte"],
            &["sichern", "gesichert", "Sicherung"],
            &["verlängern", "verlängert", "Verlängerung"],
            &["erheben", "erhoben", "Erhebung"],
            &["abbrechen", "abgebrochen", "abgebrochene", "abzubrechen"],
            &["Maschinenbauer", "Maschinenbau"],
            &["demografisch", "demographischer"],
            &["Bildungsbiografie", "Bildungsbiographien"],
            &["Potenzial", "Potentiale", "Potenzialen"],
            &["selbstständig", "selbständige", "Selbständigkeit"],
            &["niedrigschwellig", "niederschwelliges"],
            &["Seniorenclub", "Seniorenklubs"],
            &["Stadtfest", "Stadtfeste", "Stadtfesten"],
            &["Bildungsferne", "bildungsfern", "bildungsfernen"],
        ] {
            let stems: Vec<_> = forms.iter().map(|form| stem(&fold(form))).collect();
            assert!(stems.iter().all(|other| *other == stems[0]), "{forms:?}: {stems:?}");
        }
    }

    #[test]
    fn different_words_keep_different_stems() {
        for (one, other) in [
            ("Schule", "Schüler"),
            ("Termin", "Term"),
            ("Berlin", "Berl"),
            ("Lehre", "Lehrer"),
            ("Bürger", "Burg"),
            ("Bauer", "Bau"),
            ("Träger", "tragen"),
            ("Vereinbarkeit", "Vereinbarung"),
            ("Programmieren", "Programm"),
            ("Onlineschulung", "Onlineschule"),
            ("Kämmerer", "Kammer"),
            ("beginnen", "Beg"),
            ("Reformation", "Reform"),
            ("Station", "Statik"),
            ("integriert", "Integration"),
            ("Bildungsfest", "bildungsfern"),
            ("Hörtest", "Hort"),
            ("Wirtschaftlichkeit", "Wirtschaft"),
        ] {
            assert_ne!(stem(&fold(one)), stem(&fold(other)), "{one} {other}");
        }
    }

    #[test]
    fn the_table_names_each_form_once_and_is_sorted() {
        let lines: Vec<&str> = IRREGULAR_FORMS.lines().filter(|line| !line.starts_with('#')).collect();
        let stems: Vec<&str> = lines.iter().filter_map(|line| line.split_whitespace().next()).collect();
        assert!(stems.is_sorted() && lines.iter().all(|line| line.split(' ').skip(1).is_sorted()));
        let forms = lines.iter().flat_map(|line| line.split(' ').skip(1));
        assert_eq!(forms.clone().count(), forms.collect::<std::collections::HashSet<_>>().len());
        assert_eq!((stem("gartenbauern"), stem("landwirtschaftsbauern")), ("gartenbau".to_owned(), "landwirtschaftsbauer".to_owned()));
    }
}
