//! Subscriptions to digests: what a reader wants to be told about.

use crate::{
    case_filter::CaseFilter,
    ids::CaseId,
    municipality::Ags,
    violation::{Rule, Violation},
};
use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};

/// The longest text of a subscription or search, in characters.
pub const MAX_TEXT: usize = 200;

/// The wording of the consent that a confirmation stands for; `WHAT` stands in it for what is asked for. Whoever changes it gives it a new
/// version and keeps the old ones, because each subscription names the version it was given under (Art. 7(1) GDPR asks for proof).
/// The names of versions run on and are no dates: when a consent was given is told by the subscription.
pub const CONSENT_TEXTS: &[(&str, &str)] = &[
    (
        "2026-11",
        "Ich möchte neue Praxisbeispiele aus Wissensnetz per E-Mail erhalten. Diese Einwilligung kann ich jederzeit über den \
         Abmeldelink in jeder E-Mail widerrufen. Gespeichert werden meine E-Mail-Adresse, meine Auswahl und der Zeitpunkt der Einwilligung.",
    ),
    (
        "2026-12",
        "Ich möchte neue Praxisbeispiele aus Wissensnetz per E-Mail erhalten. Diese Einwilligung kann ich jederzeit über den \
         Abmeldelink in jeder E-Mail widerrufen. Gespeichert werden meine E-Mail-Adresse, meine Auswahl, der Zeitpunkt der Einwilligung und \
         das Netz, aus dem sie kam (die gekürzte IP-Adresse).",
    ),
    (
        "2027-01",
        "Ich möchte {was} aus Wissensnetz per E-Mail erhalten. Diese Einwilligung kann ich jederzeit über den \
         Abmeldelink in jeder E-Mail widerrufen. Gespeichert werden meine E-Mail-Adresse, meine Auswahl, der Zeitpunkt der Einwilligung und \
         das Netz, aus dem sie kam (die gekürzte IP-Adresse).",
    ),
    // What is asked for names new versions since, too, which are told beside new cases: see [`ConsentTo::words`].
    (
        "2027-02",
        "Ich möchte {was} aus Wissensnetz per E-Mail erhalten. Diese Einwilligung kann ich jederzeit über den \
         Abmeldelink in jeder E-Mail widerrufen. Gespeichert werden meine E-Mail-Adresse, meine Auswahl, der Zeitpunkt der Einwilligung und \
         das Netz, aus dem sie kam (die gekürzte IP-Adresse).",
    ),
];

/// What stands in a wording for what is asked for.
const WHAT: &str = "{was}";

/// The wording of this version, if there was one. Of those that name what was asked for, each subscription keeps its own.
pub fn consent_text(version: &str) -> Option<&'static str> {
    CONSENT_TEXTS.iter().find(|(known, _)| *known == version).map(|(_, text)| *text)
}

/// What a consent is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentTo<'a> {
    /// Being told of every new case, and of every substantial new version.
    AllCases,
    /// Being told of those that fit a selection, a line for each criterion; none while it is still being made.
    Selection(&'a [String]),
    /// Being told of the substantial new versions of one case, by its title, where it is known.
    OneCase(Option<&'a str>),
    /// Getting the replies to one's own questions gathered, instead of a mail for each.
    Replies,
}

impl ConsentTo<'_> {
    /// What is asked for, in the words of the consent.
    fn words(self) -> String {
        match self {
            Self::AllCases => "alle neuen und wesentlich überarbeiteten Praxisbeispiele".to_owned(),
            Self::Selection([]) => "neue und wesentlich überarbeitete Praxisbeispiele zu meiner Auswahl".to_owned(),
            Self::Selection(lines) => {
                format!("neue und wesentlich überarbeitete Praxisbeispiele zu meiner Auswahl ({})", lines.join("; "))
            }
            Self::OneCase(Some(title)) => format!("wesentlich neue Fassungen des Praxisbeispiels „{title}“"),
            Self::OneCase(None) => "wesentlich neue Fassungen eines Praxisbeispiels".to_owned(),
            Self::Replies => "gesammelte Antworten auf meine Fragen".to_owned(),
        }
    }
}

/// The version in force, the last of [`CONSENT_TEXTS`], and its wording for what is asked for.
pub fn current_consent(to: ConsentTo<'_>) -> (&'static str, String) {
    let (version, text) = CONSENT_TEXTS[CONSENT_TEXTS.len() - 1];
    (version, text.replace(WHAT, &to.words()))
}

/// What a reader wants to be told about: new cases, and substantial new versions, that fit the text, if there is one, pass the filter and lie
/// within the focus areas, if a municipality's are named; or the new versions of a single case; or the replies to their own questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Criteria {
    /// Words as typed into the search; empty means any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What else a case must have.
    #[serde(skip_serializing_if = "CaseFilter::is_empty")]
    pub filter: CaseFilter,
    /// The municipality whose focus areas a case must lie in, as they are when a digest is composed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus_of: Option<Ags>,
    /// The case whose new versions alone are told; nothing else is read then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// Whether it gathers the replies to the questions of the account that asked for it. It tells of no case then, and nothing else is read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub replies: bool,
}

impl Criteria {
    /// What is wrong with these criteria, if anything.
    pub fn check(&self) -> Vec<Violation> {
        let given = self.text.chars().count();
        let too_long = (given > MAX_TEXT).then(|| Violation::new("text", Rule::TooLong { max: MAX_TEXT, given }));
        let end = self.filter.published_before.or(self.filter.renewed_before);
        let ends = end.map(|end| {
            let expected = "ein Filter ohne Ende (publishedBefore, renewedBefore), denn ein Abonnement gilt dem, was noch kommt";
            Violation::new("filter", Rule::Malformed { expected, given: end.to_rfc3339_opts(SecondsFormat::AutoSi, true) })
        });
        too_long.into_iter().chain(ends).collect()
    }
}

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscriptionState {
    /// Asked for, not yet confirmed: no digest is sent.
    Pending,
    /// Confirmed by the address's owner.
    Active,
    /// Ended by the reader.
    Withdrawn,
}

impl SubscriptionState {
    /// All states.
    pub const ALL: &'static [Self] = &[Self::Pending, Self::Active, Self::Withdrawn];

    /// The state as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_subscribed_to_has_no_end() {
        let ends = |filter| Criteria { filter, ..Criteria::default() }.check().len();
        let moment = Some(chrono::DateTime::UNIX_EPOCH);
        assert_eq!(ends(CaseFilter { published_after: moment, ..CaseFilter::default() }), 0);
        assert_eq!(ends(CaseFilter { published_before: moment, ..CaseFilter::default() }), 1);
        assert_eq!(ends(CaseFilter { renewed_before: moment, ..CaseFilter::default() }), 1);
    }

    #[test]
    fn what_was_written_down_before_replies_were_gathered_is_read_and_written_as_before() {
        let before = r#"{"text":"ganztag"}"#;
        let criteria: Criteria = serde_json::from_str(before).unwrap();
        assert_eq!(criteria, Criteria { text: "ganztag".to_owned(), ..Criteria::default() });
        assert_eq!(serde_json::to_string(&criteria).unwrap(), before);
        let replies = Criteria { replies: true, ..Criteria::default() };
        let written = serde_json::to_string(&replies).unwrap();
        assert_eq!((written.as_str(), serde_json::from_str::<Criteria>(&written).unwrap()), (r#"{"replies":true}"#, replies));
    }

    #[test]
    fn the_consent_names_what_was_asked_for() {
        let lines = ["Suche: ganztag".to_owned(), "Land: Sachsen".to_owned()];
        for (to, expected) in [
            (ConsentTo::AllCases, "Ich möchte alle neuen und wesentlich überarbeiteten Praxisbeispiele aus Wissensnetz"),
            (ConsentTo::Selection(&[]), "Ich möchte neue und wesentlich überarbeitete Praxisbeispiele zu meiner Auswahl aus Wissensnetz"),
            (
                ConsentTo::Selection(&lines),
                "Ich möchte neue und wesentlich überarbeitete Praxisbeispiele zu meiner Auswahl (Suche: ganztag; Land: Sachsen) aus Wissensnetz",
            ),
            (ConsentTo::OneCase(Some("Der Bus")), "Ich möchte wesentlich neue Fassungen des Praxisbeispiels „Der Bus“ aus Wissensnetz"),
            (ConsentTo::OneCase(None), "Ich möchte wesentlich neue Fassungen eines Praxisbeispiels aus Wissensnetz"),
            (ConsentTo::Replies, "Ich möchte gesammelte Antworten auf meine Fragen aus Wissensnetz"),
        ] {
            let (version, wording) = current_consent(to);
            assert!(wording.starts_with(expected) && !wording.contains('{'), "{wording}");
            assert!(consent_text(version).is_some());
        }
        for (version, kept) in [
            ("2026-11", "Ich möchte neue Praxisbeispiele aus"),
            ("2026-12", "Ich möchte neue Praxisbeispiele aus"),
            ("2027-01", "Ich möchte {was} aus"),
        ] {
            assert!(consent_text(version).is_some_and(|text| text.starts_with(kept)), "{version} is kept for ever");
        }
    }
}
