//! Limits, and whose word counts for where a request comes from.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};
use usecases::rate_limit::{Rate, RateLimits};

/// The table `limits`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitSettings {
    pub(crate) trusted_proxies: TrustedProxies,
    sign_in: RateSettings,
    mail: RateSettings,
    mailbox: RateSettings,
    review: RateSettings,
    upload: RateSettings,
    search: RateSettings,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RateSettings {
    burst: u32,
    per_hour: u32,
}

impl LimitSettings {
    fn all(&self) -> [(&'static str, RateSettings); 6] {
        [
            ("sign_in", self.sign_in),
            ("mail", self.mail),
            ("mailbox", self.mailbox),
            ("review", self.review),
            ("upload", self.upload),
            ("search", self.search),
        ]
    }

    /// The rule that types cannot say; the text names the setting.
    pub(super) fn check(&self) -> Result<(), String> {
        match self.all().iter().find(|(_, rate)| rate.burst == 0 || rate.per_hour == 0) {
            Some((name, _)) => Err(format!("limits.{name}: burst and per_hour must be at least 1")),
            None => Ok(()),
        }
    }

    /// The limits as the use cases take them.
    pub(crate) fn rates(&self) -> RateLimits {
        let [sign_in, mail, mailbox, review, upload, search] =
            self.all().map(|(_, rate)| Rate { burst: rate.burst, per_hour: rate.per_hour });
        RateLimits { sign_in, mail, mailbox, review, upload, search }
    }
}

/// The proxies whose `X-Forwarded-For` is believed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct TrustedProxies(Vec<Range>);

impl TrustedProxies {
    /// Where a request comes from that `peer` sent: the last address in the header that is none of a trusted proxy, if a trusted proxy
    /// sent it. What stands before that address anybody can write, and whatever they like: it may be no text at all.
    pub(crate) fn client<'a>(&self, peer: IpAddr, forwarded: impl DoubleEndedIterator<Item = &'a [u8]>) -> IpAddr {
        let mut client = peer.to_canonical();
        for hop in forwarded.flat_map(|header| header.split(|byte| *byte == b',')).rev() {
            if !self.holds(client) {
                break;
            }
            let Some(address) = std::str::from_utf8(hop).ok().and_then(|hop| read_hop(hop.trim())) else { break };
            client = address;
        }
        client
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn holds(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.holds(address))
    }
}

/// An address, with a port or without, one of IPv6 in brackets or without.
fn read_hop(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    let found = text.parse::<IpAddr>().ok().or_else(with_port).or_else(in_brackets);
    found.map(|address| address.to_canonical())
}

/// Addresses that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    address: IpAddr,
    bits: u32,
}

impl Range {
    fn holds(self, address: IpAddr) -> bool {
        let same = |one: u128, other: u128, width: u32| {
            // Shifting by the whole width is not a shift.
            self.bits == 0 || (one ^ other) >> (width - self.bits) == 0
        };
        match (self.address, address) {
            (IpAddr::V4(one), IpAddr::V4(other)) => same(one.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(one), IpAddr::V6(other)) => same(one.to_bits(), other.to_bits(), 128),
            _ => false,
        }
    }
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is no address and no range such as 10.0.0.0/8");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), str::parse).map_err(|_| wrong())?;
        if bits > width {
            return Err(wrong());
        }
        // What is an address of IPv4 within IPv6 is compared as one of IPv4, as those of requests are.
        let canonical = address.to_canonical();
        if canonical == address {
            return Ok(Self { address, bits });
        }
        bits.checked_sub(96).map(|bits| Self { address: canonical, bits }).ok_or_else(wrong)
    }
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}/{}", self.address, self.bits))
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, headers: &[&str]) -> String {
        let proxies = TrustedProxies(proxies.iter().map(|text| text.parse().unwrap()).collect());
        proxies.client(peer.parse().unwrap(), headers.iter().map(|header| header.as_bytes())).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(client(&[], "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client(&["192.0.2.1"], "192.0.2.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(client(&["192.0.2.0/24"], "203.0.113.9", &["198.51.100.7"]), "203.0.113.9");
        assert_eq!(client(&["192.0.2.1"], "::ffff:192.0.2.1", &["2001:db8::7"]), "2001:db8::7");
        for peer in ["192.0.2.1", "::ffff:192.0.2.1"] {
            assert_eq!(client(&["::ffff:192.0.2.1"], peer, &["198.51.100.7"]), "198.51.100.7", "{peer}");
            assert_eq!(client(&["::ffff:192.0.2.0/120"], peer, &["198.51.100.7, 192.0.2.9"]), "198.51.100.7", "{peer}");
            assert_eq!(client(&["::ffff:192.0.3.0/120"], peer, &["198.51.100.7"]), "192.0.2.1", "{peer}");
        }
    }

    #[test]
    fn what_the_client_wrote_itself_is_not_believed() {
        let proxies = ["10.0.0.0/8"];
        assert_eq!(client(&proxies, "10.0.0.1", &["1.1.1.1, 198.51.100.7, 10.2.3.4"]), "198.51.100.7");
        assert_eq!(client(&proxies, "10.0.0.1", &["1.1.1.1", "198.51.100.7"]), "198.51.100.7", "several headers are one list");
        assert_eq!(client(&proxies, "10.0.0.1", &["198.51.100.7, unknown"]), "10.0.0.1");
        assert_eq!(client(&proxies, "10.0.0.1", &["198.51.100.7:4711"]), "198.51.100.7");
        assert_eq!(client(&proxies, "10.0.0.1", &["[2001:db8::7]:4711"]), "2001:db8::7");
        assert_eq!(client(&proxies, "10.0.0.1", &["[2001:db8::7]"]), "2001:db8::7");
        assert_eq!(client(&proxies, "10.0.0.1", &["1.1.1.1, wörtlich", "198.51.100.7"]), "198.51.100.7");
        let no_text: [&[u8]; 2] = [b"1.1.1.1", b"\xff, 198.51.100.7"];
        let trusted = TrustedProxies(vec!["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(trusted.client("10.0.0.1".parse().unwrap(), no_text.into_iter()).to_string(), "198.51.100.7");
        assert_eq!(client(&proxies, "10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client(&["0.0.0.0/0"], "10.0.0.1", &["1.1.1.1"]), "1.1.1.1");
    }

    #[test]
    fn ranges_are_read_and_written() {
        for (text, written) in [("10.0.0.0/8", "10.0.0.0/8"), ("fd00::/8", "fd00::/8"), ("::ffff:10.0.0.0/104", "10.0.0.0/8")] {
            let range: Range = text.parse().unwrap();
            assert_eq!(serde_json::to_string(&range).unwrap(), format!("\"{written}\""));
        }
        for wrong in ["", "10.0.0.0/33", "10.0.0", "example.org", "::/129", "10.0.0.0/-1", "::ffff:10.0.0.0/95"] {
            assert!(wrong.parse::<Range>().is_err(), "{wrong}");
        }
    }
}
