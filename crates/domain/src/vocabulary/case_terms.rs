//! The vocabularies that say what a case is about.

use super::vocabulary;

vocabulary! {
    /// Handlungsfeld: the policy field a case belongs to. A case has one to three, the first is the primary one.
    FieldOfAction, "fieldOfAction", "Handlungsfeld",
    "Handlungsfeld: the policy field a case belongs to. A case has one to three, the first is the primary one." {
        TransitionKitaSchool = "TRANSITION_KITA_SCHOOL" "Übergang Kita–Schule"
            ["Schuleingangsphase", "Einschulung", "Schulanfang", "Vorschule", "Schulreife", "Übergang Kindergarten Grundschule"];
        TransitionSchoolWork = "TRANSITION_SCHOOL_WORK" "Übergang Schule–Ausbildung–Beruf"
            ["Übergangsmanagement", "Berufsorientierung", "Berufseinstieg", "Jugendberufsagentur", "Ausbildungsreife"];
        IntegrationMigration = "INTEGRATION_MIGRATION" "Integration durch Bildung, Neuzugewanderte"
            ["Geflüchtete", "Flüchtlinge", "Zugewanderte", "Migration", "Sprachmittlung", "Deutsch als Zweitsprache"];
        EarlyEducation = "EARLY_EDUCATION" "Frühkindliche Bildung und Frühe Hilfen" ["Kita", "Kindergarten", "Krippe", "Kindertagespflege"];
        LanguageLiteracy = "LANGUAGE_LITERACY" "Sprach- und Leseförderung" ["Leseförderung", "Sprachförderung", "Literacy", "Vorlesen"];
        SchoolSocialWork = "SCHOOL_SOCIAL_WORK" "Schulsozialarbeit und Schulerfolg" ["Schulabsentismus", "Schulabbruch", "Schuldistanz"];
        Inclusion = "INCLUSION" "Inklusion und Teilhabe" ["Behinderung", "Förderschule", "Schulbegleitung", "Barrierefreiheit"];
        SkilledWorkers = "SKILLED_WORKERS" "Fachkräftesicherung und Strukturwandel" ["Fachkräftemangel", "Fachkräfte", "Ausbildungsmarkt"];
        FamilyEducation = "FAMILY_EDUCATION" "Familien- und Elternbildung" ["Elternarbeit", "Familienzentrum", "Erziehungspartnerschaft"];
        MonitoringReporting = "MONITORING_REPORTING" "Bildungsmonitoring und Bildungsbericht"
            ["Bildungsberichterstattung", "Kennzahlen", "Indikatoren", "Datenbasis", "Bestandsaufnahme"];
        AllDayEducation = "ALL_DAY_EDUCATION" "Ganztagsbildung (Ganztag, Hort, GTA)" ["Ganztagsangebote", "Ganztagsbetreuung", "Hortbetreuung"];
        AdultEducation = "ADULT_EDUCATION" "Weiterbildung und Grundbildung"
            ["Erwachsenenbildung", "Volkshochschule", "Alphabetisierung", "Lesen und Schreiben lernen"];
        EducationCounselling = "EDUCATION_COUNSELLING" "Bildungsberatung" ["Weiterbildungsberatung", "Lernberatung", "Orientierungsberatung"];
        CulturalEducation = "CULTURAL_EDUCATION" "Kulturelle Bildung" ["Musikschule", "Bibliothek", "Museum", "Theater"];
        DemocracyEducation = "DEMOCRACY_EDUCATION" "Demokratie- und politische Bildung" ["Jugendbeteiligung", "Jugendparlament", "Beteiligung"];
        SustainabilityEducation = "SUSTAINABILITY_EDUCATION" "Bildung für nachhaltige Entwicklung (BNE)" ["Umweltbildung", "Nachhaltigkeit"];
        DigitalEducation = "DIGITAL_EDUCATION" "Digitale Bildung und Bildungsportale" ["Medienbildung", "Medienentwicklungsplanung", "Digitalisierung"];
        RuralEducation = "RURAL_EDUCATION" "Bildung im ländlichen Raum, Mobilität" ["ländlich", "dünn besiedelt", "Schülerverkehr", "Fahrdienst"];
        Volunteering = "VOLUNTEERING" "Ehrenamt und Engagement" ["Freiwillige", "Bildungspaten", "Lernpaten", "bürgerschaftliches Engagement"];
        Governance = "GOVERNANCE" "Steuerung, Gremien, Leitbild" ["Bildungsbüro", "Bildungsbeirat", "Lenkungskreis", "Bildungskonferenz", "Koordination"];
    }
}

vocabulary! {
    /// Kernkomponente: the part of data-based municipal education management (DKBM) that a case strengthens.
    Component, "component", "Kernkomponente",
    "Kernkomponente: the part of data-based municipal education management (DKBM) that a case strengthens." {
        Strategy = "STRATEGY" "Strategische Ziele und Steuerung" ["Strategie", "Leitbild"];
        Monitoring = "MONITORING" "Datenbasierung, Bildungsmonitoring" ["Daten", "Statistik"];
        InternalCooperation = "INTERNAL_COOPERATION" "Ämterübergreifende Zusammenarbeit" ["Querschnittsaufgabe", "dezernatsübergreifend"];
        ExternalCooperation = "EXTERNAL_COOPERATION" "Kooperation mit Bildungsakteuren und Zivilgesellschaft" ["Netzwerk", "Partner"];
        Coordination = "COORDINATION" "Koordination und Gremien" ["Gremium", "Steuerungsgruppe"];
        Participation = "PARTICIPATION" "Beteiligung" ["Partizipation", "Mitwirkung"];
        Quality = "QUALITY" "Qualitätsentwicklung und Evaluation" ["Evaluation", "Wirkung"];
        PublicRelations = "PUBLIC_RELATIONS" "Öffentlichkeitsarbeit und Bildungsmarketing" ["Bildungsmarketing", "Kommunikation"];
        KnowledgeTransfer = "KNOWLEDGE_TRANSFER" "Wissensmanagement und Transfer" ["Wissenstransfer", "Fortbildung"];
        DigitalLandscape = "DIGITAL_LANDSCAPE" "Bildungsportal, analog-digitale Vernetzung" ["Bildungsportal", "Onlineportal"];
    }
}

vocabulary! {
    /// Lebensphase: whom a case reaches in the course of life.
    LifePhase, "lifePhase", "Lebensphase",
    "Lebensphase: the phase of life that a case reaches people in." {
        EarlyChildhood = "EARLY_CHILDHOOD" "Frühe Kindheit (0–6)" ["frühkindlich", "Vorschulalter"];
        Primary = "PRIMARY" "Primarbereich" ["Grundschule"];
        LowerSecondary = "LOWER_SECONDARY" "Sekundarbereich I" ["Oberschule", "Sekundarschule", "Regelschule"];
        UpperSecondary = "UPPER_SECONDARY" "Sekundarbereich II" ["Gymnasium", "Oberstufe"];
        Vocational = "VOCATIONAL" "Ausbildung, berufliche Bildung" ["Berufsschule", "Berufsausbildung"];
        HigherEducation = "HIGHER_EDUCATION" "Studium" ["Hochschule", "Universität"];
        Adulthood = "ADULTHOOD" "Erwachsenenalter, Weiterbildung" ["Erwachsene"];
        LaterLife = "LATER_LIFE" "Nachberufliche Phase" ["Ruhestand", "Seniorinnen und Senioren"];
        AllPhases = "ALL_PHASES" "Lebensphasenübergreifend" ["lebenslanges Lernen"];
    }
}

vocabulary! {
    /// Zielgruppe: whom a case is meant for.
    TargetGroup, "targetGroup", "Zielgruppe", "Zielgruppe: whom a case is meant for." {
        Children = "CHILDREN" "Kinder";
        Youth = "YOUTH" "Jugendliche" ["Jugend", "Heranwachsende"];
        YoungAdults = "YOUNG_ADULTS" "Junge Erwachsene";
        Families = "FAMILIES" "Eltern und Familien" ["Eltern", "Familie"];
        Newcomers = "NEWCOMERS" "Neuzugewanderte, Migrant:innen" ["Geflüchtete", "Zugewanderte", "Migrantinnen und Migranten"];
        PeopleWithDisabilities = "PEOPLE_WITH_DISABILITIES" "Menschen mit Behinderungen" ["Behinderte"];
        Disadvantaged = "DISADVANTAGED" "Bildungsbenachteiligte" ["Benachteiligte", "Brennpunkt"];
        Unemployed = "UNEMPLOYED" "Erwerbslose" ["Arbeitslose", "Arbeitsuchende"];
        Employees = "EMPLOYEES" "Beschäftigte, Fachkräfte" ["Arbeitnehmende"];
        Seniors = "SENIORS" "Ältere" ["Seniorinnen und Senioren"];
        Educators = "EDUCATORS" "Pädagogische Fachkräfte" ["Lehrkräfte", "Erzieherinnen und Erzieher"];
        Administration = "ADMINISTRATION" "Verwaltung" ["Amt", "Behörde"];
        Politics = "POLITICS" "Politik" ["Kreistag", "Stadtrat"];
        Businesses = "BUSINESSES" "Betriebe" ["Unternehmen", "Wirtschaft"];
        Associations = "ASSOCIATIONS" "Vereine, Ehrenamt" ["Ehrenamtliche"];
    }
}

vocabulary! {
    /// Umsetzungsstand: how far a case has come. A mere plan is no case.
    Status, "status", "Umsetzungsstand", "Umsetzungsstand: how far a case has come. A mere plan is no case." {
        Pilot = "PILOT" "Erprobung" ["Pilot", "Modellprojekt"];
        Running = "RUNNING" "Laufend";
        Sustained = "SUSTAINED" "Verstetigt" ["Verstetigung", "Daueraufgabe", "Weiterführung"];
        Completed = "COMPLETED" "Abgeschlossen";
        Discontinued = "DISCONTINUED" "Eingestellt" ["gescheitert", "beendet"];
    }
}

vocabulary! {
    /// Wirkungsnachweis: what the case's results rest on.
    Evidence, "evidence", "Wirkungsnachweis", "Wirkungsnachweis: what the case's results rest on." {
        Experience = "EXPERIENCE" "Erfahrungswissen";
        Documented = "DOCUMENTED" "Dokumentiert";
        InternalEvaluation = "INTERNAL_EVALUATION" "Interne Evaluation";
        ExternalEvaluation = "EXTERNAL_EVALUATION" "Externe Evaluation";
        IndicatorChange = "INDICATOR_CHANGE" "Kennzahl verändert";
    }
}
