//! A feed in JSON Feed 1.1 (jsonfeed.org/version/1.1).

use super::content::{Content, Item};
use crate::types::DateTime;
use chrono::SecondsFormat;
use domain::vocabulary::Vocabulary;
use serde::Serialize;

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the format names it so")]
struct Feed<'a> {
    version: &'static str,
    title: &'a str,
    description: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    language: &'static str,
    authors: [Author<'a>; 1],
    items: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    /// The format wants a text beside the summary; it is the same here, so that the case is read on its page.
    content_text: &'a str,
    summary: &'a str,
    date_published: String,
    /// Only where a substantial new version followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    tags: Vec<&'static str>,
}

/// Writes the feed.
pub(super) fn write(content: &Content) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &content.title,
        description: content.subtitle,
        home_page_url: &content.page_url,
        feed_url: &content.self_url,
        language: "de",
        authors: [Author { name: &content.instance, url: Some(&content.home_url) }],
        items: content.items.iter().map(entry).collect(),
    })
}

fn entry(item: &Item) -> Entry<'_> {
    let written = |time: DateTime| time.to_rfc3339_opts(SecondsFormat::Secs, true);
    Entry {
        id: &item.id,
        url: &item.url,
        title: &item.title,
        content_text: &item.summary,
        summary: &item.summary,
        date_published: written(item.published_at),
        date_modified: (item.updated_at > item.published_at).then(|| written(item.updated_at)),
        authors: item.place.as_deref().map(|name| Author { name, url: None }).into_iter().collect(),
        tags: item.fields.iter().map(|field| field.label()).collect(),
    }
}
