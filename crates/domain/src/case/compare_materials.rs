//! Where two people changed the same file on a case: told by file and part, because in a list of whole files nobody finds what is different.

use super::FieldConflict;
use crate::{ids::FileId, material::Material, vocabulary::Vocabulary};

/// What people can say of a file, by the names that the API gives it.
const PARTS: [&str; 3] = ["title", "alternativeText", "licence"];

/// What of `mine` would be lost if `theirs` stood. A file that is not there says nothing, so that whoever puts one on a case or takes one
/// off changes all that it says. The place of a file is the one that it has now; mine, if it is there no longer.
pub(super) fn conflicts(base: &[Material], mine: &[Material], theirs: &[Material]) -> Vec<FieldConflict> {
    let taken_off = base.iter().filter(|material| place(mine, material.file).is_none());
    let mut lost = Vec::new();
    for file in mine.iter().chain(taken_off).map(|material| material.file) {
        let Some(place) = place(theirs, file).or_else(|| place(mine, file)) else { continue };
        let (base, mine, theirs) = (texts(base, file), texts(mine, file), texts(theirs, file));
        for (((part, base), mine), theirs) in PARTS.into_iter().zip(base).zip(mine).zip(theirs) {
            if mine != base && mine != theirs {
                lost.push(FieldConflict { field: format!("materials[{place}].{part}"), base, mine, theirs });
            }
        }
    }
    lost
}

fn place(materials: &[Material], file: FileId) -> Option<usize> {
    materials.iter().position(|material| material.file == file)
}

/// The texts of [`PARTS`], in their order.
fn texts(materials: &[Material], file: FileId) -> [String; 3] {
    let Some(material) = materials.iter().find(|material| material.file == file) else { return Default::default() };
    [material.title.clone(), material.alternative_text.clone().unwrap_or_default(), material.licence.key().to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{material::FileKind, vocabulary::Licence};

    fn material(file: u128, title: &str) -> Material {
        Material {
            file: FileId(uuid::Uuid::from_u128(file)),
            title: title.into(),
            alternative_text: None,
            licence: Licence::CcBy40,
            name: "plan.pdf".into(),
            kind: FileKind::Pdf,
            size: 1,
            sha256: "0".into(),
        }
    }

    fn told(lost: &[FieldConflict]) -> Vec<[&str; 4]> {
        lost.iter().map(|field| [field.field.as_str(), &field.base, &field.mine, &field.theirs]).collect()
    }

    #[test]
    fn the_parts_of_a_file_are_told_with_the_texts_of_both() {
        let base = [material(1, "Eins"), material(2, "Zwei")];
        let mut mine = base.clone();
        mine[1].title = "Meins".into();
        mine[1].licence = Licence::Cc010;
        // Somebody took the first file off and gave the second another title.
        let theirs = [material(2, "Ihres")];
        let lost = conflicts(&base, &mine, &theirs);
        assert_eq!(
            told(&lost),
            [["materials[0].title", "Zwei", "Meins", "Ihres"], ["materials[0].licence", "CC_BY_4_0", "CC0_1_0", "CC_BY_4_0"]]
        );
        assert_eq!(conflicts(&base, &base, &theirs), [], "nothing of mine");
        assert_eq!(conflicts(&base, &theirs, &theirs), [], "both did the same");
    }

    #[test]
    fn a_file_that_one_changed_and_the_other_took_off_is_told() {
        let base = [material(1, "Eins")];
        let changed = [material(1, "Anders")];
        assert_eq!(told(&conflicts(&base, &changed, &[])), [["materials[0].title", "Eins", "Anders", ""]]);
        let taken_off = conflicts(&base, &[], &changed);
        assert_eq!(told(&taken_off)[0], ["materials[0].title", "Eins", "", "Anders"]);
    }
}
