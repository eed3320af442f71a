//! What is wrong with how an instance sends mails, and what to do: for `wissensnetz mail doctor`. What is found is told in German.

use crate::{
    dkim::Dkim,
    dns::{NoAnswer, PATIENCE},
    hello::HelloName,
    transport::SendError,
};
use url::{Host, Url};

/// How well a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// As it should be.
    Good,
    /// Works, but could be better.
    Hint,
    /// Mails will not arrive, or not for long.
    Bad,
    /// Nobody could be asked.
    Unknown,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How well it is.
    pub health: Health,
    /// What was found.
    pub what: String,
    /// What to do about it, if anything.
    pub advice: Option<String>,
}

impl Finding {
    /// All is well.
    pub fn good(what: impl Into<String>) -> Self {
        Self { health: Health::Good, what: what.into(), advice: None }
    }

    /// Something to be done.
    pub fn new(health: Health, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { health, what: what.into(), advice: Some(advice.into()) }
    }

    fn unknown(what: &str, why: NoAnswer) -> Self {
        if why == NoAnswer::Silent {
            return Self::new(
                Health::Unknown,
                format!("{what}: Der Nameserver hat in {} Sekunden nicht geantwortet.", PATIENCE.as_secs()),
                "Prüfen Sie, ob er von hier erreichbar ist, oder fragen Sie mit --nameserver einen anderen.",
            );
        }
        Self::new(
            Health::Unknown,
            format!("{what}: DNS ist von hier nicht erreichbar."),
            "Prüfen Sie den Eintrag von einem Rechner mit Zugang zum DNS.",
        )
    }
}

/// Whether the links in mails lead here. `by_smtp`: whether mails leave this machine.
pub fn links(public_url: &Url, by_smtp: bool) -> Finding {
    if by_smtp && is_this_machine(public_url) {
        return Finding::new(
            Health::Bad,
            format!("Links: public_url ist {public_url} und führt bei jeder anderen Person auf deren eigenen Rechner."),
            "Setzen Sie public_url auf die Adresse, unter der andere das Wissensnetz erreichen, zum Beispiel https://wissensnetz.example.org.",
        );
    }
    if public_url.scheme() != "https" {
        return Finding::new(
            Health::Hint,
            format!("Links: public_url ist {public_url} und beginnt nicht mit https://."),
            "RFC 8058 verlangt https für das Abmelden mit einem Klick, und große Anbieter verlangen dieses; ohne https kündigen unsere Mails \
             es nicht an. Richten Sie https ein und setzen Sie public_url auf die Adresse mit https://.",
        );
    }
    Finding::good(format!("Links: Sie führen zu {public_url}."))
}

/// Whether an address leads everybody to their own machine.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_loopback() || address.is_unspecified(),
        None => false,
    }
}

/// How the mail server answered: connection, encryption, signing in. `by_tls` and `signs_in`: whether there is any of either to be tried.
pub fn server(by_tls: bool, signs_in: bool, answer: Result<(), SendError>) -> Finding {
    match answer {
        Ok(()) => {
            let mut said = vec!["Der Mailserver ist erreichbar"];
            said.extend(by_tls.then_some("die Verbindung verschlüsselt, sein Zertifikat gültig"));
            said.extend(signs_in.then_some("die Anmeldung gelingt"));
            Finding::good(said.join(", ") + ".")
        }
        Err(error) => Finding::new(
            Health::Bad,
            format!("Der Mailserver nimmt uns nicht an: {error}"),
            "Prüfen Sie in mail.url Namen, Port und Art der Verschlüsselung (smtp+starttls:// für Port 587, smtps:// für 465) sowie \
             Benutzername und Passwort. Bei einem Fehler mit TLS: Der Name in mail.url muss im Zertifikat des Servers stehen.",
        ),
    }
}

/// Whether the name by which we greet mail servers is one that DNS knows. `answer`: whether it has an address there.
pub fn hello(name: &HelloName, answer: Result<bool, NoAnswer>) -> Finding {
    let what = format!("Begrüßung: Wir stellen uns dem Mailserver als {name} vor (EHLO)");
    let advice = "Setzen Sie mail.hello_name auf den vollständigen Namen dieses Rechners, zu dem seine IP-Adresse im DNS zurückführt (PTR). Strenge \
                  Mailserver weisen andere Namen ab (RFC 5321, 4.1.1.1).";
    if name.is_address() {
        return Finding::new(Health::Hint, format!("{what}, mit einer Adresse statt mit einem Namen."), advice);
    }
    match answer {
        Ok(true) => Finding::good(format!(
            "{what}; der Name steht im DNS. Strenge Mailserver verlangen auch, dass die IP-Adresse dieses Rechners zu ihm zurückführt (PTR)."
        )),
        Ok(false) => Finding::new(Health::Hint, format!("{what}; der Name steht nicht im DNS."), advice),
        Err(why) => Finding::unknown(&format!("Begrüßung: IP-Adresse von {name}"), why),
    }
}

/// Whether the record in DNS is that of the key that signs.
pub fn dkim(dkim: &Dkim, answer: &Result<Vec<String>, NoAnswer>) -> Finding {
    let name = dkim.record_name();
    let publish = format!("Tragen Sie im DNS als TXT-Eintrag {name} ein:\n{}", dkim.record());
    match answer {
        Err(NoAnswer::NoRecord) => Finding::new(Health::Bad, format!("DKIM: Zum Schlüssel fehlt der Eintrag {name}."), publish),
        Err(why) => Finding::unknown(&format!("DKIM-Eintrag {name}"), *why),
        Ok(records) if records.iter().any(|record| dkim.is_published_by(record)) => {
            Finding::good(format!("DKIM: Der Eintrag {name} gehört zum Schlüssel."))
        }
        Ok(_) => Finding::new(Health::Bad, format!("DKIM: Der Eintrag {name} gehört zu einem anderen Schlüssel."), publish),
    }
}

/// Whether the domain of the return path says who may send for it.
pub fn spf(domain: &str, answer: &Result<Vec<String>, NoAnswer>) -> Finding {
    let policies = |records: &[String]| records.iter().filter(|record| record.to_ascii_lowercase().starts_with("v=spf1")).count();
    let found = match answer {
        Err(NoAnswer::NoRecord) => 0,
        Err(why) => return Finding::unknown(&format!("SPF-Eintrag von {domain}"), *why),
        Ok(records) => policies(records),
    };
    match found {
        0 => Finding::new(
            Health::Bad,
            format!("SPF: {domain} hat keinen Eintrag."),
            format!(
                "Tragen Sie im DNS als TXT-Eintrag {domain} ein, wer für die Domain sendet, zum Beispiel: v=spf1 mx a:mail.{domain} -all"
            ),
        ),
        1 => Finding::good(format!(
            "SPF: {domain} hat einen Eintrag. Ob er den Mailserver nennt, zeigt eine Testmail: wissensnetz mail test ADRESSE"
        )),
        _ => Finding::new(
            Health::Bad,
            format!("SPF: {domain} hat mehrere Einträge; empfangende Server verwerfen dann alle."),
            "Fassen Sie die Einträge zu einem zusammen.",
        ),
    }
}

/// The names in DNS at which the DMARC policy for mails of this domain may stand, the nearest first: a domain without one has that of a domain above
/// it. The public suffix list, which older versions of the standard consult, is not used.
pub fn dmarc_names(from_domain: &str) -> impl Iterator<Item = String> {
    std::iter::successors(Some(from_domain), |domain| domain_above(domain)).map(|domain| format!("_dmarc.{domain}"))
}

fn domain_above(domain: &str) -> Option<&str> {
    let (_, above) = domain.split_once('.')?;
    above.contains('.').then_some(above)
}

/// Whether the sender's domain has a policy for mails that only claim to be its own (DMARC), and whether ours would pass it. `name` is the name at
/// which the policy was looked for last, and `answer` what was found there.
pub fn dmarc(from_domain: &str, dkim_domain: Option<&str>, name: &str, answer: &Result<Vec<String>, NoAnswer>) -> Finding {
    let record = match answer {
        Err(NoAnswer::NoRecord) => None,
        Err(why) => return Finding::unknown(&format!("DMARC-Eintrag {name}"), *why),
        Ok(records) => records.iter().find(|record| is_dmarc(record)),
    };
    let name = if record.is_some() { name.to_owned() } else { format!("_dmarc.{from_domain}") };
    match record {
        None => Finding::new(
            Health::Hint,
            format!("DMARC: Der Eintrag {name} fehlt. Große Anbieter verlangen ihn."),
            format!("Tragen Sie im DNS als TXT-Eintrag {name} ein: v=DMARC1; p=none; rua=mailto:postmaster@{from_domain}"),
        ),
        Some(policy) if !dkim_domain.is_some_and(|signed| is_aligned(signed, from_domain, policy)) => Finding::new(
            Health::Hint,
            format!("DMARC: Der Eintrag {name} ist da, aber keine Signatur passt zur Domain {from_domain}."),
            "Richten Sie [mail.dkim] mit der Domain des Absenders ein; sonst zählt allein SPF, und Weiterleitungen scheitern.",
        ),
        Some(_) => Finding::good(format!("DMARC: Der Eintrag {name} ist da, und die Signatur passt zum Absender.")),
    }
}

/// Whether a TXT record is a policy of DMARC.
pub fn is_dmarc(record: &str) -> bool {
    record.to_ascii_lowercase().replace(' ', "").starts_with("v=dmarc1")
}

/// Whether one domain is the other or, unless the policy is strict, above or below it. The list of public suffixes, which standards name, would
/// say more; a warning too few does less harm than a library with a list that ages.
fn is_aligned(one: &str, other: &str, policy: &str) -> bool {
    let is_strict = policy.to_ascii_lowercase().replace(' ', "").split(';').any(|tag| tag == "adkim=s");
    let below = |short: &str, long: &str| long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    one == other || !is_strict && (below(one, other) || below(other, one))
}

/// Whether mails that cannot be delivered reach us.
pub fn bounces(address_domain: Option<&str>, answer: Result<bool, NoAnswer>) -> Finding {
    let Some(domain) = address_domain else {
        return Finding::new(
            Health::Hint,
            "Rückläufer: keine eigene Adresse eingerichtet.",
            "Richten Sie [mail.bounces] ein. Ohne sie bekommen Adressen, die es nicht mehr gibt, weiter Post, und das schadet dem Ruf des Absenders.",
        );
    };
    match answer {
        Ok(true) => Finding::good(format!("Rückläufer: {domain} nimmt Mails an. Lassen Sie sie an `wissensnetz bounce` weiterreichen.")),
        Ok(false) => Finding::new(
            Health::Bad,
            format!("Rückläufer: {domain} nimmt keine Mails an (kein MX-Eintrag)."),
            "Wählen Sie für mail.bounces.address ein Postfach, das Mails mit Zusatz (bounce+…@) empfängt.",
        ),
        Err(why) => Finding::unknown(&format!("Rückläufer: MX-Eintrag von {domain}"), why),
    }
}

#[cfg(test)]
mod tests;
