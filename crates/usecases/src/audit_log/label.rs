//! What the audit log says was done, as people read it.

use domain::review::ReviewEventKind;
use storage::AuditEntry;

/// What actions are about, in German: each by how they begin, for [`storage::AuditFilter::action`].
pub const TOPICS: &[(&str, &str)] = &[
    ("case.", "Praxisbeispiele"),
    ("file.", "Dateien"),
    ("account.", "Konten"),
    ("session.", "Anmeldungen"),
    ("second_factor.", "Zweiter Faktor"),
    ("token.", "Zugriffsschlüssel"),
    ("invitation.", "Einladungen"),
    ("deputation.", "Vertretungen"),
    ("mail_domains.", "E-Mail-Domains"),
    ("focus_areas.", "Arbeitsschwerpunkte"),
    ("request.", "Fragen an das Netzwerk"),
    ("subscription.", "Abos"),
    ("reader.", "Einstellungen zu Sammel-E-Mails"),
    ("address.", "Gesperrte Adressen"),
    ("mail.", "Test-E-Mails"),
    ("digest.", "Probeläufe"),
    ("synonym_group.", "Synonymgruppen"),
];

/// How the action of a case begins; a step of its review is called after it.
const CASE: &str = "case.";

/// What is done besides the steps of a review.
const LABELS: &[(&str, &str)] = &[
    ("case.created", "angelegt"),
    ("case.changed", "geändert"),
    ("case.autosaved", "zwischengespeichert"),
    ("case.material_added", "Datei hinzugefügt"),
    ("case.commented", "kommentiert"),
    ("case.comment_resolved", "Kommentar als erledigt gekennzeichnet"),
    ("case.comment_reopened", "Kommentar wieder geöffnet"),
    ("case.review_reminded", "an die Prüfung erinnert"),
    ("case.erased", "gelöscht"),
    ("file.uploaded", "hochgeladen"),
    ("account.created", "angelegt"),
    ("account.registered", "registriert"),
    ("account.linked", "mit einem Anmeldedienst verbunden"),
    ("account.function_changed", "Funktion geändert"),
    ("account.role_changed", "Rolle geändert"),
    ("account.advises", "begleitete Kommunen geändert"),
    ("account.handed_over", "Praxisbeispiele und Abos übergeben"),
    ("account.left", "Netzwerk verlassen"),
    ("account.disabled", "deaktiviert"),
    ("account.enabled", "wieder aktiviert"),
    ("account.erased", "gelöscht"),
    ("session.started", "angemeldet"),
    ("session.ended", "Anmeldung beendet"),
    ("session.others_ended", "andere Anmeldungen beendet"),
    ("second_factor.set_up", "eingerichtet"),
    ("second_factor.removed", "abgeschaltet"),
    ("second_factor.reset", "zurückgesetzt"),
    ("second_factor.recovery_code_used", "Wiederherstellungscode benutzt"),
    ("second_factor.recovery_codes_renewed", "Wiederherstellungscodes erneuert"),
    ("token.created", "Zugriffsschlüssel angelegt"),
    ("token.renewed", "Zugriffsschlüssel erneuert"),
    ("token.revoked", "Zugriffsschlüssel widerrufen"),
    ("invitation.sent", "gesendet"),
    ("invitation.accepted", "angenommen"),
    ("invitation.revoked", "zurückgenommen"),
    ("deputation.begun", "benannt"),
    ("deputation.ended", "beendet"),
    ("mail_domains.changed", "E-Mail-Domains geändert"),
    ("focus_areas.changed", "Arbeitsschwerpunkte geändert"),
    ("request.asked", "gestellt"),
    ("request.replied", "beantwortet"),
    ("request.closed", "geschlossen"),
    ("request.erased", "gelöscht"),
    ("subscription.requested", "Abo angefragt"),
    ("subscription.confirmed", "Abo bestätigt"),
    ("subscription.frequency_changed", "Häufigkeit eines Abos geändert"),
    ("subscription.withdrawn", "Abo beendet"),
    ("subscription.handed_over", "übergeben"),
    ("reader.changed", "Einstellungen geändert"),
    ("reader.paused", "Pause begonnen"),
    ("reader.resumed", "Pause beendet"),
    ("reader.left", "alle Abos beendet"),
    ("address.reactivated", "freigegeben"),
    ("mail.test_sent", "Test-E-Mail angefordert"),
    ("digest.previewed", "Probelauf begonnen"),
    ("synonym_group.created", "angelegt"),
    ("synonym_group.updated", "geändert"),
    ("synonym_group.deleted", "gelöscht"),
];

/// What an entry says was done, as people read it; the action itself if this version knows none such.
pub fn label(entry: &AuditEntry) -> &str {
    // A review is handed over as well, and by the same word: only of an author is told from whom.
    if entry.action == "case.handed_over" && entry.detail.get("from").is_some() {
        return "einem anderen Konto übergeben";
    }
    known(&entry.action).unwrap_or(&entry.action)
}

/// Whether an action has a German name.
pub(super) fn is_known(action: &str) -> bool {
    known(action).is_some()
}

fn known(action: &str) -> Option<&'static str> {
    let step = action.strip_prefix(CASE).and_then(ReviewEventKind::from_key).map(ReviewEventKind::label);
    step.or_else(|| LABELS.iter().find(|(key, _)| *key == action).map(|(_, label)| *label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use domain::ids::AuditId;
    use serde_json::{Value, json};
    use uuid::Uuid;

    fn told(action: &str, detail: Value) -> String {
        let (id, object_type) = (AuditId(Uuid::from_u128(1)), "practice_case".to_owned());
        let (at, object_id) = (DateTime::UNIX_EPOCH, Uuid::from_u128(2));
        label(&AuditEntry { id, at, actor: None, action: action.to_owned(), object_type, object_id, detail }).to_owned()
    }

    #[test]
    fn every_action_is_of_one_topic_and_every_topic_has_actions() {
        for (action, _) in LABELS {
            assert_eq!(TOPICS.iter().filter(|(start, _)| action.starts_with(start)).count(), 1, "{action}");
        }
        for (start, _) in TOPICS {
            assert!(LABELS.iter().any(|(action, _)| action.starts_with(start)), "{start}");
        }
    }

    #[test]
    fn steps_of_a_review_are_called_as_in_its_history() {
        let twice: Vec<_> =
            LABELS.iter().filter(|(action, _)| action.strip_prefix(CASE).and_then(ReviewEventKind::from_key).is_some()).collect();
        assert!(twice.is_empty(), "{twice:?}");
        assert_eq!(told("case.published", json!({ "revision": 1 })), ReviewEventKind::Published.label());
        assert_eq!(told("case.handed_over", json!({ "revision": 1 })), ReviewEventKind::HandedOver.label());
        assert_eq!(told("case.handed_over", json!({ "from": "a", "to": null })), "einem anderen Konto übergeben");
    }

    #[test]
    fn what_nobody_knows_is_called_as_it_is() {
        assert_eq!(told("case.flown", json!({})), "case.flown");
        assert!(is_known("session.started") && !is_known("session.") && !is_known("published"));
    }
}
