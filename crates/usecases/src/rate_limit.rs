//! Limits of how often somebody may do what costs us or others something.
//!
//! Each limit lets `burst` of a thing through at once and gives back `per_hour` of them evenly (the generic cell rate algorithm: one moment
//! is kept for each who asks). What was counted lives in the process: several processes count for themselves, and a restart forgets.

mod counted;

use crate::{Network, Refusal, client_address, find_cases::Matching};
use chrono::TimeDelta;
use counted::Counted;
use domain::{EmailAddress, Viewer, ids::AccountId};
use sha2::{Digest, Sha256};
use std::{
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

/// How many times as many links to sign in with a mailbox gets, whoever asks for them, as one address of the network may ask for: one or two
/// strangers lock nobody out, and many do not flood anybody either.
const EVERYWHERE: u32 = 5;

tokio::task_local! {
    /// Whether the present request is one of this machine itself, whose address says nothing of who asks.
    static IS_OF_THIS_MACHINE: bool;
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limited {
    /// Asking to sign in, being sent to a provider for it, and trying a code of a second factor.
    SignIn,
    /// Coming back from a provider. As often as signing in, but counted apart: the way there and the way back are one sign-in.
    ComingBack,
    /// Having a mail sent.
    Mail,
    /// A step in a review that others are told of by mail: handing in, taking back, claiming, handing over, freeing, giving back, mentioning
    /// somebody in a comment.
    Review,
    /// Uploading a file.
    Upload,
    /// Searching, and asking what a text that is being typed may become.
    Search,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many at once. At least 1.
    pub burst: u32,
    /// How many in an hour after that. At least 1.
    pub per_hour: u32,
}

/// The limits in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Per address of the network and per account.
    pub sign_in: Rate,
    /// Per address of the network and per account.
    pub mail: Rate,
    /// Per mailbox that mails would go to; of links to sign in with, per mailbox and address of the network, and five times as many per mailbox.
    pub mailbox: Rate,
    /// Per address of the network and per account.
    pub review: Rate,
    /// Per address of the network and per account.
    pub upload: Rate,
    /// Per address of the network and per account.
    pub search: Rate,
}

impl Default for RateLimits {
    /// Generous, because a whole town hall stands behind one address.
    fn default() -> Self {
        Self {
            sign_in: Rate { burst: 30, per_hour: 120 },
            mail: Rate { burst: 30, per_hour: 60 },
            mailbox: Rate { burst: 10, per_hour: 20 },
            review: Rate { burst: 60, per_hour: 120 },
            upload: Rate { burst: 60, per_hour: 240 },
            search: Rate { burst: 300, per_hour: 6_000 },
        }
    }
}

/// Who asks, or whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Caller {
    /// An address of the network; of IPv6 the half that a household has.
    Address(IpAddr),
    /// An account.
    Account(AccountId),
    /// A mailbox, as a hash: what is remembered here is nobody's list of addresses.
    Mailbox([u8; 32]),
    /// The same, asked for from one address of the network.
    MailboxFrom([u8; 32], Option<IpAddr>),
}

/// What was counted. Empty to begin with.
#[derive(Debug, Default)]
pub struct RateLimiter {
    limits: RateLimits,
    counted: Mutex<Counted<(Limited, Caller)>>,
}

impl RateLimiter {
    /// A limiter with these limits.
    pub fn new(limits: RateLimits) -> Self {
        Self { limits, counted: Mutex::default() }
    }

    fn rate(&self, what: Limited) -> Rate {
        match what {
            Limited::SignIn | Limited::ComingBack => self.limits.sign_in,
            Limited::Mail => self.limits.mail,
            Limited::Review => self.limits.review,
            Limited::Upload => self.limits.upload,
            Limited::Search => self.limits.search,
        }
    }
}

/// Counts one of these for whoever asks, by address and by account. Refused: rate limited.
pub fn check(network: &Network, what: Limited, viewer: &Viewer) -> Result<(), Refusal> {
    count(network, what, account_of(viewer), None)
}

/// Counts a search for whoever asks, as many times as it weighs, by address and by account. Refused: rate limited.
pub fn check_search(network: &Network, matching: Matching, viewer: &Viewer) -> Result<(), Refusal> {
    count_times(network, matching.weight(), Limited::Search, account_of(viewer), None)
}

/// Runs a request of this machine itself, which no proxy brought: its address is not counted. Whoever is on it is not one single caller.
pub async fn of_this_machine<F: Future>(request: F) -> F::Output {
    IS_OF_THIS_MACHINE.scope(true, request).await
}

/// Counts one try with a code of this account's second factor, by address and by account. Refused: rate limited.
pub(crate) fn check_code(network: &Network, account: AccountId) -> Result<(), Refusal> {
    count(network, Limited::SignIn, Some(account), None)
}

/// Counts one mail to this mailbox, which is to be spared, by address, by account and by mailbox. Refused: rate limited.
pub fn check_mail(network: &Network, viewer: &Viewer, to: &EmailAddress) -> Result<(), Refusal> {
    let limit = (Caller::Mailbox(hash(to)), network.limiter.limits.mailbox);
    count(network, Limited::Mail, account_of(viewer), [limit])
}

/// Counts one link to sign in with that goes to this mailbox, whether or not it is an account's: by address, by mailbox and address, and far
/// more widely by mailbox. By mailbox alone anybody could use up what its owner needs to sign in. Refused: rate limited.
pub(crate) fn check_link(network: &Network, to: &EmailAddress) -> Result<(), Refusal> {
    let Rate { burst, per_hour } = network.limiter.limits.mailbox;
    let everywhere = Rate { burst: burst.saturating_mul(EVERYWHERE), per_hour: per_hour.saturating_mul(EVERYWHERE) };
    let mailbox = hash(to);
    let limits = [(Caller::MailboxFrom(mailbox, counted_address()), Rate { burst, per_hour }), (Caller::Mailbox(mailbox), everywhere)];
    count(network, Limited::SignIn, None, limits)
}

fn hash(mailbox: &EmailAddress) -> [u8; 32] {
    Sha256::digest(mailbox.reveal().to_lowercase()).into()
}

fn account_of(viewer: &Viewer) -> Option<AccountId> {
    viewer.member().map(|member| member.account)
}

fn count(
    network: &Network,
    what: Limited,
    account: Option<AccountId>,
    mailbox: impl IntoIterator<Item = (Caller, Rate)>,
) -> Result<(), Refusal> {
    count_times(network, 1, what, account, mailbox)
}

fn count_times(
    network: &Network,
    times: u16,
    what: Limited,
    account: Option<AccountId>,
    mailbox: impl IntoIterator<Item = (Caller, Rate)>,
) -> Result<(), Refusal> {
    let limiter = &network.limiter;
    let rate = limiter.rate(what);
    let address = counted_address().map(|address| ((what, Caller::Address(address)), rate));
    let account = account.map(|account| ((what, Caller::Account(account)), rate));
    let mailbox = mailbox.into_iter().map(|(caller, rate)| ((what, caller), rate));
    let wanted = address.into_iter().chain(account).chain(mailbox);
    let counted = limiter.counted.lock().unwrap_or_else(PoisonError::into_inner).count(times, wanted, network.clock.now());
    counted.map_err(|wait| {
        let seconds = u64::try_from((wait + TimeDelta::milliseconds(999)).num_seconds()).unwrap_or(0).max(1);
        tracing::warn!(?what, seconds, "a limit was reached");
        Refusal::RateLimited { seconds }
    })
}

/// The address that the present request counts for; none if it does not come by the network, or says nothing of who asks.
fn counted_address() -> Option<IpAddr> {
    let is_of_this_machine = IS_OF_THIS_MACHINE.try_with(|is_it| *is_it).unwrap_or(false);
    client_address().filter(|_| !is_of_this_machine).map(household)
}

/// Of IPv6 the half that a household has.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(whole) => IpAddr::V6(Ipv6Addr::from_bits(whole.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::from_address;

    #[test]
    fn of_ipv6_the_first_half_counts() {
        let counted = |text: &str| household(text.parse().unwrap()).to_string();
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(counted("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(counted("127.0.0.1"), "127.0.0.1", "a proxy that is not declared as one is one caller");
    }

    #[tokio::test]
    async fn what_this_machine_asks_itself_is_not_counted_and_all_else_is() {
        let local = "127.0.0.1".parse().ok();
        assert_eq!(counted_address(), None);
        assert_eq!(from_address(local, async { counted_address() }).await, local);
        assert_eq!(of_this_machine(from_address(local, async { counted_address() })).await, None);
    }
}
