//! A fictional case, complete, with which visitors of a demo can try the form.

use crate::fields::Fields;

/// The form filled with the example.
pub(super) fn fields() -> Fields {
    Fields::from_pairs(EXAMPLE.iter().copied())
}

const EXAMPLE: &[(&str, &str)] = &[
    ("title", "Vorlesebus für Dörfer ohne Bibliothek: ein alter Linienbus hält jede Woche an acht Orten"),
    (
        "teaser",
        "In acht Dörfern ohne Bibliothek hält einmal in der Woche ein umgebauter Linienbus. Ehrenamtliche lesen vor, verleihen Bücher und \
         sprechen mit Eltern über das Vorlesen zu Hause. (Beispieldaten)",
    ),
    ("municipality", "15084"),
    ("fieldsOfAction", "LANGUAGE_LITERACY"),
    ("fieldsOfAction", "RURAL_EDUCATION"),
    ("fieldsOfAction", "VOLUNTEERING"),
    ("components", "EXTERNAL_COOPERATION"),
    ("components", "COORDINATION"),
    ("lifePhases", "EARLY_CHILDHOOD"),
    ("lifePhases", "PRIMARY"),
    ("targetGroups", "CHILDREN"),
    ("targetGroups", "FAMILIES"),
    ("status", "RUNNING"),
    ("start", "2024-04"),
    (
        "situation",
        "Drei von vier Büchereien im Landkreis sind seit 2005 geschlossen worden. In den Kindertagesstätten berichteten die Fachkräfte, dass \
         viele Kinder zu Hause kaum Bücher haben und dass Eltern sich das Vorlesen nicht zutrauen. Der Weg in die nächste Bibliothek dauert \
         mit dem Bus bis zu fünfzig Minuten; nachmittags fährt er nur zweimal.",
    ),
    (
        "goals",
        "Jedes Kind im Vorschulalter kann einmal in der Woche Bücher ausleihen.\nMindestens zwanzig Ehrenamtliche lesen regelmäßig vor.\n\
         Eltern erleben, wie einfach Vorlesen ist.",
    ),
    (
        "approach",
        "Das Bildungsbüro hat einen ausgemusterten Linienbus übernommen und mit dem Bauhof umgebaut: Regale, Sitzstufen, eine Rampe. Die \
         Kreisbibliothek stellt den Bestand und tauscht ihn monatlich.\n\nDer Betrieb ruht auf drei Schultern:\n\n- Der Bauhof stellt eine \
         Fahrerin für zwei Nachmittage in der Woche.\n- Ehrenamtliche lesen vor; sie werden an zwei Abenden geschult.\n- Die \
         Kindertagesstätten laden ein und bringen Gruppen zum Bus.\n\n**Wichtig war der feste Halt:** immer derselbe Tag, dieselbe Stunde, \
         derselbe Platz vor dem Gemeindehaus.",
    ),
    (
        "results",
        "Nach zwei Jahren hält der Bus an acht Orten. Je Halt kommen im Schnitt 17 Kinder und 9 Erwachsene. Die Zahl der Ausleihen hat sich \
         gegenüber dem ersten Halbjahr verdoppelt. Zwei Kindertagesstätten haben eigene Vorlesenachmittage begonnen. Nicht erreicht haben \
         wir Familien, in denen beide Eltern im Schichtdienst arbeiten.",
    ),
    (
        "indicators",
        "Ausleihen je Monat | 310 | 640 | Bücher | 2025 | Zählung der Kreisbibliothek (Beispieldaten)\n\
         Ehrenamtliche | 6 | 23 | Personen | 2025 | Liste des Bildungsbüros (Beispieldaten)",
    ),
    ("evidence", "DOCUMENTED"),
    (
        "successFactors",
        "Ein fester Halt zu einer festen Zeit, auch in den Ferien.\nDie Kindertagesstätten laden ein; ein Aushang allein bringt niemanden.",
    ),
    (
        "pitfalls",
        "Im ersten Winter war der Bus zu kalt. Eine Standheizung gehört von Anfang an in den Kostenplan.\nWir haben zu spät geklärt, wer den \
         Bus fahren darf; die Versicherung verlangte einen Nachweis, der sechs Wochen brauchte.",
    ),
    (
        "transferability",
        "Passt zu dünn besiedelten Landkreisen mit einer leistungsfähigen Kreisbibliothek. In Städten lohnt sich der Bus nicht; dort reicht ein \
         Lastenrad. Ohne eine Stelle, die Fahrten und Ehrenamtliche koordiniert, trägt sich das Angebot nicht.",
    ),
    ("preconditions", "PARTNERS"),
    ("preconditions", "FUNDING"),
    (
        "firstSteps",
        "Mit der Kreisbibliothek über Bestand und Tausch sprechen.\nBeim Verkehrsbetrieb nach einem ausgemusterten Bus fragen.\n\
         Drei Orte für eine Probezeit auswählen.",
    ),
    ("costsOneOff", "FROM_20K_TO_50K"),
    ("costsYearly", "FROM_5K_TO_20K"),
    ("staffEffort", "FROM_0_1_TO_0_5"),
    ("fundingProgrammes", "STATE_PROGRAMME"),
    ("fundingProgrammes", "OWN_FUNDS"),
    ("contact.mailbox", "bildungsbuero@burgenlandkreis.example.org"),
    ("contact.name", "Koordinierungsstelle Bildungsbüro"),
    ("contact.phone", "03443 000000"),
    ("offers", "PHONE_CALL"),
    ("offers", "SITE_VISIT"),
    ("links", "Ablaufplan eines Halts | https://www.example.org/vorlesebus/ablauf"),
    ("licence", "CC_BY_4_0"),
    (
        "summaryEasyLanguage",
        "In manchen Dörfern gibt es keine Bibliothek. Darum fährt ein Bus mit Büchern in die Dörfer. Im Bus lesen Menschen den Kindern vor. \
         Die Kinder können Bücher ausleihen. Das kostet nichts.",
    ),
];
