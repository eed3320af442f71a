//! The municipalities of the network: the Landkreise and kreisfreie Städte of Sachsen, Sachsen-Anhalt and Thüringen.
//!
//! The list is part of the program (`municipalities.csv`, each row names its source): it changes when the law changes it, by a release.

use crate::{
    slug,
    vocabulary::{MunicipalityKind, State, Vocabulary},
};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, fmt, str::FromStr, sync::LazyLock};

const TABLE: &str = include_str!("municipalities.csv");

/// Keys that are no longer in force, and the key that took their place. Whoever adds one counts up the search index's version: its documents
/// name municipalities by their keys.
///
/// 16056 Eisenach became part of the Wartburgkreis on 1 July 2021 (its tasks moved on 1 January 2022).
const RETIRED: &[(&str, &str)] = &[("16056", "16063")];

/// A municipality's official key (Amtlicher Gemeindeschlüssel, AGS): text of five digits for a Landkreis or kreisfreie Stadt, of
/// eight for a Gemeinde within one. Leading zeros count, so it is never a number.
///
/// An `Ags` is well formed and in force: a retired key has become its successor, a kreisfreie Stadt written with eight digits
/// (`14713000`) its five.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ags(String);

/// Why a text is no key of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAgs {
    /// It is not five or eight digits long.
    #[error("not an AGS of five or eight digits")]
    Malformed,
    /// It is well formed, but no municipality of the network has it.
    #[error("no municipality of the network has this AGS")]
    Unknown,
}

impl Ags {
    /// The key as text of five or eight digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The Landkreis or kreisfreie Stadt that this key belongs to: itself, or for a Gemeinde the Landkreis around it.
    pub fn municipality(&self) -> &'static Municipality {
        by_district(&self.0[..5]).unwrap_or(&MUNICIPALITIES[0])
    }

    /// The key of that Landkreis or kreisfreie Stadt, five digits.
    pub fn district(&self) -> &str {
        &self.0[..5]
    }

    /// Whether this is the key of a Gemeinde within a Landkreis.
    pub fn is_gemeinde(&self) -> bool {
        self.0.len() == 8
    }

    /// What people read: the municipality's display name, for a Gemeinde its key and the Landkreis around it.
    pub fn display_name(&self) -> String {
        let name = self.municipality().display_name();
        if self.is_gemeinde() { format!("Gemeinde {} ({name})", self.0) } else { name }
    }

    /// What kind of municipality the key belongs to.
    pub fn kind(&self) -> MunicipalityKind {
        if self.is_gemeinde() { MunicipalityKind::Gemeinde } else { self.municipality().kind }
    }
}

impl FromStr for Ags {
    type Err = InvalidAgs;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !matches!(text.len(), 5 | 8) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidAgs::Malformed);
        }
        let (district, rest) = text.split_at(5);
        let retired = RETIRED.iter().find(|(old, _)| *old == district);
        let municipality = by_district(retired.map_or(district, |(_, new)| new)).ok_or(InvalidAgs::Unknown)?;
        // The Gemeinden of a retired district have no own key any more, and a kreisfreie Stadt is its own only Gemeinde.
        let whole = rest.is_empty() || rest == "000" || retired.is_some() || municipality.kind == MunicipalityKind::KreisfreieStadt;
        Ok(Self(if whole { municipality.ags.to_owned() } else { text.to_owned() }))
    }
}

impl TryFrom<String> for Ags {
    type Error = InvalidAgs;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Ags> for String {
    fn from(ags: Ags) -> Self {
        ags.0
    }
}

impl fmt::Display for Ags {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A Landkreis or a kreisfreie Stadt of the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Municipality {
    /// Its key, five digits.
    pub ags: &'static str,
    /// Its name without the kind: `Leipzig`, `Burgenlandkreis`, `Halle (Saale)`.
    pub name: &'static str,
    /// Landkreis or kreisfreie Stadt.
    pub kind: MunicipalityKind,
    /// The Land it belongs to.
    pub state: State,
    /// Inhabitants at the end of `population_year`.
    pub population: u32,
    /// The year that the population is of.
    pub population_year: u16,
    /// Latitude of its seat, degrees north.
    pub latitude: f64,
    /// Longitude of its seat, degrees east.
    pub longitude: f64,
    /// Where the figures come from.
    pub source: &'static str,
}

impl Municipality {
    /// The name that tells the two Leipzigs apart: `Stadt Leipzig`, `Landkreis Leipzig`, but `Burgenlandkreis`, `Ilm-Kreis`.
    pub fn display_name(&self) -> String {
        match self.kind {
            MunicipalityKind::Landkreis if self.name.to_lowercase().contains("kreis") => self.name.to_owned(),
            MunicipalityKind::Landkreis => format!("Landkreis {}", self.name),
            MunicipalityKind::KreisfreieStadt => format!("Stadt {}", self.name),
            MunicipalityKind::Gemeinde => format!("Gemeinde {}", self.name),
        }
    }

    /// The display name as part of an address: `stadt-leipzig`.
    pub fn slug(&self) -> String {
        slug::from_title(&self.display_name())
    }

    /// Its key as a typed value.
    pub fn key(&self) -> Ags {
        Ags(self.ags.to_owned())
    }
}

static MUNICIPALITIES: LazyLock<Vec<Municipality>> = LazyLock::new(|| TABLE.lines().skip(1).filter_map(parse_row).collect());
static BY_DISTRICT: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| all().iter().enumerate().map(|(place, municipality)| (municipality.ags, place)).collect());

/// All municipalities of the network, ordered by key.
pub fn all() -> &'static [Municipality] {
    &MUNICIPALITIES
}

/// The municipality whose display name is this as part of an address: `stadt-leipzig`.
pub fn by_slug(slug: &str) -> Option<&'static Municipality> {
    all().iter().find(|municipality| municipality.slug() == slug)
}

fn by_district(district: &str) -> Option<&'static Municipality> {
    BY_DISTRICT.get(district).map(|place| &all()[*place])
}

/// The retired keys, each with the key that took its place.
pub fn retired_keys() -> &'static [(&'static str, &'static str)] {
    RETIRED
}

/// Reads one row of the table; the last column, the source, is quoted. A test proves that every row is read.
fn parse_row(row: &'static str) -> Option<Municipality> {
    let mut columns = row.splitn(9, ',');
    let mut next = || columns.next();
    Some(Municipality {
        ags: next()?,
        name: next()?,
        kind: match next()? {
            "landkreis" => MunicipalityKind::Landkreis,
            "kreisfreie_stadt" => MunicipalityKind::KreisfreieStadt,
            _ => return None,
        },
        state: {
            let label = next()?;
            State::ALL.iter().copied().find(|state| state.label() == label)?
        },
        population: next()?.parse().ok()?,
        population_year: next()?.parse().ok()?,
        latitude: next()?.parse().ok()?,
        longitude: next()?.parse().ok()?,
        source: next()?.trim_matches('"'),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ags(text: &str) -> Ags {
        text.parse().unwrap()
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(all().len(), TABLE.lines().count() - 1);
        assert_eq!(all().len(), 49);
        assert!(all().is_sorted_by_key(|municipality| municipality.ags));
    }

    #[test]
    fn the_two_leipzigs_are_told_apart_by_kind() {
        assert_eq!(ags("14713").display_name(), "Stadt Leipzig");
        assert_eq!(ags("14729").display_name(), "Landkreis Leipzig");
        assert_ne!(ags("14713").municipality().slug(), ags("14729").municipality().slug());
    }

    #[test]
    fn every_municipality_is_found_by_its_slug() {
        for municipality in all() {
            assert_eq!(by_slug(&municipality.slug()).map(|found| found.ags), Some(municipality.ags));
        }
        assert_eq!((by_slug("leipzig"), by_slug("")), (None, None));
    }

    #[test]
    fn a_name_that_says_its_kind_gets_no_prefix() {
        for (key, name) in [
            ("15084", "Burgenlandkreis"),
            ("16070", "Ilm-Kreis"),
            ("15081", "Altmarkkreis Salzwedel"),
            ("14627", "Landkreis Meißen"),
            ("16077", "Landkreis Altenburger Land"),
        ] {
            assert_eq!(ags(key).display_name(), name);
        }
    }

    #[test]
    fn retired_and_long_keys_resolve() {
        assert_eq!(ags("16056"), ags("16063"));
        assert_eq!(ags("16056000"), ags("16063"));
        assert_eq!(ags("14713000"), ags("14713"));
        let gemeinde = ags("15084550");
        assert_eq!((gemeinde.as_str(), gemeinde.district()), ("15084550", "15084"));
        assert_eq!(gemeinde.kind(), MunicipalityKind::Gemeinde);
        assert_eq!(gemeinde.display_name(), "Gemeinde 15084550 (Burgenlandkreis)");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "1451", "145110", "14511x", "99999", "১৪৫১১"] {
            assert!(text.parse::<Ags>().is_err(), "{text:?}");
        }
        assert_eq!("99999".parse::<Ags>(), Err(InvalidAgs::Unknown));
    }
}
