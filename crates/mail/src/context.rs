//! What every mail says about the instance it comes from.

use url::Url;

/// The instance that writes the mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailContext {
    /// Where the website stands; a path is kept, with or without a slash at its end.
    pub public_url: Url,
    /// The instance's name.
    pub instance_name: String,
}

impl MailContext {
    /// The page of the website with this name: `impressum`, `datenschutz`.
    pub(crate) fn page(&self, name: &str) -> Url {
        let mut url = self.public_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(name);
        }
        url.set_query(None);
        url.set_fragment(None);
        url
    }

    /// The domain name of the instance, or its address if it has none.
    pub(crate) fn domain(&self) -> &str {
        self.public_url.host_str().unwrap_or("localhost")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stand_below_the_path_of_the_instance() {
        for (base, page) in [
            ("https://x.example.org", "https://x.example.org/impressum"),
            ("https://x.example.org/netz", "https://x.example.org/netz/impressum"),
            ("https://x.example.org/netz/?a=1#b", "https://x.example.org/netz/impressum"),
        ] {
            let context = MailContext { public_url: base.parse().unwrap(), instance_name: String::new() };
            assert_eq!(context.page("impressum").as_str(), page);
        }
    }
}
