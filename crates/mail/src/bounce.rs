//! Mails that came back: reports about deliveries (RFC 3464).

mod verdict;

pub use verdict::{Verdict, is_policy, refusal};

use crate::clean::reply_text;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders};
use verdict::{status, verdict};

/// What a report says about one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BouncedRecipient {
    /// The address, as the report writes it. Not for logs.
    pub address: Option<String>,
    /// What the other server did: `failed`, `delayed`, `delivered`, `relayed`, `expanded`.
    pub action: String,
    /// What the report means.
    pub verdict: Verdict,
    /// The status code: `5.1.1`.
    pub status: String,
    /// What the other server said, in one line, without addresses.
    pub reason: String,
}

/// A report about a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BounceReport {
    /// The addresses that the report itself was sent to; one of them may be a return path of ours.
    pub sent_to: Vec<String>,
    /// What it says, recipient by recipient; empty where it is no report that machines can read.
    pub recipients: Vec<BouncedRecipient>,
    /// Whether it is not a report but a reader who wants no more digests: a mail as the mailto address in a digest's headers has it written.
    pub asks_to_leave: bool,
}

/// The subject of a mail that ends subscriptions, in the mailto address of digests' headers.
pub(crate) const LEAVE_SUBJECT: &str = "Abmelden";

/// How much of a message is read, in bytes: a report holds at most the mail that it is about, and what the report says stands before that.
pub const MAX_BOUNCE: usize = 1_000_000;

/// The stack for reading a message, in bytes. The library copies and drops messages within messages by recursion, and how deep they lie is up to
/// whoever sends one: in [`MAX_BOUNCE`] bytes there is room for 34,000, each beginning with `Content-Type:message/rfc822`.
const STACK: usize = 256 * 1024 * 1024;

/// Headers in which servers write whom a mail was delivered to, and where people do.
const RECIPIENT_HEADERS: [&str; 5] = ["X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To"];

/// Reads the first [`MAX_BOUNCE`] bytes of a message that came to the mailbox for mails that come back; nothing if it is no message at all.
pub fn read_bounce(message: &[u8]) -> Option<BounceReport> {
    let message = &message[..message.len().min(MAX_BOUNCE)];
    std::thread::scope(|scope| {
        match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || read(message)) {
            Ok(reader) => reader.join().ok()?,
            // On a machine that has no room for it, reports are read all the same.
            Err(_) => read(message),
        }
    })
}

fn read(message: &[u8]) -> Option<BounceReport> {
    let message = MessageParser::default().parse(message)?;
    if message.headers().is_empty() {
        return None;
    }
    let reports = status_parts(&message);
    let recipients: Vec<_> = reports.iter().flat_map(|part| recipients(&String::from_utf8_lossy(part))).collect();
    let is_about_leaving = message.subject().is_some_and(|subject| subject.to_lowercase().contains(&LEAVE_SUBJECT.to_lowercase()));
    Some(BounceReport { sent_to: sent_to(&message), asks_to_leave: recipients.is_empty() && is_about_leaving, recipients })
}

fn sent_to(message: &Message<'_>) -> Vec<String> {
    let values = RECIPIENT_HEADERS.iter().flat_map(|name| {
        let raw = message.headers_raw().filter(move |(there, _)| there.eq_ignore_ascii_case(name));
        raw.map(|(_, value)| value.to_owned())
    });
    let split = values.flat_map(|value| value.split([',', ' ', '\t', '\r', '\n', ';']).map(str::to_owned).collect::<Vec<_>>());
    split.map(|word| word.trim_matches(['<', '>', '"']).to_owned()).filter(|word| word.contains('@')).collect()
}

/// The parts that machines can read. Some servers send one without saying so at the top, and some gateways put the whole report into a message
/// of their own. What came back stands in a report as well, and is none itself.
fn status_parts<'a>(message: &'a Message<'_>) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    let mut left = vec![message];
    while let Some(message) = left.pop() {
        let before = found.len();
        found.extend(message.parts.iter().filter(|part| is_status_part(part)).map(MessagePart::contents));
        if found.len() == before {
            left.extend(message.parts.iter().rev().filter_map(MessagePart::message));
        }
    }
    found
}

fn is_status_part(part: &MessagePart<'_>) -> bool {
    let Some(kind) = part.content_type() else { return false };
    let subtype = kind.subtype().unwrap_or_default();
    kind.ctype().eq_ignore_ascii_case("message")
        && ["delivery-status", "global-delivery-status"].iter().any(|known| subtype.eq_ignore_ascii_case(known))
}

/// The groups of fields of a report: the first is about the mail, each further one about a recipient. Some servers leave the first out.
fn recipients(report: &str) -> Vec<BouncedRecipient> {
    groups(report).iter().filter_map(recipient).collect()
}

type Fields = Vec<(String, String)>;

/// Fields as in headers: a line that begins with white space continues the one before; an empty line ends the group.
fn groups(report: &str) -> Vec<Fields> {
    let mut groups = vec![Fields::new()];
    for line in report.lines() {
        let Some(fields) = groups.last_mut() else { break };
        if line.trim().is_empty() {
            if !fields.is_empty() {
                groups.push(Fields::new());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    groups
}

fn recipient(fields: &Fields) -> Option<BouncedRecipient> {
    let field = |name: &str| fields.iter().find(|(there, _)| there == name).map(|(_, value)| value.as_str());
    let action = field("action")?.split([' ', '(', ';']).next()?.to_ascii_lowercase();
    // One server in wide use writes "error".
    let action = if action.starts_with("fail") || action == "error" { String::from("failed") } else { action };
    let status = field("status").and_then(status).unwrap_or_default();
    let diagnostic = field("diagnostic-code").unwrap_or_default();
    let address = field("original-recipient").or_else(|| field("final-recipient")).map(address);
    let verdict = verdict(&action, &status, diagnostic);
    Some(BouncedRecipient { address, action, verdict, status, reason: reply_text(diagnostic) })
}

/// The address behind its type: `rfc822; a@example.org`.
fn address(value: &str) -> String {
    let value = value.split_once(';').map_or(value, |(_, address)| address);
    value.trim().trim_matches(['<', '>']).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_go_on_over_lines_and_addresses_do_not_reach_the_reason() {
        let report = "Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; <anna@example.org>\r\nAction: failed (very)\r\n\
                      Status: 5.1.1 (bad)\r\nDiagnostic-Code: smtp; 550 5.1.1 <anna@example.org>:\r\n    unknown\r\n\r\n\r\n";
        let read = recipients(report);
        assert_eq!(read.len(), 1);
        assert_eq!((read[0].address.as_deref(), read[0].status.as_str()), (Some("anna@example.org"), "5.1.1"));
        assert_eq!(read[0].reason, "smtp; 550 5.1.1 <…@example.org>: unknown");
    }

    #[test]
    fn a_report_within_a_message_counts_but_not_what_came_back_in_a_report() {
        let report = |subject: &str, status: &str, rest: &str| {
            format!(
                "From: a@example.org\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; boundary={subject}\r\n\r\n\
                 --{subject}\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: {status}\r\n\r\n\
                 {rest}--{subject}--\r\n"
            )
        };
        let within = |outer: &str, inner: &str| format!("--{outer}\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n");
        let inner = report("inner", "5.1.1", "");
        let wrapped = format!("Subject: x\r\nContent-Type: multipart/mixed; boundary=out\r\n\r\n{}--out--\r\n", within("out", &inner));
        let codes = |message: &str| {
            let read = read_bounce(message.as_bytes()).unwrap().recipients;
            read.into_iter().map(|recipient| recipient.status).collect::<Vec<_>>()
        };
        assert_eq!(codes(&wrapped), ["5.1.1"]);
        assert_eq!(codes(&report("outer", "5.2.2", &within("outer", &inner))), ["5.2.2"]);
    }

    #[test]
    fn messages_within_messages_do_not_end_their_reader_however_deep_they_lie() {
        let nested = "Content-Type:message/rfc822\n\n".repeat(MAX_BOUNCE / 29);
        assert_eq!(read_bounce(nested.as_bytes()).map(|report| report.recipients), Some(Vec::new()));
    }

    #[test]
    fn what_is_no_report_has_no_recipients() {
        let answer = b"From: a@example.org\r\nTo: bounce+1@example.org\r\nDelivered-To: bounce+2@example.org\r\nSubject: Abwesend\r\n\r\nBis Montag.\r\n";
        let read = read_bounce(answer).unwrap();
        assert_eq!((read.sent_to.len(), read.recipients.len()), (2, 0));
        assert_eq!(read_bounce(b""), None);
    }
}
