//! The longest mails: large providers cut off what is beyond 102 KB.

use crate::{
    fixtures::{address, context, digest, digest_mail, item, renewed_section, section},
    mails::flat,
    message::{header, written_with},
};
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::KeySize,
    signature::RsaKeyPair,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use encodify::qp;
use mail::{
    AnsweredQuestion, DigestMail, DigestReply, DigestSection, Dkim, MAX_ITEMS, MAX_MAIL_ITEMS, Mail, MailContext, Postmark, RepliesSection,
    ReturnPath, Sender,
};
use std::sync::Arc;
use url::Url;

/// How many bytes both parts have as they are sent. The last test shows that 10,000 more are enough for all that stands around them.
fn encoded(mail: &Mail) -> usize {
    qp::BODY.encoded_len(&mail.text) + qp::BODY.encoded_len(&mail.html)
}

#[test]
fn the_largest_digest_is_not_cut_off_by_large_providers() {
    let mut told = digest_mail();
    let sections_of = |title: &str, teaser: &str, sections| {
        let one = item(title, teaser, "Mansfeld-Südharz, Sachsen-Anhalt", &["Handlungsfeld Übergang Schule–Beruf"; 4]);
        vec![DigestSection { items: vec![one; 30], ..section() }; sections]
    };
    let title: String = "Übergänge gestalten von der Schule in den Beruf; ".chars().cycle().take(120).collect();
    for (sections, shown, more) in [(1, MAX_ITEMS, "22 weitere"), (4, 5, "27 weitere"), (10, 2, "30 weitere")] {
        told.sections = sections_of(&title, &title.repeat(4), sections);
        let mail = mail::digest(&context(), told.clone()).unwrap();
        assert!(encoded(&mail) <= 90_000, "{sections} sections: {}", encoded(&mail));
        assert_eq!(mail.html.matches("<h3").count(), shown * sections, "{sections} sections");
        assert!(mail.text.contains(&format!("{more} Praxisbeispiele:")), "{}", mail.text);
    }
    // Of characters that take the most room there is room for fewer.
    told.sections = sections_of(&"Ü<".repeat(60), &"\"Übergänge\" <gestalten> & 'begleiten' ".repeat(12), 30);
    let mail = mail::digest(&context(), told).unwrap();
    let shown = mail.html.matches("<h3").count();
    assert!(encoded(&mail) <= 90_000 && (MAX_MAIL_ITEMS / 2..=MAX_MAIL_ITEMS).contains(&shown), "{shown} in {}", encoded(&mail));
    assert!(flat(&mail.text).contains(&format!("Für {} weitere Abschnitte", 30 - mail.html.matches("<h2").count())), "{}", mail.text);
}

#[test]
fn a_digest_of_more_sections_than_fit_says_how_many_it_leaves_out_and_where_their_news_stands() {
    let mut told = digest_mail();
    told.sections = vec![section(); 150];
    let mail = mail::digest(&context(), told.clone()).unwrap();
    let shown = mail.html.matches("<h2").count();
    assert!(encoded(&mail) <= 90_000 && (MAX_MAIL_ITEMS..150).contains(&shown), "{shown} sections in {} bytes", encoded(&mail));
    let said = format!("Für {} weitere Abschnitte mit Neuem ist in dieser E-Mail kein Platz.", 150 - shown);
    for part in [flat(&mail.text), flat(&mail.html)] {
        assert!(part.contains(&said) && part.contains("https://wissensnetz.example.org/suche?seit=20"), "{part}");
    }
    assert!(!digest().text.contains("kein Platz") && !digest().html.contains("kein Platz"), "{}", digest().text);
    // What was renewed stands on a page of its own; of each kind the earliest period counts.
    let later = DigestSection { window_start: "2026-11-29T06:00:00Z".parse().unwrap(), ..section() };
    told.sections = [vec![section(); 150], vec![later; 3], vec![renewed_section(); 2]].concat();
    let both = mail::digest(&context(), told.clone()).unwrap();
    told.sections = vec![renewed_section(); 150];
    let renewed = mail::digest(&context(), told).unwrap();
    let (new, again) =
        ("/suche?seit=2026-11-24T06%3A00%3A00Z&sortierung=neu", "/suche?erneuert-seit=2026-11-30T06%3A00%3A00Z&sortierung=aktualisiert");
    for (mail, links) in [(&mail, [true, false]), (&both, [true, true]), (&renewed, [false, true])] {
        for part in [flat(&mail.text), flat(&mail.html).replace("&#38;", "&")] {
            assert_eq!([new, again].map(|link| part.contains(link)), links, "{part}");
        }
    }
}

/// A letter that takes four bytes, and in a mail twelve.
const LARGE: &str = "𝔏";

/// As many sections, of the cases with the longest texts of such letters that people can publish.
fn in_large_letters(sections: usize) -> Vec<DigestSection> {
    let long = |letters: usize| LARGE.repeat(letters);
    let one = item(&long(120), &long(600), &long(60), &[long(60).as_str(); 4]);
    vec![DigestSection { items: vec![one; MAX_ITEMS], about: vec![long(200)], more: 0, ..section() }; sections]
}

#[test]
fn text_of_letters_that_take_the_most_room_leaves_room_for_some_cases_in_each_section() {
    for sections in [1, 2, 3, 20, 150] {
        let mail = mail::digest(&context(), DigestMail { sections: in_large_letters(sections), ..digest_mail() }).unwrap();
        let (shown, cases) = (mail.html.matches("<h2").count(), mail.html.matches("<h3").count());
        assert!(encoded(&mail) <= 90_000 && (2..=MAX_ITEMS).contains(&cases), "{sections} sections: {cases} in {}", encoded(&mail));
        assert!(shown == sections || sections > 3, "{shown} of {sections}");
        let more = MAX_ITEMS - cases.div_ceil(shown);
        assert!(flat(&mail.text).contains(&format!("{more} weitere Praxisbeispiele: https://")), "{}", mail.text);
        assert_eq!(flat(&mail.text).contains("weitere Abschnitte mit Neuem"), shown < sections, "{}", mail.text);
    }
}

#[test]
fn text_of_any_length_leaves_room_for_its_heading_and_a_link() {
    let endless = LARGE.repeat(5_000);
    let one = item(&endless, &endless, &endless, &[endless.as_str()]);
    let told = DigestSection { items: vec![one; 3], about: vec![endless.clone()], ..section() };
    let reply = DigestReply { from: endless.clone(), body: endless.clone(), written_on: "2026-11-26".parse().unwrap() };
    let list_url: Url = "https://wissensnetz.example.org/fragen".parse().unwrap();
    let answered = AnsweredQuestion { question: endless, url: list_url.clone(), replies: vec![reply; 2] };
    let replies = RepliesSection { frequency: told.frequency, questions: vec![answered], list_url: list_url.clone(), leave_url: list_url };
    let mail = mail::digest(&context(), DigestMail { replies: vec![replies], sections: vec![told; 2], ..digest_mail() }).unwrap();
    assert!(encoded(&mail) <= 90_000, "{}", encoded(&mail));
    let text = flat(&mail.text);
    assert!(text.contains(" 5 Praxisbeispiele: https://") && text.contains(" 2 Antworten: https://"), "{text}");
}

/// The longest key that is in use, in PEM.
fn long_key() -> String {
    let key: Pkcs8V1Der<'_> = RsaKeyPair::generate(KeySize::Rsa4096).unwrap().as_der().unwrap();
    let text = STANDARD.encode(&*key);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
}

#[tokio::test]
async fn the_longest_digest_is_no_longer_than_large_providers_show() {
    let domain = format!("{0}.{0}.example.org", "wissensnetz-der-kommunen-in-mitteldeutschland");
    let long = |name: &str| address(&format!("{}@{domain}", name.repeat(64 / name.len())));
    let context = MailContext { instance_name: "Überörtliches Wissensnetz ".repeat(6).trim().to_owned(), ..context() };
    let sender = Sender { from: long("sammelpost"), name: context.instance_name.clone(), reply_to: Some(long("redaktion")) };
    let dkim = Dkim::new(long_key().as_bytes(), &domain, "netz2026").unwrap();
    let returns = ReturnPath::new(&address(&format!("bounce@{domain}")), &"s".repeat(32)).unwrap();
    let postmark = Postmark { dkim: Some(Arc::new(dkim)), returns: Some(returns), ..Postmark::default() };
    for sections in [vec![section(); 150], in_large_letters(1), in_large_letters(150)] {
        let mail = mail::digest(&context, DigestMail { to: long("amt-vierzig"), sections, ..digest_mail() }).unwrap();
        let raw = written_with(&mail, sender.clone(), postmark.clone()).await.unwrap();
        assert!(raw.starts_with("DKIM-Signature: ") && header(&raw, "List-Unsubscribe").unwrap().contains("mailto:"), "{raw}");
        let parts = encoded(&mail);
        assert!(parts > 60_000, "one that is cut to fit: {parts}");
        assert!(raw.len() - parts <= 10_000, "what stands around the parts: {}", raw.len() - parts);
        assert!(raw.len() <= 100_000, "{}", raw.len());
    }
}
