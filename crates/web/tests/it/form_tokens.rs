//! Every form that changes something carries a token, and without it changes nothing: a walk over all forms of the website.

use crate::{
    deputies,
    forms::{Form, forms},
    managing, materials, people, reviewing, search_desk,
    sign_in_link::{PENDING, SESSION, ask, press, with_second_factor},
    site::{FORM, FORMS, Site, TOKEN},
    subscribing,
};
use axum::body::Body;
use chrono::TimeDelta;
use domain::{Role, Viewer};
use http::{Method, StatusCode};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::collections::{BTreeMap, BTreeSet};
use test_network::{Stand, TestNetwork, complete_case, draft_case};
use url::form_urlencoded;
use usecases::SignInSettings;

/// All that the database holds, table by table.
async fn state(database: &DatabaseConnection) -> BTreeMap<String, Vec<String>> {
    let ask = async |sql: String| {
        let rows = database.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.expect("rows");
        rows.iter().map(|row| row.try_get::<String>("", "it").expect("a text")).collect::<Vec<_>>()
    };
    let mut state = BTreeMap::new();
    for table in ask("SELECT name AS it FROM sqlite_master WHERE type = 'table'".to_owned()).await {
        let columns = ask(format!("SELECT 'quote(\"' || name || '\")' AS it FROM pragma_table_info('{table}')")).await;
        let rows = ask(format!("SELECT {} AS it FROM \"{table}\"", columns.join(" || '|' || "))).await;
        state.insert(table, rows);
    }
    state
}

/// A site where coordinators must have a second factor, with something to do behind every form.
async fn busy_site() -> (Site, Vec<Form>) {
    let settings = SignInSettings { second_factor_roles: vec![Role::Coordinator], ..SignInSettings::default() };
    let site = Site::over(TestNetwork::signing_in(settings).await, true);
    site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    site.net.pass(TimeDelta::days(366)).await;
    let asked = site.net.sent().into_iter().find(|mail| mail.kind.key() == "freshness").expect("the question");
    let link = asked.text.split_whitespace().find_map(|word| word.strip_prefix("https://wissensnetz.example.org/bestaetigung"));
    let mut forms = forms(&site.get(&format!("/bestaetigung{}", link.expect("a link"))).await, "");
    let place = |content, author| site.net.place(content, complete_case("Nächste Fassung"), Some(author), Stand::Draft);
    let Viewer::Member(author) = site.net.member(Role::Author, Some("15084")).await else { unreachable!("a member") };
    place(draft_case("Entwurf"), author.account).await;
    site.net.place(complete_case("Eingereicht"), complete_case("x"), Some(author.account), Stand::Submitted).await;
    public_forms(&site, &mut forms).await;
    member_forms(&site, &mut forms).await;
    (site, forms)
}

/// What visitors without a session are shown.
async fn public_forms(site: &Site, forms: &mut Vec<Form>) {
    let leave = async |token: &str| {
        let found = usecases::read_subscription::by_token(&site.net.network, token).await.expect("the database").expect("a subscription");
        found.unsubscribe_token.reveal().to_owned()
    };
    let order = subscribing::order(site).await;
    let mut paths = vec!["/anmelden".to_owned(), "/registrieren".to_owned(), "/abo".to_owned()];
    paths.extend([format!("{}{order}", subscribing::PATH_OF_CONFIRM), format!("/abo/abmelden/{}", leave(&order).await)]);
    paths.push(format!("/abo/verwalten?token={}", managing::subscribed(site, "leserin@example.org").await));
    paths.push(people::invited(site, "neu@kreis.example.org").await);
    let coordinator = site.net.member(Role::Coordinator, Some("15084")).await;
    let place = "15084".parse().expect("a key");
    let domains = ["kreis.example.org".to_owned()];
    usecases::people::set_mail_domains(&site.net.network, &coordinator, &place, &domains).await.expect("a list");
    site.post("/registrieren", &[("email", "selbst@kreis.example.org"), ("kommune", "15084")]).await;
    paths.push(people::link(site, "/registrieren/bestaetigen?token=").await);
    for path in paths {
        forms.extend(self::forms(&site.get(&path).await, ""));
    }
    let (browser, link) = ask(site, "coordinator-15084@example.org").await;
    forms.extend(self::forms(&site.get_as(&browser, &link).await, &browser));
    let pending = press(site, &browser, &link).await.cookie(PENDING).expect("a cookie");
    forms.extend(self::forms(&site.get_as(&pending, "/anmelden/einrichten").await, &pending));
}

/// What members are shown.
async fn member_forms(site: &Site, forms: &mut Vec<Form>) {
    let author = site.member(Role::Author, Some("15084")).await;
    let list = site.get_as(&author, "/meine").await;
    forms.extend(self::forms(&list, &author));
    for edit in list.attributes("href").iter().filter(|href| href.ends_with("/bearbeiten")) {
        materials::put(site, &author, edit).await;
        reviewing::say(site, &author, edit, "Bitte bald.").await;
        for page in [edit.clone(), edit.replace("/bearbeiten", "/fassungen")] {
            forms.extend(self::forms(&site.get_as(&author, &page).await, &author));
        }
    }
    // What the script sends is the form itself.
    let kept: Vec<_> = forms.iter().filter(|form| form.action.ends_with("/bearbeiten")).map(|form| form.fields.clone()).collect();
    let autosave = |fields| Form { cookie: author.clone(), action: "/meine/zwischenspeichern".to_owned(), fields, takes_file: false };
    forms.extend(kept.into_iter().map(autosave));
    let begun = site.post_as(&author, "/konto/zweiter-faktor/beginnen", &[]).await;
    forms.extend(self::forms(&begun, &author));
    // Of somebody else: whoever sets one up gets another cookie, and the forms of before would be nobody's.
    let other = with_second_factor(site, &site.member(Role::Author, Some("15088")).await).await;
    forms.extend(self::forms(&site.get_as(&other, "/konto/zweiter-faktor").await, &other));
    let (browser, link) = ask(site, "author-15088@example.org").await;
    let pending = press(site, &browser, &link).await.cookie(PENDING).expect("a cookie");
    forms.extend(self::forms(&site.get_as(&pending, "/anmelden/code").await, &pending));

    let reviewer = site.member(Role::Reviewer, None).await;
    site.member(Role::Reviewer, None).await;
    site.post_as(&reviewer, "/konto/zugriffsschluessel", &[("bezeichnung", "Statistik"), ("umfang", "read"), ("tage", "30")]).await;
    site.net.suppress("weg@example.org").await;
    search_desk::furnished(site, &reviewer).await;
    // Those of the author have a next version since they got a file, and what is worked on is not put away.
    site.publish(complete_case("Lesepaten im Nachbarort")).await;
    let Viewer::Member(gone) = site.net.member_named("ehemals", Role::Reader, Some("15084")).await else { unreachable!("a member") };
    let coordinator = site.net.member(Role::Coordinator, Some("15084")).await;
    usecases::people::disable(&site.net.network, &coordinator, gone.account).await.expect("an account");
    let account = ["", "/verlassen", "/sitzungen", "/zugriffsschluessel", "/zweiter-faktor"].map(|page| format!("/konto{page}"));
    let others =
        ["/meine", "/faelle/neu", "/redaktion/versand", "/redaktion/suche", "/kommunen/burgenlandkreis/schwerpunkte"].map(str::to_owned);
    deputies::furnished(site).await;
    let people = ["", "/vertretungen", "/domains"].map(|page| format!("/mitglieder{page}?kommune=15084"));
    let with_second_factor = "/mitglieder?kommune=15088".to_owned();
    for path in account.into_iter().chain(others).chain(people).chain([with_second_factor]) {
        forms.extend(self::forms(&site.get_as(&reviewer, &path).await, &reviewer));
    }
    let submitted = site.get_as(&reviewer, "/meine?bearbeitung=submitted").await;
    for edit in submitted.attributes("href").iter().filter(|href| href.ends_with("/bearbeiten")) {
        forms.extend(self::forms(&site.get_as(&reviewer, edit).await, &reviewer));
        reviewing::claim(site, &reviewer, edit).await;
        forms.extend(self::forms(&site.get_as(&reviewer, edit).await, &reviewer));
    }
    let administrator = site.member(Role::Administrator, None).await;
    let list = site.get_as(&administrator, "/meine").await;
    let remove = list.attributes("href").into_iter().find(|href| href.ends_with("/entfernen")).expect("a case to delete");
    let hand_over = site.get_as(&administrator, "/mitglieder?kommune=15084").await.link("/mitglieder/uebergeben?");
    site.net.adviser(&["15084"]).await;
    let advised = site.get_as(&administrator, "/mitglieder").await.link("/mitglieder/begleitung?");
    for page in [hand_over, advised, remove] {
        forms.extend(self::forms(&site.get_as(&administrator, &page).await, &administrator));
    }
    let ask = site.get_as(&reviewer, "/fragen/neu").await;
    forms.extend(self::forms(&ask, &reviewer));
    let asked = site.post_as(&reviewer, "/fragen/neu", &[("frage", "Wer hat Übungsfirmen an Berufsschulen?")]).await;
    forms.extend(self::forms(&site.get_as(&reviewer, asked.header("location")).await, &reviewer));
}

/// The paths that take forms, as the router's source names them; the one for mail programs has no page.
fn paths_that_take_forms() -> BTreeSet<String> {
    let source = include_str!("../../src/routes.rs");
    let routes = source.split(".route(\"").skip(1).filter_map(|rest| rest.split_once("\", "));
    let taking = routes.filter(|(_, handlers)| handlers.split(".route(").next().is_some_and(|own| own.contains("post(")));
    taking.map(|(path, _)| path.to_owned()).filter(|path| path != "/abo/abmelden/{token}").collect()
}

#[tokio::test]
async fn no_form_does_anything_without_its_token_or_with_another_s() {
    let (site, forms) = busy_site().await;
    let path = |action: &str| action.split('#').next().map(str::to_owned).unwrap_or_default();
    let route = |action: &str| match path(action).split('/').collect::<Vec<_>>()[..] {
        ["", "faelle", _, "materialien", step] => format!("/faelle/{{slug}}/materialien/{step}"),
        ["", "faelle", _, step] => format!("/faelle/{{slug}}/{step}"),
        ["", "fragen", _, step] => format!("/fragen/{{id}}/{step}"),
        ["", "kommunen", _, step] => format!("/kommunen/{{name}}/{step}"),
        _ => path(action),
    };
    let shown: BTreeSet<_> = forms.iter().map(|form| route(&form.action)).collect();
    assert_eq!(shown, paths_that_take_forms(), "every form is walked over");
    let database = sea_orm::Database::connect(site.net.database_url()).await.expect("the database");
    let (_, foreign) = site.form_token("").await;
    let before = state(&database).await;
    assert!(before["practice_case"].len() > 2 && before["session"].len() > 2, "there is something to change");
    for form in &forms {
        let own = form.fields.iter().find(|(name, _)| name == TOKEN).unwrap_or_else(|| panic!("{} has no token", form.action));
        let (number, signed) = own.1.split_once('.').expect("a number and its signature");
        let other_number = format!("{}.{signed}", number.replace('a', "b"));
        for token in [None, Some(""), Some(foreign.as_str()), Some(other_number.as_str()), Some(number), Some(signed)] {
            let rest = form.fields.iter().filter(|(name, _)| name != TOKEN).map(|(name, value)| (name.as_str(), value.as_str()));
            let fields: Vec<_> = rest.chain(token.map(|token| (TOKEN, token))).collect();
            let answer = form.send(&site, &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} with {token:?}", form.action);
            assert!(answer.body.contains("<h1>Bitte noch einmal absenden</h1>"), "{}", answer.body);
            assert!(answer.cookie(SESSION).is_none() && answer.header("cache-control") == "no-store", "{}", form.action);
            for (name, value) in fields.iter().filter(|(name, _)| *name != TOKEN) {
                assert!(answer.body.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name} of {} is kept", form.action);
            }
        }
    }
    for (table, rows) in state(&database).await {
        assert_eq!(rows, before[&table], "{table} is as it was");
    }
}

#[tokio::test]
async fn what_was_typed_is_kept_and_sent_once_more_by_a_button() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let refused = site.post_bare(&cookie, "/konto/funktion", &[("funktion", "Bildung & <Übergang>"), (TOKEN, "veraltet")]).await;
    assert!(refused.body.contains("<blockquote class=\"typed\">Bildung &#38; &#60;Übergang&#62;</blockquote>"), "{}", refused.body);
    let token = refused.body.split("action=\"/konto/funktion\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1));
    let token = token.and_then(|rest| rest.split('"').next()).expect("a new token");
    let done = site.post_bare(&cookie, "/konto/funktion", &[("funktion", "Bildung & <Übergang>"), (TOKEN, token)]).await;
    assert_eq!(done.header("location"), "/konto?erledigt=gespeichert", "{}", done.body);
    assert!(site.get_as(&cookie, "/konto").await.body.contains("Bildung &#38; &#60;Übergang&#62;"));
}

#[tokio::test]
async fn another_site_s_form_is_not_even_kept() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let headers = [("cookie", cookie.as_str()), ("content-type", FORM), ("sec-fetch-site", "cross-site")];
    let refused = site.send(Method::POST, "/konto/funktion", &headers, "funktion=von+fremder+Seite".into()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(!refused.body.contains("von fremder Seite") && !refused.body.contains("Noch einmal absenden"), "{}", refused.body);
    let headers = [("cookie", cookie.as_str()), ("content-type", FORM), ("sec-fetch-site", "same-origin")];
    let elsewhere = site.send(Method::POST, "//example.org/x", &headers, "a=b".into()).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "no form that would lead to another host");
}

#[tokio::test]
async fn no_form_that_another_site_sends_does_anything_not_even_with_its_token() {
    let (site, forms) = busy_site().await;
    let database = sea_orm::Database::connect(site.net.database_url()).await.expect("the database");
    let before = state(&database).await;
    for form in &forms {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.fields).finish();
        let headers = [("cookie", form.cookie.as_str()), ("content-type", FORM), ("sec-fetch-site", "cross-site")];
        let answer = site.send(Method::POST, &form.action, &headers, body.into()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", form.action);
        assert!(answer.headers.get("set-cookie").is_none() && !answer.body.contains("Noch einmal absenden"), "{}", form.action);
    }
    for (table, rows) in state(&database).await {
        assert_eq!(rows, before[&table], "{table} is as it was");
    }
}

#[tokio::test]
async fn where_nothing_takes_a_form_that_is_the_answer_whoever_sends_one() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let (wrong_method, nowhere) = (StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_FOUND);
    for (path, expected, allow) in [
        ("/suche", wrong_method, "GET,HEAD"),
        ("/faelle/gibt-es-nicht", wrong_method, "GET,HEAD"),
        ("/konto", wrong_method, "GET,HEAD"),
        ("/anmelden/dienst/haus", wrong_method, "GET,HEAD"),
        ("/feed.atom", wrong_method, "GET,HEAD"),
        ("/gibt-es-nicht", nowhere, ""),
        ("/konto/gibt-es-nicht", nowhere, ""),
    ] {
        for headers in [
            [("sec-fetch-site", "same-origin"), ("content-type", FORM), ("cookie", cookie.as_str())],
            [("sec-fetch-site", "cross-site"), ("content-type", FORM), ("cookie", cookie.as_str())],
            [("origin", "https://elsewhere.example.org"), ("content-type", "text/plain"), ("cookie", "a=b")],
        ] {
            let answer = site.send(Method::POST, path, &headers, "a=b".into()).await;
            assert_eq!((answer.status, answer.header("allow")), (expected, allow), "{path} {headers:?}");
            assert!(answer.body.contains("</footer>"), "{path} {headers:?}: {}", answer.body);
        }
    }
    for (path, allow) in [("/suche", "GET,HEAD"), ("/abo", "GET,HEAD,POST"), ("/abmelden", "POST"), ("/faelle/x/materialien", "POST")] {
        let answer = site.send(Method::OPTIONS, path, &[], Body::empty()).await;
        assert_eq!((answer.status, answer.header("allow")), (wrong_method, allow), "{path}");
    }
}

#[tokio::test]
async fn tokens_are_bound_to_the_session_and_another_on_every_page() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let other = site.member(Role::Reviewer, None).await;
    let token = async |cookie: &str| site.get_as(cookie, "/konto").await.hidden(TOKEN).expect("a token");
    let own = token(&cookie).await;
    assert_ne!(own, token(&cookie).await, "nothing secret is the same on two pages");
    let fields = [("funktion", "Leitung"), (TOKEN, own.as_str())];
    assert_eq!(site.post_bare(&other, "/konto/funktion", &fields).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.post_bare("", "/konto/funktion", &fields).await.status, StatusCode::FORBIDDEN, "without the session");
    assert_eq!(site.post_bare(&cookie, "/konto/funktion", &fields).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_only_reads_gets_no_cookie() {
    let site = Site::live().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    for path in ["/", "/suche?q=firma", &format!("/faelle/{slug}"), "/datenschutz", "/gibt-es-nicht"] {
        assert!(site.get(path).await.headers.get("set-cookie").is_none(), "{path}");
    }
    let page = site.get("/registrieren").await;
    let cookie = page.header("set-cookie");
    for part in ["__Host-wissensnetz-forms=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(part), "{part} is missing in {cookie}");
    }
    let kept = page.cookie(FORMS).expect("a cookie");
    assert!(site.get_as(&kept, "/registrieren").await.headers.get("set-cookie").is_none(), "it is kept");
    let planted = site.get_as(&format!("{FORMS}=kurz"), "/registrieren").await;
    assert!(planted.cookie(FORMS).is_some_and(|cookie| cookie.len() > 60), "what is none of ours is replaced");
}
