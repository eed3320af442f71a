//! How long what is kept, as the operator decides.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The table `retention`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetentionSettings {
    warn_unused_months: u32,
    erase_unused_months: u32,
    erase_disabled_months: u32,
    token_days: u32,
    mail_days: u32,
    withdrawn_subscription_months: u32,
    unconfirmed_subscription_days: u32,
    invitation_days: u32,
    suppression_months: u32,
    rare_search_gap_days: u32,
    search_gap_days: u32,
    failed_job_days: u32,
    request_months: u32,
    audit_person_months: u32,
}

impl RetentionSettings {
    /// The rules that types cannot say; the text names the setting.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.warn_unused_months < 1 || self.warn_unused_months >= self.erase_unused_months {
            return Err("retention.warn_unused_months: must be at least 1 and less than retention.erase_unused_months".to_owned());
        }
        // With 0 a slip of the hand would delete all of its kind within the hour.
        for (name, months) in [
            ("erase_unused_months", self.erase_unused_months),
            ("erase_disabled_months", self.erase_disabled_months),
            ("withdrawn_subscription_months", self.withdrawn_subscription_months),
            ("suppression_months", self.suppression_months),
            ("request_months", self.request_months),
            ("audit_person_months", self.audit_person_months),
        ] {
            within(name, months, 1..=120)?;
        }
        for (name, days) in [
            ("token_days", self.token_days),
            ("mail_days", self.mail_days),
            ("search_gap_days", self.search_gap_days),
            ("failed_job_days", self.failed_job_days),
        ] {
            within(name, days, 1..=3650)?;
        }
        // Mails and pages speak of days, never of one day.
        within("unconfirmed_subscription_days", self.unconfirmed_subscription_days, 2..=90)?;
        within("invitation_days", self.invitation_days, 2..=90)?;
        if self.rare_search_gap_days < 1 || self.rare_search_gap_days > self.search_gap_days {
            return Err("retention.rare_search_gap_days: must be at least 1 and at most retention.search_gap_days".to_owned());
        }
        Ok(())
    }

    /// The settings as the use cases take them.
    pub(crate) fn for_network(&self) -> usecases::retention::RetentionSettings {
        usecases::retention::RetentionSettings {
            warn_unused_months: self.warn_unused_months,
            erase_unused_months: self.erase_unused_months,
            erase_disabled_months: self.erase_disabled_months,
            token_days: self.token_days,
            mail_days: self.mail_days,
            withdrawn_subscription_months: self.withdrawn_subscription_months,
            unconfirmed_subscription_days: self.unconfirmed_subscription_days,
            invitation_days: self.invitation_days,
            suppression_months: self.suppression_months,
            rare_search_gap_days: self.rare_search_gap_days,
            search_gap_days: self.search_gap_days,
            failed_job_days: self.failed_job_days,
            request_months: self.request_months,
            audit_person_months: self.audit_person_months,
        }
    }
}

fn within(name: &str, value: u32, bounds: RangeInclusive<u32>) -> Result<(), String> {
    if bounds.contains(&value) {
        return Ok(());
    }
    Err(format!("retention.{name}: {value} is not within {} to {}", bounds.start(), bounds.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_says_what_the_use_cases_take_for_granted() {
        let reference: toml::Table = toml::from_str(crate::config::REFERENCE).unwrap();
        let settings: RetentionSettings = reference["retention"].clone().try_into().unwrap();
        assert_eq!(settings.for_network(), usecases::retention::RetentionSettings::default());
    }
}
