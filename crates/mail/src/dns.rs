//! What DNS says about the domains that mails come from. Nothing asks it but `wissensnetz mail doctor`.

use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::runtime::TokioRuntimeProvider,
    proto::rr::{RData, RecordType},
};
use std::net::SocketAddr;

/// There is no answer from DNS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// There is no such record.
    #[error("there is no such record")]
    NoRecord,
    /// Nobody can be asked, or nobody answers.
    #[error("DNS cannot be asked")]
    Unreachable,
}

/// Asks DNS.
#[derive(Debug, Clone)]
pub struct Dns(TokioResolver);

impl Dns {
    /// Asks this server, or without one those that the system is configured with.
    pub fn new(server: Option<SocketAddr>) -> Result<Self, NoAnswer> {
        let builder = match server {
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
        builder.build().map(Self).map_err(|_| NoAnswer::Unreachable)
    }

    /// The TXT records of a name, the parts of each put together.
    pub async fn txt(&self, name: &str) -> Result<Vec<String>, NoAnswer> {
        let found = self.0.lookup(absolute(name), RecordType::TXT).await.map_err(|error| {
            if error.is_no_records_found() || error.is_nx_domain() { NoAnswer::NoRecord } else { NoAnswer::Unreachable }
        })?;
        let texts: Vec<String> = found
            .answers()
            .iter()
            .filter_map(|record| match &record.data {
                RData::TXT(text) => Some(text.txt_data.iter().map(|part| String::from_utf8_lossy(part)).collect()),
                _ => None,
            })
            .collect();
        if texts.is_empty() { Err(NoAnswer::NoRecord) } else { Ok(texts) }
    }

    /// Whether a domain receives mail: by an MX record that names a server. One that names the root says that nobody does (RFC 7505).
    pub async fn has_mx(&self, domain: &str) -> Result<bool, NoAnswer> {
        match self.0.lookup(absolute(domain), RecordType::MX).await {
            Ok(found) => Ok(found.answers().iter().any(|record| matches!(&record.data, RData::MX(server) if !server.exchange.is_root()))),
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => Ok(false),
            Err(_) => Err(NoAnswer::Unreachable),
        }
    }

    /// Whether a name has an address.
    pub async fn has_address(&self, name: &str) -> Result<bool, NoAnswer> {
        for kind in [RecordType::A, RecordType::AAAA] {
            match self.0.lookup(absolute(name), kind).await {
                Ok(found) if found.answers().iter().any(|record| matches!(&record.data, RData::A(_) | RData::AAAA(_))) => return Ok(true),
                Ok(_) => {}
                Err(error) if error.is_no_records_found() || error.is_nx_domain() => {}
                Err(_) => return Err(NoAnswer::Unreachable),
            }
        }
        Ok(false)
    }
}

/// The name with a dot at its end, so that no search domain is put behind it.
fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}
