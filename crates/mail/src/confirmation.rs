//! The mail that asks the owner of an address to confirm a subscription (double opt-in).

use crate::{
    clean::one_line,
    context::MailContext,
    error::MailError,
    german,
    letter::{Envelope, letter},
    mail::{Mail, MailKind},
    render::{Footer, templates},
};
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use domain::{
    EmailAddress,
    digest_period::{Frequency, WEEKDAYS},
};
use url::Url;

#[path = "../templates/confirmation/samples.rs"]
pub(crate) mod samples;

/// What the confirmation mail says.
#[derive(Debug, Clone)]
pub struct ConfirmationMail {
    /// The address to confirm.
    pub to: EmailAddress,
    /// The Message-ID, `<confirmation.uuid@instance-domain>`.
    pub message_id: String,
    /// The page with the button that confirms.
    pub confirm_url: Url,
    /// What was chosen, a line each: "Handlungsfeld: Übergang Schule–Beruf"; empty means every new case.
    pub criteria_text: Vec<String>,
    /// How often digests will come.
    pub frequency: Frequency,
    /// The day that was chosen for all weekly and monthly digests to the address.
    pub weekday: Option<Weekday>,
    /// The local hour that was chosen for all digests to the address.
    pub hour: Option<u8>,
    /// The wording of the consent.
    pub consent_text: String,
    /// After how many days the address is deleted if nobody confirms it, from 2 on; the mail promises it.
    pub unconfirmed_days: u32,
    /// When the mail is written; the days until the deletion count from here.
    pub created_at: DateTime<Utc>,
}

/// What the templates show; text from elsewhere is in one line.
struct View {
    footer: Footer,
    url: String,
    criteria: Vec<String>,
    frequency: &'static str,
    /// What was chosen that goes for all that the address gets, a line each.
    for_all: Vec<String>,
    consent: String,
    days: u32,
    last_day: String,
}

templates!("confirmation", "confirmation/subject.txt", "confirmation/text.txt", "confirmation/mail.html");

/// Writes the confirmation mail. It carries nothing but the question: advertising would need the consent that it asks for.
pub fn confirmation(context: &MailContext, mail: ConfirmationMail) -> Result<Mail, MailError> {
    let view = View {
        footer: Footer::new(context),
        url: mail.confirm_url.into(),
        criteria: mail.criteria_text.iter().map(|line| one_line(line)).collect(),
        frequency: mail.frequency.label(),
        for_all: for_all(mail.weekday, mail.hour),
        consent: one_line(&mail.consent_text),
        days: mail.unconfirmed_days,
        last_day: german::day_of(mail.created_at + TimeDelta::days(i64::from(mail.unconfirmed_days))),
    };
    let envelope = Envelope { kind: MailKind::Confirmation, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}

/// Day and hour are the reader's: to confirm them changes when the mails of other subscriptions come, and whoever confirms has to know that.
fn for_all(weekday: Option<Weekday>, hour: Option<u8>) -> Vec<String> {
    let weekday = weekday.map(|day| WEEKDAYS[day.num_days_from_monday() as usize]);
    let weekday = weekday.map(|day| format!("Wochentag: {day}, monatlich am ersten {day}"));
    let hour = hour.map(|hour| format!("Uhrzeit: {hour} Uhr"));
    weekday.into_iter().chain(hour).map(|line| format!("{line} (gilt für alle Ihre Abos)")).collect()
}
