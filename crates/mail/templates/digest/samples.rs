//! Made-up digests.

use super::{DigestItem, DigestMail, digest};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};
use domain::digest_period::Frequency;

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let mail = DigestMail {
        to: making.to.clone(),
        message_id: making.message_id(MailKind::Digest),
        frequency: Frequency::Weekly,
        window_start: making.days(-7),
        window_end: making.written_at,
        items: items(making),
        more: 2,
        more_url: making.page(&["suche"]),
        unsubscribe_url: making.page_of_token(&["abo", "abmelden"]),
        manage_url: making.page_with_token(&["abo", "abmelden"]),
        created_at: making.written_at,
    };
    let single =
        DigestMail { items: mail.items.iter().take(1).cloned().collect(), more: 0, frequency: Frequency::Immediate, ..mail.clone() };
    Ok(vec![
        making.sample("digest", "Sammel-E-Mail, wöchentlich", digest(making.context, mail)?),
        making.sample("digest-of-one", "Sammel-E-Mail mit einem Praxisbeispiel, sofort", digest(making.context, single)?),
    ])
}

fn items(making: &Making<'_>) -> Vec<DigestItem> {
    let item = |slug: &str, title: &str, teaser: &str, place: &str, reasons: &[&str]| DigestItem {
        title: title.to_owned(),
        teaser: teaser.to_owned(),
        place: place.to_owned(),
        url: making.page(&["faelle", slug]),
        reasons: reasons.iter().map(|&reason| reason.to_owned()).collect(),
        published_on: making.days(-4).date_naive(),
    };
    vec![
        item(
            "ausbildungsbus",
            "Übergang Schule–Beruf: Ausbildungsbus fährt die Schulen im Landkreis an",
            "Ein umgebauter Linienbus bringt Betriebe, Kammern und Berufsberatung an 14 Schulen. Der Landkreis plant die Route aus Daten \
             seines Bildungsmonitorings und wertet jede Fahrt mit den Schulen aus.",
            "Burgenlandkreis, Sachsen-Anhalt",
            &["Handlungsfeld Übergang Schule–Beruf", "Land Sachsen-Anhalt"],
        ),
        item(
            "sprachmittlung",
            "Sprachmittler:innen für Elterngespräche",
            "Ein Pool aus 40 geschulten Ehrenamtlichen begleitet Gespräche in Kitas und Schulen.",
            "Weimar, Thüringen",
            &["Handlungsfeld Sprachbildung"],
        ),
        item("kennzahlenset", "Kennzahlenset für kleine Kommunen", "", "Vogtlandkreis, Sachsen", &[]),
    ]
}
