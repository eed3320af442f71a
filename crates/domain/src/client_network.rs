//! Addresses of the internet protocol, cut to the network that they are in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The network of an address: `192.0.2.0/24`, `2001:db8:1::/48`. Nobody is found by it, but an attack is told from a slip.
pub fn cut(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{}/24", Ipv4Addr::new(a, b, c, 0))
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_household_is_cut_off() {
        for (address, network) in [
            ("192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
            ("::ffff:198.51.100.9", "198.51.100.0/24"),
            ("::1", "::/48"),
        ] {
            assert_eq!(cut(address.parse().unwrap()), network);
        }
    }
}
