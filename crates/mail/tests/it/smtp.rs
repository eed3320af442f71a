//! SMTP when servers behave.

use crate::{
    fake_server::{Act, FakeServer},
    fixtures::{address, digest, sender},
};
use mail::{Connections, MailTransport, Postmark, ReturnPath, SmtpTransport};
use mail_parser::MessageParser;
use std::{sync::Arc, time::Duration};

fn transport(server: &FakeServer) -> SmtpTransport {
    SmtpTransport::new(&server.url(), sender(), Duration::from_secs(5)).unwrap()
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let server = FakeServer::start(|_| None).await;
    let mut mail = digest();
    mail.text = ".Punkt am Anfang\n..zwei\nÜmläut\n".into();
    let receipt = transport(&server).send(&mail).await.unwrap();
    assert_eq!(receipt.reply, "250 2.0.0 queued as 4711");
    server.seen(|seen| {
        let message = MessageParser::default().parse(seen.messages[0].as_bytes()).unwrap();
        assert_eq!(message.subject(), Some(mail.subject.as_str()));
        assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), mail.text.trim_end());
        assert_eq!(message.body_html(0).unwrap().replace("\r\n", "\n").trim_end(), mail.html.trim_end());
        assert_eq!(
            seen.commands,
            [
                "EHLO wissensnetz.example.org",
                "EHLO wissensnetz.example.org",
                "MAIL FROM:<post@wissensnetz.example.org>",
                "RCPT TO:<bildungsbuero@landkreis.example.org>",
                "DATA"
            ]
        );
    });
}

#[tokio::test]
async fn the_server_is_greeted_by_the_name_that_was_chosen() {
    let server = FakeServer::start(|_| None).await;
    for name in ["host7.example.org", "[192.0.2.7]", "[IPv6:2001:db8::7]"] {
        transport(&server).introduced_as(name.parse().unwrap()).ready().await.unwrap();
        assert_eq!(server.seen(|seen| seen.commands.last().cloned()), Some(format!("EHLO {name}")));
    }
}

#[tokio::test]
async fn mails_in_a_row_share_a_connection_up_to_a_hundred() {
    let server = FakeServer::start(|_| None).await;
    let transport = transport(&server);
    for _ in 0..100 {
        transport.send(&digest()).await.unwrap();
    }
    assert_eq!(server.seen(|seen| (seen.connections, seen.messages.len())), (1, 100));
    transport.send(&digest()).await.unwrap();
    assert_eq!(server.seen(|seen| (seen.connections, seen.messages.len())), (2, 101));
}

#[tokio::test]
async fn mails_at_once_open_no_more_than_eight_connections() {
    let server = FakeServer::start(|_| None).await;
    let transport = Arc::new(transport(&server));
    let sends: Vec<_> = (0..60)
        .map(|_| {
            let transport = Arc::clone(&transport);
            tokio::spawn(async move { transport.send(&digest()).await })
        })
        .collect();
    for send in sends {
        send.await.unwrap().unwrap();
    }
    server.seen(|seen| {
        assert_eq!(seen.messages.len(), 60);
        assert!((2..=8).contains(&seen.most_open), "{}", seen.most_open);
    });
}

#[tokio::test]
async fn connections_and_mails_over_each_are_the_operators_to_decide() {
    let server = FakeServer::start(|_| None).await;
    let transport = Arc::new(transport(&server).over(Connections { at_once: 2, mails_each: 3 }));
    let sends: Vec<_> = (0..9)
        .map(|_| {
            tokio::spawn({
                let transport = transport.clone();
                async move { transport.send(&digest()).await }
            })
        })
        .collect();
    for send in sends {
        send.await.unwrap().unwrap();
    }
    server.seen(|seen| {
        assert_eq!(seen.messages.len(), 9);
        assert!(seen.most_open <= 2 && seen.connections >= 3, "{} {}", seen.most_open, seen.connections);
    });
}

#[tokio::test]
async fn credentials_go_out_decoded_and_are_never_printed() {
    let server = FakeServer::start(|_| None).await;
    let url = format!("smtp://netz:p%C3%A4ss%40wort@127.0.0.1:{}", server.port());
    let transport = SmtpTransport::new(&url, sender(), Duration::from_secs(5)).unwrap();
    transport.send(&digest()).await.unwrap();
    // base64 of NUL netz NUL päss@wort
    assert!(server.seen(|seen| seen.commands.contains(&"AUTH PLAIN AG5ldHoAcMOkc3NAd29ydA==".into())));
    let shown = format!("{transport:?}");
    assert!(!shown.contains("wort") && !shown.contains("netz:") && shown.contains("127.0.0.1"), "{shown}");
}

#[tokio::test]
async fn a_connection_that_was_closed_while_idle_is_no_failure() {
    let server = FakeServer::start(|step| (step.verb == "END" && step.connection < 3).then_some(Act::SayAndClose("250 taken"))).await;
    let transport = transport(&server);
    for _ in 0..3 {
        transport.send(&digest()).await.unwrap();
    }
    assert_eq!(server.seen(|seen| (seen.connections, seen.messages.len())), (3, 3));
}

#[tokio::test]
async fn a_server_that_takes_few_mails_per_connection_gets_them_over_several() {
    let server = FakeServer::start(|step| (step.verb == "MAIL" && step.messages == 2).then_some(Act::SayAndClose("421 too many"))).await;
    let transport = transport(&server);
    for _ in 0..6 {
        transport.send(&digest()).await.unwrap();
    }
    assert_eq!(server.seen(|seen| (seen.connections, seen.messages.len())), (3, 6));
}

#[tokio::test]
async fn ready_asks_the_server_over_a_kept_connection() {
    let server = FakeServer::start(|step| (step.verb == "NOOP" && step.connection == 1).then_some(Act::Close)).await;
    let transport = transport(&server);
    for _ in 0..3 {
        transport.ready().await.unwrap();
    }
    assert_eq!(server.seen(|seen| seen.connections), 2);
    assert_eq!(transport.name(), "smtp");
}

#[tokio::test]
async fn a_connection_that_lay_idle_for_long_is_not_used_again() {
    let server = FakeServer::start(|_| None).await;
    let transport = transport(&server);
    for (idle, connections) in [(0, 1), (29, 1), (31, 2)] {
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(idle)).await;
        tokio::time::resume();
        transport.send(&digest()).await.unwrap();
        assert_eq!(server.seen(|seen| seen.connections), connections, "{idle}");
    }
}

#[tokio::test]
async fn mails_return_to_an_address_of_their_own_and_readers_can_leave_by_mail() {
    let server = FakeServer::start(|_| None).await;
    let returns = ReturnPath::new(&address("bounce@wissensnetz.example.org"), "a secret that nobody else can guess").unwrap();
    let postmark = Postmark {
        returns: Some(returns.clone()),
        unsubscribe_mailbox: Some(address("abmelden@wissensnetz.example.org")),
        ..Postmark::default()
    };
    transport(&server).marked(postmark).send(&digest()).await.unwrap();
    server.seen(|seen| {
        let mut senders = seen.commands.iter().filter_map(|command| command.strip_prefix("MAIL FROM:<")?.strip_suffix('>'));
        let from = senders.next().unwrap();
        let delivery = returns.delivery(from).unwrap();
        assert!(digest().message_id.contains(&delivery.to_string()), "{from}");
        assert!(seen.messages[0].contains("From: =?utf-8?") && seen.messages[0].contains("<post@wissensnetz.example.org>"));
        let leaving = returns.leaving_address(delivery);
        assert!(seen.messages[0].contains(&format!(", <mailto:{leaving}?subject=Abmelden>\r\n")), "{}", seen.messages[0]);
    });
    let staffed = Postmark { unsubscribe_mailbox: Some(address("abmelden@wissensnetz.example.org")), ..Postmark::default() };
    transport(&server).marked(staffed).send(&digest()).await.unwrap();
    server.seen(|seen| {
        assert!(seen.messages[1].contains(", <mailto:abmelden@wissensnetz.example.org?subject=Abmelden>\r\n"));
    });
}
