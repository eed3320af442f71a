//! Words that say which kind of municipality is meant, in front of a name or a size.

use domain::vocabulary::MunicipalityKind;

/// The words, folded, with the kind that they mean; nothing for all kinds.
const KINDS: &[(&str, Option<MunicipalityKind>)] = &[
    ("stadt", Some(MunicipalityKind::KreisfreieStadt)),
    ("stadte", Some(MunicipalityKind::KreisfreieStadt)),
    ("stadten", Some(MunicipalityKind::KreisfreieStadt)),
    ("landeshauptstadt", Some(MunicipalityKind::KreisfreieStadt)),
    ("landkreis", Some(MunicipalityKind::Landkreis)),
    ("landkreise", Some(MunicipalityKind::Landkreis)),
    ("landkreisen", Some(MunicipalityKind::Landkreis)),
    ("landkreises", Some(MunicipalityKind::Landkreis)),
    ("kreis", Some(MunicipalityKind::Landkreis)),
    ("kreise", Some(MunicipalityKind::Landkreis)),
    ("kreisen", Some(MunicipalityKind::Landkreis)),
    ("kreises", Some(MunicipalityKind::Landkreis)),
    ("lk", Some(MunicipalityKind::Landkreis)),
    ("kommune", None),
    ("kommunen", None),
];

/// What may stand in front of these words.
const ADJECTIVES: &[&str] = &["kreisfreie", "kreisfreien", "kreisfreier"];

/// How many of the first of these folded words say a kind, and which.
pub(super) fn at(folded: &[String]) -> Option<(usize, Option<MunicipalityKind>)> {
    let adjectives = usize::from(folded.first().is_some_and(|word| ADJECTIVES.contains(&word.as_str())));
    let word = folded.get(adjectives)?;
    let (_, kind) = KINDS.iter().find(|(known, _)| *known == word.as_str())?;
    Some((adjectives + 1, *kind))
}
