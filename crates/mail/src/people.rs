//! The mails by which people come to the network, and the one before they are forgotten.

use crate::{
    context::MailContext,
    error::MailError,
    german,
    letter::{Letter, letter},
    mail::{Mail, MailKind},
};
use chrono::{DateTime, Utc};
use domain::EmailAddress;
use url::Url;

/// What an invitation says.
#[derive(Debug, Clone)]
pub struct InvitationMail {
    /// Who is invited.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The page with the button that accepts.
    pub accept_url: Url,
    /// The role, in German: `Autor:in`.
    pub role: String,
    /// The municipality; none for the agency.
    pub place: Option<String>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// Writes an invitation.
pub fn invitation(context: &MailContext, mail: InvitationMail) -> Result<Mail, MailError> {
    let instance = &context.instance_name;
    let place = mail.place.map_or_else(|| "für die Agentur".to_owned(), |place| format!("für {place}"));
    letter(
        context,
        Letter {
            kind: MailKind::Invitation,
            to: mail.to,
            message_id: mail.message_id,
            created_at: mail.created_at,
            subject: format!("Einladung zu {instance} {place}"),
            title: "Einladung",
            before: vec![
                format!("Sie sind eingeladen, bei {instance} mitzuarbeiten: {place}, in der Rolle „{}“.", mail.role),
                "Der folgende Link öffnet eine Seite mit der Schaltfläche „Einladung annehmen“. Erst damit entsteht Ihr Konto; ein Passwort brauchen Sie nicht.".to_owned(),
            ],
            button: "Zur Einladung",
            url: mail.accept_url,
            after: vec![
                format!("Die Einladung gilt einmal und bis zum {}.", german::day_of(mail.expires_at)),
                "Wenn Sie nichts tun, geschieht nichts: Ihre Adresse wird danach gelöscht.".to_owned(),
            ],
        },
    )
}

/// What the mail to somebody who registered says.
#[derive(Debug, Clone)]
pub struct RegistrationMail {
    /// Who registered.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The page with the button that confirms; none if the address has an account already.
    pub confirm_url: Option<Url>,
    /// The page to sign in at.
    pub sign_in_url: Url,
    /// The municipality.
    pub place: String,
    /// Until when it can be confirmed.
    pub expires_at: DateTime<Utc>,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// Writes the mail to somebody who registered.
pub fn registration(context: &MailContext, mail: RegistrationMail) -> Result<Mail, MailError> {
    let instance = &context.instance_name;
    let asked = format!("für diese E-Mail-Adresse wurde bei {instance} ein Konto für {} angefordert.", mail.place);
    let (title, next, button, url, after) = match mail.confirm_url {
        Some(url) => (
            "Bitte bestätigen Sie Ihre Registrierung",
            "Der folgende Link öffnet eine Seite mit der Schaltfläche „Registrierung bestätigen“. Erst damit entsteht Ihr Konto.",
            "Zur Bestätigungsseite",
            url,
            format!(
                "Der Link gilt einmal und bis zum {}. Ohne Ihre Bestätigung wird Ihre Adresse danach gelöscht.",
                german::day_of(mail.expires_at)
            ),
        ),
        None => (
            "Sie haben bereits ein Konto",
            "Zu dieser Adresse gibt es schon ein Konto; Sie können sich damit anmelden.",
            "Zur Anmeldung",
            mail.sign_in_url,
            "Lässt sich das Konto nicht mehr nutzen, wenden Sie sich bitte an die Koordination Ihrer Kommune.".to_owned(),
        ),
    };
    letter(
        context,
        Letter {
            kind: MailKind::Registration,
            to: mail.to,
            message_id: mail.message_id,
            created_at: mail.created_at,
            subject: format!("Ihre Registrierung bei {instance}"),
            title,
            before: vec![asked, next.to_owned()],
            button,
            url,
            after: vec![after, "Haben Sie nichts angefordert, brauchen Sie nichts zu tun.".to_owned()],
        },
    )
}

/// What the warning before the deletion of an unused account says.
#[derive(Debug, Clone)]
pub struct InactivityMail {
    /// Whose account it is.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The page to sign in at.
    pub sign_in_url: Url,
    /// For how many months it was not used.
    pub months: u32,
    /// When it will be deleted.
    pub deletion_at: DateTime<Utc>,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// Writes the warning before the deletion of an unused account.
pub fn inactivity(context: &MailContext, mail: InactivityMail) -> Result<Mail, MailError> {
    let instance = &context.instance_name;
    let day = german::day_of(mail.deletion_at);
    letter(
        context,
        Letter {
            kind: MailKind::Inactivity,
            to: mail.to,
            message_id: mail.message_id,
            created_at: mail.created_at,
            subject: format!("Ihr Konto bei {instance} wird am {day} gelöscht"),
            title: "Ihr Konto wird nicht mehr genutzt",
            before: vec![
                format!(
                    "Ihr Konto bei {instance} wurde seit {} Monaten nicht genutzt. Wir bewahren Daten nicht länger auf als nötig und löschen es deshalb am {day}.",
                    mail.months
                ),
                "Möchten Sie es behalten, melden Sie sich bitte bis dahin einmal an.".to_owned(),
            ],
            button: "Zur Anmeldung",
            url: mail.sign_in_url,
            after: vec![
                "Die Praxisbeispiele Ihrer Kommune bleiben in jedem Fall erhalten; Ihre Adresse und Ihr Bezug zu ihnen werden gelöscht."
                    .to_owned(),
            ],
        },
    )
}
