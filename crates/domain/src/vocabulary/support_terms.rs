//! The vocabularies of what the agency brings: models, instruments, trainings.

use super::vocabulary;

vocabulary! {
    /// Art des Modells oder Instruments.
    InstrumentType, "instrumentType", "Modelle und Instrumente", "Art des Modells oder Instruments: what kind of reusable tool an instrument is." {
        OrganisationModel = "ORGANISATION_MODEL" "Organisationsmodell (Bildungsbüro, Beirat, Bildungskette)";
        MissionStatement = "MISSION_STATEMENT" "Leitbild und Strategie";
        EducationReport = "EDUCATION_REPORT" "Bildungsbericht, Teilbericht";
        IndicatorSet = "INDICATOR_SET" "Indikatorenset, Anwendungsleitfaden" ["Kennzahlenset", "Kennzahlenkatalog"];
        Database = "DATABASE" "Datenbank, IT-Instrument";
        WorkshopFormat = "WORKSHOP_FORMAT" "Workshop-Format";
        AnalysisMethod = "ANALYSIS_METHOD" "Netzwerk-, Stakeholder-, Bestandsanalyse" ["Bestandsaufnahme"];
        RulesOfProcedure = "RULES_OF_PROCEDURE" "Geschäftsordnung";
        CooperationAgreement = "COOPERATION_AGREEMENT" "Kooperationsvereinbarung";
        Checklist = "CHECKLIST" "Checkliste";
        Questionnaire = "QUESTIONNAIRE" "Fragebogen";
        Template = "TEMPLATE" "Vorlage, Beschlussvorlage";
    }
}

vocabulary! {
    /// Art der Qualifizierung.
    TrainingType, "trainingType", "Qualifizierungen", "Art der Qualifizierung: the format of a training." {
        Course = "COURSE" "Fortbildung";
        Workshop = "WORKSHOP" "Werkstatt";
        Conference = "CONFERENCE" "Fachtag";
        NetworkMeeting = "NETWORK_MEETING" "Vernetzungstreffen";
        SiteVisit = "SITE_VISIT" "Hospitation";
        OfficeHour = "OFFICE_HOUR" "Online-Sprechstunde";
    }
}
