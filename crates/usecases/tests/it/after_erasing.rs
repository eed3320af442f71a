//! Whoever was erased does nothing any more, not even in the request that erased them: the viewer is who it was when that began.

use crate::{
    deputies::named,
    people::{ags, id_of, refused},
};
use chrono::Days;
use domain::{
    ErrorCode, Role, SynonymKind, Viewer,
    digest_period::Frequency,
    ids::{InvitationId, RequestId, SuppressionId, SynonymGroupId},
    subscription::Criteria,
};
use test_network::TestNetwork;
use usecases::{
    AuditFilter, bounces, digest_preview, erase_account, focus_areas, people,
    reader::{self, By},
    requests::{self, AskRequest},
    subscribe::{self, SubscribeRequest},
    synonyms::{self, SynonymInput},
};

#[tokio::test]
async fn nothing_is_done_in_the_name_of_whoever_was_erased() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    test.member(Role::Administrator, None).await;
    let gone = test.member_named("geht", Role::Administrator, None).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let deputation = named(&test, &coordinator, &test.member(Role::Reader, Some("15084")).await).await;
    let token = token_of_a_reader(&test).await;
    let session = test.session(&gone).await;
    erase_account::erase_my_account(network, &session, None).await.unwrap();

    let place = ags("15084");
    let question = AskRequest { question: "Wer kennt ein Beispiel?".to_owned(), ..AskRequest::default() };
    let request = RequestId(network.ids.next());
    let group = SynonymGroupId(network.ids.next());
    let words = || SynonymInput { kind: SynonymKind::Synonym, phrases: ["Krawummelchen", "Ausbildungsbus"].map(str::to_owned).to_vec() };
    let (from, until) = (test.now().date_naive(), test.now().date_naive() + Days::new(1));
    let refusals = [
        ("ask", refused(requests::ask(network, &gone, question).await)),
        ("close", refused(requests::close(network, &gone, request).await)),
        ("erase", refused(requests::erase(network, &gone, request).await)),
        ("focus areas", refused(focus_areas::set(network, &gone, &place, &[]).await)),
        ("mail domains", refused(people::set_mail_domains(network, &gone, &place, &[]).await)),
        ("revoke", refused(people::revoke_invitation(network, &gone, InvitationId(network.ids.next())).await)),
        ("end a deputation", refused(people::end_deputation(network, &gone, deputation.id).await)),
        ("advise", refused(people::set_advised(network, &gone, deputation.deputy, &[], &[]).await)),
        ("preview", refused(digest_preview::request(network, &gone, from, until, None).await)),
        ("reactivate", refused(bounces::reactivate(network, &gone, SuppressionId(network.ids.next())).await)),
        ("make synonyms", refused(synonyms::create(network, &gone, words()).await)),
        ("change synonyms", refused(synonyms::update(network, &gone, group, 1, words()).await)),
        ("delete synonyms", refused(synonyms::delete(network, &gone, group, 1).await)),
        ("withdraw", refused(reader::withdraw_all(network, &gone, By::Token(&token)).await)),
    ];
    for (what, code) in refusals {
        assert_eq!(code, ErrorCode::Unauthenticated, "{what}");
    }
    let log = network.store.audit_log(&AuditFilter::default(), None, 100).await.unwrap();
    assert!(log.iter().all(|logged| logged.entry.actor != Some(id_of(&gone))), "{log:?}");
}

/// What a stranger's mails bear, who subscribed without an account.
async fn token_of_a_reader(test: &TestNetwork) -> String {
    let email = "leserin@kreis.example.org".to_owned();
    let request = SubscribeRequest { email, criteria: Criteria::default(), frequency: Frequency::Weekly, weekday: None, hour: None };
    let asked = subscribe::subscribe(&test.network, &Viewer::Public, request).await.unwrap();
    test.network.store.digest_reader(asked.reader).await.unwrap().unwrap().token.reveal().to_owned()
}
