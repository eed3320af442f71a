//! SMTP when servers refuse, hang or vanish: what becomes of the mail.

use crate::{
    fake_server::{Act, FakeServer, Step},
    fixtures::{digest, sender},
};
use async_trait::async_trait;
use mail::{Connections, MailTransport, SendError, SmtpTransport, Threshold};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

const TIMEOUT: Duration = Duration::from_millis(300);

fn transport(url: &str) -> SmtpTransport {
    SmtpTransport::new(url, sender(), TIMEOUT).unwrap().taking(TIMEOUT)
}

/// Sends one mail to a server that acts so at this step, always; gives the error and the server.
async fn failed(verb: &'static str, act: Act) -> (SendError, FakeServer) {
    let server = FakeServer::start(move |step: &Step<'_>| (step.verb == verb).then(|| act.clone())).await;
    let error = transport(&server.url()).send(&digest()).await.unwrap_err();
    (error, server)
}

#[tokio::test]
async fn replies_of_400_are_for_now() {
    for (verb, reply, code) in [
        ("MAIL", "421 4.3.2 busy", 421),
        ("RCPT", "451 4.7.1 greylisted", 451),
        ("DATA", "452 4.3.1 no space", 452),
        ("END", "451 4.3.0 later", 451),
    ] {
        let (error, _server) = failed(verb, Act::Say(reply)).await;
        assert_eq!(error, SendError::Transient { code, reply: reply[4..].into() }, "{verb}");
        assert!(!error.is_permanent() && !error.is_uncertain());
    }
}

#[tokio::test]
async fn replies_of_500_to_the_mail_are_for_good_and_name_no_address() {
    for (verb, reply) in [
        ("MAIL", "552 5.3.4 too big"),
        ("RCPT", "550 5.1.1 unknown"),
        ("RCPT", "525 5.7.13 disabled recipient address"),
        ("END", "554 5.7.1 refused"),
    ] {
        let (error, _server) = failed(verb, Act::Say(reply)).await;
        assert_eq!(error, SendError::Permanent { code: reply[..3].parse().unwrap(), reply: reply[4..].into() }, "{verb}");
        assert!(error.is_permanent());
    }
    let (error, _server) = failed("RCPT", Act::Say("550-5.1.1 <bildungsbuero@landkreis.example.org>:\r\n550 5.1.1 no such user")).await;
    assert_eq!(error, SendError::Permanent { code: 550, reply: "5.1.1 <…@landkreis.example.org>: no such user".into() });
}

#[tokio::test]
async fn a_refusal_that_is_about_us_spoils_no_mail() {
    for (verb, reply) in [
        ("CONNECT", "554 no service"),
        ("CONNECT", "421 4.3.2 busy"),
        ("EHLO", "550 who are you"),
        ("AUTH", "535 5.7.8 wrong"),
        ("AUTH", "454 4.7.0 Temporary authentication failure"),
        ("MAIL", "530 5.7.0 must sign in"),
        ("MAIL", "525 5.7.13 account disabled"),
    ] {
        let server = FakeServer::start(move |step: &Step<'_>| (step.verb == verb).then_some(Act::Say(reply))).await;
        let url = format!("smtp://netz:geheim@127.0.0.1:{}", server.port());
        let error = transport(&url).send(&digest()).await.unwrap_err();
        assert!(matches!(error, SendError::Unreachable { uncertain: false, .. }), "{verb}: {error:?}");
        assert!(error.to_string().contains(reply) && !error.to_string().contains("geheim"), "{error}");
    }
}

#[tokio::test]
async fn a_refused_mail_leaves_the_connection_to_the_next() {
    let server = FakeServer::start(|step| (step.verb == "RCPT" && step.messages == 0).then_some(Act::Say("550 unknown"))).await;
    let transport = transport(&server.url());
    for _ in 0..2 {
        assert!(transport.send(&digest()).await.unwrap_err().is_permanent());
    }
    server.seen(|seen| {
        assert_eq!(seen.connections, 1);
        assert_eq!(seen.commands.iter().filter(|command| *command == "RSET").count(), 2);
    });
}

/// What a server says that takes commands before it has answered the one before.
const HURRIES: &str = "250-fake.example.org\r\n250-PIPELINING\r\n250 8BITMIME";

#[tokio::test]
async fn sender_and_recipient_are_named_at_once_where_the_server_takes_that() {
    for (hurries, expected) in [(true, &["MAIL"; 3][..]), (false, &[])] {
        let server = FakeServer::start(move |step| (hurries && step.verb == "EHLO").then_some(Act::Say(HURRIES))).await;
        let transport = transport(&server.url());
        for _ in 0..3 {
            transport.send(&digest()).await.unwrap();
        }
        server.seen(|seen| {
            assert_eq!(seen.hurried, expected);
            assert_eq!((seen.messages.len(), seen.connections), (3, 1));
        });
    }
}

#[tokio::test]
async fn no_answer_is_taken_for_that_to_another_command() {
    for (verb, reply) in [("MAIL", "550 5.7.1 not from you"), ("MAIL", "451 4.3.0 later"), ("RCPT", "550 5.1.1 unknown")] {
        let server = FakeServer::start(move |step: &Step<'_>| match step.verb {
            "EHLO" => Some(Act::Say(HURRIES)),
            // A server that refused the sender refuses the recipient, too, and both were said already.
            "RCPT" if verb == "MAIL" && step.messages == 0 => Some(Act::Say("503 5.5.1 need MAIL first")),
            _ => (step.verb == verb && step.messages == 0).then_some(Act::Say(reply)),
        })
        .await;
        let transport = transport(&server.url());
        let error = transport.send(&digest()).await.unwrap_err();
        let code: u16 = reply[..3].parse().unwrap();
        assert_eq!(error.is_permanent(), code >= 500, "{verb}: {error:?}");
        assert!(error.to_string().contains(&reply[4..]), "{verb}: {error}");
        let rejected = transport.send(&digest()).await.unwrap_err();
        assert_eq!(rejected, error, "the connection is in step: the same answers mean the same");
        server.seen(|seen| {
            assert_eq!(seen.connections, 1, "{verb}");
            assert_eq!(seen.commands.iter().filter(|command| *command == "RSET").count(), 2, "{verb}");
            assert!(seen.messages.is_empty() && !seen.commands.iter().any(|command| command == "DATA"), "{verb}");
        });
    }
    let server = FakeServer::start(|step: &Step<'_>| match step.verb {
        "EHLO" => Some(Act::Say(HURRIES)),
        "MAIL" => Some(Act::SayAndClose("421 4.3.2 busy")),
        _ => None,
    })
    .await;
    let error = transport(&server.url()).send(&digest()).await.unwrap_err();
    assert_eq!(error, SendError::Transient { code: 421, reply: "4.3.2 busy".into() });
}

#[tokio::test]
async fn a_connection_that_the_second_answer_ends_is_never_used_again() {
    let server = FakeServer::start(|step: &Step<'_>| match (step.verb, step.connection) {
        ("EHLO", _) => Some(Act::Say(HURRIES)),
        ("MAIL", 1) => Some(Act::Say("550 5.7.1 not from you")),
        ("RCPT", 1) => Some(Act::Say("421 4.7.0 too many errors")),
        _ => None,
    })
    .await;
    let transport = transport(&server.url());
    let error = transport.send(&digest()).await.unwrap_err();
    assert_eq!(error, SendError::Permanent { code: 550, reply: "5.7.1 not from you".into() }, "the first answer is about the mail");
    transport.send(&digest()).await.unwrap();
    assert_eq!(server.seen(|seen| (seen.connections, seen.messages.len())), (2, 1));
}

#[tokio::test]
async fn a_server_that_does_not_say_twice_what_it_takes_gets_one_command_at_a_time() {
    let greetings = AtomicU32::new(0);
    let server = FakeServer::start(move |step: &Step<'_>| {
        let is_second = step.verb == "EHLO" && greetings.fetch_add(1, Ordering::Relaxed) > 0;
        is_second.then_some(Act::Say("503 5.5.1 this was said before"))
    })
    .await;
    transport(&server.url()).send(&digest()).await.unwrap();
    server.seen(|seen| assert!(seen.messages.len() == 1 && seen.hurried.is_empty(), "{seen:?}"));
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up_in_time() {
    for verb in ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END"] {
        let begun = std::time::Instant::now();
        let (error, server) = failed(verb, Act::Hang).await;
        assert!(begun.elapsed() < TIMEOUT * 4, "{verb}");
        assert!(matches!(error, SendError::Unreachable { .. }), "{verb}: {error:?}");
        assert_eq!(error.is_uncertain(), verb == "END", "{verb}");
        assert_eq!(server.seen(|seen| seen.connections), 1, "{verb}");
    }
}

#[tokio::test]
async fn a_line_that_breaks_is_told_apart_by_whether_the_mail_was_under_way() {
    for verb in ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END"] {
        let (error, server) = failed(verb, Act::Close).await;
        assert!(matches!(error, SendError::Unreachable { .. }), "{verb}: {error:?}");
        assert_eq!(error.is_uncertain(), verb == "END", "{verb}");
        assert_eq!(server.seen(|seen| seen.connections), 1, "a fresh connection is not tried again: {verb}");
    }
}

#[tokio::test]
async fn a_mail_that_was_sent_whole_is_never_sent_again_on_its_own() {
    let server = FakeServer::start(|step| (step.verb == "END" && step.messages == 1).then_some(Act::Close)).await;
    let transport = transport(&server.url());
    transport.send(&digest()).await.unwrap();
    assert!(transport.send(&digest()).await.unwrap_err().is_uncertain());
    assert_eq!(server.seen(|seen| (seen.connections, seen.messages.len())), (1, 2));
}

#[tokio::test]
async fn a_kept_connection_that_hangs_is_replaced() {
    let server = FakeServer::start(|step| (step.verb == "MAIL" && step.connection == 1 && step.messages == 1).then_some(Act::Hang)).await;
    let transport = transport(&server.url());
    for _ in 0..2 {
        transport.send(&digest()).await.unwrap();
    }
    assert_eq!(server.seen(|seen| (seen.connections, seen.messages.len())), (2, 2));
}

#[tokio::test]
async fn what_became_of_a_mail_does_not_wait_for_the_farewell() {
    let server = FakeServer::start(|step| (step.verb == "QUIT").then_some(Act::Hang)).await;
    let transport = SmtpTransport::new(&server.url(), sender(), Duration::from_secs(30)).unwrap();
    let transport = transport.over(Connections { at_once: 2, mails_each: 1 });
    let begun = std::time::Instant::now();
    transport.send(&digest()).await.unwrap();
    transport.send(&digest()).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let third = tokio::time::timeout(TIMEOUT, transport.send(&digest())).await;
    assert!(third.is_err(), "a connection that is being closed still counts");
}

#[tokio::test]
async fn a_conversation_given_up_midway_is_never_used_again() {
    let server = FakeServer::start(|step| (step.verb == "RCPT" && step.connection == 1).then_some(Act::Hang)).await;
    let transport = SmtpTransport::new(&server.url(), sender(), Duration::from_mins(1)).unwrap();
    let given_up = tokio::time::timeout(TIMEOUT, transport.send(&digest())).await;
    assert!(given_up.is_err());
    transport.send(&digest()).await.unwrap();
    assert_eq!(server.seen(|seen| (seen.connections, seen.messages.len())), (2, 1));
}

#[tokio::test]
async fn an_answer_out_of_turn_is_not_taken_for_leave_to_send() {
    let (error, server) = failed("DATA", Act::Say("250 ok")).await;
    assert!(matches!(error, SendError::Unreachable { uncertain: false, .. }), "{error:?}");
    assert!(server.seen(|seen| seen.messages.is_empty() && seen.commands.last().unwrap() == "DATA"));
}

#[tokio::test]
async fn a_server_without_tls_gets_nothing_where_tls_is_asked_for() {
    for scheme in ["smtp+starttls", "smtps"] {
        let server = FakeServer::start(|_| None).await;
        let url = format!("{scheme}://netz:geheim@127.0.0.1:{}", server.port());
        let error = transport(&url).send(&digest()).await.unwrap_err();
        assert!(matches!(error, SendError::Unreachable { uncertain: false, .. }), "{error:?}");
        let told = server.seen(|seen| seen.commands.iter().any(|command| command.starts_with("AUTH") || command.starts_with("MAIL")));
        assert!(!told, "{scheme}");
    }
}

#[tokio::test]
async fn where_no_server_is_the_error_names_it() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let transport = transport(&format!("smtp://127.0.0.1:{port}"));
    for error in [transport.send(&digest()).await.unwrap_err(), transport.ready().await.unwrap_err()] {
        assert!(matches!(error, SendError::Unreachable { uncertain: false, .. }), "{error:?}");
        assert!(error.to_string().contains(&format!("127.0.0.1:{port}")), "{error}");
    }
}

/// A threshold that says how often it was asked, and whether a mail may pass.
struct Counting {
    open: bool,
    asked: AtomicU32,
}

#[async_trait]
impl Threshold for Counting {
    async fn pass(&self) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.open
    }
}

#[tokio::test]
async fn the_threshold_is_asked_when_the_recipient_was_taken_and_before_anything_of_the_mail_goes_out() {
    let server = FakeServer::start(|step| (step.verb == "RCPT" && step.messages == 1).then_some(Act::Say("550 unknown"))).await;
    let transport = transport(&server.url());
    let mut closed = Counting { open: false, asked: AtomicU32::new(0) };
    assert_eq!(transport.hand_over(&digest(), &closed).await, Err(SendError::Held));
    assert!(server.seen(|seen| seen.messages.is_empty() && !seen.commands.contains(&"DATA".to_owned())));
    closed.open = true;
    transport.hand_over(&digest(), &closed).await.unwrap();
    assert!(transport.hand_over(&digest(), &closed).await.unwrap_err().is_permanent());
    assert_eq!(closed.asked.into_inner(), 2, "a recipient that was refused asks nothing");
    server.seen(|seen| assert_eq!((seen.connections, seen.messages.len()), (1, 1)));
}
