//! A mail as the message that goes over the wire (RFC 5322, MIME).

use crate::{
    bounce::LEAVE_SUBJECT,
    clean::is_one_line,
    mail::ListHeaders,
    mail::Mail,
    phrase::{encoded_words, phrase},
    postmark::Postmark,
    sender::Sender,
    transport::SendError,
};
use domain::EmailAddress;
use encodify::qp;
use lettre::{
    Address, Message,
    message::{
        Body, Mailbox, MessageBuilder, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use std::time::SystemTime;

/// No header may have a longer line than this, without its end (RFC 5322, 2.1.1).
const MAX_LINE: usize = 998;

/// Between the parts. Quoted-printable never writes `=_`, so no part can hold it; and being always the same, it makes every
/// attempt to deliver a mail send the same octets.
const BOUNDARY: &str = "=_wissensnetz_alternative";

/// A message and where it goes.
pub(crate) struct Composed {
    /// The return path.
    pub(crate) from: Address,
    /// The one recipient.
    pub(crate) to: Address,
    /// The message, ASCII, with CRLF line ends.
    pub(crate) text: String,
}

/// Writes the mail as a message. Anything that would not fit its header is an error: nothing is silently left out or changed.
pub(crate) fn compose(mail: &Mail, sender: &Sender, postmark: &Postmark) -> Result<Composed, SendError> {
    let from = address(&sender.from)?;
    let to = address(&mail.to)?;
    let name = Some(single_line("sender's name", &sender.name)?).filter(|name| !name.is_empty());
    let mut builder = Message::builder().from(Mailbox::new(name, from.clone())).to(Mailbox::new(None, to.clone()));
    builder = subject(single_line("subject", &mail.subject)?, builder)
        .date(SystemTime::from(mail.created_at))
        .message_id(Some(message_id(&mail.message_id)?));
    if let Some(thread) = &mail.in_reply_to {
        // Both, because some programs read one and some the other.
        let thread = message_id(thread)?;
        builder = builder.in_reply_to(thread.clone()).references(thread);
    }
    if let Some(reply_to) = &sender.reply_to {
        builder = builder.reply_to(Mailbox::new(None, address(reply_to)?));
    }
    builder = automatic_headers(mail, postmark, builder)?;
    let message = builder
        .multipart(
            MultiPart::alternative()
                .boundary(BOUNDARY)
                .singlepart(part(ContentType::TEXT_PLAIN, &mail.text))
                .singlepart(part(ContentType::TEXT_HTML, &mail.html)),
        )
        .map_err(|error| invalid(format!("the message does not fit together: {error}")))?;
    let returns_to = postmark.returns.as_ref().and_then(|returns| returns.of_message(&mail.message_id));
    let from = match returns_to {
        Some(address) => address.parse().map_err(|_| invalid("the return path is not an address that SMTP takes"))?,
        None => from,
    };
    let bytes = message.formatted();
    let bytes = if let Some(dkim) = &postmark.dkim { dkim.sign(&bytes)? } else { bytes };
    let text = String::from_utf8(bytes).map_err(|_| invalid("the message is not ASCII"))?;
    Ok(Composed { from, to, text })
}

/// The longest encoded word of a subject, in octets: with the header's name before it the line has no more than 76 (RFC 2047, 2).
const MAX_SUBJECT_WORD: usize = 66;

/// The subject. lettre leaves words of ASCII as they are, also one that looks encoded already, which programs would decode: then all are encoded.
fn subject(text: String, builder: MessageBuilder) -> MessageBuilder {
    if !text.contains("=?") {
        return builder.subject(text);
    }
    let encoded = encoded_words(&text, MAX_SUBJECT_WORD).join("\r\n ");
    builder.raw_header(HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str("Subject"), text, encoded))
}

/// A part of text. lettre would encode it as well, but takes most of the time that writing a mail takes for it.
fn part(content_type: ContentType, text: &str) -> SinglePart {
    let encoding = ContentTransferEncoding::QuotedPrintable;
    let body = Body::dangerous_pre_encoded(qp::BODY.encode(text).into_bytes(), encoding);
    SinglePart::builder().header(content_type).header(encoding).body(body)
}

/// What Exchange is asked not to send: reports of delivery and of reading, notes of absence and other automatic answers (MS-OXCMAIL,
/// 2.1.3.2.20). Not `All`, which stands for reports of non-delivery as well: without these nobody learns that an address is no more.
const SUPPRESSED: &str = "DR, RN, NRN, OOF, AutoReply";

/// The headers that tell other machines not to answer (RFC 3834; Exchange reads the second), and those of the list.
fn automatic_headers(mail: &Mail, postmark: &Postmark, builder: MessageBuilder) -> Result<MessageBuilder, SendError> {
    let mut headers = vec![("Auto-Submitted", String::from("auto-generated")), ("X-Auto-Response-Suppress", String::from(SUPPRESSED))];
    if mail.kind.is_bulk() {
        headers.push(("Precedence", String::from("bulk")));
    }
    if let Some(list) = &mail.list {
        headers.extend(list_headers(list, leaving_mailbox(mail, postmark).as_deref())?);
    }
    headers.into_iter().try_fold(builder, |builder, (name, value)| Ok(builder.raw_header(unfolded(name, value)?)))
}

/// Where a mail ends what this one belongs to: by itself at the mailbox that mails return to, if there is one; otherwise people see to it.
fn leaving_mailbox(mail: &Mail, postmark: &Postmark) -> Option<String> {
    let own = postmark.returns.as_ref().and_then(|returns| returns.leaving_of_message(&mail.message_id));
    own.or_else(|| Some(postmark.unsubscribe_mailbox.as_ref()?.reveal().to_owned()))
}

fn list_headers(list: &ListHeaders, leaving_mailbox: Option<&str>) -> Result<Vec<(&'static str, String)>, SendError> {
    let id = dot_atom(&list.list_id).ok_or_else(|| invalid("the list's identifier is no domain name"))?;
    let url = &list.unsubscribe_url;
    if !url.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>".contains(&byte)) || !url.contains("://") {
        return Err(invalid("the address to unsubscribe is not written as one"));
    }
    let unsubscribe = match leaving_mailbox {
        Some(mailbox) => format!("<{url}>, <mailto:{}?subject={LEAVE_SUBJECT}>", escaped_mailto(mailbox)),
        None => format!("<{url}>"),
    };
    let name = phrase(&single_line("list's name", &list.list_name)?);
    let mut headers = vec![("List-Id", format!("{name} <{id}>")), ("List-Unsubscribe", unsubscribe)];
    // One click is promised for https alone (RFC 8058, 3.1).
    if url.starts_with("https://") {
        headers.push(("List-Unsubscribe-Post", String::from("List-Unsubscribe=One-Click")));
    }
    Ok(headers)
}

/// The address as a mailto URL writes it (RFC 6068): what has a meaning in URLs is percent-encoded.
fn escaped_mailto(mailbox: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_').remove(b'+');
    percent_encoding::utf8_percent_encode(mailbox, KEPT).to_string()
}

/// A header on a single line. Folded ones are read differently by signers and checkers of DKIM, and List-Unsubscribe is signed.
fn unfolded(name: &'static str, value: String) -> Result<HeaderValue, SendError> {
    let fits = value.bytes().all(|byte| matches!(byte, b' '..=b'~')) && name.len() + 2 + value.len() <= MAX_LINE;
    if !fits {
        return Err(invalid(format!("{name} does not fit one line")));
    }
    let name = HeaderName::new_from_ascii_str(name);
    Ok(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value))
}

/// The text, if it is one line without control characters and direction marks.
fn single_line(what: &str, text: &str) -> Result<String, SendError> {
    if is_one_line(text) { Ok(text.trim().to_owned()) } else { Err(invalid(format!("the {what} is not one clean line"))) }
}

fn message_id(id: &str) -> Result<String, SendError> {
    id.strip_prefix('<')
        .and_then(|id| id.strip_suffix('>'))
        .and_then(|id| id.split_once('@'))
        .filter(|(left, right)| dot_atom(left).is_some() && dot_atom(right).is_some())
        .map(|_| id.to_owned())
        .ok_or_else(|| invalid("the Message-ID is not of the form <left@right>"))
}

/// The text, if it is words of RFC 5322 `atext` with dots between them, at most 200 octets.
fn dot_atom(text: &str) -> Option<&str> {
    let is_atext = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    (text.len() <= 200 && text.split('.').all(|word| !word.is_empty() && word.bytes().all(is_atext))).then_some(text)
}

fn address(address: &EmailAddress) -> Result<Address, SendError> {
    // The library's error would print the address.
    address.reveal().parse().map_err(|_| invalid(format!("an address at {} is not one that SMTP takes", address.domain())))
}

fn invalid(reason: impl Into<String>) -> SendError {
    SendError::Invalid { reason: reason.into() }
}
