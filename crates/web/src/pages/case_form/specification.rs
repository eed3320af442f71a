//! What the form asks for, in order. Names are those of the API's fields, so that an error finds its place.

/// When a field must be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// To hand the case in.
    Submit,
    /// To publish it.
    Publish,
    /// Never.
    Free,
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// One line; the input's type.
    Line(&'static str),
    /// A longer text; its height in lines.
    Area(u8),
    /// A list, one entry a line; its height in lines.
    List(u8),
    /// One term of the vocabulary with this name, from a list that unfolds.
    One(&'static str),
    /// Any number of terms of the vocabulary with this name.
    Many(&'static str),
    /// One municipality of the network.
    Municipality,
}

/// One field of the form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spec {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub need: Need,
    pub entry: Entry,
}

/// A part of the form.
pub(crate) struct Section {
    pub title: &'static str,
    pub fields: &'static [Spec],
}

/// The value of the checkbox that says there are no preconditions; no term of the vocabulary has this key.
pub(crate) const NO_PRECONDITIONS: &str = "NONE";

const fn spec(name: &'static str, label: &'static str, hint: &'static str, need: Need, entry: Entry) -> Spec {
    Spec { name, label, hint, need, entry }
}

use Entry::{Area, Line, List, Many, Municipality, One};
use Need::{Free, Publish, Submit};

/// The whole form.
pub(crate) const SECTIONS: &[Section] = &[
    Section {
        title: "Worum es geht",
        fields: &[
            spec("title", "Titel", "Sagt, was getan wurde, nicht nur einen Projektnamen. 10 bis 120 Zeichen.", Submit, Line("text")),
            spec("teaser", "Kurzbeschreibung", "Das Beispiel in wenigen Sätzen. 80 bis 300 Zeichen.", Submit, Area(4)),
            spec("municipality", "Kommune", "", Submit, Municipality),
            spec("fieldsOfAction", "Handlungsfelder", "1 bis 3 auswählen.", Submit, Many("fieldOfAction")),
            spec("components", "Kernkomponenten", "1 bis 4 auswählen.", Submit, Many("component")),
            spec("lifePhases", "Lebensphasen", "Mindestens eine auswählen.", Submit, Many("lifePhase")),
            spec("targetGroups", "Zielgruppen", "1 bis 5 auswählen.", Submit, Many("targetGroup")),
            spec("status", "Umsetzungsstand", "", Submit, One("status")),
            spec("start", "Beginn", "Monat in der Form 2024-09.", Submit, Line("month")),
            spec("end", "Ende", "Monat in der Form 2024-09; leer, wenn es weiterläuft.", Free, Line("month")),
        ],
    },
    Section {
        title: "Was getan wurde",
        fields: &[
            spec("situation", "Ausgangslage und Bedarf", "200 bis 1.500 Zeichen.", Publish, Area(7)),
            spec("goals", "Ziele", "Ein Ziel je Zeile, 1 bis 5, je bis 200 Zeichen.", Publish, List(4)),
            spec(
                "approach",
                "Vorgehen",
                "300 bis 3.000 Zeichen. Absätze durch Leerzeilen, Listen mit „- “, Hervorhebung mit **Sternchen**.",
                Publish,
                Area(14),
            ),
        ],
    },
    Section {
        title: "Was dabei herauskam",
        fields: &[
            spec("results", "Ergebnisse", "200 bis 2.000 Zeichen.", Publish, Area(7)),
            spec(
                "indicators",
                "Kennzahlen",
                "Eine je Zeile: Bezeichnung | vorher | nachher | Einheit | Jahr | Quelle. Was fehlt, bleibt leer.",
                Free,
                List(3),
            ),
            spec("evidence", "Wirkungsnachweis", "Worauf sich die Ergebnisse stützen.", Publish, One("evidence")),
            spec("successFactors", "Erfolgsfaktoren", "Einer je Zeile, 1 bis 6, je bis 300 Zeichen.", Publish, List(4)),
            spec(
                "pitfalls",
                "Stolpersteine",
                "Was Sie heute anders machen würden. Einer je Zeile, 1 bis 6, je bis 300 Zeichen.",
                Publish,
                List(4),
            ),
        ],
    },
    Section {
        title: "Was andere brauchen",
        fields: &[
            spec("transferability", "Übertragbarkeit", "Für wen es passt und für wen nicht. 100 bis 1.200 Zeichen.", Publish, Area(5)),
            spec("preconditions", "Voraussetzungen", "", Publish, Many("precondition")),
            spec("firstSteps", "Erste Schritte in den ersten 90 Tagen", "Einer je Zeile, bis zu 7.", Free, List(4)),
            spec("costsOneOff", "Einmalige Kosten", "", Free, One("costBand")),
            spec("costsYearly", "Jährliche Kosten", "", Free, One("costBand")),
            spec("staffEffort", "Personalaufwand", "In Vollzeitäquivalenten (VZÄ).", Free, One("staffBand")),
            spec("fundingProgrammes", "Förderprogramme", "", Free, Many("fundingProgramme")),
        ],
    },
    Section {
        title: "Kontakt und Weitergabe",
        fields: &[
            spec(
                "contact.mailbox",
                "Funktionspostfach",
                "Eine Adresse, die einen Personalwechsel übersteht; öffentlich.",
                Submit,
                Line("email"),
            ),
            spec("contact.name", "Ansprechperson", "Sehen nur angemeldete Mitglieder.", Free, Line("text")),
            spec("contact.phone", "Telefon", "Sehen nur angemeldete Mitglieder.", Free, Line("tel")),
            spec("offers", "Angebote an andere Kommunen", "", Free, Many("offer")),
            spec("links", "Links", "Einer je Zeile: Titel | https://…", Free, List(3)),
            spec("licence", "Lizenz des Textes", "", Submit, One("licence")),
            spec("summaryEasyLanguage", "Zusammenfassung in Einfacher Sprache", "Bis 1.000 Zeichen.", Free, Area(4)),
        ],
    },
];
