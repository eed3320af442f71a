//! What all pages share: head, navigation and foot.

use crate::{form_token, pages::audit_log, website::Website};
use domain::{
    Viewer,
    permission::{Action, Member, Relation},
};

/// What stands over the page of a link that does not work, or no longer.
pub(crate) const UNKNOWN_LINK: &str = "Dieser Link gilt nicht (mehr)";

/// The frame around a page's own content, for `frame/base.html`.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// The page's title without the instance's name.
    pub title: String,
    /// One or two sentences for search engines.
    pub description: Option<String>,
    /// The page's one address, absolute, where it can be reached by several.
    pub canonical: Option<String>,
    /// Whether search engines are asked to leave the page out.
    pub hidden_from_robots: bool,
    /// What the instance calls itself.
    pub instance: String,
    /// The style sheet's address, which changes with its content.
    pub style_href: String,
    /// The address of the script that suggests searches, for pages with a search box.
    pub script_href: String,
    /// The address of the script that keeps what is being typed, for pages with a case's form.
    pub autosave_href: String,
    /// Whether the instance is a demo.
    pub demo: bool,
    /// Who is signed in, as people read it: role and municipality.
    pub member: Option<String>,
    /// What the viewer may do in the network as a whole.
    rights: Vec<Action>,
    /// The path of the navigation's entry that the page belongs to.
    pub section: &'static str,
}

/// One entry of the main navigation.
pub(crate) struct NavigationEntry {
    pub href: &'static str,
    pub label: &'static str,
    pub is_current: bool,
}

impl Frame {
    /// The frame of a page with this title for this viewer.
    pub(crate) fn new(site: &Website, viewer: &Viewer, title: impl Into<String>) -> Self {
        let member = viewer.member();
        Self {
            title: title.into(),
            description: None,
            canonical: None,
            hidden_from_robots: false,
            instance: site.options.instance_name.clone(),
            style_href: site.style_href.clone(),
            script_href: site.script_href.clone(),
            autosave_href: site.autosave_href.clone(),
            demo: site.options.is_demo,
            member: member.map(|member| match &member.municipality {
                Some(place) => format!("{}, {}", member.role.label(), place.display_name()),
                None => member.role.label().to_owned(),
            }),
            rights: member.map(rights).unwrap_or_default(),
            section: "",
        }
    }

    /// Marks the navigation's entry with this path as the current one.
    pub(crate) fn in_section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// Asks search engines to leave the page out.
    pub(crate) fn hidden(mut self) -> Self {
        self.hidden_from_robots = true;
        self
    }

    /// The token for a form on this page, for `frame/form_token.html`.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    pub(crate) fn form_token(&self) -> String {
        form_token::current()
    }

    /// Whether the viewer may begin cases.
    pub(crate) fn may_create(&self) -> bool {
        self.rights.contains(&Action::Create)
    }

    /// Whether the viewer reads the audit log.
    pub(crate) fn reads_audit_log(&self) -> bool {
        self.rights.contains(&Action::ReadAuditLog)
    }

    /// The entries of the main navigation for this viewer, in order.
    pub(crate) fn navigation(&self) -> Vec<NavigationEntry> {
        let mut entries = vec![("/suche", "Suche"), ("/kommunen", "Kommunen"), ("/abo", "Per E-Mail")];
        if self.may_create() {
            entries.push(("/faelle/neu", "Beispiel anlegen"));
        }
        if self.member.is_some() {
            entries.push(("/meine", "Meine Beispiele"));
            entries.push(("/fragen", "Fragen"));
        }
        if self.rights.contains(&Action::SeeMembers) {
            entries.push(("/mitglieder", "Mitglieder"));
        }
        if self.rights.contains(&Action::PreviewMails) {
            entries.push(("/redaktion/mails", "E-Mails"));
        }
        if self.rights.contains(&Action::LookAfterMail) {
            entries.push(("/redaktion/versand", "Versand"));
        }
        if self.rights.contains(&Action::TeachSearch) {
            entries.push(("/redaktion/suche", "Suche pflegen"));
        }
        if self.reads_audit_log() {
            entries.push((audit_log::PATH, "Protokoll"));
        }
        if self.demo {
            entries.push(("/postfach", "Postfach"));
        }
        entries.into_iter().map(|(href, label)| NavigationEntry { href, label, is_current: href == self.section }).collect()
    }
}

/// What a member may do that has an entry of its own: begin cases of their own, see who the people of their municipality are, and what is about
/// neither.
fn rights(member: &Member) -> Vec<Action> {
    let entries = [
        (Action::Create, Relation::Own),
        (Action::SeeMembers, Relation::Own),
        (Action::PreviewMails, Relation::Foreign),
        (Action::LookAfterMail, Relation::Foreign),
        (Action::TeachSearch, Relation::Foreign),
        (Action::ReadAuditLog, Relation::Foreign),
    ];
    entries.into_iter().filter(|(action, relation)| member.may(*action, *relation)).map(|(action, _)| action).collect()
}
