//! What a report about a delivery means for the address (RFC 3463).

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

/// The first three numbers with dots between them.
pub(super) fn status(text: &str) -> Option<String> {
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

/// What happened, by the report's status; where that says nothing (x.0.0), by the status within the other server's words; then by its code.
pub(super) fn verdict(action: &str, reported: &str, diagnostic: &str) -> Verdict {
    match action {
        "failed" => {}
        "delayed" => return Verdict::Passing,
        _ => return Verdict::Arrived,
    }
    let said = status(diagnostic).unwrap_or_default();
    let says_something = |code: &str| !code.is_empty() && !code.ends_with(".0.0");
    let code = if says_something(reported) || !says_something(&said) { reported } else { said.as_str() };
    let (class, detail) = code.split_once('.').unwrap_or(("5", "0.0"));
    let words = words(diagnostic);
    match (class, detail) {
        ("5", _) if is_policy(code) || is_policy(&said) => Verdict::Policy,
        ("5", "0.0") if blames_us(&words) => Verdict::Policy,
        // Mailbox full, message too long, a list that cannot be resolved: nothing about whether the mailbox is there.
        ("5", "1.0" | "1.1" | "1.2" | "1.3" | "1.6" | "1.10" | "2.1" | "4.4" | "4.310") => Verdict::Hard,
        ("5", "4.1" | "5.0") if names_mailbox(&words) => Verdict::Hard,
        ("5", "0.0" | "1.4" | "1.5") if says_no_mailbox(&words) && !lacks_room(&words) => Verdict::Hard,
        _ => Verdict::Passing,
    }
}

/// Statuses of the same class that are about the recipient all the same: a list that we may not write to (RFC 3463, 3.8), an account that is
/// disabled (RFC 5248), a mailbox or a domain that belongs to somebody else by now (RFC 7293).
const ABOUT_RECIPIENT: [&str; 4] = ["5.7.2", "5.7.13", "5.7.17", "5.7.18"];

/// Whether a status says that mail of ours is refused for what we are, not for whom it is for (RFC 3463, 3.8): SPF, DKIM, DMARC, reputation.
pub fn is_policy(status: &str) -> bool {
    status.starts_with("5.7.") && !ABOUT_RECIPIENT.contains(&status)
}

/// What the refusal of a mail while it is handed over means, with its status code. A mailbox is taken for missing only if the server gives a status
/// that says so: many servers answer 550 to everything that they do not like.
pub fn refusal(reply: &str) -> (Verdict, String) {
    let status = status(reply).unwrap_or_default();
    let verdict = if status.is_empty() { Verdict::Passing } else { verdict("failed", &status, reply) };
    (verdict, status)
}

/// What a server says, in lower case and without the addresses that it names: in a name may stand anything.
fn words(diagnostic: &str) -> String {
    let words: Vec<_> = diagnostic.split_whitespace().filter(|word| !word.contains('@')).collect();
    words.join(" ").to_ascii_lowercase()
}

/// Whether the words of a server that gave no status say that there is no such mailbox: its code (550, 551, 553), or none at all.
fn says_no_mailbox(words: &str) -> bool {
    let code = words.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 3 && word.starts_with(['4', '5']));
    code.is_none_or(|code| matches!(code, "550" | "551" | "553"))
}

/// Whether a server says in words that there is no such mailbox, although its status means something else (RFC 3463: no answer from a host, a
/// protocol error). Microsoft's servers do so for all domains that they receive mail for.
fn names_mailbox(words: &str) -> bool {
    ["recipient address rejected", "mailbox unavailable"].iter().any(|said| words.contains(said))
}

/// Whether a server says in words that the mailbox is there and has no room, or none for a mail of that size.
fn lacks_room(words: &str) -> bool {
    ["quota", "full", "storage", "too large", "too big", "message size"].iter().any(|said| words.contains(said))
}

/// Whether the words of a server that gave no status are about what we are.
fn blames_us(words: &str) -> bool {
    let is_word = |wanted: &&str| words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == *wanted);
    ["spam", "blacklist", "blocklist", "blocked", "reputation", "policy", "prohibit", "sender verif", "sender address"]
        .iter()
        .any(|said| words.contains(said))
        // Short enough to stand in a server's name.
        || ["spf", "dkim", "dmarc", "dnsbl", "rbl"].iter().any(is_word)
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
            ("failed", "5.0.0", "smtp; 550 SPF check failed", Verdict::Policy),
            ("failed", "5.0.0", "smtp; 550 Sender verify failed", Verdict::Policy),
            ("failed", "5.0.0", "smtp; 550 Administrative prohibition", Verdict::Policy),
            ("failed", "5.0.0", "smtp; 550 unknown user at spfad.example.org", Verdict::Hard),
            ("failed", "5.0.0", "smtp; 550 <anna.fuller@example.org>: unknown user", Verdict::Hard),
            ("failed", "5.0.0", "smtp; 550 <info@policy.example.org>: unknown user", Verdict::Hard),
            ("failed", "5.0.0", "smtp; <amt-450@example.org>: 550 unknown user", Verdict::Hard),
            ("failed", "5.0.0", "smtp; 550 mailbox is full", Verdict::Passing),
            ("failed", "5.0.0", "smtp; 550 Quota exceeded", Verdict::Passing),
            ("failed", "5.0.0", "smtp; 550 message too large", Verdict::Passing),
            ("failed", "5.7.17", "smtp; 550 5.7.17 the mailbox has another owner", Verdict::Passing),
            ("failed", "5.7.2", "smtp; 550 5.7.2 only members write to this list", Verdict::Passing),
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
}
