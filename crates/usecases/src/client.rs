//! From where somebody signs in, as coarsely as their list of sessions needs it.

use domain::client_network::network;
use std::net::IpAddr;

/// What a session remembers of where it began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// The kind of browser: `Firefox, Windows`.
    pub device: Option<String>,
    /// The network: `192.0.2.0/24`, `2001:db8:1::/48`.
    pub network: Option<String>,
}

impl Client {
    /// The client with this `User-Agent` and this address. Of the one only names are kept, of the other the network: nobody can be found by
    /// them, but their holder knows them again.
    pub fn of(user_agent: Option<&str>, address: Option<IpAddr>) -> Self {
        Self { device: user_agent.and_then(device), network: address.map(network) }
    }
}

/// The first of these names that a `User-Agent` contains is meant: browsers name those that they are like as well.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: &[(&str, &str)] = &[
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

fn device(user_agent: &str) -> Option<String> {
    let named = |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    match (named(BROWSERS), named(SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser}, {system}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_name_and_system() {
        let named = |text: &str| Client::of(Some(text), None).device.unwrap_or_default();
        let edge =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0";
        assert_eq!(named(edge), "Edge, Windows");
        assert_eq!(named("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox, Linux");
        assert_eq!(
            named("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"),
            "Safari, iPhone"
        );
        assert_eq!(named("curl/8"), "");
    }
}
