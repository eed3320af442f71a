//! A figure before and after, as two bars beside the table that says the same.

use super::documents::case::CasePracticeCaseIndicators;
use crate::format;

/// The length of the longer bar, in units of the picture.
const LONGEST: f64 = 380.0;

/// Two bars for one indicator.
pub(super) struct Bars {
    /// What was measured, with its unit: as text above the picture, which has no room for names of any length.
    pub name: String,
    pub before: Bar,
    pub after: Bar,
}

/// One bar with the figure written behind it.
pub(super) struct Bar {
    /// In units of the picture, up to [`LONGEST`].
    pub length: f64,
    /// The figure.
    pub label: String,
}

impl Bars {
    /// The picture of an indicator, where it has both figures, neither negative and not both zero.
    pub(super) fn of(indicator: &CasePracticeCaseIndicators) -> Option<Self> {
        let (before, after) = (indicator.before?, indicator.after?);
        let longest = before.max(after);
        if before < 0.0 || after < 0.0 || longest <= 0.0 {
            return None;
        }
        let bar = |value: f64| Bar { length: (value / longest * LONGEST).round().max(1.0), label: format::number(value) };
        let name = match indicator.unit.as_deref().filter(|unit| !unit.is_empty()) {
            Some(unit) => format!("{} ({unit})", indicator.name),
            None => indicator.name.clone(),
        };
        Some(Self { name, before: bar(before), after: bar(after) })
    }
}
