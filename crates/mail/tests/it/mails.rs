//! What the mails say.

use crate::fixtures::{
    confirmation, confirmation_mail, context, digest, digest_mail, inactivity_mail, invitation_mail, item, registration_mail, sign_in_link,
};
use domain::digest_period::Frequency;
use mail::{InvitationMail, MAX_ITEMS, Mail, MailError, RegistrationMail};

#[test]
fn the_confirmation_reads_as_agreed() {
    let mail = confirmation();
    insta::assert_snapshot!("confirmation_subject", mail.subject);
    insta::assert_snapshot!("confirmation_text", mail.text);
    insta::assert_snapshot!("confirmation_html", mail.html);
}

#[test]
fn the_digest_reads_as_agreed() {
    let mail = digest();
    insta::assert_snapshot!("digest_subject", mail.subject);
    insta::assert_snapshot!("digest_text", mail.text);
    insta::assert_snapshot!("digest_html", mail.html);
}

#[test]
fn the_mails_by_which_people_come_and_go_read_as_agreed() {
    let without_account = mail::registration(&context(), registration_mail()).unwrap();
    let with_account = mail::registration(&context(), RegistrationMail { confirm_url: None, ..registration_mail() }).unwrap();
    for (name, mail) in [
        ("invitation", mail::invitation(&context(), invitation_mail()).unwrap()),
        ("registration", without_account),
        ("registration_of_a_member", with_account),
        ("inactivity", mail::inactivity(&context(), inactivity_mail()).unwrap()),
    ] {
        insta::assert_snapshot!(format!("{name}_subject"), mail.subject);
        insta::assert_snapshot!(format!("{name}_text"), mail.text);
        assert!(mail.html.contains("<h1") && mail.html.contains("/datenschutz"), "{}", mail.html);
        assert!(!mail.kind.is_bulk() && mail.list.is_none());
    }
    let html = mail::invitation(&context(), InvitationMail { place: Some("<b>Burg</b>".into()), ..invitation_mail() }).unwrap().html;
    insta::assert_snapshot!("invitation_html", html);
}

#[test]
fn the_mail_with_a_link_to_sign_in_reads_as_agreed() {
    let mail = sign_in_link();
    insta::assert_snapshot!("sign_in_link_subject", mail.subject);
    insta::assert_snapshot!("sign_in_link_text", mail.text);
    insta::assert_snapshot!("sign_in_link_html", mail.html);
    for part in [flat(&mail.text), flat(&mail.html)] {
        assert!(part.contains("/anmelden/link?token=wnl_3hX9") && part.contains("gilt bis 07:15 Uhr, ein einziges Mal"), "{part}");
    }
}

#[test]
fn the_confirmation_asks_for_consent_and_promises_deletion() {
    let mail = confirmation();
    for part in [flat(&mail.text), flat(&mail.html)] {
        assert!(part.contains("Ihr Klick darauf ist zugleich Ihre Einwilligung"), "{part}");
        assert!(part.contains(&confirmation_mail().consent_text), "{part}");
        assert!(part.contains("nach 7 Tagen, am 8. Dezember 2026, gelöscht"), "{part}");
        assert!(part.contains("Übergang Schule–Beruf") && part.contains("Häufigkeit: wöchentlich"), "{part}");
        assert!(part.contains(confirmation_mail().confirm_url.as_str()), "{part}");
    }
    assert_eq!(mail.list, None, "nobody is on a list before they confirmed");
}

#[test]
fn without_criteria_the_confirmation_says_that_all_cases_are_meant() {
    let mut asked = confirmation_mail();
    asked.criteria_text.clear();
    let mail = mail::confirmation(&context(), asked).unwrap();
    assert!(mail.text.contains("- alle neuen Praxisbeispiele\n- Häufigkeit"), "{}", mail.text);
    assert!(mail.html.contains("<li style=\"margin:0 0 4px;\">alle neuen Praxisbeispiele</li>"));
}

#[test]
fn both_parts_of_the_digest_hold_every_case_with_its_reasons() {
    let mail = digest();
    for part in [flat(&mail.text), flat(&mail.html)] {
        for item in digest_mail().items {
            assert!(part.contains(&item.title) && part.contains(&item.place) && part.contains(&item.teaser), "{part}");
        }
        assert!(
            part.replace("</span>", "").contains("Warum in dieser Mail: Handlungsfeld Übergang Schule–Beruf; Land Sachsen-Anhalt"),
            "{part}"
        );
        assert_eq!(part.matches("Warum in dieser Mail").count(), 2, "a case without reasons claims none");
        assert!(part.contains("2 weitere Praxisbeispiele"), "{part}");
        assert!(part.contains("Sie erhalten diese E-Mail, weil Sie"), "{part}");
        for page in ["/impressum", "/datenschutz", "/abo/3hX9", "/abo/abmelden/3hX9"] {
            assert!(part.contains(&format!("https://wissensnetz.example.org{page}")), "{page} in {part}");
        }
    }
}

#[test]
fn the_subject_counts_all_cases_and_names_the_first() {
    let subject = |items: usize, more: usize, title: &str| {
        let mut told = digest_mail();
        told.items = vec![item(title, "", "Weimar, Thüringen", &[]); items];
        told.more = more;
        mail::digest(&context(), told).unwrap().subject
    };
    assert_eq!(subject(1, 0, "Ausbildungsbus"), "1 neues Praxisbeispiel: Ausbildungsbus");
    assert_eq!(subject(2, 1, "Ausbildungsbus"), "3 neue Praxisbeispiele: Ausbildungsbus …");
    assert_eq!(subject(1, 0, "A\r\nBcc: b@example.org"), "1 neues Praxisbeispiel: A Bcc: b@example.org");
    let long = subject(1, 0, &"Übergangsmanagement ".repeat(8));
    assert!(long.ends_with("Übergangsmanagement …") && long.chars().count() < 90, "{long}");
}

#[test]
fn each_frequency_has_its_heading() {
    let heading = |frequency| {
        let mail = mail::digest(&context(), mail::DigestMail { frequency, ..digest_mail() }).unwrap();
        mail.text.lines().next().unwrap().to_owned()
    };
    let headings = Frequency::ALL.map(heading);
    assert_eq!(headings[0], "Neu veröffentlicht: 5 neue Praxisbeispiele");
    assert_eq!(headings[3], "Ihre Monatsübersicht: 5 neue Praxisbeispiele");
}

#[test]
fn an_empty_digest_is_refused() {
    let mut told = digest_mail();
    told.items.clear();
    assert!(matches!(mail::digest(&context(), told), Err(MailError::Empty)));
}

#[test]
fn text_from_elsewhere_stays_text() {
    let hostile = "<script>alert(1)</script>\"'><img src=x>\r\n\r\nAbmelden: https://evil.example";
    let mut told = digest_mail();
    told.items = vec![item(hostile, hostile, hostile, &[hostile])];
    let mail = mail::digest(&context(), told).unwrap();
    assert!(!mail.html.contains("<script") && !mail.html.contains("<img"), "{}", mail.html);
    assert!(mail.html.contains("&#60;script&#62;"), "{}", mail.html);
    assert!(!mail.text.lines().any(|line| line.starts_with("Abmelden: https://evil")), "{}", mail.text);

    let mut asked = confirmation_mail();
    asked.criteria_text = vec![hostile.into()];
    asked.consent_text = hostile.into();
    let html = mail::confirmation(&context(), asked).unwrap().html;
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
}

#[test]
fn the_largest_digest_is_not_cut_off_by_large_providers() {
    let mut told = digest_mail();
    let teaser = "\"Übergänge\" <gestalten> & 'begleiten' ".repeat(12);
    told.items =
        vec![item(&"Ü<".repeat(75), &teaser, "Mansfeld-Südharz, Sachsen-Anhalt", &["Handlungsfeld Übergang Schule–Beruf"; 4]); 30];
    let mail = mail::digest(&context(), told).unwrap();
    assert!(mail.html.len() < 100_000, "{}", mail.html.len());
    assert_eq!(mail.html.matches("<h2").count(), MAX_ITEMS);
    assert!(mail.text.contains("12 weitere Praxisbeispiele:"), "{}", mail.text);
}

#[test]
fn the_text_part_fits_76_columns_but_for_links() {
    for mail in [confirmation(), digest(), sign_in_link()] {
        for line in mail.text.lines() {
            assert!(line.chars().count() <= 76 || line.trim().starts_with("https://"), "{line:?}");
            assert_eq!(line, line.trim_end());
        }
    }
}

#[test]
fn nothing_is_loaded_and_nobody_is_shouted_at() {
    for mail in [confirmation(), digest(), sign_in_link()] {
        for forbidden in ["<img", "<link", "<script", "url(", "src=", "@import", "http:"] {
            assert!(!mail.html.contains(forbidden), "{forbidden}");
        }
        assert!(mail.html.contains("<html lang=\"de\">") && mail.html.contains("name=\"color-scheme\""));
        assert_eq!(mail.html.matches("<table").count(), mail.html.matches("<table role=\"presentation\"").count());
        assert!(!mail.text.contains('!') && !mail.subject.contains('!'));
    }
}

#[test]
fn a_mail_reads_back_from_json_and_debug_shows_no_secret() {
    let mail = digest();
    let json = serde_json::to_string(&mail).unwrap();
    assert_eq!(serde_json::from_str::<Mail>(&json).unwrap(), mail);
    let shown = format!("{mail:?} {:?}", mail.list);
    assert!(!shown.contains("3hX9") && !shown.contains("bildungsbuero"), "{shown}");
}

/// The text with its line breaks and indentations undone.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
