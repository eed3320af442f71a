//! What the work queue does, with the real database, search and mails; the clock is moved by hand.

#[cfg(test)]
mod clock_ahead;
#[cfg(test)]
mod digest_links;
#[cfg(test)]
mod digest_previews;
#[cfg(test)]
mod digest_rules;
#[cfg(test)]
mod digests;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod files;
#[cfg(test)]
mod gathered_replies;
#[cfg(test)]
mod handed_over;
#[cfg(test)]
mod indexing;
#[cfg(test)]
mod like_embedded;
#[cfg(test)]
mod missing_mailboxes;
#[cfg(test)]
mod overtaken;
#[cfg(test)]
mod panics;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod reviews;
#[cfg(test)]
mod sending;
#[cfg(test)]
mod sending_limits;
#[cfg(test)]
mod silent_search;
#[cfg(test)]
mod simulation;
