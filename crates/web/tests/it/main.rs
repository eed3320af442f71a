//! The website as a browser meets it: real pages over a real network on temporary files.

mod account;
mod content;
mod editing;
mod editing_again;
mod every_page;
mod feeds;
mod following;
mod form_errors;
mod form_tokens;
mod freshness;
mod gathering;
mod mail_samples;
mod mail_status;
mod mailbox;
mod managing;
mod members;
mod notices;
mod own_cases;
mod people;
mod reviewing;
mod search;
mod sign_in_link;
mod signing_in;
mod site;
mod sitemap;
mod subscribing;
