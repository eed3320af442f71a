//! The website as a browser meets it: real pages over a real network on temporary files.

mod account;
mod content;
mod editing;
mod every_page;
mod feeds;
mod freshness;
mod mail_samples;
mod mailbox;
mod people;
mod search;
mod sign_in_link;
mod signing_in;
mod site;
mod subscribing;
