//! Why a digest has no mail, and why a mail was not sent.

/// Why nothing was sent, where that was decided here and not by a mail server. It is kept with the digest or the mail, for those who look after
/// mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// Nothing that became public fits the subscription.
    NothingNew,
    /// The reader has ended every subscription that the mail was for.
    Left,
    /// What the mail was about is not to be told any more: cases are not public, replies were deleted or are for nobody.
    NothingPublic,
    /// The mail was of a digest that is no more: its reader was erased.
    Gone,
    /// The mail could not be written, for a reason that the log has.
    Unwritable,
    /// Mails to the address come back.
    Suppressed,
}

impl SkipReason {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::NothingNew, Self::Left, Self::NothingPublic, Self::Gone, Self::Unwritable, Self::Suppressed];

    /// The reason as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::NothingNew => "no new case fits",
            Self::Left => "every subscription in it was ended",
            Self::NothingPublic => "nothing in it is public any more",
            Self::Gone => "the digest is no more",
            Self::Unwritable => "the mail could not be written",
            Self::Suppressed => "mails to this address come back",
        }
    }

    /// The reason with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.key() == key)
    }

    /// The reason as people read it, in German.
    pub fn label(self) -> &'static str {
        match self {
            Self::NothingNew => "nichts Neues, das passt",
            Self::Left => "inzwischen abgemeldet",
            Self::NothingPublic => "nichts davon ist noch mitzuteilen",
            Self::Gone => "inzwischen gelöscht",
            Self::Unwritable => "konnte nicht geschrieben werden",
            Self::Suppressed => "E-Mails an diese Adresse kommen zurück",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_reads_back() {
        for reason in SkipReason::ALL.iter().copied() {
            assert_eq!(SkipReason::from_key(reason.key()), Some(reason));
        }
        assert_eq!(SkipReason::from_key("something else"), None);
    }
}
