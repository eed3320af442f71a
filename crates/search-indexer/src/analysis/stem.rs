//! Takes off inflection.

use rust_stemmers::{Algorithm, Stemmer};
use std::sync::LazyLock;

static SNOWBALL: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::German));

/// Folded forms whose stem the rules miss: plurals of foreign words, words that end like an inflection (`Kurs`), and words that they would
/// take for others (a pupil is no school, a citizen no castle, the elderly are not what is old). They count at a compound's end as well.
const IRREGULAR: &[(&str, &str)] = &[
    ("praktika", "praktikum"),
    ("praktikas", "praktikum"),
    ("gremien", "gremium"),
    ("museen", "museum"),
    ("zentren", "zentrum"),
    ("kriterien", "kriterium"),
    ("ministerien", "ministerium"),
    ("gymnasien", "gymnasium"),
    ("stipendien", "stipendium"),
    ("studien", "studium"),
    ("medien", "medium"),
    ("kollegien", "kollegium"),
    ("symposien", "symposium"),
    ("jubilan", "jubilaum"),
    ("foren", "forum"),
    ("curricula", "curriculum"),
    ("lexika", "lexikon"),
    ("materialien", "material"),
    ("prinzipien", "prinzip"),
    ("szenarien", "szenario"),
    ("konten", "konto"),
    ("risiken", "risiko"),
    ("indizes", "index"),
    ("schemata", "schema"),
    ("praxen", "praxis"),
    ("aulen", "aula"),
    ("mensen", "mensa"),
    ("boni", "bonus"),
    ("campusse", "campus"),
    ("themen", "thema"),
    ("firmen", "firma"),
    ("schuler", "schuler"),
    ("schulern", "schuler"),
    ("schulers", "schuler"),
    ("lehrer", "lehrer"),
    ("lehrern", "lehrer"),
    ("lehrers", "lehrer"),
    ("erzieher", "erzieher"),
    ("erziehern", "erzieher"),
    ("erziehers", "erzieher"),
    ("ausbilder", "ausbilder"),
    ("ausbildern", "ausbilder"),
    ("ausbilders", "ausbilder"),
    ("burger", "burger"),
    ("burgern", "burger"),
    ("burgers", "burger"),
    ("azubis", "azubi"),
    ("bufdis", "bufdi"),
    ("apps", "app"),
    ("flyern", "flyer"),
    ("enkeln", "enkel"),
    ("nachbarn", "nachbar"),
    ("patin", "pat"),
    ("lotsin", "lots"),
    ("lotsinnen", "lots"),
    ("patinnen", "pat"),
    ("kauffrau", "kaufmann"),
    ("kauffrauen", "kaufmann"),
    ("kaufleute", "kaufmann"),
    ("kaufleuten", "kaufmann"),
    ("fordern", "forder"),
    ("fordert", "forder"),
    ("gefordert", "forder"),
    ("kurs", "kurs"),
    ("altere", "altere"),
    ("alteren", "altere"),
    ("alterer", "altere"),
    ("alterem", "altere"),
    ("lander", "land"),
    ("landern", "land"),
    ("busse", "bus"),
    ("bussen", "bus"),
    ("busses", "bus"),
    ("projektende", "projektende"),
    ("forderende", "forderende"),
    ("wochenende", "wochenende"),
    ("jahresende", "jahresende"),
    ("schulende", "schulende"),
    ("leitfaden", "leitfaden"),
    ("leitfadens", "leitfaden"),
];

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
    family(base).unwrap_or_else(|| SNOWBALL.stem(without_foreign_plural(base)).into_owned())
}

fn irregular_stem(folded: &str) -> Option<String> {
    IRREGULAR.iter().find_map(|(form, stem)| {
        let beginning = folded.strip_suffix(form)?;
        (beginning.is_empty() || beginning.len() >= SHORTEST_BEGINNING).then(|| format!("{beginning}{stem}"))
    })
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

/// What a folded word with this stem contains: the stem itself, or a form that the table and not a rule brings to it.
pub(crate) fn spellings_of(stem: &str) -> impl Iterator<Item = String> {
    let irregular = IRREGULAR.iter().filter(|(form, irregular)| !form.starts_with(irregular));
    let forms = irregular.filter_map(move |(form, irregular)| Some(format!("{}{form}", stem.strip_suffix(irregular)?)));
    std::iter::once(stem.to_owned()).chain(forms)
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
            &["Schüler", "Schülern", "Schüler:innen", "Schülerinnen", "SchülerIn"],
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
            ("beginnen", "Beg"),
            ("Reformation", "Reform"),
            ("Station", "Statik"),
            ("integriert", "Integration"),
        ] {
            assert_ne!(stem(&fold(one)), stem(&fold(other)), "{one} {other}");
        }
    }
}
