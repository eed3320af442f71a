//! The website's cookies, all about signing in and sending forms: read by no script, sent to this host alone.

use crate::{errors::PageError, website::Website};
use graphql_api::{cookie, cookie_header, session_cookie_name};
use http::{HeaderMap, HeaderValue};

/// What a cookie is for. On instances that are reached by https all have the prefix `__Host-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session: until the browser is closed, or until the server ends it.
    Session,
    /// Recognises the browser that asked for a link to sign in, for as long as the link is good.
    Browser,
    /// A sign-in that waits for its second factor.
    Pending,
    /// What an OpenID Connect provider's answer must fit.
    Flow,
    /// The page that somebody wanted to see before they signed in.
    Return,
    /// What the tokens of forms are bound to as long as there is no session.
    Forms,
}

impl Cookie {
    fn name(self, site: &Website) -> String {
        let session = session_cookie_name(&site.options.network.settings);
        match self {
            Self::Session => session.to_owned(),
            Self::Browser => format!("{session}-browser"),
            Self::Pending => format!("{session}-second-step"),
            Self::Flow => format!("{session}-provider"),
            Self::Return => format!("{session}-return"),
            Self::Forms => format!("{session}-forms"),
        }
    }

    /// For how many seconds the browser keeps it: as long as a link to sign in is good and a sign-in waits for its code. Nothing means until the
    /// browser is closed.
    fn max_age(self) -> Option<u32> {
        match self {
            Self::Session | Self::Forms => None,
            Self::Browser | Self::Pending | Self::Flow | Self::Return => Some(900),
        }
    }

    /// The header that gives the cookie to the browser.
    pub(crate) fn set(self, site: &Website, value: &str) -> Result<HeaderValue, PageError> {
        self.header(site, value, self.max_age())
    }

    /// The header that makes the browser forget the cookie.
    pub(crate) fn clear(self, site: &Website) -> Result<HeaderValue, PageError> {
        self.header(site, "", Some(0))
    }

    /// The cookie that the browser sent.
    pub(crate) fn read(self, site: &Website, headers: &HeaderMap) -> Option<String> {
        cookie(headers, &self.name(site)).map(str::to_owned)
    }

    fn header(self, site: &Website, value: &str, max_age: Option<u32>) -> Result<HeaderValue, PageError> {
        let header = cookie_header(&site.options.network.settings, &self.name(site), value, max_age);
        header.map_err(|error| PageError::internal(site, "a cookie could not be written", &error))
    }
}
