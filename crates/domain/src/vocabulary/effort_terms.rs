//! The vocabularies that say what a case took and what it offers.

use super::vocabulary;

vocabulary! {
    /// Kostenrahmen in euros. Bands get filled in, exact sums do not.
    CostBand, "costBand", "Kosten", "Kosten: a band of costs in euros. Bands get filled in, exact sums do not." {
        Under1K = "UNDER_1K" "unter 1.000 €";
        From1KTo5K = "FROM_1K_TO_5K" "1.000 bis 5.000 €";
        From5KTo20K = "FROM_5K_TO_20K" "5.000 bis 20.000 €";
        From20KTo50K = "FROM_20K_TO_50K" "20.000 bis 50.000 €";
        From50KTo100K = "FROM_50K_TO_100K" "50.000 bis 100.000 €";
        Over100K = "OVER_100K" "über 100.000 €";
        Unknown = "UNKNOWN" "nicht bekannt";
    }
}

vocabulary! {
    /// Personalaufwand in full-time equivalents (Vollzeitäquivalente, VZÄ).
    StaffBand, "staffBand", "Personalaufwand", "Personalaufwand: a band of staff effort in full-time equivalents (VZÄ)." {
        Under01 = "UNDER_0_1" "unter 0,1 VZÄ";
        From01To05 = "FROM_0_1_TO_0_5" "0,1 bis 0,5 VZÄ";
        From05To1 = "FROM_0_5_TO_1" "0,5 bis 1 VZÄ";
        From1To2 = "FROM_1_TO_2" "1 bis 2 VZÄ";
        Over2 = "OVER_2" "über 2 VZÄ";
        Unknown = "UNKNOWN" "nicht bekannt";
    }
}

vocabulary! {
    /// Voraussetzung: what a municipality needs before it can take a case over.
    Precondition, "precondition", "Voraussetzung", "Voraussetzung: what a municipality needs before it can take a case over." {
        PoliticalDecision = "POLITICAL_DECISION" "Politischer Beschluss"
            ["Kreistagsbeschluss", "Ratsbeschluss", "Kreistagsvorlage", "Stadtratsbeschluss", "Beschlussvorlage", "Ratsvorlage",
             "Gemeinderatsbeschluss"];
        StaffPosition = "STAFF_POSITION" "Eigene Stelle"
            ["Personalstelle", "Projektstelle", "Planstelle", "Stellenanteil", "Personalbedarf", "Vollzeitstelle", "Koordinationsstelle"];
        Data = "DATA" "Datengrundlage" ["Datenbasis", "Datenzugang", "Datenlieferung"];
        Software = "SOFTWARE" "Software" ["Fachverfahren", "Softwarelizenz", "IT-Lösung"];
        Partners = "PARTNERS" "Partner" ["Kooperationspartner", "Bündnispartner", "Netzwerkpartner"];
        Funding = "FUNDING" "Fördermittel" ["Zuschuss", "Drittmittel", "Fördergeld", "Zuwendung", "Förderantrag"];
        Rooms = "ROOMS" "Räume" ["Räumlichkeiten", "Raumbedarf", "Beratungsraum"];
    }
}

vocabulary! {
    /// Angebot an andere Kommunen: what the people behind a case offer to others.
    Offer, "offer", "Angebot", "Angebot an andere Kommunen: what the people behind a case offer to others." {
        PhoneCall = "PHONE_CALL" "Telefonat" ["Telefon", "anrufen", "Rücksprache"];
        SiteVisit = "SITE_VISIT" "Hospitation" ["Besuch vor Ort", "Vor-Ort-Besuch", "Fachbesuch", "Besichtigung", "Hospitieren"];
        Templates = "TEMPLATES" "Vorlagen teilen" ["Muster", "Mustervorlage", "Vordruck"];
        Talk = "TALK" "Vortrag" ["Referent", "Referentin", "Präsentation", "Input", "Fachvortrag"];
    }
}

vocabulary! {
    /// Förderprogramm: where a case's money came from.
    FundingProgramme, "fundingProgramme", "Förderprogramm", "Förderprogramm: where a case's money came from." {
        LernenVorOrt = "LERNEN_VOR_ORT" "Lernen vor Ort (2009–2014)" ["LvO", "Lernen vor Ort", "BMBF"];
        Transferinitiative = "TRANSFERINITIATIVE" "Transferinitiative Kommunales Bildungsmanagement (ab 2014)"
            ["Transferagentur", "TransMit", "Transferagenturen", "Transferagentur Mitteldeutschland"];
        BildungIntegriert = "BILDUNG_INTEGRIERT" "Bildung integriert (2015–2022)";
        KoordinierungNeuzugewanderte = "KOORDINIERUNG_NEUZUGEWANDERTE" "Kommunale Koordinierung der Bildungsangebote für Neuzugewanderte (2016–2021)"
            ["Bildungskoordinator", "Bildungskoordination", "Bildungskoordinatoren für Neuzugewanderte", "Koordinierung für Geflüchtete",
             "Bildungskoordinatorin"];
        Bildungskommunen = "BILDUNGSKOMMUNEN" "Bildungskommunen (ESF Plus, ab 2022)"
            ["ESF", "ESF Plus", "Europäischer Sozialfonds", "Bildungskommune", "EU-Mittel"];
        Fachnetzwerk = "FACHNETZWERK" "Fachnetzwerk kommunales Bildungsmanagement (ab 2024)" ["REAB", "Entwicklungsagentur", "Fachstelle"];
        KoordinationGanztag = "KOORDINATION_GANZTAG" "Koordination in der Ganztagsbildung"
            ["Ganztagskoordination", "Ganztagskoordinator", "Rechtsanspruch Ganztag"];
        Startchancen = "STARTCHANCEN" "Startchancen-Programm"
            ["Startchancenschule", "Brennpunktschule", "Chancenbudget", "Startchancen-Schulen"];
        RegionalTransition = "REGIONAL_TRANSITION" "Regionales Übergangsmanagement, RÜMSA" ["RÜMSA", "RÜM", "Übergangsmanagement"];
        StateProgramme = "STATE_PROGRAMME" "Landesprogramm" ["Landesförderung", "Landesmittel"];
        Foundation = "FOUNDATION" "Stiftung" ["Stiftungsmittel", "Bürgerstiftung", "Spende"];
        OwnFunds = "OWN_FUNDS" "Eigenmittel" ["Haushaltsmittel", "Eigenanteil"];
        Other = "OTHER" "Sonstige";
    }
}

vocabulary! {
    /// Lizenz: on which terms others may use the text.
    Licence, "licence", "Lizenz", "Lizenz: on which terms others may use a case's text." {
        CcBy40 = "CC_BY_4_0" "CC BY 4.0";
        CcBySa40 = "CC_BY_SA_4_0" "CC BY-SA 4.0";
        DlDeBy20 = "DL_DE_BY_2_0" "Datenlizenz Deutschland – Namensnennung 2.0";
        Cc010 = "CC0_1_0" "CC0 1.0";
        LinkOnly = "LINK_ONLY" "Nur verlinken";
    }
}

impl Default for Licence {
    /// CC BY 4.0, what a case is under unless its authors say otherwise.
    fn default() -> Self {
        Self::CcBy40
    }
}
