//! Forms of verbs with a prefix that the rules of inflection do not see through.
//!
//! In some a syllable stands between the prefix and the verb (`weiterzubilden`, `weitergebildet`, `abgebrochen`), others keep an ending that the
//! rules take off elsewhere (`übersetzt`). Each is led back to its infinitive.

use super::stem::stem;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// The prefixes that part from their verb, folded; those that begin with another one stand before it.
const SEPARABLE: &[&str] = &[
    "auseinander",
    "gegenuber",
    "entgegen",
    "zusammen",
    "herunter",
    "voraus",
    "voran",
    "vorbei",
    "zuruck",
    "zurecht",
    "hinaus",
    "hinein",
    "heraus",
    "herein",
    "herbei",
    "hervor",
    "heran",
    "herum",
    "hinzu",
    "nieder",
    "wieder",
    "weiter",
    "kennen",
    "statt",
    "unter",
    "durch",
    "offen",
    "teil",
    "nach",
    "fern",
    "fest",
    "fort",
    "frei",
    "heim",
    "klar",
    "uber",
    "auf",
    "aus",
    "bei",
    "dar",
    "ein",
    "her",
    "hin",
    "los",
    "mit",
    "vor",
    "weg",
    "ab",
    "an",
    "um",
    "zu",
];

/// Those that never do, and so have no syllable behind them.
const INSEPARABLE: &[&str] = &["ent", "ver", "zer", "be", "er"];

/// Verbs that are often met behind a prefix and are inflected by the rule: what comes before `-en` or `-n`, folded.
const WEAK_VERBS: &str = "
    acht arbeit bau bereit bild blick brauch buch deck dehn druck fehl feier fertig festig folg forder form frag fuhl fuhr full grund hak hang
    heil hol hor kauf kehr klar klapp knupf koch kopf kurz lager leb leg lehn leist leit lern lenk mach mahl meld misch nah nutz ordn pack pass pfleg
    plan prag prob pruf raum rechn red reg reich reis richt sag schaff schalt schatz schau schenk schick schul schutz setz speicher
    spiel stark start stell steuer stimm such tausch teil trenn wander wart weck weit wend werk wert wirk wohn zahl zeichn zeig
";

/// Verbs that change within, each as what comes before the ending of its infinitive, and what stands between `ge-` and the ending of its participle.
const STRONG_VERBS: &str = "
    bleib:blieb brech:broch bring:bracht denk:dacht dring:drung fahr:fahr fall:fall fang:fang find:fund geh:gang greif:griff halt:halt heb:hob
    helf:holf kenn:kannt komm:komm lad:lad lass:lass lauf:lauf les:les nehm:nomm nenn:nannt ruf:ruf schieb:schob schlag:schlag schliess:schloss
    schneid:schnitt schreib:schrieb seh:seh sprech:sproch spring:sprung steh:stand steig:stieg stoss:stoss streich:strich trag:trag treib:trieb
    treff:troff tret:tret wachs:wachs weis:wies werb:worb werf:worf wieg:wog zieh:zog
";

/// Participles that have become nouns of their own: the members of a parliament are not seconded to another school.
const NOUNS: &[&str] = &["abgeordnet", "angestellt", "vorgesetzt"];

/// What may stand behind a participle.
const ADJECTIVE_ENDINGS: &[&str] = &["", "e", "em", "en", "er", "es"];

static WEAK: LazyLock<HashSet<&'static str>> = LazyLock::new(|| WEAK_VERBS.split_whitespace().collect());

/// The verbs that change within, by their participle.
static STRONG: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    STRONG_VERBS.split_whitespace().filter_map(|pair| pair.split_once(':')).map(|(verb, participle)| (participle, verb)).collect()
});

/// The infinitive of a folded word that is such a form: `weiterbilden` of `weitergebildeten`.
pub(super) fn infinitive(folded: &str) -> Option<String> {
    let separable = SEPARABLE.iter().filter_map(|prefix| Some((*prefix, folded.strip_prefix(prefix)?)));
    let inseparable = INSEPARABLE.iter().filter_map(|prefix| Some((*prefix, folded.strip_prefix(prefix)?)));
    let mut found = separable.clone().filter_map(|(prefix, rest)| Some((prefix, with_zu(rest).or_else(|| participle(folded, rest))?)));
    let (prefix, verb) = found.next().or_else(|| separable.chain(inseparable).find_map(|(prefix, rest)| Some((prefix, weak(rest)?))))?;
    Some(format!("{prefix}{}", with_ending(verb)))
}

fn with_ending(verb: &str) -> String {
    let ending = if verb.ends_with("er") { "n" } else { "en" };
    format!("{verb}{ending}")
}

/// The verb in `zubilden`.
fn with_zu(rest: &str) -> Option<&str> {
    let verb = rest.strip_prefix("zu")?;
    let is_known = |verb: &&str| WEAK.contains(verb) || STRONG.values().any(|known| known == verb);
    [verb.strip_suffix("en"), verb.strip_suffix('n')].into_iter().flatten().find(is_known)
}

/// The verb in `gebildete`, `gebrochen`, `gebrachten`.
fn participle<'a>(folded: &str, rest: &'a str) -> Option<&'a str> {
    let inflected = rest.strip_prefix("ge")?;
    if NOUNS.iter().any(|noun| folded.starts_with(noun)) {
        return None;
    }
    ADJECTIVE_ENDINGS.iter().filter_map(|ending| inflected.strip_suffix(ending)).find_map(|participle| {
        let strong = participle.strip_suffix("en").or_else(|| participle.ends_with('t').then_some(participle));
        strong.and_then(|participle| STRONG.get(participle).copied()).or_else(|| without_t(participle))
    })
}

/// The verb in `setzt`, `richtete`.
fn weak(rest: &str) -> Option<&str> {
    ADJECTIVE_ENDINGS.iter().filter_map(|ending| rest.strip_suffix(ending)).find_map(without_t)
}

fn without_t(form: &str) -> Option<&str> {
    [form.strip_suffix("et"), form.strip_suffix('t')].into_iter().flatten().find(|verb| WEAK.contains(verb))
}

/// The verbs by the stem of their infinitive, and by what behind a prefix is left of it: without one some are irregular.
static BY_STEM: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let verbs = WEAK.iter().chain(STRONG.values()).copied();
    verbs.flat_map(|verb| [(stem(&with_ending(verb)), verb), (verb.to_owned(), verb)]).collect()
});

/// What the forms of a verb with this stem contain that do not contain the stem: `weiterzubild` and `weitergebild` of `weiterbild`.
pub(super) fn spellings_of(stem: &str) -> impl Iterator<Item = String> {
    let parted = SEPARABLE.iter().filter_map(move |prefix| Some((*prefix, stem.strip_prefix(prefix)?)));
    parted.filter_map(|(prefix, verb)| Some((prefix, *BY_STEM.get(verb)?))).flat_map(|(prefix, verb)| {
        let strong = STRONG.iter().filter(move |(_, known)| **known == verb).map(|(participle, _)| *participle);
        let participles = WEAK.get(verb).copied().into_iter().chain(strong);
        participles.map(move |participle| format!("{prefix}ge{participle}")).chain([format!("{prefix}zu{verb}")])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fold;

    #[test]
    fn forms_are_led_back_to_their_infinitive() {
        for (form, expected) in [
            ("weiterzubilden", "weiterbilden"),
            ("weitergebildeten", "weiterbilden"),
            ("weiterbildet", "weiterbilden"),
            ("abgebrochene", "abbrechen"),
            ("mitgebracht", "mitbringen"),
            ("einzuwandern", "einwandern"),
            ("zugewanderte", "zuwandern"),
            ("übersetzt", "ubersetzen"),
            ("vorbereitete", "vorbereiten"),
            ("besucht", "besuchen"),
            ("hinausgeschoben", "hinausschieben"),
        ] {
            assert_eq!(infinitive(&fold(form)).as_deref(), Some(expected), "{form}");
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        for word in [
            "Angeboten",
            "Auszubildenden",
            "Abgeordnete",
            "Angestellten",
            "Vorsicht",
            "Umwelt",
            "Unterhalt",
            "Einzugsgebieten",
            "Ausgaben",
            "Vorgehen",
            "Anfahrt",
            "Bericht",
            "Angelegenheiten",
            "Aufzügen",
            "Vergessen",
            "Zugang",
        ] {
            assert_eq!(infinitive(&fold(word)), None, "{word}");
        }
    }

    #[test]
    fn each_verb_stands_there_once_and_in_order() {
        for verbs in [WEAK_VERBS, STRONG_VERBS] {
            let verbs: Vec<&str> = verbs.split_whitespace().map(|verb| verb.split(':').next().unwrap_or(verb)).collect();
            assert_eq!(verbs.len(), verbs.iter().collect::<HashSet<_>>().len());
        }
        let is_before = |(place, prefix): (usize, &&str)| SEPARABLE[..place].iter().all(|earlier| !prefix.starts_with(earlier));
        assert!(SEPARABLE.iter().enumerate().all(is_before));
    }

    #[test]
    fn what_the_forms_of_a_verb_contain_is_known_by_its_stem() {
        let spellings = |stem| spellings_of(stem).collect::<Vec<_>>();
        assert_eq!(spellings("weiterbild"), ["weitergebild", "weiterzubild"]);
        assert_eq!(spellings("abbrech"), ["abgebroch", "abzubrech"]);
        assert_eq!(spellings("ubersetz"), ["ubergesetz", "uberzusetz"]);
        assert_eq!(spellings("kindergart"), [""; 0]);
    }
}
