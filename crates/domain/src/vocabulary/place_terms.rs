//! The vocabularies of places.

use super::vocabulary;

vocabulary! {
    /// Art der Kommune.
    MunicipalityKind, "municipalityKind", "Art der Kommune", "Art der Kommune: what kind of territorial authority a municipality is." {
        Landkreis = "LANDKREIS" "Landkreis" ["Kreis"];
        KreisfreieStadt = "KREISFREIE_STADT" "Kreisfreie Stadt" ["Stadt", "Großstadt"];
        Gemeinde = "GEMEINDE" "Gemeinde" ["Kleinstadt", "Dorf", "Verbandsgemeinde", "kreisangehörige Gemeinde"];
    }
}

vocabulary! {
    /// Land: the German state. The first three are the network's region, the others serve for good examples from elsewhere.
    State, "state", "Land",
    "Land: the German state. SACHSEN, SACHSEN_ANHALT and THUERINGEN are the network's region, the others serve for examples from elsewhere." {
        Sachsen = "SACHSEN" "Sachsen";
        SachsenAnhalt = "SACHSEN_ANHALT" "Sachsen-Anhalt";
        Thueringen = "THUERINGEN" "Thüringen";
        BadenWuerttemberg = "BADEN_WUERTTEMBERG" "Baden-Württemberg";
        Bayern = "BAYERN" "Bayern";
        Berlin = "BERLIN" "Berlin";
        Brandenburg = "BRANDENBURG" "Brandenburg";
        Bremen = "BREMEN" "Bremen";
        Hamburg = "HAMBURG" "Hamburg";
        Hessen = "HESSEN" "Hessen";
        MecklenburgVorpommern = "MECKLENBURG_VORPOMMERN" "Mecklenburg-Vorpommern";
        Niedersachsen = "NIEDERSACHSEN" "Niedersachsen";
        NordrheinWestfalen = "NORDRHEIN_WESTFALEN" "Nordrhein-Westfalen";
        RheinlandPfalz = "RHEINLAND_PFALZ" "Rheinland-Pfalz";
        Saarland = "SAARLAND" "Saarland";
        SchleswigHolstein = "SCHLESWIG_HOLSTEIN" "Schleswig-Holstein";
    }
}
