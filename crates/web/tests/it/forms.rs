//! The forms of a page, as a browser sends them.

use crate::site::{FORMS, Page, Site};
use test_network::pdf;

/// A form as a page shows it, and the cookies of the browser that sees it.
pub(crate) struct Form {
    pub(crate) cookie: String,
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) takes_file: bool,
}

impl Form {
    /// Sends the form from its page, with these fields instead of its own, and with a file if it takes one.
    pub(crate) async fn send(&self, site: &Site, fields: &[(&str, &str)]) -> Page {
        if self.takes_file {
            site.post_file(&self.cookie, &self.action, fields, ("Ablauf.pdf", &pdf("Ablauf"))).await
        } else {
            site.post_bare(&self.cookie, &self.action, fields).await
        }
    }
}

/// The forms of a page that are sent with POST, every field filled with what is there or with a plausible text.
pub(crate) fn forms(page: &Page, cookie: &str) -> Vec<Form> {
    let attribute =
        |tag: &str, name: &str| tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let mut found = Vec::new();
    for form in page.body.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
        let (head, body) = form.split_once('>').expect("a tag");
        if attribute(head, "method").as_deref() != Some("post") {
            continue;
        }
        let tags = body.split('<').filter(|tag| ["input ", "textarea ", "select ", "button "].iter().any(|name| tag.starts_with(name)));
        let fields = tags.filter(|tag| attribute(tag, "type").as_deref() != Some("file")).filter_map(|tag| {
            let value = attribute(tag, "value").filter(|value| !value.is_empty()).unwrap_or_else(|| "Was jemand getippt hat".to_owned());
            Some((attribute(tag, "name")?, value))
        });
        let cookies = [cookie.to_owned(), page.cookie(FORMS).unwrap_or_default()];
        found.push(Form {
            cookie: cookies.into_iter().filter(|pair| !pair.is_empty()).collect::<Vec<_>>().join("; "),
            action: attribute(head, "action").expect("an action"),
            fields: fields.collect(),
            takes_file: attribute(head, "enctype").as_deref() == Some("multipart/form-data"),
        });
    }
    found
}
