//! A figure before and after, as two bars beside the table that says the same.

use super::documents::case::CasePracticeCaseIndicators;
use crate::format;

/// The length of the longer bar, in units of the picture.
const LONGEST: f64 = 380.0;

/// Two bars for one indicator.
pub(super) struct Bars {
    pub name: String,
    pub before: Bar,
    pub after: Bar,
}

/// One bar with the figure written behind it.
pub(super) struct Bar {
    /// In units of the picture, up to [`LONGEST`].
    pub length: f64,
    /// The figure with its unit.
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
        let bar = |value: f64| Bar {
            length: (value / longest * LONGEST).round().max(1.0),
            label: format!("{} {}", format::number(value), indicator.unit.as_deref().unwrap_or_default()).trim_end().to_owned(),
        };
        Some(Self { name: indicator.name.clone(), before: bar(before), after: bar(after) })
    }
}
