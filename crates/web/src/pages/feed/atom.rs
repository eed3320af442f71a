//! A feed in Atom (RFC 4287).

use super::content::{Content, Item, TAG_DATE};
use crate::types::DateTime;
use atom_syndication::{Category, Entry, Error, Feed, FixedDateTime, Generator, Link, Person, Text};
use domain::vocabulary::Vocabulary;

/// Writes the feed. One without entries has never been updated; the format wants a time all the same, and gets one that is always the same and that
/// readers and validators find plausible.
pub(super) fn write(content: &Content) -> Result<String, Error> {
    let feed = Feed {
        title: Text::plain(content.title.as_str()),
        id: content.id.clone(),
        updated: content.updated_at.map_or_else(first_day, fixed),
        authors: vec![author(&content.instance)],
        generator: Some(Generator { value: content.instance.clone(), uri: Some(content.home_url.clone()), version: None }),
        links: vec![
            link("self", &content.self_url, "application/atom+xml"),
            link("alternate", &content.page_url, "text/html"),
            link("alternate", &content.other_url, "application/feed+json"),
        ],
        subtitle: Some(Text::plain(content.subtitle)),
        entries: content.items.iter().map(entry).collect(),
        lang: Some("de".to_owned()),
        ..Feed::default()
    };
    let bytes = feed.write_to(Vec::new())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn entry(item: &Item) -> Entry {
    let category = |field: &domain::vocabulary::FieldOfAction| Category {
        term: field.key().to_owned(),
        scheme: None,
        label: Some(field.label().to_owned()),
    };
    Entry {
        title: Text::plain(item.title.as_str()),
        id: item.id.clone(),
        updated: fixed(item.updated_at),
        authors: item.place.as_deref().map(author).into_iter().collect(),
        categories: item.fields.iter().map(category).collect(),
        links: vec![link("alternate", &item.url, "text/html")],
        published: Some(fixed(item.published_at)),
        summary: Some(Text::plain(item.summary.as_str())),
        ..Entry::default()
    }
}

fn author(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

fn link(rel: &str, href: &str, kind: &str) -> Link {
    Link { rel: rel.to_owned(), href: href.to_owned(), mime_type: Some(kind.to_owned()), ..Link::default() }
}

/// The beginning of the year that the feed's identity names.
fn first_day() -> FixedDateTime {
    format!("{TAG_DATE}-01-01T00:00:00Z").parse().unwrap_or_default()
}

fn fixed(time: DateTime) -> FixedDateTime {
    time.fixed_offset()
}
