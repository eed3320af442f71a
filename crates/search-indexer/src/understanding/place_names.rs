//! What else people call a municipality: its towns, landscapes, the letters on its cars, and the adjectives of kreisfreie Städte that are not
//! made by -er alone.

/// Names beside those that follow from the official one (`super::places`), by the key of the municipality; a name that stands under several
/// keys means all of them.
///
/// Towns are the seats of the Kreise and those of more than about 20,000 people, after the municipality directory of the statistical offices;
/// a case is the municipality's wherever in it something happens. The letters are the distinguishing signs of annex 1 of the
/// Fahrzeug-Zulassungsverordnung, those of three letters alone, since shorter ones are abbreviations of other things too. `ABI` is left out: it
/// is an exam. So are towns that are also common words (`Burg`, `Aue`) or that there are several of (`Coswig`, `Oelsnitz`).
pub(super) const OTHER_NAMES: &[(&str, &[&str])] = &[
    // Sachsen
    ("14521", &["Erzgebirge", "ERZ", "Annaberg", "Annaberg-Buchholz", "Schwarzenberg", "Stollberg", "Zschopau", "Marienberg"]),
    ("14522", &["Freiberg", "Mittweida", "Döbeln", "Rochlitz"]),
    ("14523", &["Plauen"]),
    ("14524", &["Werdau", "Crimmitschau", "Glauchau", "Meerane", "Limbach-Oberfrohna"]),
    ("14612", &["Dresdner"]),
    ("14625", &["Lausitz", "Oberlausitz", "Hoyerswerda", "Kamenz", "Radeberg", "Bischofswerda"]),
    ("14626", &["Lausitz", "Oberlausitz", "Zittau", "Löbau", "Weißwasser", "Niesky"]),
    ("14627", &["MEI", "Riesa", "Radebeul", "Großenhain"]),
    ("14628", &["Sächsische Schweiz", "Osterzgebirge", "SSOE", "PIR", "Pirna", "Freital", "Dippoldiswalde", "Heidenau"]),
    ("14729", &["Borna", "Grimma", "Markkleeberg", "Wurzen", "Markranstädt"]),
    ("14730", &["TDO", "Torgau", "Delitzsch", "Eilenburg", "Oschatz", "Schkeuditz", "Taucha"]),
    // Sachsen-Anhalt
    ("15001", &["Dessauer"]),
    ("15002", &["Halle an der Saale", "HAL", "Hallesche", "Halleschen", "Hallescher", "Hallesches", "Hallenser"]),
    ("15081", &["Altmark", "SAW", "Gardelegen", "Klötze"]),
    ("15082", &["Bitterfeld", "Wolfen", "Köthen", "Zerbst"]),
    ("15083", &["Haldensleben", "Oschersleben", "Wolmirstedt"]),
    ("15084", &["BLK", "Naumburg", "Weißenfels", "Zeitz"]),
    ("15085", &["Halberstadt", "Wernigerode", "Quedlinburg"]),
    ("15086", &["Genthin", "Jerichow"]),
    ("15087", &["MSH", "Mansfeld", "Südharz", "Mansfelder Land", "Sangerhausen", "Eisleben", "Lutherstadt Eisleben", "Hettstedt"]),
    ("15088", &["Merseburg", "Leuna", "Querfurt"]),
    ("15089", &["SLK", "Bernburg", "Aschersleben", "Schönebeck", "Staßfurt"]),
    ("15090", &["Altmark", "SDL", "Tangermünde", "Havelberg"]),
    ("15091", &["Lutherstadt Wittenberg", "Gräfenhainichen", "Jessen"]),
    // Thüringen
    ("16053", &["Jenenser"]),
    ("16061", &["EIC", "Heiligenstadt", "Heilbad Heiligenstadt", "Leinefelde", "Leinefelde-Worbis", "Worbis"]),
    ("16062", &["NDH"]),
    ("16063", &["WAK", "Eisenach", "Bad Salzungen"]),
    ("16064", &["Hainich", "Mühlhausen", "Bad Langensalza"]),
    ("16065", &["KYF", "Sondershausen", "Artern"]),
    ("16066", &["Schmalkalden", "Meiningen", "Zella-Mehlis"]),
    ("16067", &["GTH", "Waltershausen", "Ohrdruf"]),
    ("16068", &["SÖM"]),
    ("16069", &["HBN", "Schleusingen"]),
    ("16070", &["Arnstadt", "Ilmenau"]),
    ("16071", &["Apolda"]),
    ("16073", &["SLF", "Saalfeld", "Rudolstadt"]),
    ("16074", &["SHK", "Eisenberg", "Stadtroda", "Kahla"]),
    ("16075", &["SOK", "Schleiz", "Pößneck", "Bad Lobenstein"]),
    ("16076", &["GRZ", "Zeulenroda", "Zeulenroda-Triebes", "Weida"]),
    ("16077", &["ABG", "Altenburg", "Schmölln", "Meuselwitz"]),
];

/// Names of things that hold the name of a place and are found elsewhere as well. What the synonyms know as a phrase (`Thüringer Aufbaubank`)
/// is one of these without standing here.
pub(super) const OTHER_THINGS: &[&str] = &["Jena-Plan", "Leipziger Charta", "Weimarer Republik", "Weimarer Verfassung"];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Ags;

    #[test]
    fn every_name_belongs_to_a_municipality_of_the_network() {
        for (key, names) in OTHER_NAMES {
            assert!(key.parse::<Ags>().is_ok_and(|ags| ags.as_str() == *key), "{key}");
            assert!(!names.is_empty(), "{key}");
        }
    }
}
