//! The mails about the way of a case, and the one that asks whether it still holds.

use crate::fixtures::{address, context, sender, written_at};
use mail::{FilesTransport, FreshnessMail, FreshnessRound, Mail, MailTransport, ReviewMail, ReviewNotice, SendError};

const THREAD: &str = "<review.0190f1c2-7b1e-7c3a-9d55-000000000001@wissensnetz.example.org>";

fn review_mail(notice: ReviewNotice) -> ReviewMail {
    ReviewMail {
        to: address("bildungsbuero@landkreis.example.org"),
        message_id: "<review.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>".into(),
        in_reply_to: Some(THREAD.into()),
        notice,
        title: "Ausbildungsbus im ländlichen Raum".into(),
        place: "Burgenlandkreis".into(),
        case_url: "https://wissensnetz.example.org/faelle/ausbildungsbus-im-laendlichen-raum".parse().unwrap(),
        field: None,
        words: None,
        submitted_at: None,
        created_at: written_at(),
    }
}

fn review(notice: ReviewNotice) -> Mail {
    mail::review(&context(), review_mail(notice)).unwrap()
}

fn given_back() -> ReviewMail {
    let words = "Bitte nennen Sie die Zahl der Fahrten.\n\nUnd wer bezahlt den Bus?".to_owned();
    ReviewMail { words: Some(words), ..review_mail(ReviewNotice::ChangesRequested) }
}

fn freshness(round: FreshnessRound) -> Mail {
    let mail = FreshnessMail {
        to: address("bildung@landkreis.example.org"),
        message_id: "<freshness.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>".into(),
        in_reply_to: None,
        round,
        title: "Ausbildungsbus im ländlichen Raum".into(),
        case_url: "https://wissensnetz.example.org/faelle/ausbildungsbus-im-laendlichen-raum".parse().unwrap(),
        confirm_url: "https://wissensnetz.example.org/bestaetigung?token=3hX9vQ2LrT7mZk4WcY8sNd5BfG6JpA1u".parse().unwrap(),
        edit_url: "https://wissensnetz.example.org/meine".parse().unwrap(),
        confirmed_at: "2025-12-01T06:00:00Z".parse().unwrap(),
        unconfirmed_days: 42,
        archive_days: 180,
        created_at: written_at(),
    };
    mail::freshness(&context(), mail).unwrap()
}

#[test]
fn a_reason_and_a_comment_stand_in_both_parts() {
    let mail = mail::review(&context(), given_back()).unwrap();
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("Bitte nennen Sie die Zahl der Fahrten.") && part.contains("Und wer bezahlt den Bus?"), "{part}");
    }
    let comment = ReviewMail { field: Some("Ziele".into()), words: Some("Wie viele?".into()), ..review_mail(ReviewNotice::Mentioned) };
    let mail = mail::review(&context(), comment).unwrap();
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("Zum Feld: Ziele") && part.contains("Wie viele?"), "{part}");
    }
    let waiting = ReviewMail { submitted_at: Some("2026-11-24T06:00:00Z".parse().unwrap()), ..review_mail(ReviewNotice::Waiting) };
    assert!(mail::review(&context(), waiting).unwrap().text.contains("eingereicht am 24.\u{a0}November 2026"));
}

#[test]
fn reminders_say_that_they_are() {
    let subjects = [FreshnessRound::Reminder, FreshnessRound::LastReminder].map(|round| freshness(round).subject);
    assert_eq!(subjects[0], "Erinnerung: Bitte bestätigen: Ausbildungsbus im ländlichen Raum");
    assert_eq!(subjects[1], "Letzte Erinnerung: Bitte bestätigen: Ausbildungsbus im ländlichen Raum");
}

#[tokio::test]
async fn all_mails_of_a_case_belong_to_its_first() {
    let written = async |mail: &Mail| {
        let dir = tempfile::tempdir().unwrap();
        let transport = FilesTransport::new(dir.path(), sender());
        transport.send(mail).await?;
        let id = transport.list().unwrap().remove(0).id;
        Ok::<_, SendError>(std::fs::read_to_string(dir.path().join(format!("{id}.eml"))).unwrap())
    };
    let raw = written(&review(ReviewNotice::Claimed)).await.unwrap();
    let unfolded = raw.replace("\r\n ", " ");
    assert!(unfolded.contains(&format!("\r\nIn-Reply-To: {THREAD}\r\n")), "{raw}");
    assert!(unfolded.contains(&format!("\r\nReferences: {THREAD}\r\n")), "{raw}");
    assert!(raw.contains("\r\nAuto-Submitted: auto-generated\r\n"), "{raw}");
    let first = Mail { in_reply_to: None, ..review(ReviewNotice::Submitted) };
    assert!(!written(&first).await.unwrap().contains("In-Reply-To"));
    let forged = Mail { in_reply_to: Some("<a@b>\r\nBcc: c@d".into()), ..review(ReviewNotice::Claimed) };
    assert!(matches!(written(&forged).await, Err(SendError::Invalid { .. })));
}

#[test]
fn text_from_elsewhere_stays_text() {
    let hostile = "<script>alert(1)</script>\r\n\r\nAbmelden: https://evil.example";
    let mail = ReviewMail { title: hostile.into(), place: hostile.into(), words: Some(hostile.into()), ..given_back() };
    let mail = mail::review(&context(), mail).unwrap();
    assert!(!mail.html.contains("<script"), "{}", mail.html);
    assert!(!mail.text.lines().any(|line| line.starts_with("Abmelden")), "{}", mail.text);
    assert!(!mail.subject.contains('\n'), "{}", mail.subject);
}
