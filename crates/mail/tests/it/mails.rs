//! What the mails say.

use crate::fixtures::{
    confirmation, confirmation_mail, context, deputation_mail, digest, digest_mail, inactivity_mail, invitation_mail, item,
    registration_mail, renewed_section, section, sign_in_link,
};
use domain::digest_period::Frequency;
use mail::{
    ConfirmationMail, DeputationMail, DigestItem, DigestMail, DigestSection, InvitationMail, MAX_ITEMS, Mail, MailError, RegistrationMail,
};
use url::Url;

#[test]
fn the_mails_by_which_people_come_and_go_belong_to_no_list_and_keep_text_text() {
    let hostile = InvitationMail { place: Some("<b>Burg</b>\r\nBcc: a@b".into()), role: "<i>".into(), ..invitation_mail() };
    let mails = [
        mail::invitation(&context(), hostile).unwrap(),
        mail::registration(&context(), RegistrationMail { place: "<b>Burg</b>".into(), ..registration_mail() }).unwrap(),
        mail::inactivity(&context(), inactivity_mail()).unwrap(),
        mail::deputation(&context(), DeputationMail { place: "<b>Burg</b>\r\nBcc: a@b".into(), ..deputation_mail() }).unwrap(),
    ];
    for mail in mails {
        assert!(!mail.kind.is_bulk() && mail.list.is_none() && !mail.subject.contains('\n'), "{mail:?}");
        assert!(!mail.html.contains("<b>") && !mail.html.contains("<i>"), "{}", mail.html);
    }
    let known = mail::registration(&context(), RegistrationMail { confirm_url: None, ..registration_mail() }).unwrap();
    assert!(known.text.contains("https://wissensnetz.example.org/anmelden\n") && !known.text.contains("token"), "{}", known.text);
}

#[test]
fn the_mail_with_a_link_to_sign_in_says_how_long_it_is_good() {
    let mail = sign_in_link();
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
fn the_confirmation_says_that_day_and_hour_go_for_all_subscriptions() {
    let asked = ConfirmationMail { weekday: Some(chrono::Weekday::Fri), hour: Some(18), ..confirmation_mail() };
    let mail = mail::confirmation(&context(), asked).unwrap();
    let weekday = "Wochentag: Freitag, monatlich am ersten Freitag (gilt für alle Ihre Abos)";
    let lines = [weekday, "Uhrzeit: 18 Uhr (gilt für alle Ihre Abos)"];
    assert!(mail.text.contains(&format!("- Häufigkeit: wöchentlich\n- {}\n- {}\n\nIHRE", lines[0], lines[1])), "{}", mail.text);
    assert!(lines.iter().all(|line| mail.html.contains(&format!(">{line}</li>"))), "{}", mail.html);
    let unchosen = confirmation();
    assert!(!unchosen.text.contains("alle Ihre Abos") && !unchosen.html.contains("alle Ihre Abos"), "{}", unchosen.text);
}

#[test]
fn the_confirmation_promises_what_the_operator_decided() {
    let asked = ConfirmationMail { unconfirmed_days: 10, ..confirmation_mail() };
    let mail = mail::confirmation(&context(), asked).unwrap();
    for part in [flat(&mail.text), flat(&mail.html)] {
        assert!(part.contains("nach 10 Tagen, am 11. Dezember 2026, gelöscht"), "{part}");
    }
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
        for item in digest_mail().sections.into_iter().flat_map(|section| section.items) {
            assert!(part.contains(&item.title) && part.contains(&item.place) && part.contains(&item.teaser), "{part}");
        }
        assert!(
            part.replace("</span>", "").contains("Warum in dieser E-Mail: Handlungsfeld Übergang Schule–Beruf; Land Sachsen-Anhalt"),
            "{part}"
        );
        assert_eq!(part.matches("Warum in dieser E-Mail").count(), 3, "a case without reasons claims none");
        for heading in [
            "Neu: Handlungsfeld: Übergang Schule–Beruf oder Sprachbildung · Land: Sachsen-Anhalt",
            "Wesentlich überarbeitet: Suche: Netzwerkanalyse",
        ] {
            assert!(part.contains(heading), "{heading} in {part}");
        }
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
        told.sections.truncate(1);
        told.sections[0].items = vec![item(title, "", "Weimar, Thüringen", &[]); items];
        told.sections[0].more = more;
        mail::digest(&context(), told).unwrap().subject
    };
    assert_eq!(subject(1, 0, "Ausbildungsbus"), "1 neues Praxisbeispiel: Ausbildungsbus");
    assert_eq!(subject(2, 1, "Ausbildungsbus"), "3 neue Praxisbeispiele: Ausbildungsbus …");
    assert_eq!(subject(1, 0, "A\r\nBcc: b@example.org"), "1 neues Praxisbeispiel: A Bcc: b@example.org");
    let long = subject(1, 0, &"Übergangsmanagement ".repeat(8));
    assert!(long.ends_with("Übergangsmanagement …") && long.chars().count() < 90, "{long}");
}

#[test]
fn a_number_is_named_only_where_every_case_counts_once() {
    let opening = |more: [usize; 2]| {
        let mut told = digest_mail();
        told.sections = vec![DigestSection { more: more[0], ..section() }, DigestSection { more: more[1], ..section() }];
        let mail = mail::digest(&context(), told).unwrap();
        let titles = ": Übergang Schule–Beruf: Ausbildungsbus fährt die Schulen im …";
        let count = mail.subject.strip_suffix(titles).unwrap_or_else(|| panic!("{}", mail.subject)).to_owned();
        let heading = format!("Ihre Wochenübersicht: {count}");
        assert_eq!(mail.text.lines().next(), Some(heading.as_str()));
        assert!(mail.html.contains(&format!(">{count}</p>")), "{}", mail.html);
        count
    };
    assert_eq!(opening([0, 0]), "6 neue Praxisbeispiele", "each is told in one section");
    for more in [[2, 0], [0, 2], [10, 20]] {
        assert_eq!(opening(more), "Neue Praxisbeispiele", "the further ones of one section may be in the other: {more:?}");
    }
    let mut renewed = digest_mail();
    renewed.sections = vec![DigestSection { more: 1, ..renewed_section() }; 2];
    let subject = mail::digest(&context(), renewed).unwrap().subject;
    assert_eq!(subject, "Überarbeitete Praxisbeispiele: Netzwerkanalyse mit Bordmitteln …");
}

#[test]
fn each_frequency_has_its_heading() {
    let heading = |frequency| {
        let sections = vec![DigestSection { frequency, ..section() }, renewed_section()];
        let mail = mail::digest(&context(), DigestMail { sections, ..digest_mail() }).unwrap();
        mail.text.lines().next().unwrap().to_owned()
    };
    let headings = Frequency::ALL.map(heading);
    assert_eq!(headings[0], "Ihre Tagesübersicht: Neue und überarbeitete Praxisbeispiele", "the rarest of its sections names it");
    assert_eq!(headings[3], "Ihre Monatsübersicht: Neue und überarbeitete Praxisbeispiele");
    let alone = mail::digest(&context(), DigestMail { sections: vec![renewed_section()], ..digest_mail() }).unwrap();
    assert_eq!(alone.subject, "1 überarbeitetes Praxisbeispiel: Netzwerkanalyse mit Bordmitteln");
}

#[test]
fn who_wants_titles_alone_gets_no_more_than_titles_places_and_links() {
    let mail = mail::digest(&context(), DigestMail { titles_only: true, ..digest_mail() }).unwrap();
    for part in [flat(&mail.text), flat(&mail.html)] {
        for item in digest_mail().sections.into_iter().flat_map(|section| section.items) {
            assert!(part.contains(&item.title) && part.contains(&item.place), "{part}");
            assert!(item.teaser.is_empty() || !part.contains(&item.teaser), "{part}");
        }
        assert!(!part.contains("Warum in dieser E-Mail") && part.contains("2 weitere Praxisbeispiele"), "{part}");
    }
}

#[test]
fn a_section_that_tells_nothing_is_left_out() {
    let mut told = digest_mail();
    told.sections[0].items.clear();
    told.sections[0].more = 0;
    let mail = mail::digest(&context(), told).unwrap();
    assert!(!mail.text.contains("Sprachbildung") && mail.text.contains("Netzwerkanalyse"), "{}", mail.text);
}

#[test]
fn a_section_whose_cases_are_told_elsewhere_still_says_how_many_more_there_are_and_where() {
    let mut told = digest_mail();
    told.sections[0].items.clear();
    let more_url = told.sections[0].more_url.to_string();
    let mail = mail::digest(&context(), told.clone()).unwrap();
    assert!(mail.text.contains(&format!("\n2 Praxisbeispiele:\n{more_url}\n")), "{}", mail.text);
    assert!(flat(&mail.html).contains(">2 Praxisbeispiele<"), "{}", mail.html);
    assert_eq!(mail.subject, "Neue und überarbeitete Praxisbeispiele: Netzwerkanalyse mit Bordmitteln …");
    told.sections.truncate(1);
    let subject = mail::digest(&context(), told).unwrap().subject;
    assert!(
        subject.starts_with("2 neue Praxisbeispiele: Handlungsfeld: Übergang"),
        "numbers alone are named by what they are about: {subject}"
    );
}

#[test]
fn further_cases_are_as_many_as_their_page_lists_beside_those_that_stand_here() {
    let page = |number: usize| -> Url { format!("https://wissensnetz.example.org/faelle/nummer-{number}").parse().unwrap() };
    let cases =
        |numbers: std::ops::Range<usize>| numbers.map(move |number| DigestItem { url: page(number), ..item("Fall", "", "Weimar", &[]) });
    let of = |numbers, more, elsewhere: &[usize]| DigestSection {
        items: cases(numbers).collect(),
        more,
        elsewhere: elsewhere.iter().map(|number| page(*number)).collect(),
        ..section()
    };
    let told = |sections: Vec<DigestSection>| flat(&mail::digest(&context(), DigestMail { sections, ..digest_mail() }).unwrap().text);
    for (second, expected) in [
        (of(2..4, 3, &[0, 1]), "3 weitere Praxisbeispiele, davon 2 in anderen Abschnitten dieser E-Mail: https://"),
        (of(2..4, 2, &[0]), "2 weitere Praxisbeispiele, davon 1 in einem anderen Abschnitt dieser E-Mail: https://"),
        (of(0..0, 3, &[0, 1]), " 3 Praxisbeispiele, davon 2 in anderen Abschnitten dieser E-Mail: https://"),
        (of(2..4, 1, &[]), "1 weiteres Praxisbeispiel: https://"),
    ] {
        let text = told(vec![of(0..2, 0, &[]), second]);
        assert!(text.contains(expected) && text.contains("Neue Praxisbeispiele"), "{expected} in {text}");
    }
    let all = told(vec![of(0..2, 0, &[]), of(2..4, 2, &[0, 1])]);
    assert!(all.contains("4 neue Praxisbeispiele") && !all.contains("weitere"), "the mail names them all: {all}");
    // Some of the first section's cases have no room: what the mail does not name does not stand in it.
    let cut = told(vec![of(0..MAX_ITEMS + 1, 0, &[]), of(20..21, 3, &[0, MAX_ITEMS])]);
    assert!(cut.contains("1 weiteres Praxisbeispiel: https://"), "{cut}");
    assert!(cut.contains("3 weitere Praxisbeispiele, davon 1 in einem anderen Abschnitt dieser E-Mail"), "{cut}");
}

#[test]
fn the_digest_says_what_the_reader_subscribed_to() {
    let follows = || DigestSection { follows_case: true, ..renewed_section() };
    for (sections, expected) in [
        (vec![section()], "neue und wesentlich überarbeitete Praxisbeispiele abonniert"),
        (vec![follows()], "weil Sie bei Wissensnetz wesentlich neue Fassungen eines Praxisbeispiels abonniert"),
        (vec![follows(), follows()], "weil Sie bei Wissensnetz wesentlich neue Fassungen einzelner Praxisbeispiele abonniert"),
        (vec![section(), follows()], "Praxisbeispiele sowie wesentlich neue Fassungen einzelner Praxisbeispiele abonniert"),
    ] {
        let mail = mail::digest(&context(), DigestMail { sections, ..digest_mail() }).unwrap();
        for part in [flat(&mail.text), flat(&mail.html)] {
            assert!(part.contains(expected), "{expected} in {part}");
        }
    }
}

#[test]
fn an_empty_digest_is_refused() {
    let mut told = digest_mail();
    for section in &mut told.sections {
        section.items.clear();
        section.more = 0;
    }
    assert!(matches!(mail::digest(&context(), told), Err(MailError::Empty)));
}

#[test]
fn text_from_elsewhere_stays_text() {
    let hostile = "<script>alert(1)</script>\"'><img src=x>\r\n\r\nAbmelden: https://evil.example";
    let mut told = digest_mail();
    told.sections[0].items = vec![item(hostile, hostile, hostile, &[hostile])];
    told.sections[0].about = vec![hostile.into()];
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
fn a_mail_reads_back_from_json_and_debug_shows_no_secret() {
    let mail = digest();
    let json = serde_json::to_string(&mail).unwrap();
    assert_eq!(serde_json::from_str::<Mail>(&json).unwrap(), mail);
    let shown = format!("{mail:?} {:?}", mail.list);
    assert!(!shown.contains("3hX9") && !shown.contains("bildungsbuero"), "{shown}");
}

/// The text with its line breaks and indentations undone.
pub(crate) fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
