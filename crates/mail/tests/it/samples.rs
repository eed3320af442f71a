//! Every mail with its made-up data: what it says, and what holds of all alike.

use crate::fixtures::context;
use mail::{MailKind, Sample};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

fn all() -> Vec<Sample> {
    mail::samples(&context()).unwrap()
}

/// The values of an attribute in the HTML part, with the escapes that addresses hold undone.
fn attribute(html: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let values = html.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
    values.map(|value| value.replace("&#38;", "&").replace("&amp;", "&")).collect()
}

#[test]
fn every_mail_reads_as_agreed() {
    let mut kinds = BTreeSet::new();
    for Sample { name, mail, .. } in all() {
        insta::assert_snapshot!(name.as_str(), format!("{}\n\n{}", mail.subject, mail.text));
        // The HTML of the others of a kind differs in its words alone, which the text shows.
        if kinds.insert(mail.kind.key()) {
            insta::assert_snapshot!(format!("{name}_html"), mail.html);
        }
    }
}

#[test]
fn every_kind_is_made_and_every_sample_has_a_name_of_its_own() {
    // serde knows all variants, whoever forgets to list one.
    let error = serde_json::from_str::<MailKind>("\"none\"").unwrap_err().to_string();
    let known: BTreeSet<_> = error.split('`').skip(3).step_by(2).collect();
    assert_eq!(MailKind::ALL.iter().map(|kind| kind.key()).collect::<BTreeSet<_>>(), known, "{error}");
    let mut by_kind: BTreeMap<_, usize> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for sample in all() {
        *by_kind.entry(sample.mail.kind.key()).or_default() += 1;
        assert!(names.insert(sample.name.clone()), "{} stands twice", sample.name);
        assert!(sample.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", sample.name);
        assert!(!sample.about.is_empty() && sample.mail.to.domain().ends_with("example.org"), "{}", sample.name);
        assert!(sample.mail.message_id.starts_with(&format!("<{}.", sample.mail.kind.key())), "{}", sample.mail.message_id);
    }
    assert_eq!(by_kind.keys().copied().collect::<BTreeSet<_>>(), known);
}

#[test]
fn every_mail_is_a_folder_of_four_files() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let folders = std::fs::read_dir(templates).unwrap().map(|entry| entry.unwrap().path());
    let mails: Vec<_> = folders.filter(|folder| !folder.ends_with("layout")).collect();
    assert_eq!(mails.len(), MailKind::ALL.len());
    for folder in mails {
        for file in ["subject.txt", "text.txt", "mail.html", "samples.rs"] {
            assert!(folder.join(file).is_file(), "{file} is missing in {}", folder.display());
        }
    }
}

#[test]
fn the_text_part_fits_76_columns_but_for_links_and_stands_on_its_own() {
    for Sample { name, mail, .. } in all() {
        for line in mail.text.lines() {
            assert!(line.chars().count() <= 76 || line.contains("https://"), "{name}: {line:?}");
            assert_eq!(line, line.trim_end(), "{name}");
        }
        assert!(!mail.text.contains("\n\n\n") && mail.text.ends_with('\n') && !mail.text.contains(['<', '>']), "{name}: {}", mail.text);
        for href in attribute(&mail.html, "href") {
            assert!(mail.text.contains(&href), "{name}: the text lacks {href}");
        }
    }
}

#[test]
fn the_html_part_is_small_german_and_ready_for_the_dark() {
    for Sample { name, mail, .. } in all() {
        assert!(mail.html.len() < 100_000, "{name}: {} bytes", mail.html.len());
        assert!(mail.html.starts_with("<!doctype html>\n<html lang=\"de\">"), "{name}");
        assert!(mail.html.contains("<meta name=\"color-scheme\" content=\"light dark\">"), "{name}");
        assert!(mail.html.contains("@media (prefers-color-scheme: dark)"), "{name}");
        assert_eq!(mail.html.matches("<h1").count(), 1, "{name}");
        assert!(mail.html.split("<title>").nth(1).is_some_and(|rest| !rest.starts_with("</title>")), "{name} has no title");
        assert_eq!(mail.html.matches("<table").count(), mail.html.matches("<table role=\"presentation\"").count(), "{name}");
        // Every place with a colour of its own can change it: dark letters on a dark ground are no letters.
        for tag in mail.html.split('<').filter(|tag| tag.contains(";color:#") || tag.contains("\"color:#")) {
            let has_own_ground = tag.contains("color:#ffffff");
            assert!(has_own_ground || tag.contains("class=\""), "{name}: <{tag}");
        }
    }
}

#[test]
fn nothing_is_loaded_nobody_is_followed_and_nobody_is_shouted_at() {
    let home = context().public_url.to_string();
    for Sample { name, mail, .. } in all() {
        for forbidden in ["<img", "<link", "<script", "<iframe", "<form", "url(", " src=", "@import", "@font-face", "http:", "background="]
        {
            assert!(!mail.html.contains(forbidden), "{name}: {forbidden}");
        }
        for href in attribute(&mail.html, "href") {
            assert!(href.starts_with(&home) && !href.contains("utm_"), "{name}: {href}");
        }
        assert!(!mail.text.contains('!') && !mail.subject.contains('!'), "{name}");
        assert!(!mail.subject.is_empty() && mail.subject.chars().count() <= 120 && !mail.subject.contains('\n'), "{name}");
    }
}

#[test]
fn samples_follow_the_instance() {
    let here = mail::MailContext { public_url: "https://netz.example.net/pfad/".parse().unwrap(), instance_name: "Netz & Werk".into() };
    for Sample { name, mail, .. } in mail::samples(&here).unwrap() {
        assert!(attribute(&mail.html, "href").iter().all(|href| href.starts_with("https://netz.example.net/pfad/")), "{name}");
        assert!(mail.text.contains("Netz & Werk") && mail.html.contains("Netz &#38; Werk"), "{name}");
    }
}
