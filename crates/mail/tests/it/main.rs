//! The mails as readers get them, and the transports against servers that behave and that do not.

mod dns;
// Marked as tests so that clippy lets their helpers unwrap.
#[cfg(test)]
mod fake_server;
#[cfg(test)]
mod files;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod gathered_replies;
#[cfg(test)]
mod longest;
#[cfg(test)]
mod mails;
#[cfg(test)]
mod message;
#[cfg(test)]
mod review_mails;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod smtp;
#[cfg(test)]
mod smtp_failures;
