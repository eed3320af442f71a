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
use mail::{DigestMail, DigestSection, Dkim, MAX_ITEMS, MAX_MAIL_ITEMS, Mail, MailContext, Postmark, ReturnPath, Sender};
use std::sync::Arc;

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
    let told = DigestMail { to: long("amt-vierzig"), sections: vec![section(); 150], ..digest_mail() };
    let mail = mail::digest(&context, told).unwrap();
    let sender = Sender { from: long("sammelpost"), name: context.instance_name, reply_to: Some(long("redaktion")) };
    let dkim = Dkim::new(long_key().as_bytes(), &domain, "netz2026").unwrap();
    let returns = ReturnPath::new(&address(&format!("bounce@{domain}")), &"s".repeat(32)).unwrap();
    let postmark = Postmark { dkim: Some(Arc::new(dkim)), returns: Some(returns), ..Postmark::default() };
    let raw = written_with(&mail, sender, postmark).await.unwrap();
    assert!(raw.starts_with("DKIM-Signature: ") && header(&raw, "List-Unsubscribe").unwrap().contains("mailto:"), "{raw}");
    let parts = encoded(&mail);
    assert!(parts > 70_000, "one that is cut to fit: {parts}");
    assert!(raw.len() - parts <= 10_000, "what stands around the parts: {}", raw.len() - parts);
    assert!(raw.len() <= 100_000, "{}", raw.len());
}
