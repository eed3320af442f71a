//! Replies to a reader's own questions in a digest.

use crate::{
    fixtures::{context, digest_mail, section},
    mails::flat,
};
use chrono::NaiveDate;
use domain::digest_period::Frequency;
use mail::{AnsweredQuestion, DigestMail, DigestReply, DigestSection, MAX_MAIL_ITEMS, Mail, MailError, RepliesSection, digest};
use url::Url;

fn page(path: &str) -> Url {
    format!("https://wissensnetz.example.org/{path}").parse().unwrap()
}

/// A question with so many replies.
fn question(name: &str, replies: usize) -> AnsweredQuestion {
    let reply = |number| DigestReply {
        from: "Landkreis Nordhausen".to_owned(),
        body: format!("Das ist Antwort {number} zu {name}."),
        written_on: NaiveDate::from_ymd_opt(2026, 11, 26).unwrap(),
    };
    AnsweredQuestion {
        question: format!("Wer kennt {name}?"),
        url: page(&format!("fragen/{name}")),
        replies: (0..replies).map(reply).collect(),
    }
}

fn replied(frequency: Frequency, questions: Vec<AnsweredQuestion>) -> RepliesSection {
    RepliesSection { frequency, questions, list_url: page("fragen"), leave_url: page("abo/abmelden?token=x") }
}

fn mail_of(replies: Vec<RepliesSection>, sections: Vec<DigestSection>) -> Result<Mail, MailError> {
    digest(&context(), DigestMail { replies, sections, ..digest_mail() })
}

#[test]
fn a_mail_of_replies_alone_says_who_replied_to_what() {
    let mail = mail_of(vec![replied(Frequency::Weekly, vec![question("Bildungsbus", 1)])], Vec::new()).unwrap();
    assert_eq!(mail.subject, "1 Antwort auf Ihre Fragen: Wer kennt Bildungsbus?");
    let text = flat(&mail.text);
    assert!(text.starts_with("Ihre Wochenübersicht: 1 Antwort auf Ihre Fragen Antworten auf Ihre Fragen Wer kennt Bildungsbus?"), "{text}");
    assert!(text.contains("Landkreis Nordhausen · geantwortet am 26. November 2026 Das ist Antwort 0 zu Bildungsbus."), "{text}");
    assert!(text.contains("weil Sie bei Wissensnetz Antworten auf Ihre Fragen abonniert"), "{text}");
    for part in [&mail.text, &mail.html] {
        for link in ["/fragen/Bildungsbus", "/abo/abmelden?token=x"] {
            assert!(part.contains(link), "{link}: {part}");
        }
    }
    let two = mail_of(vec![replied(Frequency::Immediate, vec![question("A", 1), question("B", 1)])], Vec::new()).unwrap();
    assert_eq!(two.subject, "2 Antworten auf Ihre Fragen: Wer kennt A? …");
    assert!(two.text.starts_with("Neue Antworten: 2 Antworten auf Ihre Fragen"), "{}", two.text);
}

#[test]
fn replies_stand_before_the_cases_and_both_are_counted() {
    let mail = mail_of(vec![replied(Frequency::Daily, vec![question("Bildungsbus", 2)])], vec![section()]).unwrap();
    assert!(mail.subject.contains(" neue Praxisbeispiele und 2 Antworten auf Ihre Fragen: "), "{}", mail.subject);
    let text = flat(&mail.text);
    assert!(text.find("Wer kennt Bildungsbus?") < text.find("Neu: Handlungsfeld"), "{text}");
    assert!(text.contains("Praxisbeispiele und Antworten auf Ihre Fragen abonniert"), "{text}");
    let without = mail_of(vec![replied(Frequency::Daily, Vec::new())], vec![section()]).unwrap();
    assert!(!without.text.contains("Antworten") && !without.html.contains("Antworten"), "{}", without.text);
    assert!(matches!(mail_of(vec![replied(Frequency::Daily, vec![question("A", 0)])], Vec::new()), Err(MailError::Empty)));
}

#[test]
fn a_mail_has_room_for_some_replies_and_counts_the_others() {
    let long = DigestReply { body: "Wir haben viel zu sagen. ".repeat(160), ..question("A", 1).replies.remove(0) };
    let wordy = AnsweredQuestion { replies: vec![long; MAX_MAIL_ITEMS - 1], ..question("Wortreich", 0) };
    let mail = mail_of(vec![replied(Frequency::Monthly, vec![wordy, question("Knapp", 3), question("Spät", 1)])], vec![section()]).unwrap();
    let text = flat(&mail.text);
    assert_eq!(text.matches("geantwortet am").count(), MAX_MAIL_ITEMS);
    assert!(!text.contains(&"Wir haben viel zu sagen. ".repeat(20)), "an excerpt: {text}");
    assert!(
        text.contains("Das ist Antwort 0 zu Knapp.") && !text.contains("Antwort 1 zu Knapp") && !text.contains("Wer kennt Spät?"),
        "{text}"
    );
    assert!(text.contains("3 weitere Antworten: https://wissensnetz.example.org/fragen Dieses Abo (monatlich) beenden"), "{text}");
}

#[test]
fn of_replies_in_letters_that_take_much_room_fewer_are_shown_and_all_are_counted() {
    let wordy = |number: usize| AnsweredQuestion {
        question: format!("{number} {}", "Щ".repeat(190)),
        replies: vec![DigestReply { body: "щ".repeat(400), ..question("A", 1).replies.remove(0) }],
        ..question("A", 0)
    };
    let questions: Vec<_> = (0..MAX_MAIL_ITEMS).map(wordy).collect();
    for sections in [Vec::new(), vec![section(); 3]] {
        let mail = mail_of(vec![replied(Frequency::Weekly, questions.clone())], sections).unwrap();
        let text = flat(&mail.text);
        let shown = text.matches("geantwortet am").count();
        assert!((5..MAX_MAIL_ITEMS).contains(&shown), "{shown}: {text}");
        assert!(text.contains(&format!("{} weitere Antworten: https://wissensnetz.example.org/fragen", MAX_MAIL_ITEMS - shown)), "{text}");
        assert!(mail.subject.contains("20 Antworten auf Ihre Fragen"), "{}", mail.subject);
    }
}

#[test]
fn sections_of_replies_share_the_room_of_a_mail() {
    let replies = [Frequency::Daily, Frequency::Weekly].map(|often| replied(often, vec![question("Bildungsbus", 15)]));
    let text = flat(&mail_of(replies.into(), Vec::new()).unwrap().text);
    assert_eq!(text.matches("geantwortet am").count(), MAX_MAIL_ITEMS);
    assert!(text.contains("10 weitere Antworten: "), "{text}");
}

#[test]
fn who_wants_titles_alone_reads_who_replied_and_not_what() {
    let replies = vec![replied(Frequency::Daily, vec![question("Bildungsbus", 1)])];
    let mail = digest(&context(), DigestMail { replies, titles_only: true, ..digest_mail() }).unwrap();
    for part in [flat(&mail.text), flat(&mail.html)] {
        assert!(part.contains("Wer kennt Bildungsbus?") && part.contains("Landkreis Nordhausen"), "{part}");
        assert!(!part.contains("Das ist Antwort"), "{part}");
    }
}
