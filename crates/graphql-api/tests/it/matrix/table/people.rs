//! Municipalities, their people, and how these sign in.

use crate::matrix::probe::Probe::{self, Deputise, Elsewhere, Members, Network, NotThere, Open, Own, Person, Place, SignedIn, WrongToken};
use domain::permission::Action;

pub(super) const ENTRIES: &[(&str, Probe)] = &[
    // Places and vocabularies.
    ("Query.municipality", Open("{ municipality(ags: \"15084\") { ags } }")),
    ("Query.municipalities", Open("{ municipalities { totalCount } }")),
    ("Query.vocabularies", Open("{ vocabularies { name } }")),
    (
        "Mutation.setFocusAreas",
        Place(
            Action::SetFocusAreas,
            "mutation($ags: String!) { setFocusAreas(municipality: $ags, areas: [GOVERNANCE]) { userErrors { code } } }",
        ),
    ),
    // People.
    ("Contact.name", Members("Koordinierungsstelle", "{ practiceCases(first: 1) { nodes { contact { mailbox name } } } }")),
    ("Contact.phone", Members("03443 000000", "{ practiceCases(first: 1) { nodes { contact { mailbox phone } } } }")),
    ("Query.viewer", Own("{ viewer { account { email } } }")),
    ("Viewer.account", Own("{ viewer { account { email } } }")),
    ("Viewer.advisers", SignedIn("{ viewer { advisers { email } } }")),
    ("Account.email", Own("query($account: ID!) { node(id: $account) { ... on Account { email } } }")),
    ("Query.members", Place(Action::SeeMembers, "query($ags: String!) { members(municipality: $ags) { totalCount nodes { email } } }")),
    ("Query.members", Network(Action::ManageAgency, "{ members { totalCount nodes { email } } }")),
    ("Query.invitations", Place(Action::SeeMembers, "query($ags: String!) { invitations(municipality: $ags) { email } }")),
    ("Query.invitations", Network(Action::ManageAgency, "{ invitations { email } }")),
    ("Query.deputations", Place(Action::SeeMembers, "query($ags: String!) { deputations(municipality: $ags) { deputyId } }")),
    ("Query.mailDomains", Place(Action::SeeMembers, "query($ags: String!) { mailDomains(municipality: $ags) }")),
    ("Query.invitation", WrongToken("query($token: String!) { invitation(token: $token) { email } }")),
    ("Query.registration", WrongToken("query($token: String!) { registration(token: $token) { expiresAt } }")),
    ("Mutation.inviteMember", Place(Action::ManageMembers, INVITE)),
    ("Mutation.inviteMember", Network(Action::ManageAgency, INVITE_TO_AGENCY)),
    ("Mutation.revokeInvitation", NotThere("mutation($nothing: ID!) { revokeInvitation(id: $nothing) { userErrors { code } } }")),
    ("Mutation.acceptInvitation", WrongToken("mutation($token: String!) { acceptInvitation(token: $token) { userErrors { code } } }")),
    (
        "Mutation.register",
        Open("mutation { register(email: \"amt@kreis.example.org\", municipality: \"15084\") { taken userErrors { code } } }"),
    ),
    (
        "Mutation.confirmRegistration",
        WrongToken("mutation($token: String!) { confirmRegistration(token: $token) { userErrors { code } } }"),
    ),
    ("Mutation.changeMemberRole", Person("mutation($person: ID!) { changeMemberRole(id: $person, role: READER) { userErrors { code } } }")),
    ("Mutation.disableMember", Person("mutation($person: ID!) { disableMember(id: $person) { userErrors { code } } }")),
    ("Mutation.enableMember", Person("mutation($person: ID!) { enableMember(id: $person) { userErrors { code } } }")),
    ("Mutation.resetSecondFactor", Person("mutation($person: ID!) { resetSecondFactor(id: $person) { userErrors { code } } }")),
    ("Mutation.setAdvisedMunicipalities", Person(SET_ADVISED)),
    ("Mutation.handOver", Person("mutation($person: ID!) { handOver(from: $person, to: $person) { userErrors { code } } }")),
    ("Mutation.nameDeputy", Deputise(NAME_DEPUTY)),
    ("Mutation.endDeputation", NotThere("mutation($nothing: ID!) { endDeputation(id: $nothing) { userErrors { code } } }")),
    ("Mutation.setMailDomains", Place(Action::ManageMembers, SET_MAIL_DOMAINS)),
    ("Mutation.addMailDomain", Place(Action::ManageMembers, ADD_MAIL_DOMAIN)),
    ("Mutation.removeMailDomain", Place(Action::ManageMembers, REMOVE_MAIL_DOMAIN)),
    ("Mutation.setMyFunction", SignedIn("mutation { setMyFunction(function: \"Bildungskoordination\") { userErrors { code } } }")),
    ("Mutation.leaveNetwork", SignedIn("mutation { leaveNetwork(code: \"000000\") { userErrors { code } } }")),
    ("Query.exportMyData", Own("{ exportMyData }")),
    ("Mutation.eraseMyAccount", Elsewhere("people::an_account_is_handed_out_and_erased_by_its_holder")),
    ("Query.auditLog", Network(Action::ReadAuditLog, "{ auditLog(first: 1) { nodes { action } } }")),
    // Signing in. Whose they are is told by the tests of signing in.
    ("Viewer.sessions", SignedIn("{ viewer { sessions { id } } }")),
    ("Viewer.accessTokens", SignedIn("{ viewer { accessTokens { id } } }")),
    ("Viewer.accessTokenMaxDays", SignedIn("{ viewer { accessTokenMaxDays } }")),
    ("Viewer.secondFactor", SignedIn("{ viewer { secondFactor { isActive } } }")),
    (
        "Mutation.endSession",
        NotThere("mutation { endSession(id: \"U2Vzc2lvbjowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE\") { userErrors { code } } }"),
    ),
    ("Mutation.endOtherSessions", SignedIn("mutation { endOtherSessions { userErrors { code } } }")),
    ("Mutation.createAccessToken", SignedIn(CREATE_TOKEN)),
    (
        "Mutation.revokeAccessToken",
        NotThere(
            "mutation { revokeAccessToken(id: \"QWNjZXNzVG9rZW46MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAx\") { userErrors { code } } }",
        ),
    ),
    ("Mutation.beginSecondFactor", SignedIn("mutation { beginSecondFactor { userErrors { code } } }")),
    ("Mutation.confirmSecondFactor", SignedIn("mutation { confirmSecondFactor(code: \"0\") { userErrors { code } } }")),
    ("Mutation.removeSecondFactor", SignedIn("mutation { removeSecondFactor(code: \"0\") { userErrors { code } } }")),
    ("Mutation.renewRecoveryCodes", SignedIn("mutation { renewRecoveryCodes(code: \"0\") { userErrors { code } } }")),
];

const INVITE: &str =
    "mutation($ags: String!) { inviteMember(input: { email: \"kein\", role: READER, municipality: $ags }) { userErrors { code } } }";

const INVITE_TO_AGENCY: &str = "mutation { inviteMember(input: { email: \"kein\", role: REVIEWER }) { userErrors { code } } }";

const SET_ADVISED: &str =
    "mutation($person: ID!) { setAdvisedMunicipalities(id: $person, municipalities: [\"15084\"], read: []) { userErrors { code } } }";

const SET_MAIL_DOMAINS: &str =
    "mutation($ags: String!) { setMailDomains(municipality: $ags, domains: [\"gmail.com\"]) { userErrors { code } } }";

const ADD_MAIL_DOMAIN: &str =
    "mutation($ags: String!) { addMailDomain(municipality: $ags, domain: \"gmail.com\") { userErrors { code } } }";

const REMOVE_MAIL_DOMAIN: &str =
    "mutation($ags: String!) { removeMailDomain(municipality: $ags, domain: \"gmail.com\") { userErrors { code } } }";

const NAME_DEPUTY: &str = "mutation($person: ID!) { nameDeputy(deputy: $person, from: \"2026-03-01T00:00:00Z\", until: \"2026-03-02T00:00:00Z\") { userErrors { code } } }";

const CREATE_TOKEN: &str =
    "mutation { createAccessToken(input: { label: \"Skript\", scopes: [READ], validDays: 1 }) { userErrors { code } } }";
