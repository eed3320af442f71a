//! The vocabularies that say what a case is about.

use super::vocabulary;

vocabulary! {
    /// Handlungsfeld: the policy field a case belongs to. A case has one to three, the first is the primary one.
    FieldOfAction, "fieldOfAction", "Handlungsfeld",
    "Handlungsfeld: the policy field a case belongs to. A case has one to three, the first is the primary one." {
        TransitionKitaSchool = "TRANSITION_KITA_SCHOOL" "Übergang Kita–Schule"
            ["Schuleingangsphase", "Einschulung", "Schulanfang", "Vorschule", "Schulreife", "Übergang Kindergarten Grundschule",
             "Schulvorbereitung", "Schulvorbereitungsjahr", "Vorschulkinder", "Schulanfänger", "Erstklässler", "Schulfähigkeit",
             "Schuleingangsuntersuchung", "Schnuppertag", "Schulanmeldung", "Zuckertüte", "Grundschulanfang", "Übergangsgespräch"];
        TransitionSchoolWork = "TRANSITION_SCHOOL_WORK" "Übergang Schule–Ausbildung–Beruf"
            ["Übergangsmanagement", "Berufsorientierung", "Berufseinstieg", "Jugendberufsagentur", "Ausbildungsreife", "Berufswahl",
             "Praktikum", "Schülerpraktikum", "Berufsberatung", "Ausbildungsmesse", "Berufswahlpass", "Praxistag", "Potenzialanalyse",
             "Berufseinstiegsbegleitung", "Lehrstellensuche", "Ausbildungsplatzsuche", "Bewerbung", "Berufsvorbereitung",
             "Berufsvorbereitungsjahr", "Einstiegsqualifizierung", "Übergangssystem", "Schulabgänger", "Studienorientierung",
             "Jugendberufshilfe"];
        IntegrationMigration = "INTEGRATION_MIGRATION" "Integration durch Bildung, Neuzugewanderte"
            ["Geflüchtete", "Flüchtlinge", "Zugewanderte", "Migration", "Sprachmittlung", "Deutsch als Zweitsprache", "Asyl", "Zuwanderung",
             "Einwanderung", "Sprachmittler", "Dolmetscher", "Vorbereitungsklasse", "Willkommensklasse", "Integrationskurs", "Deutschkurs",
             "Willkommenskultur", "Erstorientierung", "interkulturell", "Mehrsprachigkeit", "Ukraine", "Ausländer", "Integrationslotse",
             "Herkunftssprache"];
        EarlyEducation = "EARLY_EDUCATION" "Frühkindliche Bildung und Frühe Hilfen"
            ["Kita", "Kindergarten", "Krippe", "Kindertagespflege", "Kindertagesstätte", "Tagesmutter", "Erzieherinnen", "Frühpädagogik",
             "Elementarbildung", "Kleinkinder", "Kinderbetreuung", "Kitaplanung", "Kitaqualität", "Familienhebamme", "Frühförderung",
             "Eltern-Kind-Gruppe", "Krabbelgruppe", "Eingewöhnung", "Willkommensbesuch", "U3"];
        LanguageLiteracy = "LANGUAGE_LITERACY" "Sprach- und Leseförderung"
            ["Leseförderung", "Sprachförderung", "Literacy", "Vorlesen", "Sprachbildung", "Lesekompetenz", "Lesen lernen", "Sprachstand",
             "Lesepaten", "Vorlesepaten", "Rechtschreibung", "Wortschatz", "Spracherwerb", "Sprachentwicklung", "Sprachkita",
             "alltagsintegrierte Sprachbildung", "Logopädie", "Lesestart", "Bilderbuch", "Bücherei", "Schreibwerkstatt"];
        SchoolSocialWork = "SCHOOL_SOCIAL_WORK" "Schulsozialarbeit und Schulerfolg"
            ["Schulabsentismus", "Schulabbruch", "Schuldistanz", "Schulsozialarbeiter", "Schulschwänzen", "Schulverweigerung",
             "Schulerfolg sichern", "Schulabbrecher", "Schulabschluss", "Jugendsozialarbeit", "Mobbing", "Streitschlichter",
             "Gewaltprävention", "Fehlzeiten", "Klassenklima", "Krisenintervention", "Brennpunktschule", "soziales Lernen",
             "Schulpsychologie"];
        Inclusion = "INCLUSION" "Inklusion und Teilhabe"
            ["Behinderung", "Förderschule", "Schulbegleitung", "Barrierefreiheit", "inklusiv", "Integrationshelfer", "Schulassistenz",
             "sonderpädagogischer Förderbedarf", "Sonderpädagogik", "Eingliederungshilfe", "gemeinsamer Unterricht", "Förderzentrum",
             "Autismus", "Leichte Sprache", "Gebärdensprache", "Aktionsplan", "Bundesteilhabegesetz", "Frühförderung", "Nachteilsausgleich",
             "Beeinträchtigung", "Behindertenbeauftragte"];
        SkilledWorkers = "SKILLED_WORKERS" "Fachkräftesicherung und Strukturwandel"
            ["Fachkräftemangel", "Fachkräfte", "Ausbildungsmarkt", "Fachkräftegewinnung", "Fachkräftebedarf", "Kohleausstieg", "Revier",
             "Strukturstärkung", "Rückkehrer", "Abwanderung", "Standortmarketing", "Wirtschaftsförderung", "Arbeitsmarkt", "Kammern",
             "Lehrstellen", "Ausbildungsbetriebe", "Quereinstieg", "Personalgewinnung", "Mittelstand", "Transformation"];
        FamilyEducation = "FAMILY_EDUCATION" "Familien- und Elternbildung"
            ["Elternarbeit", "Familienzentrum", "Erziehungspartnerschaft", "Elternkurs", "Elterncafé", "Elternabend", "Elternbegleiter",
             "Elternlotsen", "Erziehungsberatung", "Eltern-Kind-Zentrum", "Familienberatung", "Elterngespräch", "Elternschule",
             "Familienbegleitung", "Stadtteilmütter", "Alleinerziehende", "Väter", "Elternbrief", "Elterntreff", "Elternakademie",
             "Mehrgenerationenhaus", "Elternbeteiligung"];
        MonitoringReporting = "MONITORING_REPORTING" "Bildungsmonitoring und Bildungsbericht"
            ["Bildungsberichterstattung", "Kennzahlen", "Indikatoren", "Datenbasis", "Bestandsaufnahme", "Statistik", "Bildungsdaten",
             "Bildungsstatistik", "Datenanalyse", "Kennzahlenset", "Bildungsreport", "Teilbericht", "Sozialindex", "Sozialraumanalyse",
             "Prognose", "Dashboard", "Datenportal", "Befragung", "Datenerhebung", "Schülerzahlen", "Datenblatt"];
        AllDayEducation = "ALL_DAY_EDUCATION" "Ganztagsbildung (Ganztag, Hort, GTA)"
            ["Ganztagsangebote", "Ganztagsbetreuung", "Hortbetreuung", "Ganztagsschule", "Nachmittagsbetreuung", "Rechtsanspruch",
             "Ganztagsförderungsgesetz", "GaFöG", "Hausaufgabenhilfe", "Hausaufgabenbetreuung", "Arbeitsgemeinschaften", "Ferienbetreuung",
             "Ferienhort", "Schulhort", "Nachmittagsangebot", "Ganztagskoordination", "Schulessen", "Rhythmisierung", "Lernzeit",
             "Horterzieher"];
        AdultEducation = "ADULT_EDUCATION" "Weiterbildung und Grundbildung"
            ["Erwachsenenbildung", "Volkshochschule", "Alphabetisierung", "Lesen und Schreiben lernen", "VHS", "Analphabeten",
             "Fortbildung", "Umschulung", "zweiter Bildungsweg", "Schulabschluss nachholen", "lebenslanges Lernen", "Abendkurs",
             "Bildungsurlaub", "Lerncafé", "Abendschule", "Weiterbildungsverbund", "berufliche Weiterbildung", "Seniorenakademie",
             "Kursangebot", "Kreisvolkshochschule", "Bildungsprämie"];
        EducationCounselling = "EDUCATION_COUNSELLING" "Bildungsberatung"
            ["Weiterbildungsberatung", "Lernberatung", "Orientierungsberatung", "Beratungsstelle", "Bildungsberater", "Laufbahnberatung",
             "Berufswegeberatung", "Sprechstunde", "Beratungsmobil", "Anlaufstelle", "Beratungsnetzwerk", "trägerneutrale Beratung",
             "Studienberatung", "Kompetenzbilanz", "ProfilPASS", "Bildungsgutschein", "Bildungstelefon", "aufsuchende Beratung",
             "Servicestelle"];
        CulturalEducation = "CULTURAL_EDUCATION" "Kulturelle Bildung"
            ["Musikschule", "Bibliothek", "Museum", "Theater", "Kunst", "Musik", "Tanz", "Kunstschule", "Chor", "Orchester", "Künstler",
             "Kulturvermittlung", "Theaterpädagogik", "Museumspädagogik", "Kulturpass", "Heimatgeschichte", "Soziokultur", "Literatur",
             "Kreativwerkstatt"];
        DemocracyEducation = "DEMOCRACY_EDUCATION" "Demokratie- und politische Bildung"
            ["Jugendbeteiligung", "Jugendparlament", "Beteiligung", "Mitbestimmung", "Kinderrechte", "Jugendbeirat", "Jugendforum",
             "Schülerrat", "Klassenrat", "Planspiel", "Juniorwahl", "Extremismusprävention", "Rechtsextremismus", "Zivilcourage",
             "Toleranz", "Partnerschaft für Demokratie", "Demokratie leben", "Kinderparlament", "Erinnerungskultur", "Bürgerrat",
             "Debattieren", "Antidiskriminierung"];
        SustainabilityEducation = "SUSTAINABILITY_EDUCATION" "Bildung für nachhaltige Entwicklung (BNE)"
            ["Umweltbildung", "Nachhaltigkeit", "Klimabildung", "Klimaschutz", "Klimawandel", "Naturpädagogik", "Waldpädagogik",
             "Schulgarten", "Energiesparen", "Müllvermeidung", "Recycling", "Naturschutz", "Globales Lernen", "Fairtrade",
             "Nachhaltigkeitsziele", "Agenda 2030", "Artenvielfalt", "Umweltzentrum", "Naturerlebnis", "Draußenschule", "Ressourcen"];
        DigitalEducation = "DIGITAL_EDUCATION" "Digitale Bildung und Bildungsportale"
            ["Medienbildung", "Medienentwicklungsplanung", "Digitalisierung", "Bildungsportal", "Medienkompetenz", "Medienpädagogik",
             "DigitalPakt", "Lernplattform", "Tablets", "WLAN", "Computer", "Internet", "künstliche Intelligenz", "E-Learning",
             "Onlinekurs", "App", "Programmieren", "Medienzentrum", "Smartphone", "Website", "Schulcloud"];
        RuralEducation = "RURAL_EDUCATION" "Bildung im ländlichen Raum, Mobilität"
            ["ländlich", "dünn besiedelt", "Schülerverkehr", "Fahrdienst", "Dorf", "Dörfer", "Schulbus", "Bildungsbus", "Bildungsmobil",
             "Schülerbeförderung", "Nahverkehr", "ÖPNV", "Fahrtkosten", "Rufbus", "Kleinstadt", "Landschule", "Erreichbarkeit",
             "Daseinsvorsorge", "Dorfgemeinschaftshaus"];
        Volunteering = "VOLUNTEERING" "Ehrenamt und Engagement"
            ["Freiwillige", "Bildungspaten", "Lernpaten", "bürgerschaftliches Engagement", "Ehrenamtliche", "Freiwilligenagentur",
             "Patenschaft", "Mentoren", "Mentoring", "Lesepaten", "Verein", "Vereine", "Ehrenamtskarte", "Freiwilligendienst",
             "Nachbarschaftshilfe", "Anerkennungskultur", "Bürgerstiftung", "Ehrenamtsbörse"];
        Governance = "GOVERNANCE" "Steuerung, Gremien, Leitbild"
            ["Bildungsbüro", "Bildungsbeirat", "Lenkungskreis", "Bildungskonferenz", "Koordination", "Bildungsmanagement", "Beirat",
             "Gremium", "Gremien", "Steuerungsgruppe", "Strategie", "Leitlinien", "Bildungslandschaft", "Bildungsregion", "Stabsstelle",
             "ämterübergreifend", "DKBM", "Gesamtstrategie"];
    }
}

vocabulary! {
    /// Kernkomponente: the part of data-based municipal education management (DKBM) that a case strengthens.
    Component, "component", "Kernkomponente",
    "Kernkomponente: the part of data-based municipal education management (DKBM) that a case strengthens." {
        Strategy = "STRATEGY" "Strategische Ziele und Steuerung" ["Strategie", "Leitbild", "Leitlinien", "Leitziele", "Gesamtstrategie"];
        Monitoring = "MONITORING" "Datenbasierung, Bildungsmonitoring"
            ["Daten", "Statistik", "Kennzahlen", "Indikatoren", "Datenanalyse", "Datenerhebung"];
        InternalCooperation = "INTERNAL_COOPERATION" "Ämterübergreifende Zusammenarbeit"
            ["Querschnittsaufgabe", "dezernatsübergreifend", "ämterübergreifend", "fachbereichsübergreifend", "ressortübergreifend",
             "Schnittstelle"];
        ExternalCooperation = "EXTERNAL_COOPERATION" "Kooperation mit Bildungsakteuren und Zivilgesellschaft"
            ["Netzwerk", "Partner", "Bündnis", "Kooperationspartner", "Kooperationsvereinbarung"];
        Coordination = "COORDINATION" "Koordination und Gremien"
            ["Gremium", "Steuerungsgruppe", "Beirat", "Lenkungskreis", "Runder Tisch", "Koordinator"];
        Participation = "PARTICIPATION" "Beteiligung"
            ["Partizipation", "Mitwirkung", "Mitbestimmung", "Mitgestaltung", "Bürgerbeteiligung"];
        Quality = "QUALITY" "Qualitätsentwicklung und Evaluation"
            ["Evaluation", "Wirkung", "Wirksamkeit", "Qualitätsmanagement", "Selbstevaluation"];
        PublicRelations = "PUBLIC_RELATIONS" "Öffentlichkeitsarbeit und Bildungsmarketing"
            ["Bildungsmarketing", "Kommunikation", "Pressearbeit", "Werbung", "Kampagne", "Flyer", "Newsletter"];
        KnowledgeTransfer = "KNOWLEDGE_TRANSFER" "Wissensmanagement und Transfer"
            ["Wissenstransfer", "Fortbildung", "Erfahrungsaustausch", "Einarbeitung", "Wissenssicherung"];
        DigitalLandscape = "DIGITAL_LANDSCAPE" "Bildungsportal, analog-digitale Vernetzung"
            ["Bildungsportal", "Onlineportal", "Plattform", "Website", "Internetseite", "Angebotsdatenbank"];
    }
}

vocabulary! {
    /// Lebensphase: whom a case reaches in the course of life.
    LifePhase, "lifePhase", "Lebensphase",
    "Lebensphase: the phase of life that a case reaches people in." {
        EarlyChildhood = "EARLY_CHILDHOOD" "Frühe Kindheit (0–6)" ["frühkindlich", "Vorschulalter", "Kleinkinder", "Babys"];
        Primary = "PRIMARY" "Primarbereich" ["Grundschule", "Grundschulalter", "Primarstufe"];
        LowerSecondary = "LOWER_SECONDARY" "Sekundarbereich I"
            ["Oberschule", "Sekundarschule", "Regelschule", "Gemeinschaftsschule", "Realschule"];
        UpperSecondary = "UPPER_SECONDARY" "Sekundarbereich II" ["Gymnasium", "Oberstufe", "Abitur", "Abiturienten"];
        Vocational = "VOCATIONAL" "Ausbildung, berufliche Bildung"
            ["Berufsschule", "Berufsausbildung", "Azubis", "Lehrlinge", "Auszubildende", "duale Ausbildung"];
        HigherEducation = "HIGHER_EDUCATION" "Studium" ["Hochschule", "Universität", "Studierende", "Fachhochschule", "duales Studium"];
        Adulthood = "ADULTHOOD" "Erwachsenenalter, Weiterbildung" ["Erwachsene", "Erwachsenenbildung", "Berufstätige"];
        LaterLife = "LATER_LIFE" "Nachberufliche Phase" ["Ruhestand", "Seniorinnen und Senioren", "Rentner", "Rente"];
        AllPhases = "ALL_PHASES" "Lebensphasenübergreifend" ["lebenslanges Lernen", "altersübergreifend", "generationenübergreifend"];
    }
}

vocabulary! {
    /// Zielgruppe: whom a case is meant for.
    TargetGroup, "targetGroup", "Zielgruppe", "Zielgruppe: whom a case is meant for." {
        Children = "CHILDREN" "Kinder" ["Kind", "Kindheit"];
        Youth = "YOUTH" "Jugendliche" ["Jugend", "Heranwachsende", "Teenager", "Schülerinnen und Schüler"];
        YoungAdults = "YOUNG_ADULTS" "Junge Erwachsene" ["junge Menschen", "Volljährige", "Berufseinsteiger", "U25"];
        Families = "FAMILIES" "Eltern und Familien"
            ["Eltern", "Familie", "Mütter", "Väter", "Alleinerziehende", "Großeltern", "Sorgeberechtigte"];
        Newcomers = "NEWCOMERS" "Neuzugewanderte, Migrant:innen"
            ["Geflüchtete", "Zugewanderte", "Migrantinnen und Migranten", "Flüchtlinge", "Asylsuchende", "Zuwanderer", "Ausländer",
             "Migrationshintergrund", "Schutzsuchende", "Ukrainer", "Einwanderer"];
        PeopleWithDisabilities = "PEOPLE_WITH_DISABILITIES" "Menschen mit Behinderungen"
            ["Behinderte", "Behinderung", "Beeinträchtigung", "Handicap", "Förderschüler", "sonderpädagogischer Förderbedarf",
             "Menschen mit Beeinträchtigungen", "Gehörlose", "Blinde", "Autisten"];
        Disadvantaged = "DISADVANTAGED" "Bildungsbenachteiligte"
            ["Benachteiligte", "Brennpunkt", "Bildungsferne", "sozial Schwache", "Armut", "Kinderarmut", "Chancengleichheit",
             "Bildungsgerechtigkeit"];
        Unemployed = "UNEMPLOYED" "Erwerbslose"
            ["Arbeitslose", "Arbeitsuchende", "Langzeitarbeitslose", "Arbeitslosigkeit", "Bürgergeld", "Jobcenter", "SGB II",
             "Nichterwerbstätige"];
        Employees = "EMPLOYEES" "Beschäftigte, Fachkräfte"
            ["Arbeitnehmende", "Angestellte", "Berufstätige", "Belegschaft", "Mitarbeitende"];
        Seniors = "SENIORS" "Ältere" ["Seniorinnen und Senioren", "Rentner", "Ruheständler", "Hochbetagte"];
        Educators = "EDUCATORS" "Pädagogische Fachkräfte" ["Lehrkräfte", "Erzieherinnen und Erzieher", "Lehrer", "Pädagogen", "Dozenten"];
        Administration = "ADMINISTRATION" "Verwaltung" ["Amt", "Behörde", "Kommunalverwaltung", "Sachbearbeiter"];
        Politics = "POLITICS" "Politik"
            ["Kreistag", "Stadtrat", "Gemeinderat", "Kommunalpolitik", "Fraktionen", "Mandatsträger", "Landrat", "Oberbürgermeister"];
        Businesses = "BUSINESSES" "Betriebe" ["Unternehmen", "Wirtschaft", "Firmen", "Arbeitgeber", "Handwerk", "Mittelstand"];
        Associations = "ASSOCIATIONS" "Vereine, Ehrenamt" ["Ehrenamtliche", "Verein", "Freiwillige", "Engagierte", "Initiativen"];
    }
}

vocabulary! {
    /// Umsetzungsstand: how far a case has come. A mere plan is no case.
    Status, "status", "Umsetzungsstand", "Umsetzungsstand: how far a case has come. A mere plan is no case." {
        Pilot = "PILOT" "Erprobung"
            ["Pilot", "Modellprojekt", "Pilotprojekt", "Probelauf", "Testphase", "Modellversuch", "Pilotphase", "Erprobungsphase"];
        Running = "RUNNING" "Laufend" ["fortlaufend", "andauernd"];
        Sustained = "SUSTAINED" "Verstetigt"
            ["Verstetigung", "Daueraufgabe", "Weiterführung", "dauerhaft", "Regelbetrieb", "unbefristet", "Fortführung"];
        Completed = "COMPLETED" "Abgeschlossen" ["ausgelaufen", "Projektende"];
        Discontinued = "DISCONTINUED" "Eingestellt"
            ["gescheitert", "beendet", "abgebrochen", "Abbruch", "aufgegeben", "abgeschaltet", "nicht fortgeführt", "Scheitern"];
    }
}

vocabulary! {
    /// Wirkungsnachweis: what the case's results rest on.
    Evidence, "evidence", "Wirkungsnachweis", "Wirkungsnachweis: what the case's results rest on." {
        Experience = "EXPERIENCE" "Erfahrungswissen";
        Documented = "DOCUMENTED" "Dokumentiert" ["Dokumentation", "Sachbericht", "Abschlussbericht"];
        InternalEvaluation = "INTERNAL_EVALUATION" "Interne Evaluation" ["Selbstevaluation", "Rückmeldebogen"];
        ExternalEvaluation = "EXTERNAL_EVALUATION" "Externe Evaluation" ["Begleitforschung", "Evaluationsbericht", "Fremdevaluation"];
        IndicatorChange = "INDICATOR_CHANGE" "Kennzahl verändert" ["Wirkungsnachweis", "messbar", "Vorher-Nachher-Vergleich"];
    }
}
