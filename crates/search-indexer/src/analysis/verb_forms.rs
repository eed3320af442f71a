//! Forms of verbs that the rules of inflection do not see through.
//!
//! In some a syllable stands before the verb (`weiterzubilden`, `abgebrochen`, `genutzt`), others keep an ending that the rules take off elsewhere
//! (`übersetzt`, `verwaltet`, `organisiert`), or lose one that belongs to them (`sichern`). Each is led back to its infinitive.

use super::stem::stem;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// The prefixes that part from their verb, folded; those that begin with another one stand before it.
const SEPARABLE_PREFIXES: &str = "
    auseinander gegenuber entgegen zusammen herunter voraus voran vorbei zuruck zurecht hinaus hinein heraus herein herbei hervor heran
    herum hinzu nieder wieder weiter kennen statt unter durch offen teil nach fern fest fort frei heim klar uber auf aus bei dar ein her
    hin los mit vor weg ab an um zu
";

static SEPARABLE: LazyLock<Vec<&'static str>> = LazyLock::new(|| SEPARABLE_PREFIXES.split_whitespace().collect());

/// Those that never do, and so have no syllable behind them.
const INSEPARABLE: &[&str] = &["ent", "ver", "zer", "be", "er"];

/// Verbs that are often met behind a prefix and are inflected by the rule: what comes before `-en` or `-n`, folded.
const WEAK_VERBS: &str = "
    acht arbeit bau bereit bild blick brauch buch deck dehn druck fehl feier fertig festig folg forder form frag fuhl fuhr full grosser grund hak hang
    heil hinder hol hor inner kauf kehr klar klapp kleiner knupf koch kopf kundig kurz lager langer leb leg lehn leichter leist leit lern lenk liefer
    locker mach mahl meld minder misch nah neuer nutz offn ordn pack pass pfleg plan prag prob pruf raum rechn red reg reich reis richt ringer sag
    schaff schalt scheiter schatz schau schenk schick schlechter schul schutz senk setz sicher speicher spend spiel stark start statt stell steuer
    stimm such tausch teil trenn wahl wander wart weck weit wend werk wert wirk wohn zahl zeichn zeig
";

/// Verbs that change within, each as what comes before the ending of its infinitive, and what stands between `ge-` and the ending of its participle.
const STRONG_VERBS: &str = "
    bind:bund bleib:blieb brech:broch bring:bracht denk:dacht dring:drung fahr:fahr fall:fall fang:fang find:fund geh:gang greif:griff halt:halt heb:hob
    helf:holf kenn:kannt komm:komm lad:lad lass:lass lauf:lauf les:les nehm:nomm nenn:nannt ruf:ruf scheid:schied schieb:schob schlag:schlag schliess:schloss
    schneid:schnitt schreib:schrieb seh:seh sprech:sproch spring:sprung steh:stand steig:stieg stoss:stoss streich:strich trag:trag treib:trieb
    treff:troff tret:tret wachs:wachs weis:wies werb:worb werf:worf wieg:wog zieh:zog
";

/// Other words that look like a participle: nouns that some have become (the members of a parliament are not seconded to another school), the plural of
/// others (`in Betrieben`); and `geschult` has to do with schools in nothing but the letters.
const NO_PARTICIPLES: &[&str] = &[
    "abgeordnet",
    "angestellt",
    "vorgesetzt",
    "begriff",
    "bekannt",
    "bestand",
    "betrieb",
    "befund",
    "verbund",
    "verdacht",
    "bedacht",
    "gebild",
    "geform",
    "geschul",
    "gesamt",
];

/// Verbs in `-ern` that are met without a prefix as well: the rules take their `-ern` off, as that of `Kindern`. The others are nouns, too (`Steuern`).
const VERBS_IN_ERN: &[&str] = &["hinder", "liefer", "locker", "minder", "scheiter", "sicher", "speicher", "wander"];

/// A participle that is a word of its own: what is integrated has rarely to do with integration.
const ADJECTIVES: &[&str] = &["integriert"];

/// The shortest beginning of a verb in `-ieren`, and the shortest verb behind a prefix, in letters: shorter ones are mostly something else.
const SHORTEST_FOREIGN: usize = 4;
const SHORTEST_VERB: usize = 3;

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
    let mut parted = separable.clone().filter_map(|(prefix, rest)| Some((prefix, with_zu(rest).or_else(|| participle(folded, rest))?)));
    let mut changed = inseparable.clone().filter_map(|(prefix, rest)| Some((prefix, changed(folded, rest)?)));
    let mut plain = separable.chain(inseparable).filter_map(|(prefix, rest)| Some((prefix, weak(rest)?)));
    let known = parted.next().or_else(|| changed.next()).or_else(|| plain.next()).or_else(|| Some(("", without_prefix(folded)?)));
    known.map(|(prefix, verb)| format!("{prefix}{}", with_ending(verb))).or_else(|| by_ending(folded))
}

/// What is left of an infinitive in `-ern`: `sicher` of `sichern`, `verhinder` of `verhindern`.
pub(super) fn stem_in_er(infinitive: &str) -> Option<&str> {
    let stem = infinitive.strip_suffix('n').filter(|stem| stem.ends_with("er"))?;
    let mut prefixes = SEPARABLE.iter().chain(INSEPARABLE);
    let is_known = VERBS_IN_ERN.contains(&stem) || prefixes.any(|prefix| stem.strip_prefix(prefix).is_some_and(|verb| WEAK.contains(verb)));
    is_known.then_some(stem)
}

/// Whether a folded word is the noun of a known verb with a prefix: `aussetzung`, `weiterleitungen`.
pub(super) fn is_noun_of_verb(folded: &str) -> bool {
    let verb = folded.strip_suffix("ung").or_else(|| folded.strip_suffix("ungen"));
    verb.is_some_and(|verb| SEPARABLE.iter().chain(INSEPARABLE).any(|prefix| verb.strip_prefix(prefix).is_some_and(is_known)))
}

/// The verb in `genutzt`, `geschriebene`; not in one that is like its infinitive (`gefahren`: those are dangers).
fn without_prefix(folded: &str) -> Option<&str> {
    let inflected = folded.strip_prefix("ge").filter(|_| !is_other_word(folded))?;
    changed(folded, inflected).or_else(|| weak(inflected))
}

/// The verb in `hoben`, `bunden` behind a syllable that never parts: one that changes within.
fn changed(folded: &str, rest: &str) -> Option<&'static str> {
    strong(rest).filter(|verb| !rest.starts_with(verb) && !is_other_word(folded))
}

fn is_other_word(folded: &str) -> bool {
    NO_PARTICIPLES.iter().any(|other| folded.starts_with(other))
}

/// The infinitive of a participle that is known by its ending: `verwaltet`, `verstetigt`, `organisierte`. Nouns that begin and end so are not
/// known.
fn by_ending(folded: &str) -> Option<String> {
    let inflected = ADJECTIVE_ENDINGS.iter().filter_map(|ending| folded.strip_suffix(ending));
    inflected.filter(|participle| !ADJECTIVES.contains(participle)).find_map(|participle| {
        if let Some(beginning) = participle.strip_suffix("iert") {
            return (beginning.len() >= SHORTEST_FOREIGN).then(|| format!("{beginning}ieren"));
        }
        let verb = participle.strip_suffix("et").filter(|verb| verb.ends_with(['t', 'd']));
        let verb = verb.or_else(|| participle.strip_suffix('t').filter(|verb| verb.ends_with("ig")))?;
        let is_long = |prefix: &&str| verb.strip_prefix(*prefix).is_some_and(|rest| rest.len() >= SHORTEST_VERB);
        INSEPARABLE.iter().any(is_long).then(|| with_ending(verb))
    })
}

fn with_ending(verb: &str) -> String {
    let ending = if verb.ends_with("er") { "n" } else { "en" };
    format!("{verb}{ending}")
}

/// Whether it is what is left of a verb that is known.
fn is_known(verb: &str) -> bool {
    WEAK.contains(verb) || STRONG.values().any(|known| *known == verb)
}

/// The verb in `zubilden`.
fn with_zu(rest: &str) -> Option<&str> {
    let verb = rest.strip_prefix("zu")?;
    [verb.strip_suffix("en"), verb.strip_suffix('n')].into_iter().flatten().find(|verb| is_known(verb))
}

/// The verb in `gebildete`, `gebrochen`, `gebrachten`.
fn participle<'a>(folded: &str, rest: &'a str) -> Option<&'a str> {
    let inflected = rest.strip_prefix("ge").filter(|_| !is_other_word(folded))?;
    strong(inflected).or_else(|| weak(inflected))
}

/// The verb in `brochene`, `brachten`: one that changes within.
fn strong(inflected: &str) -> Option<&'static str> {
    ADJECTIVE_ENDINGS.iter().filter_map(|ending| inflected.strip_suffix(ending)).find_map(|participle| {
        let changed = participle.strip_suffix("en").or_else(|| participle.ends_with('t').then_some(participle));
        changed.and_then(|participle| STRONG.get(participle).copied())
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

/// What the forms of a verb with this stem contain that do not contain the stem: `weiterzubild` and `weitergebild` of `weiterbild`, `erhob` of `erheb`.
pub(super) fn spellings_of(stem: &str) -> impl Iterator<Item = String> {
    let behind = move |prefix: &'static str| Some((prefix, *BY_STEM.get(stem.strip_prefix(prefix)?)?));
    let strong = |verb: &'static str| STRONG.iter().filter(move |(_, known)| **known == verb).map(|(participle, _)| *participle);
    let parted = SEPARABLE.iter().filter_map(move |prefix| behind(prefix)).flat_map(move |(prefix, verb)| {
        let participles = WEAK.get(verb).copied().into_iter().chain(strong(verb));
        participles.map(move |participle| format!("{prefix}ge{participle}")).chain([format!("{prefix}zu{verb}")])
    });
    let changed = INSEPARABLE.iter().copied().chain([""]).filter_map(behind);
    parted.chain(changed.flat_map(move |(prefix, verb)| strong(verb).map(move |participle| format!("{prefix}{participle}"))))
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
            ("genutzte", "nutzen"),
            ("geschrieben", "schreiben"),
            ("gesichert", "sichern"),
            ("erhobenen", "erheben"),
            ("erkannt", "erkennen"),
            ("verwaltet", "verwalten"),
            ("erstattete", "erstatten"),
            ("verstetigt", "verstetigen"),
            ("organisierten", "organisieren"),
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
            "Gefahren",
            "Betrieben",
            "Beständen",
            "bekannte",
            "geschulte",
            "integriert",
            "Vertreter",
            "Verwalter",
            "Gericht",
            "Gebiet",
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
        assert_eq!((spellings("erheb"), spellings("schreib")), (vec!["erhob".to_owned()], vec!["schrieb".to_owned()]));
        assert_eq!(spellings("ubersetz"), ["ubergesetz", "uberzusetz"]);
        assert_eq!(spellings("kindergart"), [""; 0]);
    }
}
