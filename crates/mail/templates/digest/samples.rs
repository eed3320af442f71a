//! Made-up digests.

use super::{AnsweredQuestion, DigestItem, DigestMail, DigestReply, DigestSection, RepliesSection, SectionKind, digest};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};
use domain::digest_period::Frequency;

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let section = DigestSection {
        kind: SectionKind::New,
        about: vec!["Handlungsfeld: Übergang Schule–Beruf oder Sprachbildung".to_owned()],
        follows_case: false,
        frequency: Frequency::Weekly,
        window_start: making.days(-7),
        window_end: making.written_at,
        items: items(making),
        more: 2,
        elsewhere: Vec::new(),
        more_url: making.page(&["suche"]),
        leave_url: making.page_with_token(&["abo", "abmelden"]),
    };
    let mail = DigestMail {
        to: making.to.clone(),
        message_id: making.message_id(MailKind::Digest),
        replies: Vec::new(),
        sections: vec![section.clone(), renewed(making, &section)],
        titles_only: false,
        unsubscribe_url: making.page_of_token(&["abo", "abmelden"]),
        manage_url: making.page_with_token(&["abo", "verwalten"]),
        created_at: making.written_at,
    };
    let one = section.items.iter().take(1).cloned().collect();
    let alone = DigestSection { items: one, more: 0, frequency: Frequency::Immediate, window_start: making.days(-1), ..section };
    let single = DigestMail { sections: vec![alone], ..mail.clone() };
    let titles = DigestMail { titles_only: true, ..mail.clone() };
    let replied = DigestMail { replies: vec![replies(making)], ..single.clone() };
    Ok(vec![
        making.sample("digest", "Sammel-E-Mail, wöchentlich", digest(making.context, mail)?),
        making.sample("digest-of-titles", "Sammel-E-Mail, nur Titel", digest(making.context, titles)?),
        making.sample("digest-of-one", "Sammel-E-Mail mit einem Praxisbeispiel, sofort", digest(making.context, single)?),
        making.sample("digest-with-replies", "Sammel-E-Mail mit Antworten auf eigene Fragen", digest(making.context, replied)?),
    ])
}

fn replies(making: &Making<'_>) -> RepliesSection {
    let reply = |from: &str, body: &str, days: i64| DigestReply {
        from: from.to_owned(),
        body: body.to_owned(),
        written_on: making.days(days).date_naive(),
    };
    let question = |question: &str, id: &str, replies: Vec<DigestReply>| AnsweredQuestion {
        question: question.to_owned(),
        url: making.page(&["fragen", id]),
        replies,
    };
    let rules = "Wir haben unsere im Frühjahr beschlossen. Die Stimmrechte stehen in § 4; die Vorlage hängt am Praxisbeispiel.";
    let both = vec![reply("Landkreis Nordhausen", rules, -5), reply("Burgenlandkreis", "Unsere ist noch im Entwurf.", -2)];
    let bus = vec![reply("Redaktion", "Zwei Landkreise planen einen; ich stelle gern den Kontakt her.", -1)];
    RepliesSection {
        frequency: Frequency::Weekly,
        questions: vec![
            question("Wer hat eine Geschäftsordnung für einen Bildungsbeirat?", "0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f", both),
            question("Wer fährt mit einem Bus an die Schulen?", "0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e60", bus),
        ],
        list_url: making.page(&["fragen"]),
        leave_url: making.page_with_token(&["abo", "abmelden"]),
    }
}

fn renewed(making: &Making<'_>, like: &DigestSection) -> DigestSection {
    DigestSection {
        kind: SectionKind::Renewed,
        about: vec!["Suche: Netzwerkanalyse".to_owned()],
        frequency: Frequency::Daily,
        window_start: making.days(-1),
        items: vec![DigestItem {
            title: "Netzwerkanalyse mit Bordmitteln".to_owned(),
            teaser: "Die zweite Erhebung zeigt, welche Kontakte zwischen Ämtern und Trägern geblieben sind.".to_owned(),
            place: "Leipzig, Sachsen".to_owned(),
            url: making.page(&["faelle", "netzwerkanalyse"]),
            reasons: vec!["Suche: Netzwerkanalyse".to_owned()],
            published_on: making.days(-1).date_naive(),
        }],
        more: 0,
        ..like.clone()
    }
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
        item("koordinierungsstellen", "Jugendberufsagenturkoordinierungsstellen für kleine Kommunen", "", "Vogtlandkreis, Sachsen", &[]),
    ]
}
