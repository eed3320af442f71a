//! `wissensnetz mail`

use crate::{
    clock::{SystemClock, SystemIds},
    config::{MailKind, Settings},
    wiring,
};
use anyhow::Context;
use domain::{Clock, EmailAddress, IdSource};
use futures_util::future::join_all;
use mail::{
    Dns, MailContext, NoAnswer, TestMail,
    doctor::{self, Finding, Health},
};
use std::{net::SocketAddr, process::ExitCode};
use url::Url;

/// What to do with mails.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Look at everything that mails depend on, and say what to do: settings, mail server, DNS. Asks both, and sends nothing
    Doctor {
        /// Ask this DNS server instead of the system's
        #[arg(long, value_name = "IP:PORT")]
        nameserver: Option<SocketAddr>,
    },
    /// Send a test mail, past the queue, and say what the mail server answered
    Test {
        /// Where it goes: an address of your own
        address: String,
    },
}

/// Does it.
pub(crate) async fn run(settings: &Settings, command: Command) -> anyhow::Result<ExitCode> {
    let nameserver = match command {
        Command::Doctor { nameserver } => nameserver,
        Command::Test { address } => return test(settings, &address).await,
    };
    let mut findings = configuration(settings);
    findings.push(doctor::links(&settings.public_url()?, settings.mail.kind == MailKind::Smtp));
    let (server, dns) = tokio::try_join!(server(settings), dns(settings, nameserver))?;
    findings.extend(server.into_iter().chain(dns));
    print(&findings);
    let is_ill = findings.iter().any(|finding| finding.health == Health::Bad);
    Ok(if is_ill { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Sends one mail as all others go: signed, with its return path.
async fn test(settings: &Settings, address: &str) -> anyhow::Result<ExitCode> {
    let public_url = settings.public_url()?;
    let message_id = format!("<test.{}@{}>", SystemIds.next(), public_url.host_str().unwrap_or("localhost"));
    let context = MailContext { public_url, instance_name: settings.instance_name.clone() };
    let to = address.parse().context("ADDRESS")?;
    let mail = mail::test(&context, TestMail { to, message_id, created_at: SystemClock::ahead_by(settings.clock.offset).now() })?;
    let finding = match wiring::mail(settings)?.transport.send(&mail).await {
        Ok(receipt) => Finding::good(format!("Die Testmail ist übergeben; der Mailserver sagt: {}", receipt.reply)),
        Err(error) => Finding::new(
            Health::Bad,
            format!("Die Testmail wurde nicht angenommen: {error}"),
            "`wissensnetz mail doctor` sagt, woran es liegen kann.",
        ),
    };
    print(std::slice::from_ref(&finding));
    Ok(if finding.health == Health::Good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[expect(clippy::print_stdout, reason = "printing is what this command is for")]
fn print(findings: &[Finding]) {
    for finding in findings {
        let word = match finding.health {
            Health::Good => "gut    ",
            Health::Hint => "Hinweis",
            Health::Bad => "Fehler ",
            Health::Unknown => "offen  ",
        };
        println!("{word}  {}", finding.what);
        for line in finding.advice.iter().flat_map(|advice| advice.lines()) {
            println!("         {line}");
        }
    }
}

/// What can be said without asking anybody.
fn configuration(settings: &Settings) -> Vec<Finding> {
    let mail = &settings.mail;
    let from = mail.from.domain();
    let mut findings = Vec::new();
    if mail.kind == MailKind::Files {
        findings.push(Finding::new(
            Health::Hint,
            "Mails werden in Dateien geschrieben und gehen an niemanden.",
            "Setzen Sie mail.kind = \"smtp\" und mail.url.",
        ));
    }
    if is_nobodys(from) {
        findings.push(Finding::new(
            Health::Bad,
            format!("Absender: {from} ist keine Domain, die Ihnen gehört."),
            "Setzen Sie mail.from auf eine Adresse Ihrer Domain.",
        ));
    } else {
        findings.push(Finding::good(format!("Absender: eine Adresse von {from}.")));
    }
    let reply_to = mail.reply_to.as_ref().map(EmailAddress::domain);
    if reply_to.is_none_or(is_nobodys) {
        let what =
            if reply_to.is_none() { "Antworten gehen an den Absender." } else { "Antworten gehen an ein Postfach, das niemand hat." };
        findings.push(Finding::new(Health::Hint, what, "Setzen Sie mail.reply_to auf ein Postfach, das jemand liest."));
    }
    if server_url(settings).is_some_and(|url| !is_encrypted(&url)) {
        findings.push(Finding::new(
            Health::Hint,
            "Die Verbindung zum Mailserver ist nicht verschlüsselt.",
            "Außer zu einem Server auf demselben Rechner: smtp+starttls:// oder smtps:// in mail.url.",
        ));
    }
    findings
}

/// Whether a domain stands in for one that is still to be set.
fn is_nobodys(domain: &str) -> bool {
    domain.ends_with("localdomain") || domain.ends_with("example.org")
}

/// Whether the mail server lets us in.
async fn server(settings: &Settings) -> anyhow::Result<Option<Finding>> {
    if settings.mail.kind == MailKind::Files {
        return Ok(None);
    }
    let transport = wiring::mail(settings)?.transport;
    let url = server_url(settings);
    let by_tls = url.as_ref().is_some_and(is_encrypted);
    let signs_in = url.is_some_and(|url| !url.username().is_empty());
    Ok(Some(doctor::server(by_tls, signs_in, transport.ready().await)))
}

/// The mail server's URL, read as the transport reads it: in whatever case its scheme is written. Nothing where none is asked.
fn server_url(settings: &Settings) -> Option<Url> {
    let url = settings.mail.url.as_ref().filter(|_| settings.mail.kind == MailKind::Smtp)?;
    Url::parse(url.reveal()).ok()
}

fn is_encrypted(server: &Url) -> bool {
    server.scheme() != "smtp"
}

/// What DNS says about the domains.
async fn dns(settings: &Settings, nameserver: Option<SocketAddr>) -> anyhow::Result<Vec<Finding>> {
    let dns = Dns::new(nameserver).context("DNS")?;
    let from = settings.mail.from.domain();
    let bounces = settings.mail.bounces.as_ref().map(|bounces| bounces.address.domain());
    let returns_to = bounces.unwrap_or(from);
    let key = wiring::dkim(settings)?;
    let signature = async {
        match &key {
            Some(key) => doctor::dkim(key, &dns.txt(&key.record_name()).await),
            None => Finding::new(
                Health::Hint,
                "DKIM: Mails werden von uns nicht signiert.",
                "Richten Sie [mail.dkim] ein, wenn es der Mailserver nicht tut: große Anbieter weisen unsignierte Mails ab.",
            ),
        }
    };
    let senders = async { doctor::spf(returns_to, &dns.txt(returns_to).await) };
    let policy = async {
        let (name, policy) = dmarc(&dns, from).await;
        doctor::dmarc(from, settings.mail.dkim_domain(), &name, &policy)
    };
    let returns = async {
        match bounces {
            Some(domain) => doctor::bounces(bounces, dns.has_mx(domain).await),
            None => doctor::bounces(None, Err(NoAnswer::NoRecord)),
        }
    };
    // All at once: a name server that does not answer is waited for once, and not once for each question.
    let (greeting, signature, senders, policy, returns) = tokio::join!(hello(settings, &dns), signature, senders, policy, returns);
    Ok(greeting.into_iter().chain([signature, senders, policy, returns]).collect())
}

/// Whether the name by which we greet the mail server is one that DNS knows; nothing where none is greeted.
async fn hello(settings: &Settings, dns: &Dns) -> Option<Finding> {
    if settings.mail.kind == MailKind::Files {
        return None;
    }
    let name = settings.mail.hello_name();
    let answer = if name.is_address() { Ok(false) } else { dns.has_address(&name.to_string()).await };
    Some(doctor::hello(&name, answer))
}

/// Where the policy for mails of this domain stands, and what stands there; where none does, the last place that was looked at.
async fn dmarc(dns: &Dns, from: &str) -> (String, Result<Vec<String>, NoAnswer>) {
    let asked = doctor::dmarc_names(from).map(|name| async move {
        let answer = dns.txt(&name).await;
        (name, answer)
    });
    let mut last = (String::new(), Err(NoAnswer::NoRecord));
    for (name, answer) in join_all(asked).await {
        let is_last = match &answer {
            Ok(records) => records.iter().any(|record| doctor::is_dmarc(record)),
            Err(error) => *error != NoAnswer::NoRecord,
        };
        last = (name, answer);
        if is_last {
            break;
        }
    }
    last
}
