//! Have the replies to one's own questions gathered, by the form of subscriptions.

use crate::site::Site;
use domain::{
    Role,
    subscription::{ConsentTo, current_consent},
};
use http::StatusCode;

#[tokio::test]
async fn a_member_chooses_it_confirms_it_and_sees_it_among_their_subscriptions() {
    let site = Site::live().await;
    assert_eq!(site.get("/abo?antworten=ja").await.status, StatusCode::UNAUTHORIZED);
    let cookie = site.member(Role::Reader, Some("15084")).await;
    assert!(site.get_as(&cookie, "/fragen").await.body.contains("href=\"/abo?antworten=ja\""));
    let form = site.get_as(&cookie, "/abo?antworten=ja").await;
    assert!(form.body.contains(&current_consent(ConsentTo::Replies).1), "{}", form.body);
    assert_eq!(form.hidden("antworten").as_deref(), Some("ja"));
    assert!(!form.body.contains("name=\"email\"") && !form.body.contains("name=\"q\" value=\"\" maxlength"), "{}", form.body);

    let hour = [("antworten", "ja"), ("haeufigkeit", "DAILY"), ("stunde", "24")];
    let refused = site.post_as(&cookie, "/abo", &hour).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"stunde-fehler\"") && refused.body.contains("Antworten gesammelt erhalten"), "{}", refused.body);
    let asked = site.post_as(&cookie, "/abo", &[("antworten", "ja"), ("haeufigkeit", "DAILY")]).await;
    assert_eq!(asked.header("location"), "/abo/angefragt?antworten=ja&haeufigkeit=DAILY", "{}", asked.body);
    assert_eq!(site.get(asked.header("location")).await.link("/abo?"), "/abo?antworten=ja&haeufigkeit=DAILY", "to fill it in once more");
    site.net.run_jobs().await;
    let mail = site.net.sent().pop().expect("a mail");
    assert_eq!(mail.to.reveal(), "reader-15084@example.org");
    let token = mail.text.split("/abo/bestaetigen?token=").nth(1).expect("a link").split_whitespace().next().expect("a token").to_owned();
    let confirm = site.get(&format!("/abo/bestaetigen?token={token}")).await;
    assert!(confirm.body.contains("<li>Antworten auf Ihre Fragen</li>"), "{}", confirm.body);
    site.post("/abo/bestaetigen", &[("token", token.as_str())]).await;

    let manage = site.get_as(&cookie, "/abo/verwalten").await;
    assert!(manage.body.contains(">Antworten auf Ihre Fragen</h3>"), "{}", manage.body);
    assert!(manage.body.contains("Beenden Sie dieses Abo, kommen Antworten wieder einzeln."), "{}", manage.body);
    assert!(!manage.body.contains("Mit geänderter Auswahl") && !manage.body.contains("/abo?antworten=ja"), "{}", manage.body);
    let questions = site.get_as(&cookie, "/fragen").await.body;
    assert!(questions.contains("erhalten Sie gesammelt per E-Mail.") && !questions.contains("/abo?antworten=ja"), "{questions}");
    let address = "reader-15084@example.org".parse().expect("an address");
    let reader = site.net.network.store.reader_by_email(&address).await.expect("the database").expect("a reader");
    let own = site.net.network.store.subscriptions_of_reader(reader.id).await.expect("the database");
    let leave = format!("/abo/abmelden?token={}", own[0].unsubscribe_token.reveal());
    assert!(site.get(&leave).await.body.contains("<li>Antworten auf Ihre Fragen</li>"));
    let left = site.post("/abo/abmelden", &[("token", own[0].unsubscribe_token.reveal())]).await;
    assert!(left.body.contains("Antworten auf Ihre Fragen kommen wieder einzeln per E-Mail."), "{}", left.body);
    assert_eq!(left.link("/abo?"), "/abo?antworten=ja", "the way back");
    assert!(site.get_as(&cookie, "/abo/verwalten").await.body.contains("/abo?antworten=ja"), "it is offered again");
    assert!(site.get_as(&cookie, "/fragen").await.body.contains("/abo?antworten=ja"), "there as well");
}
