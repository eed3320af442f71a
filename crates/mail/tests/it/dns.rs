//! Questions to DNS.

use mail::{Dns, NoAnswer};
use std::{net::UdpSocket, time::Duration};
use tokio::time::Instant;

/// The questions go to a real socket; the clock runs ahead where all wait for it.
#[tokio::test(start_paused = true)]
async fn a_name_server_that_stays_silent_is_waited_for_ten_seconds_whatever_is_asked() {
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let dns = Dns::new(Some(silent.local_addr().unwrap())).unwrap();
    let begun = Instant::now();
    let (texts, receives, is_known) =
        tokio::join!(dns.txt("_dmarc.example.org"), dns.has_mx("example.org"), dns.has_address("host7.example.org"));
    assert_eq!((texts, receives, is_known), (Err(NoAnswer::Silent), Err(NoAnswer::Silent), Err(NoAnswer::Silent)));
    let waited = begun.elapsed();
    assert!(Duration::from_secs(9) < waited && waited < Duration::from_secs(11), "{waited:?}");
}
