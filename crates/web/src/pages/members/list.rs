//! The people of a municipality or of none, with what the viewer can be offered to do about each. The API decides in the end, by the same rules.

use super::{
    documents::{People, people},
    people::left_over,
};
use crate::{client::answered, errors::PageError, fields::Fields, list_part::Paging, visitor::Visitor, website::Website};
use domain::{Ags, ErrorCode, Role, permission::Member};

/// How many people a page shows.
const PAGE_SIZE: i64 = 20;

/// How many municipalities are named that somebody advises; of more their number is.
const MOST_NAMED: usize = 5;

type Person = people::PeopleMembersNodes;
type Own = people::PeopleViewerAccount;

/// A page of the people, and who is invited.
pub(super) struct List {
    pub people: Vec<Row>,
    /// How many people there are in all.
    pub total: i64,
    pub page_info: people::PeopleMembersPageInfo,
    pub invitations: Vec<people::PeopleInvitations>,
    /// The roles that the viewer may invite to.
    pub roles: Vec<RoleChoice>,
}

/// Somebody in the list.
pub(super) struct Row {
    pub person: Person,
    /// Their place on the page, for the ids of fields.
    pub number: usize,
    pub is_viewer: bool,
    /// Whether the viewer decides if the account is used, and as what. Nobody is offered to shut themselves out.
    pub may_decide: bool,
    /// Whether the viewer hands over what they look after.
    pub may_hand_over: bool,
    /// The step that was refused about them just now, by its name in addresses; empty if none was.
    pub refused: &'static str,
    /// The roles that the viewer may give them in place of their own.
    pub roles: Vec<RoleChoice>,
}

/// A role to choose.
pub(super) struct RoleChoice {
    pub key: &'static str,
    pub label: String,
    pub is_chosen: bool,
}

impl List {
    /// The page of the list that an address or a form names; `sent` is what was refused of the form for the step.
    pub(super) async fn load(
        site: &Website,
        visitor: &Visitor,
        place: Option<&Ags>,
        fields: &Fields,
        (step, sent): (&'static str, &Fields),
    ) -> Result<Self, PageError> {
        let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
        let Paging { first, after, last, before } = Paging::named(fields, PAGE_SIZE);
        let municipality = place.map(|place| place.as_str().to_owned());
        let variables = people::Variables { municipality, first, after, last, before };
        let people::ResponseData { viewer, members, invitations } = site.ask::<People>(&visitor.caller, variables).await?;
        let own = viewer.ok_or(ErrorCode::Unauthenticated)?.account;
        let members = answered(members)?;
        let row = |(number, person): (usize, Person)| Row::new(person, number, member, &own, (step, sent));
        Ok(Self {
            people: members.nodes.into_iter().enumerate().map(row).collect(),
            total: members.total_count,
            page_info: members.page_info,
            invitations: answered(invitations)?,
            roles: RoleChoice::all(member.roles_to_give(own.role, place), sent.get("rolle")),
        })
    }
}

impl Row {
    fn new(person: Person, number: usize, member: &Member, own: &Own, (step, sent): (&'static str, &Fields)) -> Self {
        let place = person.municipality.as_ref().and_then(|place| place.ags.parse::<Ags>().ok());
        let is_viewer = person.email == own.email;
        let may_decide = !is_viewer && member.decides_on(own.role, person.role, place.as_ref());
        let may_hand_over = member.looks_after(person.role, place.as_ref());
        let may_have = |role: &Role| {
            // With a role of the agency goes no municipality; for one of a municipality somebody without any is given one.
            let place = place.as_ref().filter(|_| !role.is_of_agency());
            may_decide && *role != person.role && member.may_give(own.role, *role, place)
        };
        let roles = Role::ALL.iter().copied().filter(may_have).collect();
        let (refused, chosen) = if sent.has("mitglied", &person.id) { (step, sent.get("neue-rolle")) } else { ("", "") };
        let roles = RoleChoice::all(roles, chosen);
        Self { person, number, is_viewer, may_decide, may_hand_over, refused, roles }
    }

    /// Whether a form for this step about them was refused just now.
    pub(super) fn was_refused(&self, step: &str) -> bool {
        self.refused == step
    }

    /// What nobody has taken over of them, as people read it.
    pub(super) fn left_over(&self) -> Option<String> {
        left_over(self.person.subscriptions_to_hand_over)
    }

    /// Whom an adviser advises, as people read it.
    pub(super) fn advises(&self) -> Option<String> {
        if self.person.role != Role::Adviser {
            return None;
        }
        let names: Vec<_> = self.person.advised_municipalities.iter().map(|place| place.display_name.as_str()).collect();
        Some(match names.len() {
            0 => "begleitet noch keine Kommune".to_owned(),
            1..=MOST_NAMED => format!("begleitet {}", names.join(", ")),
            count => format!("begleitet {count} Kommunen"),
        })
    }

    /// Whether the viewer says whom they advise: for those who look after an adviser whose account can be used.
    pub(super) fn may_be_assigned(&self) -> bool {
        self.may_hand_over && self.person.role == Role::Adviser && self.person.disabled_at.is_none()
    }

    /// The id of the field for the municipality that goes with the new role. What is wrong with it is said of one on the page.
    pub(super) fn place_id(&self) -> String {
        if self.was_refused("rolle") { "neue-kommune".to_owned() } else { format!("neue-kommune-{}", self.number) }
    }
}

impl RoleChoice {
    fn all(roles: Vec<Role>, chosen: &str) -> Vec<Self> {
        roles.into_iter().map(|role| Self::new(role, role.key() == chosen)).collect()
    }

    fn new(role: Role, is_chosen: bool) -> Self {
        Self { key: role.key(), label: format!("{} – {}", role.label(), meaning(role)), is_chosen }
    }
}

/// What somebody with this role does, for those who choose one.
fn meaning(role: Role) -> &'static str {
    match role {
        Role::Reader => "liest, abonniert und fragt das Netzwerk",
        Role::Author => "schreibt Praxisbeispiele der Kommune",
        Role::Coordinator => "schreibt Praxisbeispiele und betreut die Mitglieder der Kommune",
        Role::Reviewer => "prüft und veröffentlicht Praxisbeispiele, betreut die Mitglieder der Kommunen",
        Role::Adviser => "begleitet Kommunen und liest, was sie einreichen",
        Role::Administrator => "betreibt das Netzwerk und betreut alle Mitglieder",
    }
}
