//! Files on a case, by the forms of its page.

use crate::{
    form_errors::assert_said_at,
    site::{Page, Site, TOKEN},
};
use axum::body::Bytes;
use domain::{ErrorCode, Role, Viewer, material::Material, vocabulary::Licence};
use futures_util::stream;
use http::StatusCode;
use test_network::{Stand, complete_case, draft_case, pdf};
use usecases::{Unfit, update_case, upload_file};

/// The beginning of a picture, which is all that is looked at.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// No file was chosen.
const NONE: (&str, &[u8]) = ("", b"");

/// A draft, its author's cookie, and the path of the page on which it is worked on.
struct Draft {
    site: Site,
    author: Viewer,
    cookie: String,
    path: String,
}

impl Draft {
    async fn new() -> Self {
        let site = Site::live().await;
        let cookie = site.member(Role::Author, Some("15084")).await;
        let author = site.net.member(Role::Author, Some("15084")).await;
        let account = author.member().map(|member| member.account);
        let case = site.net.place(complete_case("Messe mit Ablaufplan"), draft_case("x"), account, Stand::Draft).await;
        Self { site, author, cookie, path: format!("/faelle/{}/bearbeiten", case.slug) }
    }

    async fn page(&self) -> Page {
        self.site.get_as(&self.cookie, &self.path).await
    }

    /// Sends the form for another file as it is shown, with what is typed and chosen.
    async fn add(&self, shown: &Page, typed: &[(&str, &str)], file: (&str, &[u8])) -> Page {
        add(&self.site, &self.cookie, &self.path, shown, typed, file).await
    }

    /// Sends a form about the first file as it is shown to whoever has this cookie.
    async fn send(&self, cookie: &str, step: &str, shown: &Page, typed: &[(&str, &str)]) -> Page {
        let action = format!("{}/{step}", forms_path(&self.path));
        let hidden = hidden(shown, &action);
        let fields: Vec<_> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(typed.iter().copied()).collect();
        self.site.post_bare(cookie, &action, &fields).await
    }

    /// The files on the working copy.
    async fn materials(&self) -> Vec<Material> {
        let store = &self.site.net.network.store;
        let slug = self.path.split('/').nth(2).expect("a slug");
        let id = store.case_id_by_slug(slug).await.expect("the database").expect("a case");
        store.working_case(id).await.expect("the database").expect("a case").content.materials
    }

    /// How many files the author has uploaded that are on no case.
    async fn loose(&self) -> u64 {
        let account = self.author.member().expect("a member").account;
        self.site.net.network.store.count_loose_files(account).await.expect("the database")
    }
}

/// Where the forms about files go from this page.
fn forms_path(path: &str) -> String {
    path.replace("/bearbeiten", "/materialien")
}

/// The hidden fields of the first form that goes there.
fn hidden(page: &Page, action: &str) -> Vec<(String, String)> {
    let form = page.body.split(&format!("<form action=\"{action}#materialien\"")).nth(1).and_then(|rest| rest.split("</form>").next());
    let form = form.unwrap_or_else(|| panic!("no form goes to {action}: {}", page.body));
    let inputs = form.split("<input type=\"hidden\" ").skip(1).map(|input| {
        let value = |name: &str| input.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        (value("name").expect("a name").to_owned(), value("value").expect("a value").to_owned())
    });
    inputs.collect()
}

/// Sends the form for another file as it is shown on this page, with what is typed and chosen.
pub(crate) async fn add(site: &Site, cookie: &str, path: &str, shown: &Page, typed: &[(&str, &str)], file: (&str, &[u8])) -> Page {
    let action = forms_path(path);
    let hidden = hidden(shown, &action);
    let fields: Vec<_> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(typed.iter().copied()).collect();
    site.post_file(cookie, &action, &fields, file).await
}

/// Puts a file on the case that this page is about, if it may have any from whoever sees it.
pub(crate) async fn put(site: &Site, cookie: &str, path: &str) {
    let page = site.get_as(cookie, path).await;
    if page.body.contains("enctype=\"multipart/form-data\"") {
        let typed = [("titel", "Ablaufplan der Messe"), ("lizenz", "CC_BY_4_0")];
        let added = add(site, cookie, path, &page, &typed, ("Ablauf.pdf", &pdf("Fahrradwerkstatt"))).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    }
}

#[tokio::test]
async fn a_file_is_put_on_a_case_changed_and_taken_off_again() {
    let draft = Draft::new().await;
    let page = draft.page().await;
    assert!(page.body.contains("Noch ist keine Datei dabei.") && page.body.contains("bis 1\u{a0}MB."), "{}", page.body);
    let typed = [("titel", "Ablaufplan <der> Messe"), ("bildbeschreibung", ""), ("lizenz", "CC_BY_4_0")];
    let added = draft.add(&page, &typed, ("Ablauf – Plan.pdf", &pdf("Fahrradwerkstatt"))).await;
    assert_eq!(added.header("location"), format!("{}?erledigt=datei-hinzugefuegt#materialien", draft.path), "{}", added.body);
    let page = draft.site.get_as(&draft.cookie, &format!("{}?erledigt=datei-hinzugefuegt", draft.path)).await;
    for text in ["Die Datei ist hinzugefügt.", ">Ablaufplan &#60;der&#62; Messe</a>", "PDF · 1\u{a0}kB · CC BY 4.0 · Ablauf – Plan.pdf"]
    {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(page.link("https://wissensnetz.example.org/dateien/").contains("/Ablauf-Plan.pdf?"), "{}", page.body);
    assert_eq!(draft.loose().await, 0);

    let changed = draft.send(&draft.cookie, "aendern", &page, &[("titel", "Plan der Messe"), ("lizenz", "CC0_1_0")]).await;
    assert_eq!(changed.header("location"), format!("{}?erledigt=datei-geaendert#materialien", draft.path), "{}", changed.body);
    let material = draft.materials().await.remove(0);
    assert_eq!((material.title.as_str(), material.licence, material.alternative_text), ("Plan der Messe", Licence::Cc010, None));

    let page = draft.page().await;
    assert!(page.body.contains("<details class=\"confirm\"><summary class=\"button plain\">Entfernen"), "it is asked first: {}", page.body);
    let removed = draft.send(&draft.cookie, "entfernen", &page, &[]).await;
    assert_eq!(removed.header("location"), format!("{}?erledigt=datei-entfernt#materialien", draft.path), "{}", removed.body);
    assert_eq!(draft.materials().await, []);
}

#[tokio::test]
async fn a_file_that_is_not_taken_says_why_at_its_field_and_what_was_typed_is_kept() {
    let draft = Draft::new().await;
    let page = draft.page().await;
    let typed = [("titel", "Halle & Stände"), ("bildbeschreibung", "Stände in einer Halle"), ("lizenz", "CC0_1_0")];
    let large = [pdf("x"), vec![b' '; 1_000_000]].concat();
    let endless = [pdf("x"), vec![b' '; 6_000_000]].concat();
    for (file, message) in [
        (NONE, "Bitte wählen Sie eine Datei aus."),
        (("bild.svg", b"<svg/>".as_slice()), "Dieses Format wird nicht angenommen; möglich ist eine PDF-"),
        (("leer.pdf", b"".as_slice()), "Die Datei ist leer."),
        (("gross.pdf", large.as_slice()), "Die Datei ist zu groß; möglich sind 1 MB."),
        (("endlos.pdf", endless.as_slice()), "Die Datei ist zu groß; möglich sind 1 MB."),
    ] {
        let refused = draft.add(&page, &typed, file).await;
        assert_said_at(&refused, "material-neu-datei", message);
        for kept in ["value=\"Halle &#38; Stände\"", ">\nStände in einer Halle</textarea>", "<option value=\"CC0_1_0\" selected>"] {
            assert!(refused.body.contains(kept), "{message} {kept}: {}", refused.body);
        }
        assert_eq!(draft.loose().await, 0, "{message}");
    }
    assert_eq!(draft.materials().await, []);
    for number in 0..50 {
        let chunks = stream::iter([Ok::<_, Unfit>(Bytes::from(pdf("x")))]);
        upload_file::upload(&draft.site.net.network, &draft.author, &format!("{number}.pdf"), chunks).await.expect("a file");
    }
    let many = draft.add(&page, &typed, ("noch-eine.pdf", &pdf("x"))).await;
    assert_said_at(&many, "material-neu-datei", "Sie haben sehr viele Dateien hochgeladen");
}

#[tokio::test]
async fn what_is_missing_is_said_at_its_field_and_the_file_need_not_be_sent_again() {
    let draft = Draft::new().await;
    let wrong = draft.add(&draft.page().await, &[("titel", " "), ("lizenz", "")], ("halle.png", PICTURE)).await;
    for (field, message) in [
        ("titel", "Materialien (1. Eintrag, Titel): Diese Angabe fehlt."),
        ("bildbeschreibung", "Materialien (1. Eintrag, Alternativtext): Diese Angabe fehlt."),
        ("lizenz", "Materialien (1. Eintrag, Lizenz): Diese Angabe fehlt."),
    ] {
        assert_said_at(&wrong, &format!("material-neu-{field}"), message);
    }
    assert!(wrong.body.contains("„halle.png“ ist schon hochgeladen"), "{}", wrong.body);
    let typed = [("titel", "Die Halle"), ("bildbeschreibung", "Stände in einer Halle"), ("lizenz", "CC_BY_4_0")];
    let added = draft.add(&wrong, &typed, NONE).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let material = draft.materials().await.remove(0);
    assert_eq!((material.name.as_str(), material.alternative_text.as_deref()), ("halle.png", Some("Stände in einer Halle")));

    let page = draft.page().await;
    let fields = [("titel", "Die große Halle"), ("bildbeschreibung", "halle.png"), ("lizenz", "CC_BY_4_0")];
    let wrong = draft.send(&draft.cookie, "aendern", &page, &fields).await;
    assert_said_at(&wrong, "material-1-bildbeschreibung", "Materialien (1. Eintrag, Alternativtext): „halle.png“ hat nicht die");
    assert!(wrong.body.contains("<details class=\"unfold\" open>") && wrong.body.contains("value=\"Die große Halle\""), "{}", wrong.body);

    let slug = draft.path.split('/').nth(2).expect("a slug");
    let id = draft.site.net.network.store.case_id_by_slug(slug).await.expect("the database").expect("a case");
    let rename = update_case::update(&draft.site.net.network, &draft.author, id, None, |content| content.title = "Umbenannt".into());
    rename.await.expect("another title");
    let late = draft.send(&draft.cookie, "aendern", &wrong, &[("titel", "Die große Halle"), ("lizenz", "CC_BY_4_0")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "the version is the one that was read first: {}", late.body);
    assert!(late.body.contains("Die andere Änderung betrifft etwas anderes als Ihre."), "{}", late.body);
    let again = draft.send(&draft.cookie, "aendern", &late, &[("titel", "Die große Halle"), ("lizenz", "CC_BY_4_0")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
}

#[tokio::test]
async fn two_people_on_one_file_see_both_texts_and_nothing_is_lost() {
    let draft = Draft::new().await;
    put(&draft.site, &draft.cookie, &draft.path).await;
    let other = draft.site.member(Role::Coordinator, Some("15084")).await;
    let mine = draft.page().await;
    let theirs = draft.site.get_as(&other, &draft.path).await;
    let changed = draft.send(&other, "aendern", &theirs, &[("titel", "Titel der Koordination"), ("lizenz", "CC_BY_SA_4_0")]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);

    let typed = [("titel", "Titel der Autor:in"), ("lizenz", "CC0_1_0")];
    let refused = draft.send(&draft.cookie, "aendern", &mine, &typed).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for text in [
        "Materialien (1. Eintrag, Titel): Ihr Text</h3><blockquote class=\"typed\">Titel der Autor:in<",
        "Materialien (1. Eintrag, Titel): inzwischen gespeichert</h3><blockquote class=\"typed\">Titel der Koordination<",
        "Materialien (1. Eintrag, Lizenz): Ihr Text</h3><blockquote class=\"typed\">CC0 1.0<",
        "value=\"Titel der Autor:in\"",
    ] {
        assert!(refused.body.contains(text), "{text}: {}", refused.body);
    }
    assert!(!refused.body.contains(ErrorCode::Conflict.message()), "there is nothing to load anew: {}", refused.body);
    assert_eq!(draft.materials().await[0].title, "Titel der Koordination", "until somebody decides");
    let removed = draft.send(&draft.cookie, "entfernen", &mine, &[]).await;
    assert_eq!((removed.status, draft.materials().await.len()), (StatusCode::CONFLICT, 1), "{}", removed.body);
    let decided = draft.send(&draft.cookie, "aendern", &refused, &typed).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    assert_eq!(draft.materials().await[0].title, "Titel der Autor:in");

    let late = draft.page().await;
    draft.send(&other, "entfernen", &draft.site.get_as(&other, &draft.path).await, &[]).await;
    let gone = draft.send(&draft.cookie, "aendern", &late, &[("titel", "Mein neuer Titel"), ("lizenz", "CC0_1_0")]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    assert!(gone.body.contains("<blockquote class=\"typed\">Mein neuer Titel<"), "what was typed is there to be copied: {}", gone.body);
}

#[tokio::test]
async fn nobody_puts_a_file_where_they_may_not_write_and_no_form_is_read_without_end() {
    let draft = Draft::new().await;
    let action = forms_path(&draft.path);
    let fall = draft.page().await.hidden("fall").expect("the case");
    for (role, place, expected) in [
        (Role::Author, Some("15088"), StatusCode::NOT_FOUND),
        (Role::Reviewer, None, StatusCode::NOT_FOUND),
        (Role::Reader, None, StatusCode::FORBIDDEN),
    ] {
        let (cookie, token) = draft.site.form_token(&draft.site.member(role, place).await).await;
        let fields = [(TOKEN, token.as_str()), ("fall", fall.as_str()), ("titel", "Fremde Datei"), ("lizenz", "CC_BY_4_0")];
        let answer = draft.site.post_file(&cookie, &action, &fields, ("a.pdf", &pdf("x"))).await;
        assert_eq!(answer.status, expected, "{role:?}: {}", answer.body);
    }
    let (cookie, token) = draft.site.form_token("").await;
    let public = draft.site.post_file(&cookie, &action, &[(TOKEN, &token), ("fall", &fall)], ("a.pdf", &pdf("x"))).await;
    assert_eq!(public.status, StatusCode::UNAUTHORIZED, "{}", public.body);
    assert_eq!(draft.materials().await, []);

    let out_of_date = draft.site.post_file(&draft.cookie, &action, &[(TOKEN, "alt"), ("titel", "Der Plan")], ("a.pdf", &pdf("x"))).await;
    assert_eq!((out_of_date.status, draft.loose().await), (StatusCode::FORBIDDEN, 0), "its file is not taken in");
    for kept in ["name=\"titel\" value=\"Der Plan\"", "enctype=\"multipart/form-data\"", "<input type=\"file\" id=\"datei\" name=\"datei\""]
    {
        assert!(out_of_date.body.contains(kept), "{kept}: {}", out_of_date.body);
    }
    let (cookie, token) = draft.site.form_token(&draft.cookie).await;
    let long = "x".repeat(300_000);
    let too_long = draft.site.post_file(&cookie, &action, &[(TOKEN, &token), ("titel", &long)], ("a.pdf", &pdf("x"))).await;
    assert_eq!((too_long.status, draft.loose().await), (StatusCode::PAYLOAD_TOO_LARGE, 0), "{}", too_long.body);
    let no_form = draft.site.post_bare(&cookie, &action, &[(TOKEN, &token)]).await;
    assert_eq!(no_form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{}", no_form.body);
}
