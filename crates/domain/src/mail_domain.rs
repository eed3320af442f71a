//! Mail domains from which people may register themselves for a municipality.
//!
//! A domain counts as it is written: `landkreis.example.org` lets in nobody from `a.landkreis.example.org` or `landkreis.example.org.net`.

use crate::{
    EmailAddress,
    violation::{Rule, Violation},
};

/// How many domains a municipality may name.
pub const MAX_DOMAINS: usize = 20;

/// Providers where anybody gets an address.
const OPEN_TO_ANYBODY: &[&str] = &[
    "aol.com",
    "arcor.de",
    "email.de",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "hotmail.de",
    "icloud.com",
    "live.com",
    "live.de",
    "mail.com",
    "mail.de",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "online.de",
    "outlook.com",
    "outlook.de",
    "posteo.de",
    "posteo.net",
    "proton.me",
    "protonmail.com",
    "t-online.de",
    "tuta.com",
    "tutanota.com",
    "tutanota.de",
    "vodafone.de",
    "web.de",
    "yahoo.com",
    "yahoo.de",
    "ymail.com",
    "zoho.com",
];

/// Names under which anybody registers domains of their own.
const SUFFIXES: &[&str] = &["co.uk", "com.de", "co.at", "or.at", "de.com", "eu.com", "gov.de", "in.net", "net.de", "org.de", "github.io"];

/// What is asked for where a text cannot be a domain of the list, in German.
const EXPECTED: &str = "eine Domain, unter der nur Ihre Kommune Adressen vergibt, wie landkreis.example.org";

/// The domains in their normal form, sorted and each once, or what is wrong with them.
pub fn checked(domains: &[String]) -> Result<Vec<String>, Vec<Violation>> {
    let mut violations = Vec::new();
    if domains.len() > MAX_DOMAINS {
        violations.push(Violation::new("domains", Rule::TooMany { max: MAX_DOMAINS, given: domains.len() }));
    }
    let mut checked = Vec::with_capacity(domains.len());
    for (place, given) in domains.iter().take(MAX_DOMAINS).enumerate() {
        let domain = tidied(given);
        if belongs_to_one_organisation(&domain) {
            checked.push(domain);
        } else {
            violations.push(Violation::new(format!("domains[{place}]"), Rule::malformed(EXPECTED, given)));
        }
    }
    if violations.is_empty() { Ok(each_once(checked)) } else { Err(violations) }
}

/// The domains of a municipality with one more, or what is wrong with that one. What is there already is not looked at again.
pub fn with(domains: &[String], given: &str) -> Result<Vec<String>, Violation> {
    let broken = |rule| Violation::new("domain", rule);
    let domain = tidied(given);
    if domain.is_empty() {
        return Err(broken(Rule::Required));
    }
    if !belongs_to_one_organisation(&domain) {
        return Err(broken(Rule::malformed(EXPECTED, given)));
    }
    let all = each_once(domains.iter().cloned().chain([domain]).collect());
    if all.len() > MAX_DOMAINS { Err(broken(Rule::TooMany { max: MAX_DOMAINS, given: all.len() })) } else { Ok(all) }
}

/// The domains of a municipality without this one.
pub fn without(domains: &[String], given: &str) -> Vec<String> {
    let domain = tidied(given);
    each_once(domains.iter().filter(|one| **one != domain).cloned().collect())
}

/// A domain as it is kept, if it is one at all. Only what is ASCII is changed, as in addresses: a letter that looks like one of these would name
/// somebody else's domain.
fn tidied(given: &str) -> String {
    given.trim().trim_start_matches('@').to_ascii_lowercase()
}

/// Sorted, each once.
fn each_once(mut domains: Vec<String>) -> Vec<String> {
    domains.sort_unstable();
    domains.dedup();
    domains
}

fn belongs_to_one_organisation(domain: &str) -> bool {
    let is_domain = format!("x@{domain}").parse::<EmailAddress>().is_ok_and(|address| address.domain() == domain);
    // The last label of a domain is never a number: that would be an address of the internet protocol.
    let is_name = domain.rsplit('.').next().is_some_and(|last| last.len() > 1 && last.chars().all(|c| c.is_ascii_alphabetic() || c == '-'));
    let open = OPEN_TO_ANYBODY.iter().chain(SUFFIXES);
    is_domain && is_name && !open.copied().any(|name| name == domain)
}

/// Whether an address is of exactly one of these domains.
pub fn lets_in(domains: &[String], address: &EmailAddress) -> bool {
    domains.iter().any(|domain| domain == address.domain())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_kept_in_their_normal_form() {
        let given = [" @Landkreis.Example.org", "stadt.example.org", "landkreis.example.org"].map(str::to_owned);
        assert_eq!(checked(&given), Ok(vec!["landkreis.example.org".to_owned(), "stadt.example.org".to_owned()]));
    }

    #[test]
    fn what_anybody_gets_an_address_of_is_refused() {
        for given in
            ["gmail.com", "GMX.de", "de", "com.de", "*.example.org", ".example.org", "10.0.0.1", "a@example.org", "", "example.org."]
        {
            let violations = checked(&[given.to_owned()]).unwrap_err();
            assert_eq!(violations[0].field, "domains[0]", "{given}");
        }
        assert!(checked(&vec!["landkreis.example.org".to_owned(); MAX_DOMAINS + 1]).is_err());
    }

    #[test]
    fn one_more_is_added_once_and_one_is_taken_away_whatever_it_is() {
        // As if it had been allowed once.
        let two = ["gmx.de", "stadt.example.org"].map(str::to_owned);
        let three = ["gmx.de", "landkreis.example.org", "stadt.example.org"].map(str::to_owned);
        assert_eq!(with(&two, " @Landkreis.example.org"), Ok(three.to_vec()));
        assert_eq!(with(&three, "LANDKREIS.example.org"), Ok(three.to_vec()));
        assert_eq!(without(&three, "Landkreis.example.org "), two);
        assert_eq!(without(&two, "GMX.de"), ["stadt.example.org"]);
        assert_eq!(without(&two, "anders.example.org"), two);
        let code = |given: &str| with(&two, given).unwrap_err().code().as_str();
        assert_eq!([code(" "), code("gmx.de"), code("amt@stadt.example.org")], ["REQUIRED", "MALFORMED", "MALFORMED"]);
        let full: Vec<_> = (0..MAX_DOMAINS).map(|number| format!("amt-{number:02}.example.org")).collect();
        assert_eq!(with(&full, &full[0]), Ok(full.clone()));
        assert_eq!(
            with(&full, "stadt.example.org"),
            Err(Violation::new("domain", Rule::TooMany { max: MAX_DOMAINS, given: MAX_DOMAINS + 1 }))
        );
    }

    #[test]
    fn no_letter_of_another_script_becomes_one_of_another_s_domain() {
        for given in ["\u{212a}reis.example.org", "landkre\u{130}s.example.org", "ſtadt.example.org"] {
            assert!(checked(&[given.to_owned()]).is_err(), "{given:?}");
        }
    }

    #[test]
    fn a_domain_counts_as_it_is_written() {
        let domains = ["landkreis.example.org".to_owned()];
        let is_let_in = |address: &str| lets_in(&domains, &address.parse().unwrap());
        assert!(is_let_in("Amt40@Landkreis.example.ORG"));
        for address in ["a@sub.landkreis.example.org", "a@evillandkreis.example.org", "a@landkreis.example.org.net", "a@example.org"] {
            assert!(!is_let_in(address), "{address}");
        }
    }
}
