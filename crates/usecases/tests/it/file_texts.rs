//! The texts of cases' files.

use domain::{
    ids::FileId,
    material::{FileKind, Material},
    vocabulary::Licence,
};
use test_network::{TestNetwork, complete_case};
use usecases::file_texts;
use uuid::Uuid;

#[tokio::test]
async fn cases_with_many_files_are_taken_apart() {
    let test = TestNetwork::new().await;
    let case = (*test.publish(complete_case("Messe mit Ablaufplan")).await).clone();
    let with_files = |count: usize| {
        let file = |number: usize| Material {
            file: FileId(Uuid::from_u128(number as u128)),
            title: "Bericht".to_owned(),
            alternative_text: None,
            licence: Licence::CcBy40,
            name: "bericht.pdf".to_owned(),
            kind: FileKind::Pdf,
            size: 1,
            sha256: "0".repeat(64),
        };
        let mut case = case.clone();
        case.content.materials = (0..count).map(file).collect();
        case
    };
    let sizes = |files: &[usize]| {
        let cases = files.iter().copied().map(with_files).collect();
        file_texts::groups(cases).iter().map(Vec::len).collect::<Vec<_>>()
    };
    assert_eq!(sizes(&[0; 300]), [300]);
    assert_eq!(sizes(&[20, 0, 1, 19, 0, 1, 20, 20]), [2, 3, 1, 1, 1]);
    assert_eq!(sizes(&[]), [0_usize; 0]);
}
