//! What DNS says about the domains that mails come from. Nothing asks it but `wissensnetz mail doctor`.

use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::{NetError, runtime::TokioRuntimeProvider},
    proto::rr::{RData, RecordType},
};
use std::{net::SocketAddr, time::Duration};
use tokio::time::timeout;

/// How long a name server has to answer, and how often it is asked again if it does not: a packet may have been lost.
const TRY: Duration = Duration::from_secs(5);
const RETRIES: usize = 1;

/// How long a question waits for its answer in all, however many name servers the system knows.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// There is no answer from DNS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// There is no such record.
    #[error("there is no such record")]
    NoRecord,
    /// Nobody can be asked, or whoever is asked says that they cannot answer.
    #[error("DNS cannot be asked")]
    Unreachable,
    /// No name server said anything within ten seconds.
    #[error("the name server does not answer")]
    Silent,
}

/// Asks DNS. Questions may be asked at once; each waits for ten seconds at most.
#[derive(Debug, Clone)]
pub struct Dns(TokioResolver);

impl Dns {
    /// Asks this server, or without one those that the system is configured with.
    pub fn new(server: Option<SocketAddr>) -> Result<Self, NoAnswer> {
        let mut builder = match server {
            None => TokioResolver::builder_tokio().map_err(|_| NoAnswer::Unreachable)?,
            Some(server) => {
                let mut connection = ConnectionConfig::udp();
                connection.port = server.port();
                let server = NameServerConfig::new(server.ip(), true, vec![connection]);
                TokioResolver::builder_with_config(
                    ResolverConfig::from_parts(None, Vec::new(), vec![server]),
                    TokioRuntimeProvider::default(),
                )
            }
        };
        let options = builder.options_mut();
        (options.timeout, options.attempts) = (TRY, RETRIES);
        builder.build().map(Self).map_err(|_| NoAnswer::Unreachable)
    }

    /// The TXT records of a name, the parts of each put together.
    pub async fn txt(&self, name: &str) -> Result<Vec<String>, NoAnswer> {
        let found = self.ask(name, RecordType::TXT).await?;
        let texts: Vec<String> = found
            .iter()
            .filter_map(|data| match data {
                RData::TXT(text) => Some(text.txt_data.iter().map(|part| String::from_utf8_lossy(part)).collect()),
                _ => None,
            })
            .collect();
        if texts.is_empty() { Err(NoAnswer::NoRecord) } else { Ok(texts) }
    }

    /// Whether a domain receives mail: by an MX record that names a server. One that names the root says that nobody does (RFC 7505).
    pub async fn has_mx(&self, domain: &str) -> Result<bool, NoAnswer> {
        let found = self.ask(domain, RecordType::MX).await?;
        Ok(found.iter().any(|data| matches!(data, RData::MX(server) if !server.exchange.is_root())))
    }

    /// Whether a name has an address.
    pub async fn has_address(&self, name: &str) -> Result<bool, NoAnswer> {
        let (short, long) = tokio::join!(self.ask(name, RecordType::A), self.ask(name, RecordType::AAAA));
        let answers = [short, long];
        if answers.iter().flatten().flatten().any(|data| matches!(data, RData::A(_) | RData::AAAA(_))) {
            return Ok(true);
        }
        answers.into_iter().collect::<Result<Vec<_>, _>>().map(|_| false)
    }

    /// The records of this kind that a name has, and those that lead to them; none if there are none.
    async fn ask(&self, name: &str, kind: RecordType) -> Result<Vec<RData>, NoAnswer> {
        // With a dot at its end, so that no search domain is put behind it.
        let name = format!("{}.", name.trim_end_matches('.'));
        match timeout(PATIENCE, Box::pin(self.0.lookup(name, kind))).await {
            Ok(Ok(found)) => Ok(found.answers().iter().map(|record| record.data.clone()).collect()),
            Ok(Err(error)) if error.is_no_records_found() || error.is_nx_domain() => Ok(Vec::new()),
            Err(_) | Ok(Err(NetError::Timeout)) => Err(NoAnswer::Silent),
            Ok(Err(_)) => Err(NoAnswer::Unreachable),
        }
    }
}
