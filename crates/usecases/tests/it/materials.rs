//! Files on cases.

use bytes::Bytes;
use chrono::TimeDelta;
use domain::{CaseView, ErrorCode, Role, Viewer, case::CaseRecord, ids::FileId, review::Checklist, vocabulary::Licence};
use futures_util::{TryStreamExt, stream};
use std::sync::Arc;
use test_network::{TestNetwork, complete_case, draft_case, pdf};
use url::Url;
use usecases::{
    Refusal, StoredFile, Unfit, UseCaseError,
    add_material::{self, NewMaterial},
    create_case,
    export_cases::Export,
    file_address,
    import_cases::{ImportAs, Imported, import},
    publish_case, read_case, read_file, remove_material, update_case,
    update_material::{self, MaterialChange},
    upload_file,
};

pub(crate) async fn upload(test: &TestNetwork, viewer: &Viewer, name: &str, bytes: &[u8]) -> Result<StoredFile, UseCaseError> {
    let chunks = bytes.chunks(100).map(|chunk| Ok::<_, Unfit>(Bytes::copy_from_slice(chunk))).collect::<Vec<_>>();
    upload_file::upload(&test.network, viewer, name, stream::iter(chunks)).await
}

pub(crate) fn material(file: FileId) -> NewMaterial {
    NewMaterial { file, title: "Ablaufplan der Messe".into(), alternative_text: None, licence: Some(Licence::CcBy40) }
}

fn code(result: Result<impl Sized, UseCaseError>) -> ErrorCode {
    match result {
        Err(UseCaseError::Refused(refusal)) => refusal.code(),
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("it was done"),
    }
}

/// A case of the author's with a file on its working copy.
pub(crate) async fn with_file(test: &TestNetwork, author: &Viewer) -> (Arc<CaseView>, StoredFile) {
    let case = create_case::create(&test.network, author, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
    let file = upload(test, author, "../Ablauf – Plan.pdf", &pdf("Fahrradwerkstatt")).await.unwrap();
    let case = add_material::add(&test.network, author, case.id, Some(case.version), material(file.id)).await.unwrap();
    (case, file)
}

#[tokio::test]
async fn only_those_who_write_cases_upload_and_only_what_is_taken() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let reader = test.member(Role::Reader, None).await;
    assert_eq!(code(upload(&test, &Viewer::Public, "a.pdf", &pdf("x")).await), ErrorCode::Unauthenticated);
    assert_eq!(code(upload(&test, &reader, "a.pdf", &pdf("x")).await), ErrorCode::Forbidden);
    assert_eq!(code(upload(&test, &author, "a.pdf", b"<svg onload='alert(1)'/>").await), ErrorCode::UnsupportedMediaType);
    assert_eq!(code(upload(&test, &author, "a.pdf", b"").await), ErrorCode::BadRequest);
    let large = [pdf("x"), vec![b' '; 1_000_000]].concat();
    assert_eq!(code(upload(&test, &author, "a.pdf", &large).await), ErrorCode::PayloadTooLarge);
    for (unfit, expected) in [(Unfit::Interrupted, ErrorCode::BadRequest), (Unfit::TooSlow, ErrorCode::RequestTimeout)] {
        let broken = stream::iter([Ok(Bytes::from_static(b"%PDF-")), Err(unfit)]);
        assert_eq!(code(upload_file::upload(&test.network, &author, "a.pdf", broken).await), expected);
    }
    for _ in 0..50 {
        upload(&test, &author, "a.pdf", &pdf("x")).await.unwrap();
    }
    assert_eq!(code(upload(&test, &author, "a.pdf", &pdf("x")).await), ErrorCode::TooMany);
}

#[tokio::test]
async fn a_file_becomes_public_with_its_case_and_not_earlier() {
    let test = TestNetwork::new().await;
    let (author, reviewer) = (test.member(Role::Author, Some("15084")).await, test.member(Role::Reviewer, None).await);
    let (case, file) = with_file(&test, &author).await;
    assert_eq!((case.content.materials[0].name.as_str(), case.content.materials[0].size), ("Ablauf – Plan.pdf", file.size));
    assert_eq!(code(read_file::find(&test.network, file.id, None).await), ErrorCode::NotFound);
    let url = address(&test, &case).await;
    assert!(url.path().ends_with("/Ablauf-Plan.pdf"), "{url}");
    let token = url.query_pairs().next().unwrap().1.into_owned();
    let found = read_file::find(&test.network, file.id, Some(&token)).await.unwrap();
    assert!(!found.is_public);
    let body = read_file::body(&test.network, file.id, None).await.unwrap();
    assert_eq!(body.bytes.try_collect::<Vec<_>>().await.unwrap().concat(), pdf("Fahrradwerkstatt"));

    publish(&test, &author, &reviewer, &case).await;
    assert!(read_file::find(&test.network, file.id, None).await.unwrap().is_public);
    let public = read_case::by_id(&test.network, &Viewer::Public, case.id).await.unwrap().unwrap();
    let url = address(&test, &public).await;
    assert_eq!(url.query(), None);

    remove_material::remove(&test.network, &author, case.id, None, file.id).await.unwrap();
    assert!(read_file::find(&test.network, file.id, None).await.unwrap().is_public, "what is public stays until the next publication");
    publish(&test, &author, &reviewer, &case).await;
    assert_eq!(code(read_file::find(&test.network, file.id, None).await), ErrorCode::NotFound);
    let again = add_material::add(&test.network, &author, case.id, None, material(file.id)).await.unwrap();
    assert_eq!(again.content.materials.len(), 1, "a file that was on the case can be put on it again");
}

/// Where the first file of a case is downloaded from.
async fn address(test: &TestNetwork, case: &CaseView) -> Url {
    let material = &case.content.materials[0];
    let stored = file_address::stored(&test.network, &[material.file]).await.unwrap();
    file_address::of(&test.network, !case.is_working_copy, material, stored.get(&material.file)).unwrap()
}

async fn publish(test: &TestNetwork, author: &Viewer, reviewer: &Viewer, case: &CaseView) {
    usecases::submit_case::submit(&test.network, author, case.id, test.version_of(case.id).await).await.unwrap();
    publish_case::publish(&test.network, reviewer, case.id, &Checklist::confirmed(), test.version_of(case.id).await).await.unwrap();
}

#[tokio::test]
async fn a_token_opens_one_file_for_an_hour() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let (case, file) = with_file(&test, &author).await;
    let (_, other) = with_file(&test, &author).await;
    let url = address(&test, &case).await;
    let token = url.query_pairs().next().unwrap().1.into_owned();
    assert_eq!(code(read_file::find(&test.network, other.id, Some(&token)).await), ErrorCode::NotFound);
    let (expires, signature) = token.split_once('.').unwrap();
    let later = format!("{}.{signature}", expires.parse::<i64>().unwrap() + 1);
    let cut = &token[..token.len() - 2];
    for forged in [later.as_str(), cut, "", ".", "x.y", "9999999999.", "9999999999.zz", "9999999999.é", &format!("{token}00")] {
        assert_eq!(code(read_file::find(&test.network, file.id, Some(forged)).await), ErrorCode::NotFound, "{forged}");
    }
    test.clock.advance(TimeDelta::minutes(60));
    read_file::find(&test.network, file.id, Some(&token)).await.unwrap();
    test.clock.advance(TimeDelta::seconds(1));
    assert_eq!(code(read_file::find(&test.network, file.id, Some(&token)).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn files_that_are_added_to_what_a_colleague_wrote_meanwhile_lose_nobody_s_change() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let (case, _) = with_file(&test, &author).await;
    let loose =
        [upload(&test, &author, "eins.pdf", &pdf("eins")).await.unwrap(), upload(&test, &author, "zwei.pdf", &pdf("zwei")).await.unwrap()];
    update_case::update(&test.network, &coordinator, case.id, None, |content| content.title = "Umbenannt".into()).await.unwrap();
    let [one, other] = loose.map(|file| add_material::add(&test.network, &author, case.id, None, material(file.id)));
    let (one, other) = tokio::join!(one, other);
    one.unwrap();
    other.unwrap();
    let left = test.network.store.working_case(case.id).await.unwrap().unwrap();
    assert_eq!((left.content.title.as_str(), left.content.materials.len()), ("Umbenannt", 3));
}

#[tokio::test]
async fn a_file_is_its_uploaders_and_on_one_case() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let stranger = test.member(Role::Author, Some("15088")).await;
    let (case, file) = with_file(&test, &author).await;
    let foreign = create_case::create(&test.network, &stranger, draft_case("Ein anderes Beispiel"), None).await.unwrap();
    let put = async |viewer: &Viewer, case: &CaseView, file: FileId| {
        add_material::add(&test.network, viewer, case.id, None, material(file)).await
    };
    assert_eq!(code(put(&stranger, &foreign, file.id).await), ErrorCode::UnknownValue, "it is on another case");
    let loose = upload(&test, &author, "lose.pdf", &pdf("x")).await.unwrap();
    assert_eq!(code(put(&stranger, &foreign, loose.id).await), ErrorCode::UnknownValue, "somebody else uploaded it");
    assert_eq!(code(put(&stranger, &case, loose.id).await), ErrorCode::NotFound, "the case is not theirs to see");
    assert_eq!(code(put(&author, &case, file.id).await), ErrorCode::Duplicate);
    let stale = add_material::add(&test.network, &author, case.id, Some(1), material(loose.id)).await;
    assert_eq!(code(stale), ErrorCode::Conflict);
    assert_eq!(code(put(&author, &case, FileId(uuid::Uuid::nil())).await), ErrorCode::UnknownValue);
}

#[tokio::test]
async fn a_picture_needs_an_alternative_text() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(&test.network, &author, complete_case("Messe mit Bildern"), None).await.unwrap();
    let describe = async |file: FileId, text: &str| {
        let change = MaterialChange { alternative_text: Some(text.to_owned()), ..MaterialChange::default() };
        update_material::update(&test.network, &author, case.id, None, file, change).await
    };
    let kinds: [&[u8]; 3] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0.JFIF", b"RIFF\0\0\0\0WEBPVP8 "];
    let refused = [(None, ErrorCode::Required), (Some(" "), ErrorCode::Required), (Some("IMG_1234.jpg"), ErrorCode::Malformed)];
    let mut pictures = Vec::new();
    for (place, bytes) in kinds.into_iter().enumerate() {
        let picture = upload(&test, &author, "halle.png", bytes).await.unwrap();
        let add = async |text: Option<&str>| {
            let new = NewMaterial { alternative_text: text.map(str::to_owned), ..material(picture.id) };
            add_material::add(&test.network, &author, case.id, None, new).await
        };
        for (text, code) in refused {
            let Err(UseCaseError::Refused(Refusal::Invalid(violations))) = add(text).await else { panic!("{text:?} was taken") };
            let told = (violations[0].field.clone(), violations[0].code());
            assert_eq!(told, (format!("materials[{place}].alternativeText"), code), "{text:?}");
        }
        add(Some("Stände in einer Halle")).await.unwrap();
        for (text, expected) in refused {
            assert_eq!(code(describe(picture.id, text.unwrap_or_default()).await), expected, "{text:?}");
        }
        pictures.push(picture);
    }
    let picture = &pictures[0];
    let change = MaterialChange { title: Some("Die Halle".into()), ..MaterialChange::default() };
    let case = update_material::update(&test.network, &author, case.id, None, picture.id, change).await.unwrap();
    assert_eq!(case.content.materials[0].title, "Die Halle");
    let unknown =
        update_material::update(&test.network, &author, case.id, None, FileId(uuid::Uuid::nil()), MaterialChange::default()).await;
    assert_eq!(code(unknown), ErrorCode::NotFound);
}

#[tokio::test]
async fn whoever_changes_a_file_that_somebody_else_changed_loses_nothing() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let colleague = test.member(Role::Coordinator, Some("15084")).await;
    let (case, file) = with_file(&test, &author).await;
    let (id, read) = (case.id, case.version);
    let titled = |title: &str| MaterialChange { title: Some(title.into()), ..MaterialChange::default() };
    let first = update_material::update(&test.network, &colleague, id, Some(read), file.id, titled("Der Ablauf")).await.unwrap();
    let late = update_material::update(&test.network, &author, id, Some(read), file.id, titled("Mein Plan")).await;
    let Err(UseCaseError::Refused(Refusal::Conflict { version, fields })) = late else { panic!("it was not told as a conflict") };
    assert_eq!((version, fields.len(), fields[0].field.as_str()), (first.version, 1, "materials[0].title"));
    assert_eq!([&fields[0].base, &fields[0].mine, &fields[0].theirs], ["Ablaufplan der Messe", "Mein Plan", "Der Ablauf"]);
    let Err(UseCaseError::Refused(Refusal::Conflict { fields, .. })) =
        remove_material::remove(&test.network, &author, id, Some(read), file.id).await
    else {
        panic!("it was not told as a conflict")
    };
    assert_eq!((fields[0].mine.as_str(), fields[0].theirs.as_str()), ("", "Der Ablauf"));
    update_material::update(&test.network, &author, id, Some(version), file.id, titled("Mein Plan")).await.unwrap();
}

#[tokio::test]
async fn nobody_is_taken_to_have_chosen_a_licence() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let (case, _) = with_file(&test, &author).await;
    let file = upload(&test, &author, "plan.pdf", &pdf("x")).await.unwrap();
    let unsaid = NewMaterial { licence: None, ..material(file.id) };
    let Err(UseCaseError::Refused(Refusal::Invalid(violations))) = add_material::add(&test.network, &author, case.id, None, unsaid).await
    else {
        panic!("it was taken")
    };
    let told: Vec<_> = violations.iter().map(|violation| (violation.field.as_str(), violation.code(), violation.message())).collect();
    let message = "Materialien (2. Eintrag, Lizenz): Diese Angabe fehlt.".to_owned();
    assert_eq!(told, [("materials[1].licence", ErrorCode::Required, message)]);
}

#[tokio::test]
async fn an_import_leaves_the_files_of_its_cases_where_they_are() {
    let test = TestNetwork::new().await;
    let (author, reviewer) = (test.member(Role::Author, Some("15084")).await, test.member(Role::Reviewer, None).await);
    let (case, file) = with_file(&test, &author).await;
    publish(&test, &author, &reviewer, &case).await;
    let exported = Export::default().next(&test.network).await.unwrap().unwrap();
    assert_eq!(exported[0].content.materials[0].sha256, file.sha256);
    let read_back = CaseRecord::from_json(&serde_json::to_string(&exported[0]).unwrap()).unwrap();
    assert_eq!(import(&test.network, vec![read_back], ImportAs::Published).await.unwrap(), [Imported::Unchanged]);

    let elsewhere = TestNetwork::new().await;
    assert_eq!(import(&elsewhere.network, exported.clone(), ImportAs::Published).await.unwrap(), [Imported::Created]);
    assert_eq!(import(&elsewhere.network, exported, ImportAs::Published).await.unwrap(), [Imported::Unchanged]);
    let ids = elsewhere.network.store.all_case_ids(None, 9).await.unwrap();
    let there = elsewhere.network.store.published_case(ids[0]).await.unwrap().unwrap();
    assert!(there.content.materials.is_empty(), "its file is not there");

    let external = CaseRecord { external_id: Some("x".into()), content: complete_case("Mit Kennung"), published_at: None };
    import(&test.network, vec![external.clone()], ImportAs::Published).await.unwrap();
    let id = test.network.store.case_by_external_id("x").await.unwrap().unwrap();
    let loose = upload(&test, &reviewer, "lose.pdf", &pdf("x")).await.unwrap();
    add_material::add(&test.network, &reviewer, id, None, material(loose.id)).await.unwrap();
    test.approve(&reviewer, id).await;
    assert_eq!(import(&test.network, vec![external], ImportAs::Published).await.unwrap(), [Imported::Unchanged]);
}

#[tokio::test]
async fn a_change_of_the_case_leaves_its_files() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let (case, _) = with_file(&test, &author).await;
    let changed =
        update_case::update(&test.network, &author, case.id, None, |content| content.goals.push("Noch ein Ziel".into())).await.unwrap();
    assert_eq!(changed.content.materials, case.content.materials);
}
