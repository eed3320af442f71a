//! What a feed says, whatever it is written in.

use super::{ATOM, JSON};
use crate::{
    search_state::{SearchState, address},
    types::DateTime,
    website::Website,
};
use domain::vocabulary::FieldOfAction;

/// Since when the instance's name stands for it in identifiers (RFC 4151 asks for a date on which it did).
pub(super) const TAG_DATE: &str = "2026";

/// A feed.
pub(super) struct Content {
    /// What identifies it for good.
    pub id: String,
    /// What it holds, in German.
    pub title: String,
    /// What it holds, in a sentence.
    pub subtitle: &'static str,
    /// What the instance calls itself.
    pub instance: String,
    /// The instance's start page.
    pub home_url: String,
    /// The search page that shows the same.
    pub page_url: String,
    /// This feed.
    pub self_url: String,
    /// The same feed in the other format.
    pub other_url: String,
    /// What was published or renewed last comes first.
    pub items: Vec<Item>,
    /// When a case in it last became public for the first time, or with a substantial new version: what feed readers call an update.
    pub updated_at: Option<DateTime>,
}

/// A case in a feed.
pub(super) struct Item {
    /// What identifies it for good.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What it is about, in a few sentences.
    pub summary: String,
    /// The municipality.
    pub place: Option<String>,
    /// Its fields of action, the primary one first.
    pub fields: Vec<FieldOfAction>,
    /// When it first became public. A later version does not change it.
    pub published_at: DateTime,
    /// When it last changed in a way that whoever published it called substantial (RFC 4287, 4.2.15), or else first became public. A corrected
    /// mistake does not change it: it is nobody's news.
    pub updated_at: DateTime,
}

impl Content {
    /// The feed of this search at this path of the website. It names the address that it was asked for under, with all that narrows it down.
    pub(super) fn new(site: &Website, search: &SearchState, path: &'static str, items: Vec<Item>) -> Self {
        let search = SearchState { text: clean(&search.text), ..search.clone() };
        let other = if path == ATOM { JSON } else { ATOM };
        let newest_first = search.newest_first();
        let own_href = |path: &str| address(path, search.criteria());
        Self {
            id: tag(site, &own_href("feed")),
            title: title(&site.options.instance_name, &search),
            subtitle: "Die neuesten Praxisbeispiele, die zu dieser Suche passen; jedes erscheint einmal, eine wesentliche Überarbeitung gilt als Aktualisierung.",
            instance: site.options.instance_name.clone(),
            home_url: site.absolute("/"),
            page_url: site.absolute(&newest_first.href("/suche")),
            self_url: site.absolute(&own_href(path)),
            other_url: site.absolute(&own_href(other)),
            updated_at: items.iter().map(|item| item.updated_at).max(),
            items,
        }
    }
}

/// What identifies a case in feeds. The uuid within the API's id is the case's alone: it stays when the instance moves to another address.
pub(super) fn id_of(site: &Website, id: &str) -> String {
    match graphql_api::case_id(id) {
        Some(case) => format!("urn:uuid:{case}"),
        None => tag(site, id),
    }
}

/// A tag URI (RFC 4151). `specific` holds what a query of an address may hold.
fn tag(site: &Website, specific: &str) -> String {
    format!("tag:{},{TAG_DATE}:{specific}", site.options.public_url.host_str().unwrap_or("localhost"))
}

fn title(instance: &str, search: &SearchState) -> String {
    let text = (!search.text.is_empty()).then(|| format!("„{}“", search.text));
    let filters = search.selected().into_iter().map(|filter| format!("{}: {}", filter.group, filter.label));
    let criteria: Vec<_> = text.into_iter().chain(filters).collect();
    if criteria.is_empty() {
        format!("{instance}: neue Praxisbeispiele")
    } else {
        format!("{instance}: neue Praxisbeispiele zu {}", criteria.join(", "))
    }
}

/// The text without characters that XML 1.0 has no way to write.
pub(super) fn clean(text: &str) -> String {
    let is_written = |c: &char| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(*c, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(is_written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_write_is_left_out() {
        assert_eq!(clean("Kita\u{b} &\u{0} <Schule>\n\u{ffff}"), "Kita & <Schule>\n");
    }
}
