//! The message on the wire, as other programs read it.

use crate::fixtures::{address, confirmation, digest, sender};
use mail::{FilesTransport, Mail, MailTransport, Postmark, SendError, Sender};
use mail_parser::{MessageParser, MimeHeaders};

/// What the transport writes, octet by octet.
async fn written(mail: &Mail, sender: Sender) -> Result<String, SendError> {
    written_with(mail, sender, Postmark::default()).await
}

/// The same, with what the instance puts on every mail.
pub(crate) async fn written_with(mail: &Mail, sender: Sender, postmark: Postmark) -> Result<String, SendError> {
    let dir = tempfile::tempdir().unwrap();
    let transport = FilesTransport::new(dir.path(), sender).marked(postmark);
    transport.send(mail).await?;
    let id = transport.list().unwrap().remove(0).id;
    Ok(std::fs::read_to_string(dir.path().join(format!("{id}.eml"))).unwrap())
}

pub(crate) fn header<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    let head = message.split("\r\n\r\n").next().unwrap();
    head.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn a_parser_reads_the_digest_as_it_was_written() {
    let mail = digest();
    let raw = written(&mail, Sender { reply_to: Some(address("redaktion@wissensnetz.example.org")), ..sender() }).await.unwrap();
    assert!(raw.is_ascii() && !raw.replace("\r\n", "").contains(['\r', '\n']));
    let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
    assert_eq!(message.subject(), Some(mail.subject.as_str()));
    assert_eq!(message.message_id(), Some("digest.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2026-12-01T06:00:00Z");
    let from = message.from().unwrap().first().unwrap();
    assert_eq!((from.name(), from.address()), (Some("Wissensnetz für Kommunen"), Some("post@wissensnetz.example.org")));
    assert_eq!(message.reply_to().unwrap().first().unwrap().address(), Some("redaktion@wissensnetz.example.org"));
    assert_eq!(message.to().unwrap().first().unwrap().address(), Some("bildungsbuero@landkreis.example.org"));
    assert_eq!(message.content_type().unwrap().subtype(), Some("alternative"));
    assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), mail.text.trim_end());
    assert_eq!(message.body_html(0).unwrap().replace("\r\n", "\n").trim_end(), mail.html.trim_end());
    for part in &message.parts[1..] {
        assert_eq!(part.content_type().unwrap().attribute("charset"), Some("utf-8"));
        assert_eq!(part.content_transfer_encoding(), Some("quoted-printable"));
    }
}

#[tokio::test]
async fn any_text_arrives_as_it_was_written() {
    let texts = [
        format!("{}\n", "ä=€".repeat(200)),
        "Zeile mit Leerzeichen am Ende \nund mit Tabulator\t\n".to_owned(),
        ".\n..\nFrom hier\n.zwei\n".to_owned(),
        format!("{}\n{}\n{}\n", "a".repeat(75), "b".repeat(76), "c".repeat(77)),
        "\u{0}\u{1b}[31m \u{2028} 🏫\n\n\n".to_owned(),
        String::new(),
    ];
    for text in texts {
        let mail = Mail { text: text.clone(), ..digest() };
        let raw = written(&mail, sender()).await.unwrap();
        assert!(raw.is_ascii() && raw.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])), "{text:?}");
        let encoded = raw.split("\r\n\r\n").nth(2).unwrap();
        assert!(encoded.split("\r\n").all(|line| line.len() <= 76 && !line.ends_with([' ', '\t'])), "RFC 2045, 6.7: {encoded:?}");
        let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
        assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n").trim_end_matches('\n'), text.trim_end_matches('\n'));
    }
}

#[tokio::test]
async fn a_subject_that_looks_encoded_arrives_as_it_was_written() {
    for subject in ["=?utf-8?Q?Hallo?=".to_owned(), "Wozu =?UTF-8?B?w6Q=?= gut ist".to_owned(), format!("{}=?", "ä€ _=".repeat(30))] {
        let raw = written(&Mail { subject: subject.clone(), ..digest() }, sender()).await.unwrap();
        let message = MessageParser::default().parse(raw.as_bytes()).unwrap();
        assert_eq!(message.subject(), Some(subject.as_str()));
        let lines = raw.split("\r\n").skip_while(|line| !line.starts_with("Subject: ")).enumerate();
        let mut lines = lines.take_while(|(number, line)| *number == 0 || line.starts_with(' '));
        assert!(lines.all(|(_, line)| line.len() <= 76), "RFC 2047, 2: {raw}");
    }
}

#[tokio::test]
async fn every_mail_tells_machines_not_to_answer() {
    for (mail, precedence) in [(confirmation(), None), (digest(), Some("bulk"))] {
        let raw = written(&mail, sender()).await.unwrap();
        assert_eq!(header(&raw, "Auto-Submitted"), Some("auto-generated"));
        assert_eq!(header(&raw, "X-Auto-Response-Suppress"), Some("DR, RN, NRN, OOF, AutoReply"));
        assert_eq!(header(&raw, "MIME-Version"), Some("1.0"));
        assert_eq!(header(&raw, "Precedence"), precedence);
        assert_eq!(header(&raw, "List-Id").is_some(), precedence.is_some());
    }
}

#[tokio::test]
async fn list_headers_stand_on_one_line_each() {
    let mut mail = digest();
    let list = mail.list.as_mut().unwrap();
    list.unsubscribe_url = format!("https://wissensnetz.example.org/abo/abmelden/{}", "a".repeat(300));
    list.list_name = "Überblick, wöchentlich".into();
    let expected = format!("<{}>, <mailto:ab%26meldung@wissensnetz.example.org?subject=Abmelden>", list.unsubscribe_url);
    let staffed = Postmark { unsubscribe_mailbox: Some(address("ab&meldung@wissensnetz.example.org")), ..Postmark::default() };
    let raw = written_with(&mail, sender(), staffed).await.unwrap();
    assert_eq!(header(&raw, "List-Unsubscribe"), Some(expected.as_str()));
    assert_eq!(header(&raw, "List-Unsubscribe-Post"), Some("List-Unsubscribe=One-Click"));
    let list_id = "=?utf-8?Q?=C3=9Cberblick=2C_w=C3=B6chentlich?= <praxisbeispiele.wissensnetz.example.org>";
    assert_eq!(header(&raw, "List-Id"), Some(list_id));
}

#[tokio::test]
async fn one_click_is_promised_for_https_alone() {
    let mut mail = digest();
    mail.list.as_mut().unwrap().unsubscribe_url = "http://wissensnetz.example.org/abo/abmelden/abc".into();
    let raw = written(&mail, sender()).await.unwrap();
    assert_eq!(header(&raw, "List-Unsubscribe"), Some("<http://wissensnetz.example.org/abo/abmelden/abc>"));
    assert_eq!(header(&raw, "List-Unsubscribe-Post"), None);
}

#[tokio::test]
async fn no_attempt_differs_from_another() {
    assert_eq!(written(&digest(), sender()).await.unwrap(), written(&digest(), sender()).await.unwrap());
}

#[tokio::test]
async fn what_would_add_a_header_is_refused() {
    let hostile = "Wochenblick\r\nBcc: alle@example.org";
    let spoil: [fn(&mut Mail, &mut Sender, &str); 9] = [
        |mail, _, text| mail.subject = text.into(),
        |_, sender, text| sender.name = text.into(),
        |mail, _, text| mail.message_id = format!("<{text}@example.org>"),
        |mail, _, text| mail.message_id = text.into(),
        |mail, _, text| mail.list.as_mut().unwrap().list_id = text.into(),
        |mail, _, text| mail.list.as_mut().unwrap().list_name = text.into(),
        |mail, _, text| mail.list.as_mut().unwrap().unsubscribe_url = format!("https://example.org/{text}"),
        |mail, _, _| mail.list.as_mut().unwrap().unsubscribe_url = "https://a.example>,<https://b.example".into(),
        |mail, _, _| mail.list.as_mut().unwrap().unsubscribe_url = "abmelden".into(),
    ];
    for (number, spoil) in spoil.into_iter().enumerate() {
        let (mut mail, mut sender) = (digest(), sender());
        spoil(&mut mail, &mut sender, hostile);
        let outcome = written(&mail, sender).await;
        assert!(matches!(outcome, Err(SendError::Invalid { .. })), "{number}: {outcome:?}");
        assert!(outcome.unwrap_err().is_permanent());
    }
}

#[tokio::test]
async fn a_header_longer_than_a_line_may_be_is_refused() {
    let mut mail = digest();
    mail.list.as_mut().unwrap().unsubscribe_url = format!("https://example.org/{}", "a".repeat(1000));
    assert!(matches!(written(&mail, sender()).await, Err(SendError::Invalid { .. })));
}
