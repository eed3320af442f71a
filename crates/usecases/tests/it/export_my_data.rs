//! What is kept about people is told to them, and what is kept about others is not.

use crate::{
    materials::{upload, with_file},
    people::{again, id_of},
    signing_in::AUTHOR,
};
use domain::{
    Role, Viewer,
    digest_period::Frequency,
    ids::{AccountId, TokenId},
    subscription::{ConsentTo, Criteria, current_consent},
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use test_network::{TestNetwork, complete_case, pdf};
use usecases::{
    comment_on_case::{self, CommentRequest},
    confirm_subscription, create_case, export_my_data, from_address,
    people::{self, InviteRequest},
    read_file, sign_in, submit_case,
    subscribe::{self, SubscribeRequest},
};

/// Every column that refers to an account or holds an address, and where in the export it is told.
const TOLD: &[(&str, &str)] = &[
    ("access_token.account_id", "/tokens/0/scopes/0"),
    ("account.email", "/account/email"),
    ("account_activity.account_id", "/account/lastSeenAt"),
    ("advised_municipality.account_id", "/account/advises/0"),
    ("audit_entry.actor_id", "/auditLog/0/action"),
    ("case_review.claimed_by", "/reviews/0/claimedAt"),
    ("case_review.submitted_by", "/reviews/0/submittedAt"),
    ("case_revision.created_by", "/revisions/0/case"),
    ("delivery.recipient", "/mails/kept"),
    ("deputation.deputy_id", "/deputations/0/from"),
    ("deputation.named_by", "/deputationsNamed/0/from"),
    ("external_identity.account_id", "/providers/0/subject"),
    ("invitation.email", "/invitations/0/role"),
    ("invitation.invited_by", "/invitationsSent/0/role"),
    ("material_file.uploaded_by", "/files/0/id"),
    ("network_request.asker_id", "/requests/0/question"),
    ("pending_sign_in.account_id", "/pendingSignIns/0/method"),
    ("practice_case.author_id", "/cases/0/case"),
    ("reader.email", "/reader/createdAt"),
    ("recovery_code.account_id", "/recoveryCodesLeft"),
    ("registration.email", "/registrations/0/requestedAt"),
    ("request_reply.author_id", "/replies/0/body"),
    ("review_comment.author_id", "/comments/0/body"),
    ("review_event.actor_id", "/reviewSteps/0/kind"),
    ("second_factor.account_id", "/secondFactorSince"),
    ("session.account_id", "/sessions/0/method"),
    ("sign_in_link.email", "/signInLinks/0/requestedAt"),
    ("subscription.account_id", "/subscriptions/0/id"),
    ("suppression.address", "/mails/cameBack/times"),
    ("suppression.reactivated_by", "/addressesReactivatedAt/0"),
    ("synonym_group.changed_by", "/synonymGroups/0/changedByYou"),
    ("synonym_group.created_by", "/synonymGroups/0/madeByYou"),
];

/// Columns of such names that the test does not look for in the export, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("delivery.mail_json", "the mail itself, kept until it is sent; its recipient has it then"),
    ("reader.counted_mails", "no address but a number, none before the first digest"),
];

/// Everything, every day, to this address.
pub(crate) fn all_daily(email: &str) -> SubscribeRequest {
    SubscribeRequest { email: email.to_owned(), criteria: Criteria::default(), frequency: Frequency::Daily, weekday: None, hour: None }
}

/// An author with all that an account can have: a session, a token, a confirmed subscription, a draft and a published case.
pub(crate) async fn author_with_everything(test: &TestNetwork) -> Viewer {
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    sign_in::demo_sign_in(network, id_of(&author), &usecases::Client::default()).await.unwrap().unwrap();
    let mut transaction = network.store.begin().await.unwrap();
    transaction.insert_token(TokenId(network.ids.next()), id_of(&author), "geheimer-hash", "Skript", test.now(), None).await.unwrap();
    transaction.commit().await.unwrap();
    let address_of_origin = "192.0.2.77".parse().ok();
    from_address(address_of_origin, Box::pin(subscribe::subscribe(network, &author, all_daily(AUTHOR)))).await.unwrap();
    test.run_jobs().await;
    let token = test.sent()[0].text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    from_address("2001:db8:1:2:3:4:5:6".parse().ok(), confirm_subscription::confirm(network, &token)).await.unwrap();
    let created = create_case::create(network, &author, complete_case("Ein angefangenes Beispiel"), None);
    Box::pin(from_address(address_of_origin, created)).await.unwrap();
    author
}

#[tokio::test]
async fn everything_that_is_kept_about_one_is_handed_out_without_secrets() {
    let test = TestNetwork::new().await;
    let author = Box::pin(author_with_everything(&test)).await;
    test.member(Role::Coordinator, Some("15084")).await;
    again(&test, &author).await;
    let data = export_my_data::export_my_data(&test.network, &author).await.unwrap();
    assert_eq!((&data["account"]["email"], &data["account"]["lastSeenAt"]), (&json!(AUTHOR), &json!("2026-03-17T10:00:00Z")));
    assert_eq!((&data["sessions"].as_array().unwrap().len(), &data["tokens"][0]["label"]), (&1, &json!("Skript")));
    let consent = &data["subscriptions"][0]["consent"];
    let (version, wording) = current_consent(ConsentTo::AllCases);
    assert_eq!((&consent["wording"], &consent["version"]), (&json!(wording), &json!(version)));
    assert_eq!((&consent["requestedFrom"], &consent["confirmedFrom"]), (&json!("192.0.2.0/24"), &json!("2001:db8:1::/48")));
    assert_eq!(data["revisions"][0]["content"]["title"], "Ein angefangenes Beispiel");
    let created = data["auditLog"].as_array().unwrap().iter().find(|entry| entry["action"] == "case.created").unwrap();
    assert_eq!(created["network"], "192.0.2.0/24");
    let all = data.to_string();
    assert!(!all.contains("geheimer-hash") && !all.contains("coordinator-15084"), "{all}");
    assert!(!all.contains("unsubscribe") && !all.contains("oken_hash"), "{all}");
    assert!(export_my_data::export_my_data(&test.network, &Viewer::Public).await.is_err());
}

#[tokio::test]
async fn the_export_has_what_one_wrote_and_uploaded_and_nobody_else_s() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let (case, file) = Box::pin(with_file(&test, &author)).await;
    let other = test.member(Role::Coordinator, Some("15084")).await;
    for (viewer, body) in [(&author, "Mein Kommentar"), (&other, "Ein fremder")] {
        let request = CommentRequest { body: body.to_owned(), ..CommentRequest::default() };
        comment_on_case::add(network, viewer, case.id, request).await.unwrap();
    }
    submit_case::submit(network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    upload(&test, &other, "Fremdes.pdf", &pdf("x")).await.unwrap();
    let data = export_my_data::export_my_data(network, &author).await.unwrap();
    assert_eq!((&data["comments"].as_array().unwrap().len(), &data["comments"][0]["body"]), (&1, &json!("Mein Kommentar")));
    assert_eq!((&data["cases"][0]["case"], &data["reviewSteps"][0]["kind"]), (&json!(case.id), &json!("submitted")));
    assert_eq!((data["files"].as_array().unwrap().len(), &data["files"][0]["sha256"]), (1, &json!(file.sha256)));
    let url: url::Url = data["files"][0]["url"].as_str().unwrap().parse().unwrap();
    let token = url.query_pairs().find(|(name, _)| name == "token").unwrap().1.into_owned();
    assert_eq!(read_file::find(network, file.id, Some(&token)).await.unwrap().file.id, file.id, "and the file itself");
    assert!(
        !data.to_string().contains("Ein fremder")
            && !data.to_string().contains("Fremdes.pdf")
            && !data.to_string().contains(file.secret.reveal())
    );
    let invited = InviteRequest {
        email: "author-15084@example.org".to_owned(),
        role: Role::Reader,
        municipality: "15084".parse().ok(),
        function: None,
        key: None,
    };
    people::invite(network, &other, invited).await.unwrap();
    let data = export_my_data::export_my_data(network, &author).await.unwrap();
    assert_eq!(data["invitations"][0]["role"], "reader");
}

#[tokio::test]
async fn the_export_tells_from_where_one_acted_and_not_from_where_others_did() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = Box::pin(author_with_everything(&test)).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let of_others = "198.51.100.9".parse().ok();
    Box::pin(from_address(of_others, people::disable(network, &coordinator, id_of(&author)))).await.unwrap();
    Box::pin(from_address(of_others, subscribe::subscribe(network, &coordinator, all_daily(AUTHOR)))).await.unwrap();
    let data = export_my_data::export_my_data(network, &author).await.unwrap();
    let entries = data["auditLog"].as_array().unwrap();
    let networks = |action: &str| {
        let done = entries.iter().filter(|entry| entry["action"] == action);
        done.map(|entry| entry["network"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(networks("case.created"), [json!("192.0.2.0/24")]);
    assert_eq!(networks("subscription.confirmed"), [json!("2001:db8:1::/48")], "by the link in a mail, without the account");
    assert_eq!(networks("subscription.requested"), [json!("192.0.2.0/24"), Value::Null], "the second time by somebody else");
    assert_eq!(networks("account.disabled"), [Value::Null]);
}

/// The columns of the database that refer to an account or hold an address. The audit log refers to accounts without a foreign key.
async fn personal_columns(database: &sea_orm::DatabaseConnection) -> BTreeSet<String> {
    let columns = "SELECT m.name || '.' || f.\"from\" AS place FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f \
        WHERE m.type = 'table' AND f.\"table\" = 'account' \
        UNION SELECT m.name || '.' || c.name AS place FROM sqlite_master m JOIN pragma_table_info(m.name) c \
        WHERE m.type = 'table' AND (c.name LIKE '%mail%' OR c.name LIKE '%address%' OR c.name LIKE '%recipient%' OR c.name = 'actor_id')";
    let rows = database.query_all_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, columns)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "place").unwrap()).collect()
}

/// Rows about this account that nothing else here makes, with secrets that begin with `geheim`.
fn rows_about(account: AccountId) -> String {
    let me = format!("x'{}'", account.0.simple());
    let (at, end) = ("'2026-03-17T10:00:00+00:00'", "'2026-03-18T10:00:00+00:00'");
    format!(
        "INSERT INTO registration (id, email, municipality, token_hash, requested_at, expires_at) \
            VALUES (randomblob(16), '{AUTHOR}', '15084', 'geheim-1', {at}, {end}); \
         INSERT INTO sign_in_link (id, email, browser_hash, requested_at, expires_at) \
            VALUES (randomblob(16), '{AUTHOR}', 'geheim-2', {at}, {end}); \
         INSERT INTO invitation (id, email, role, municipality, token_hash, invited_by, created_at, expires_at) \
            VALUES (randomblob(16), '{AUTHOR}', 'reader', '15084', 'geheim-3', NULL, {at}, {end}), \
            (randomblob(16), 'fremd@kreis.example.org', 'reader', '15084', 'geheim-4', {me}, {at}, {end}); \
         INSERT INTO pending_sign_in (id, account_id, hash, method, created_at, expires_at, attempts) \
            VALUES (randomblob(16), {me}, 'geheim-5', 'link', {at}, {end}, 0); \
         INSERT INTO second_factor (account_id, secret, created_at, confirmed_at, failures) VALUES ({me}, 'plain:geheim-6', {at}, {at}, 0); \
         INSERT INTO recovery_code (id, account_id, hash, created_at) VALUES (randomblob(16), {me}, 'geheim-7', {at}); \
         INSERT INTO external_identity (id, account_id, issuer, subject, created_at, last_used_at) \
            VALUES (randomblob(16), {me}, 'https://login.example.org', 'person-1', {at}, {at}); \
         INSERT INTO advised_municipality (account_id, municipality) VALUES ({me}, '15084'); \
         INSERT INTO deputation (id, municipality, deputy_id, named_by, created_at, \"from\", until) \
            VALUES (randomblob(16), '15084', {me}, {me}, {at}, {at}, {end}); \
         INSERT INTO suppression (id, address, bounces, last_status, last_reason, first_at, last_at, reactivated_at, reactivated_by) \
            VALUES (randomblob(16), '{AUTHOR}', 1, '5.1.1', 'unknown', {at}, {at}, {at}, {me}); \
         INSERT INTO network_request (id, asker_id, asker_role, question, details, asked_at) \
            VALUES (randomblob(16), {me}, 'author', 'Wer kennt das?', '', {at}); \
         INSERT INTO request_reply (id, request_id, author_id, author_role, body, created_at) \
            SELECT randomblob(16), id, {me}, 'author', 'Wir', {at} FROM network_request; \
         INSERT INTO synonym_group (id, kind, phrases, created_at, created_by, changed_at, changed_by) \
            VALUES (randomblob(16), 'synonym', '[\"Kita\", \"Hort\"]', {at}, {me}, {at}, {me}); \
         UPDATE case_review SET claimed_by = {me}, claimed_at = {at};"
    )
}

#[tokio::test]
async fn the_export_tells_every_column_that_refers_to_a_person() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = Box::pin(author_with_everything(&test)).await;
    again(&test, &author).await;
    let (case, _) = Box::pin(with_file(&test, &author)).await;
    let request = CommentRequest { body: "Mein Kommentar".to_owned(), ..CommentRequest::default() };
    comment_on_case::add(network, &author, case.id, request).await.unwrap();
    submit_case::submit(network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    database.execute_unprepared(&rows_about(id_of(&author))).await.unwrap();
    let known: BTreeSet<String> = TOLD.iter().chain(EXCEPTIONS).map(|(column, _)| (*column).to_owned()).collect();
    assert_eq!(personal_columns(&database).await, known, "the columns of the database and those that this test knows");
    let data = export_my_data::export_my_data(network, &author).await.unwrap();
    for (column, place) in TOLD {
        let told = data.pointer(place).unwrap_or(&Value::Null);
        assert!(![Value::Null, json!(0), json!(false)].contains(told), "{column} is not told at {place}: {data:#}");
    }
    let all = data.to_string();
    assert!(!all.contains("geheim") && !all.contains("fremd@"), "{all}");
}
