//! A figure before and after, as two bars beside the table that says the same.

use super::documents::case::TextIndicators;
use crate::format;

/// Two bars for one indicator.
pub(super) struct Bars {
    /// What was measured, with its unit.
    pub name: String,
    pub before: Bar,
    pub after: Bar,
}

/// One bar with its figure. The figure is text beside the picture: text within it would shrink with it on a narrow screen.
pub(super) struct Bar {
    /// How long the bar is, in per cent of the longer one.
    pub percent: f64,
    /// The figure.
    pub label: String,
}

impl Bars {
    /// The picture of an indicator, where it has both figures, neither negative and not both zero.
    pub(super) fn of(indicator: &TextIndicators) -> Option<Self> {
        let (before, after) = (indicator.before?, indicator.after?);
        let longest = before.max(after);
        if before < 0.0 || after < 0.0 || longest <= 0.0 {
            return None;
        }
        let bar = |value: f64| {
            // However small a figure is, it is seen; none is no bar.
            let least = if value > 0.0 { 0.5 } else { 0.0 };
            Bar { percent: ((value / longest * 1000.0).round() / 10.0).max(least), label: format::number(value) }
        };
        let name = match indicator.unit.as_deref().filter(|unit| !unit.is_empty()) {
            Some(unit) => format!("{} ({unit})", indicator.name),
            None => indicator.name.clone(),
        };
        Some(Self { name, before: bar(before), after: bar(after) })
    }
}
