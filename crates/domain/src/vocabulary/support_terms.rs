//! The vocabularies of what the agency brings: models, instruments, trainings.

use super::vocabulary;

vocabulary! {
    /// Art des Modells oder Instruments.
    InstrumentType, "instrumentType", "Modelle und Instrumente", "Art des Modells oder Instruments: what kind of reusable tool an instrument is." {
        OrganisationModel = "ORGANISATION_MODEL" "Organisationsmodell (Bildungsbüro, Beirat, Bildungskette)"
            ["Bildungsbüro", "Stabsstelle", "Organigramm", "Bildungsbeirat", "Präventionskette", "Jugendberufsagentur",
             "Aufbauorganisation"];
        MissionStatement = "MISSION_STATEMENT" "Leitbild und Strategie"
            ["Bildungsleitbild", "Leitlinien", "Leitziele", "Bildungsstrategie", "Vision", "Gesamtstrategie"];
        EducationReport = "EDUCATION_REPORT" "Bildungsbericht, Teilbericht"
            ["Bildungsreport", "Bildungsberichterstattung", "Datensammlung", "Sozialbericht", "Themenheft", "Datenreport"];
        IndicatorSet = "INDICATOR_SET" "Indikatorenset, Anwendungsleitfaden"
            ["Kennzahlenset", "Kennzahlenkatalog", "Indikatorenkatalog", "Kennzahlen", "Indikatoren", "Kennzahlensystem", "Datenkranz"];
        Database = "DATABASE" "Datenbank, IT-Instrument"
            ["Software", "Datenbanksystem", "Dashboard", "IT-Instrumentarium", "Bildungsdatenbank", "Auswertungswerkzeug"];
        WorkshopFormat = "WORKSHOP_FORMAT" "Workshop-Format"
            ["Analyseworkshop", "Zukunftswerkstatt", "Moderationsplan", "World Café", "Open Space", "Veranstaltungsformat"];
        AnalysisMethod = "ANALYSIS_METHOD" "Netzwerk-, Stakeholder-, Bestandsanalyse"
            ["Bestandsaufnahme", "Netzwerkanalyse", "Stakeholderanalyse", "Bedarfsanalyse", "Ist-Analyse", "Akteursanalyse", "SWOT-Analyse",
             "Sozialraumanalyse"];
        RulesOfProcedure = "RULES_OF_PROCEDURE" "Geschäftsordnung"
            ["Mustergeschäftsordnung", "Satzung", "Beiratsordnung", "Verfahrensordnung", "Statut"];
        CooperationAgreement = "COOPERATION_AGREEMENT" "Kooperationsvereinbarung"
            ["Kooperationsvertrag", "Zielvereinbarung", "Vertrag", "Rahmenvereinbarung", "Absichtserklärung", "Letter of Intent"];
        Checklist = "CHECKLIST" "Checkliste" ["Prüfliste", "Abfrageliste", "Kriterienliste", "Ablaufliste"];
        Questionnaire = "QUESTIONNAIRE" "Fragebogen"
            ["Umfrage", "Befragung", "Erhebungsbogen", "Interviewleitfaden", "Rückmeldebogen", "Elternbefragung"];
        Template = "TEMPLATE" "Vorlage, Beschlussvorlage"
            ["Muster", "Mustervorlage", "Kreistagsvorlage", "Ratsvorlage", "Formular", "Vordruck", "Textbaustein"];
    }
}

vocabulary! {
    /// Art der Qualifizierung.
    TrainingType, "trainingType", "Qualifizierungen", "Art der Qualifizierung: the format of a training." {
        Course = "COURSE" "Fortbildung" ["Weiterbildung", "Schulung", "Seminar", "Kurs", "Lehrgang", "Online-Fortbildung"];
        Workshop = "WORKSHOP" "Werkstatt" ["Workshop", "Bildungswerkstatt", "Arbeitstreffen", "Praxiswerkstatt"];
        Conference = "CONFERENCE" "Fachtag" ["Fachtagung", "Konferenz", "Tagung", "Kongress", "Symposium", "Jahrestagung"];
        NetworkMeeting = "NETWORK_MEETING" "Vernetzungstreffen"
            ["Netzwerktreffen", "Austauschtreffen", "Erfahrungsaustausch", "Regionaltreffen"];
        SiteVisit = "SITE_VISIT" "Hospitation" ["Besuch vor Ort", "Fachbesuch", "Lernreise", "Exkursion"];
        OfficeHour = "OFFICE_HOUR" "Online-Sprechstunde" ["Onlineberatung", "Videosprechstunde", "Beratungstermin", "Fragestunde"];
    }
}
