//! Mails that came back: reports about deliveries (RFC 3464) and what they mean for the address (RFC 3463).

use crate::clean::reply_text;
use mail_parser::{Message, MessageParser, MimeHeaders};

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

/// What a report means for the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// There is no such mailbox, or nobody uses it any more.
    Hard,
    /// The mail was refused for what we are or what it is, not for whom it was for (5.7.x).
    Policy,
    /// It did not work this time, or not yet: the mailbox is full, a server is away, the mail too large.
    Passing,
    /// It has arrived, or was passed on.
    Arrived,
}

impl Verdict {
    /// The word for it in reports of commands.
    pub fn key(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Policy => "policy",
            Self::Passing => "passing",
            Self::Arrived => "arrived",
        }
    }
}

/// A report about a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BounceReport {
    /// The addresses that the report itself was sent to; one of them may be a return path of ours.
    pub sent_to: Vec<String>,
    /// What it says, recipient by recipient; empty where it is no report that machines can read.
    pub recipients: Vec<BouncedRecipient>,
    /// Whether it is no report, but somebody who wants no more digests, as the mailto address in their headers writes it.
    pub asks_to_leave: bool,
}

/// The subject of a mail that ends subscriptions, in the mailto address of digests' headers.
pub(crate) const LEAVE_SUBJECT: &str = "Abmelden";

/// Headers in which servers write whom a mail was delivered to, and where people do.
const RECIPIENT_HEADERS: [&str; 5] = ["X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To"];

/// Reads a message that came to the mailbox for mails that come back; nothing if it is no message at all.
pub fn read_bounce(message: &[u8]) -> Option<BounceReport> {
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
/// of their own.
fn status_parts<'a>(message: &'a Message<'_>) -> Vec<&'a [u8]> {
    let is_status = |part: &&mail_parser::MessagePart<'_>| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind
                    .subtype()
                    .is_some_and(|subtype| ["delivery-status", "global-delivery-status"].contains(&subtype.to_ascii_lowercase().as_str()))
        })
    };
    let own: Vec<_> = message.parts.iter().filter(is_status).map(mail_parser::MessagePart::contents).collect();
    // What came back stands in a report as well, and is none itself.
    if own.is_empty() { message.parts.iter().filter_map(mail_parser::MessagePart::message).flat_map(status_parts).collect() } else { own }
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

/// The first three numbers with dots between them.
fn status(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|word| word.trim_matches('.'))
        .find(|word| is_status(word))
        .map(str::to_owned)
}

fn is_status(word: &str) -> bool {
    let numbers: Vec<_> = word.split('.').collect();
    let fits = |number: &&str| (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    numbers.len() == 3 && numbers.iter().all(fits) && matches!(numbers[0], "2" | "4" | "5")
}

/// What happened, by the status, by that within the other server's words where the report's own says nothing (x.0.0), and by the code.
fn verdict(action: &str, reported: &str, diagnostic: &str) -> Verdict {
    match action {
        "failed" => {}
        "delayed" => return Verdict::Passing,
        _ => return Verdict::Arrived,
    }
    let said = status(diagnostic).unwrap_or_default();
    let says_something = |code: &str| !code.is_empty() && !code.ends_with(".0.0");
    let code = if says_something(reported) || !says_something(&said) { reported } else { said.as_str() };
    let (class, detail) = code.split_once('.').unwrap_or(("5", "0.0"));
    match (class, detail) {
        ("5", detail) if detail.starts_with("7.") || said.starts_with("5.7.") => Verdict::Policy,
        ("5", "0.0") if blames_us(diagnostic) => Verdict::Policy,
        // Mailbox full, message too long, a list that cannot be resolved: nothing about whether the mailbox is there.
        ("5", "1.0" | "1.1" | "1.2" | "1.3" | "1.6" | "1.10" | "2.1" | "4.4" | "4.310") => Verdict::Hard,
        ("5", "4.1" | "5.0") if names_mailbox(diagnostic) => Verdict::Hard,
        ("5", "0.0" | "1.4" | "1.5") if says_no_mailbox(diagnostic) => Verdict::Hard,
        _ => Verdict::Passing,
    }
}

/// What a refusal at the very handing over means, with its status code. Only where the server gives a status is a mailbox taken for missing:
/// many say 550 to everything that they do not like.
pub fn refusal(reply: &str) -> (Verdict, String) {
    let status = status(reply).unwrap_or_default();
    let verdict = if status.is_empty() { Verdict::Passing } else { verdict("failed", &status, reply) };
    (verdict, status)
}

/// Whether the words of a server that gave no status say that there is no such mailbox: its code (550, 551, 553), or none at all.
fn says_no_mailbox(diagnostic: &str) -> bool {
    let code = diagnostic.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 3 && word.starts_with(['4', '5']));
    code.is_none_or(|code| matches!(code, "550" | "551" | "553"))
}

/// Whether a server says that there is no such mailbox under a status that stands for something else (RFC 3463: no answer from a host, an error
/// of the protocol): Microsoft's do so for all domains that they receive mail for.
fn names_mailbox(diagnostic: &str) -> bool {
    let said = diagnostic.to_ascii_lowercase();
    ["recipient address rejected", "mailbox unavailable"].iter().any(|words| said.contains(words))
}

/// Whether the words of a server that gave no status are about what we are.
fn blames_us(diagnostic: &str) -> bool {
    let said = diagnostic.to_ascii_lowercase();
    ["spam", "blacklist", "blocklist", "blocked", "reputation", "policy"].iter().any(|word| said.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_report_means_depends_on_action_status_and_words() {
        for (action, status, diagnostic, expected) in [
            ("failed", "5.1.1", "smtp; 550 5.1.1 unknown", Verdict::Hard),
            ("failed", "5.2.1", "", Verdict::Hard),
            ("failed", "5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound", Verdict::Hard),
            ("failed", "5.0.0", "smtp; 550 5.1.1 no such user", Verdict::Hard),
            ("failed", "5.0.0", "smtp; 550 no such user", Verdict::Hard),
            ("failed", "5.0.0", "smtp; 552 too big", Verdict::Passing),
            ("failed", "5.2.2", "smtp; 552 5.2.2 over quota", Verdict::Passing),
            ("failed", "4.4.7", "smtp; 421 gone for days", Verdict::Passing),
            ("failed", "5.4.1", "smtp;550 5.4.1 Recipient address rejected: Access denied.", Verdict::Hard),
            ("failed", "5.4.1", "smtp; 550 5.4.1 no answer from host", Verdict::Passing),
            ("failed", "5.5.0", "smtp;550 5.5.0 Requested action not taken: mailbox unavailable", Verdict::Hard),
            ("failed", "5.4.310", "550 5.4.310 DNS domain does not exist", Verdict::Hard),
            ("failed", "5.7.1", "smtp; 550 5.7.1 not allowed", Verdict::Policy),
            ("failed", "5.0.0", "smtp; 550 5.7.515 not authenticated", Verdict::Policy),
            ("failed", "5.1.1", "smtp; 550 5.7.1 not authenticated", Verdict::Policy),
            ("failed", "5.0.0", "smtp; 550 rejected as spam", Verdict::Policy),
            ("failed", "", "", Verdict::Hard),
            ("delayed", "4.4.1", "", Verdict::Passing),
            ("relayed", "2.0.0", "", Verdict::Arrived),
        ] {
            assert_eq!(verdict(action, status, diagnostic), expected, "{action} {status} {diagnostic}");
        }
    }

    #[test]
    fn a_refusal_counts_against_an_address_only_if_the_server_says_why() {
        let verdict = |reply| refusal(reply).0;
        assert_eq!([verdict("5.1.1 unknown"), verdict("unknown"), verdict("5.7.1 no")], [Verdict::Hard, Verdict::Passing, Verdict::Policy]);
        assert_eq!(verdict("5.4.1 Recipient address rejected: Access denied"), Verdict::Hard);
    }

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
    fn what_is_no_report_has_no_recipients() {
        let answer = b"From: a@example.org\r\nTo: bounce+1@example.org\r\nDelivered-To: bounce+2@example.org\r\nSubject: Abwesend\r\n\r\nBis Montag.\r\n";
        let read = read_bounce(answer).unwrap();
        assert_eq!((read.sent_to.len(), read.recipients.len()), (2, 0));
        assert_eq!(read_bounce(b""), None);
    }
}
