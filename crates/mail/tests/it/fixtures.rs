//! One instance, and what it has to tell.

use chrono::{DateTime, Utc};
use domain::{
    EmailAddress,
    digest_period::Frequency,
    subscription::{ConsentTo, current_consent},
};
use mail::{
    ConfirmationMail, DeputationMail, DeputationNotice, DigestItem, DigestMail, DigestSection, InactivityMail, InvitationMail, Mail,
    MailContext, RegistrationMail, SectionKind, Sender, SignInLinkMail,
};

pub(crate) fn context() -> MailContext {
    MailContext { public_url: "https://wissensnetz.example.org".parse().unwrap(), instance_name: "Wissensnetz".into() }
}

pub(crate) fn sender() -> Sender {
    Sender { from: address("post@wissensnetz.example.org"), name: "Wissensnetz für Kommunen".into(), reply_to: None }
}

pub(crate) fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

pub(crate) fn written_at() -> DateTime<Utc> {
    "2026-12-01T06:00:00.123456Z".parse().unwrap()
}

pub(crate) fn confirmation_mail() -> ConfirmationMail {
    ConfirmationMail {
        to: address("bildungsbuero@landkreis.example.org"),
        message_id: "<confirmation.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>".into(),
        confirm_url: "https://wissensnetz.example.org/abo/bestaetigen?t=3hX9vQ2LrT7mZk4WcY8sNd5BfG6JpA1u".parse().unwrap(),
        criteria_text: vec![
            "Suche: Berufsorientierung ländlicher Raum".into(),
            "Handlungsfeld: Übergang Schule–Beruf, Sprachbildung".into(),
            "Land: Sachsen-Anhalt, Thüringen".into(),
        ],
        frequency: Frequency::Weekly,
        weekday: None,
        hour: None,
        consent_text: current_consent(ConsentTo::Selection(&[])).1,
        unconfirmed_days: 7,
        created_at: written_at(),
    }
}

pub(crate) fn digest_mail() -> DigestMail {
    DigestMail {
        to: address("bildungsbuero@landkreis.example.org"),
        message_id: "<digest.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>".into(),
        replies: Vec::new(),
        sections: vec![section(), renewed_section()],
        titles_only: false,
        unsubscribe_url: "https://wissensnetz.example.org/abo/abmelden/3hX9vQ2LrT7mZk4WcY8sNd5BfG6JpA1u".parse().unwrap(),
        manage_url: "https://wissensnetz.example.org/abo/3hX9vQ2LrT7mZk4WcY8sNd5BfG6JpA1u".parse().unwrap(),
        created_at: written_at(),
    }
}

pub(crate) fn section() -> DigestSection {
    DigestSection {
        kind: SectionKind::New,
        about: vec!["Handlungsfeld: Übergang Schule–Beruf oder Sprachbildung".into(), "Land: Sachsen-Anhalt".into()],
        follows_case: false,
        frequency: Frequency::Weekly,
        window_start: "2026-11-24T06:00:00Z".parse().unwrap(),
        window_end: "2026-12-01T06:00:00Z".parse().unwrap(),
        items: items(),
        more: 2,
        elsewhere: Vec::new(),
        more_url: "https://wissensnetz.example.org/suche?handlungsfeld=uebergang-schule-beruf&seit=2026-11-24".parse().unwrap(),
        leave_url: "https://wissensnetz.example.org/abo/abmelden?token=5fG6JpA1u3hX9vQ2LrT7mZk4WcY8sNd5B".parse().unwrap(),
    }
}

pub(crate) fn renewed_section() -> DigestSection {
    DigestSection {
        kind: SectionKind::Renewed,
        about: vec!["Suche: Netzwerkanalyse".into()],
        frequency: Frequency::Daily,
        window_start: "2026-11-30T06:00:00Z".parse().unwrap(),
        items: vec![item("Netzwerkanalyse mit Bordmitteln", "Zweite Erhebung.", "Leipzig, Sachsen", &["Suche: Netzwerkanalyse"])],
        more: 0,
        ..section()
    }
}

fn items() -> Vec<DigestItem> {
    vec![
        item(
            "Übergang Schule–Beruf: Ausbildungsbus fährt die Schulen im Landkreis an",
            "Ein umgebauter Linienbus bringt Betriebe, Kammern und Berufsberatung an 14 Schulen. Der Landkreis plant die Route \
             aus Daten seines Bildungsmonitorings und wertet jede Fahrt mit den Schulen aus.",
            "Burgenlandkreis, Sachsen-Anhalt",
            &["Handlungsfeld Übergang Schule–Beruf", "Land Sachsen-Anhalt"],
        ),
        item(
            "Sprachmittler:innen für Elterngespräche",
            "Ein Pool aus 40 geschulten Ehrenamtlichen begleitet Gespräche in Kitas und Schulen.",
            "Weimar, Thüringen",
            &["Handlungsfeld Sprachbildung"],
        ),
        item("Kennzahlenset für kleine Kommunen", "", "Vogtlandkreis, Sachsen", &[]),
    ]
}

pub(crate) fn item(title: &str, teaser: &str, place: &str, reasons: &[&str]) -> DigestItem {
    DigestItem {
        title: title.into(),
        teaser: teaser.into(),
        place: place.into(),
        url: "https://wissensnetz.example.org/praxisbeispiele/ein-beispiel".parse().unwrap(),
        reasons: reasons.iter().map(|&reason| reason.into()).collect(),
        published_on: "2026-11-27".parse().unwrap(),
    }
}

pub(crate) fn digest() -> Mail {
    mail::digest(&context(), digest_mail()).unwrap()
}

pub(crate) fn confirmation() -> Mail {
    mail::confirmation(&context(), confirmation_mail()).unwrap()
}

pub(crate) fn invitation_mail() -> InvitationMail {
    InvitationMail {
        to: address("amt40@landkreis.example.org"),
        message_id: "<invitation.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>".into(),
        accept_url: "https://wissensnetz.example.org/einladung?token=3hX9vQ2LrT7mZk4WcY8sNd5BfG6JpA1u".parse().unwrap(),
        role: "Autor:in".into(),
        place: Some("Burgenlandkreis".into()),
        expires_at: "2026-12-15T06:00:00Z".parse().unwrap(),
        created_at: written_at(),
    }
}

pub(crate) fn registration_mail() -> RegistrationMail {
    RegistrationMail {
        to: address("amt40@landkreis.example.org"),
        message_id: "<registration.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>".into(),
        confirm_url: "https://wissensnetz.example.org/registrieren/bestaetigen?token=3hX9vQ2LrT7mZk4WcY8sNd5BfG6JpA1u".parse().ok(),
        sign_in_url: "https://wissensnetz.example.org/anmelden".parse().unwrap(),
        place: "Burgenlandkreis".into(),
        expires_at: "2026-12-03T06:00:00Z".parse().unwrap(),
        created_at: written_at(),
    }
}

pub(crate) fn inactivity_mail() -> InactivityMail {
    InactivityMail {
        to: address("amt40@landkreis.example.org"),
        message_id: "<inactivity.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>".into(),
        sign_in_url: "https://wissensnetz.example.org/anmelden".parse().unwrap(),
        months: 18,
        deletion_at: "2027-06-01T06:00:00Z".parse().unwrap(),
        created_at: written_at(),
    }
}

pub(crate) fn deputation_mail() -> DeputationMail {
    DeputationMail {
        to: address("amt40@landkreis.example.org"),
        message_id: "<deputation.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>".into(),
        notice: DeputationNotice::Named,
        place: "Burgenlandkreis".into(),
        from: "2026-12-06T23:00:00Z".parse().unwrap(),
        until: "2026-12-20T23:00:00Z".parse().unwrap(),
        page_url: "https://wissensnetz.example.org/konto".parse().unwrap(),
        created_at: written_at(),
    }
}

pub(crate) fn sign_in_link() -> Mail {
    let mail = SignInLinkMail {
        to: address("bildungsbuero@landkreis.example.org"),
        message_id: "<sign_in.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>".into(),
        link: "https://wissensnetz.example.org/anmelden/link?token=wnl_3hX9vQ2LrT7mZk4WcY8sNd5BfG6JpA1u".parse().unwrap(),
        expires_at: "2026-12-01T06:15:00Z".parse().unwrap(),
        created_at: written_at(),
    };
    mail::sign_in_link(&context(), mail).unwrap()
}
