//! The table: a line for every field of the schema that may hide something. All others are in [`super::guarded`] and [`super::open`].

use super::probe::{
    Probe::{
        self, Cases, Create, Deputise, Members, Network, NetworkOnNothing, NotThere, Open, Own, Person, Place, SignedIn, Step, Token,
        WorkingOnly, WrongToken,
    },
    Shown::{Around, AsSight, Listed, ListedThere, WorkedOn, WorkingCopies},
};
use domain::permission::Action;

/// The lines. A field may have several.
pub(super) const ENTRIES: &[(&str, Probe)] = &[
    // Cases.
    ("Query.node", Cases(AsSight, "query($id: ID!) { node(id: $id) { ... on PracticeCase { title } } }")),
    ("Query.nodes", Cases(AsSight, "query($id: ID!) { nodes(ids: [$id, $id]) { ... on PracticeCase { title } } }")),
    ("Query.practiceCase", Cases(AsSight, "query($id: ID!) { practiceCase(id: $id) { title } }")),
    ("Query.practiceCase", Cases(AsSight, "query($slug: String!) { practiceCase(slug: $slug) { title } }")),
    ("Query.practiceCases", Cases(Listed, "{ practiceCases(first: 100) { totalCount nodes { title } } }")),
    (
        "Query.practiceCases",
        Cases(
            WorkingCopies,
            "{ practiceCases(workflow: [DRAFT, SUBMITTED, CHANGES_REQUESTED, PUBLISHED, ARCHIVED], first: 100) { totalCount edges { node { workingCopy { content { title } } } } } }",
        ),
    ),
    (
        "Query.searchCases",
        Cases(
            Listed,
            "{ searchCases(query: \"\", first: 100) { totalCount nodes { title } facets { states { count } status { count } } } }",
        ),
    ),
    ("Query.searchCases", Cases(Listed, "query($word: String!) { searchCases(query: $word, first: 100) { nodes { title } } }")),
    ("Query.similarCases", Cases(Around, "query($id: ID!) { similarCases(id: $id, first: 20) { title } }")),
    ("Query.suggest", Cases(Listed, "query($word: String!) { suggest(prefix: $word, first: 20) { text } }")),
    (
        "TitleSuggestion.case",
        Cases(Listed, "query($word: String!) { suggest(prefix: $word, first: 20) { ... on TitleSuggestion { case { title } } } }"),
    ),
    (
        "Municipality.practiceCases",
        Cases(ListedThere, "{ municipality(ags: \"15083\") { practiceCases(first: 100) { totalCount nodes { title } } } }"),
    ),
    ("Viewer.practiceCases", Cases(WorkedOn, "{ viewer { practiceCases(first: 100) { totalCount nodes { title content { title } } } } }")),
    (
        "Viewer.practiceCases",
        Cases(WorkingCopies, "{ viewer { practiceCases(first: 100) { totalCount nodes { workingCopy { content { title } } } } } }"),
    ),
    ("Mutation.createPracticeCase", Create(CREATE)),
    ("Mutation.updatePracticeCase", Step(Action::Edit, UPDATE)),
    (
        "Mutation.submitPracticeCase",
        Step(Action::Submit, "mutation($id: ID!) { submitPracticeCase(id: $id, version: 1) { userErrors { code } } }"),
    ),
    ("Mutation.publishPracticeCase", Step(Action::Publish, PUBLISH)),
    ("Mutation.archivePracticeCase", Step(Action::Archive, "mutation($id: ID!) { archivePracticeCase(id: $id) { userErrors { code } } }")),
    ("Mutation.erasePracticeCase", Step(Action::Erase, "mutation($id: ID!) { erasePracticeCase(id: $id) { userErrors { code } } }")),
    // The working copy, the review, the conversation and the versions.
    ("PracticeCase.workingCopy", WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: workingCopy { content { title } } } }")),
    ("PracticeCase.viewerMay", Probe::Elsewhere("matrix::what_somebody_may_do_with_a_case_is_said_as_the_rules_have_it")),
    ("PracticeCase.review", WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: review { submittedAt } } }")),
    ("PracticeCase.reviewHistory", WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: reviewHistory { at } } }")),
    ("PracticeCase.reviewComments", WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: reviewComments { totalCount } } }")),
    ("PracticeCase.revisions", WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: revisions { number } } }")),
    (
        "PracticeCase.revisionDiff",
        WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: revisionDiff(from: 1, to: 1) { field } } }"),
    ),
    ("Review.claimedBy", Probe::Elsewhere("review::those_who_review_are_told_who_has_claimed_a_review_and_others_since_when")),
    ("Viewer.reviewers", Probe::Elsewhere("review::a_review_is_claimed_handed_over_freed_and_given_up")),
    ("Viewer.advisers", SignedIn("{ viewer { advisers { email } } }")),
    ("Mutation.autosavePracticeCase", Step(Action::Edit, AUTOSAVE)),
    (
        "Mutation.rollBackPracticeCase",
        Step(Action::Edit, "mutation($id: ID!) { rollBackPracticeCase(id: $id, revision: 1, version: 1) { userErrors { code } } }"),
    ),
    ("Mutation.withdrawSubmission", Step(Action::Withdraw, "mutation($id: ID!) { withdrawSubmission(id: $id) { userErrors { code } } }")),
    ("Mutation.claimReview", Step(Action::Review, "mutation($id: ID!) { claimReview(id: $id) { userErrors { code } } }")),
    ("Mutation.releaseReview", Step(Action::Review, "mutation($id: ID!) { releaseReview(id: $id) { userErrors { code } } }")),
    (
        "Mutation.handOverReview",
        Step(
            Action::Review,
            "mutation($id: ID!) { handOverReview(id: $id, to: \"QWNjb3VudDowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE\") { userErrors { code } } }",
        ),
    ),
    ("Mutation.freeReview", Step(Action::FreeReview, "mutation($id: ID!) { freeReview(id: $id) { userErrors { code } } }")),
    (
        "Mutation.requestChanges",
        Step(
            Action::Review,
            "mutation($id: ID!) { requestChanges(id: $id, reason: \"Es fehlt etwas.\", version: 1) { userErrors { code } } }",
        ),
    ),
    ("Mutation.confirmPracticeCase", Step(Action::Confirm, "mutation($id: ID!) { confirmPracticeCase(id: $id) { userErrors { code } } }")),
    (
        "Mutation.confirmPracticeCaseByLink",
        WrongToken("mutation($token: String!) { confirmPracticeCaseByLink(token: $token) { userErrors { code } } }"),
    ),
    ("Query.freshnessRequest", WrongToken("query($token: String!) { freshnessRequest(token: $token) { __typename } }")),
    (
        "Mutation.addReviewComment",
        Step(Action::Comment, "mutation($id: ID!) { addReviewComment(id: $id, body: \"Gut.\") { userErrors { code } } }"),
    ),
    (
        "Mutation.resolveReviewComment",
        NotThere(
            "mutation { resolveReviewComment(id: \"UmV2aWV3Q29tbWVudDowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE\") { userErrors { code } } }",
        ),
    ),
    // Files.
    ("Mutation.addMaterial", Step(Action::Edit, ADD_MATERIAL)),
    ("Mutation.updateMaterial", Step(Action::Edit, UPDATE_MATERIAL)),
    (
        "Mutation.removeMaterial",
        Step(
            Action::Edit,
            "mutation($id: ID!) { removeMaterial(case: $id, version: 1, file: \"RmlsZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE\") { userErrors { code } } }",
        ),
    ),
    // Places and vocabularies.
    ("Query.municipality", Open("{ municipality(ags: \"15084\") { ags } }")),
    ("Query.municipalities", Open("{ municipalities { totalCount } }")),
    ("Query.vocabularies", Open("{ vocabularies { name } }")),
    // People.
    ("Contact.name", Members("Koordinierungsstelle", "{ practiceCases(first: 1) { nodes { contact { mailbox name } } } }")),
    ("Contact.phone", Members("03443 000000", "{ practiceCases(first: 1) { nodes { contact { mailbox phone } } } }")),
    ("Query.viewer", Own("{ viewer { account { email } } }")),
    ("Viewer.account", Own("{ viewer { account { email } } }")),
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
    ("Mutation.eraseMyAccount", Probe::Elsewhere("people::an_account_is_handed_out_and_erased_by_its_holder")),
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
    // Subscriptions.
    ("Query.subscription", Token("query($token: String!) { subscription(token: $token) { state } }")),
    ("Viewer.subscriptions", SignedIn("{ viewer { subscriptions { state } } }")),
    (
        "Mutation.subscribe",
        Open("mutation { subscribe(input: { email: \"lesen@kreis.example.org\", frequency: WEEKLY }) { userErrors { code } } }"),
    ),
    ("Mutation.confirmSubscription", Token("mutation($token: String!) { confirmSubscription(token: $token) { userErrors { code } } }")),
    ("Mutation.unsubscribe", Token("mutation($token: String!) { unsubscribe(token: $token) { userErrors { code } } }")),
    // What members ask each other.
    ("Query.requests", SignedIn("{ requests(first: 1) { nodes { question } } }")),
    ("Query.request", Probe::Elsewhere("requests::a_question_is_asked_answered_and_closed")),
    ("Mutation.askNetwork", SignedIn("mutation { askNetwork(question: \"Wer kennt die Matrix?\") { userErrors { code } } }")),
    (
        "Mutation.replyToRequest",
        NotThere("mutation($nothing: ID!) { replyToRequest(id: $nothing, reply: \"Wir.\") { userErrors { code } } }"),
    ),
    ("Mutation.closeRequest", NotThere("mutation($nothing: ID!) { closeRequest(id: $nothing) { userErrors { code } } }")),
    ("Mutation.eraseRequest", NotThere("mutation($nothing: ID!) { eraseRequest(id: $nothing) { userErrors { code } } }")),
    // Readers: by the token in their mails, or signed in to the account with the address.
    ("Query.reader", Token("query($token: String!) { reader(token: $token) { subscriptions { state } } }")),
    ("Viewer.reader", SignedIn("{ viewer { reader { subscriptions { state } } } }")),
    ("DigestSubscription.practiceCase", Probe::Elsewhere("subscriptions::who_follows_a_case_sees_what_is_public_of_it")),
    ("Mutation.updateReader", WrongToken("mutation($token: String!) { updateReader(token: $token, input: {}) { userErrors { code } } }")),
    ("Mutation.updateReader", NotThere("mutation { updateReader(input: {}) { userErrors { code } } }")),
    (
        "Mutation.pauseReader",
        WrongToken("mutation($token: String!) { pauseReader(token: $token, until: \"2026-12-24\") { userErrors { code } } }"),
    ),
    ("Mutation.pauseReader", NotThere("mutation { pauseReader(until: \"2026-12-24\") { userErrors { code } } }")),
    ("Mutation.resumeReader", WrongToken("mutation($token: String!) { resumeReader(token: $token) { userErrors { code } } }")),
    ("Mutation.resumeReader", NotThere("mutation { resumeReader { userErrors { code } } }")),
    (
        "Mutation.changeSubscriptionFrequency",
        WrongToken(
            "mutation($token: String!) { changeSubscriptionFrequency(token: $token, subscription: \"U3Vic2NyaXB0aW9uOjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA\", frequency: DAILY) { userErrors { code } } }",
        ),
    ),
    (
        "Mutation.changeSubscriptionFrequency",
        NotThere(
            "mutation { changeSubscriptionFrequency(subscription: \"U3Vic2NyaXB0aW9uOjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA\", frequency: DAILY) { userErrors { code } } }",
        ),
    ),
    (
        "Mutation.withdrawSubscription",
        WrongToken(
            "mutation($token: String!) { withdrawSubscription(token: $token, subscription: \"U3Vic2NyaXB0aW9uOjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA\") { userErrors { code } } }",
        ),
    ),
    (
        "Mutation.withdrawSubscription",
        NotThere(
            "mutation { withdrawSubscription(subscription: \"U3Vic2NyaXB0aW9uOjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA\") { userErrors { code } } }",
        ),
    ),
    (
        "Mutation.withdrawAllSubscriptions",
        WrongToken("mutation($token: String!) { withdrawAllSubscriptions(token: $token) { userErrors { code } } }"),
    ),
    ("Mutation.withdrawAllSubscriptions", NotThere("mutation { withdrawAllSubscriptions { userErrors { code } } }")),
    // It makes a reader of everybody, so it comes after those who are none.
    ("Mutation.gatherReplies", SignedIn("mutation { gatherReplies(frequency: WEEKLY) { userErrors { code } } }")),
    (
        "Mutation.setFocusAreas",
        Place(
            Action::SetFocusAreas,
            "mutation($ags: String!) { setFocusAreas(municipality: $ags, areas: [GOVERNANCE]) { userErrors { code } } }",
        ),
    ),
    // The search's teaching.
    ("Query.synonymGroups", Network(Action::TeachSearch, "{ synonymGroups(first: 1) { totalCount nodes { id } } }")),
    // Mails.
    ("Query.suppressedAddresses", Network(Action::LookAfterMail, "{ suppressedAddresses { masked } }")),
    (
        "Mutation.reactivateAddress",
        NetworkOnNothing(Action::LookAfterMail, "mutation($nothing: ID!) { reactivateAddress(id: $nothing) { userErrors { code } } }"),
    ),
    ("Query.mailSamples", Network(Action::PreviewMails, "{ mailSamples { name } }")),
    ("Query.mailStatus", Network(Action::LookAfterMail, "{ mailStatus { open { queued } runs { day } } }")),
    ("Query.digestPreview", Network(Action::LookAfterMail, "{ digestPreview { isRunning } }")),
    (
        "Mutation.previewDigests",
        Network(
            Action::LookAfterMail,
            "mutation { previewDigests(from: \"2026-03-01\", until: \"2026-03-08\") { queued userErrors { code } } }",
        ),
    ),
    ("Mutation.sendTestMail", Network(Action::LookAfterMail, "mutation { sendTestMail { queued userErrors { code } } }")),
    ("Query.searchGaps", Network(Action::TeachSearch, "{ searchGaps(first: 1) { nodes { terms } } }")),
    (
        "Mutation.createSynonymGroup",
        Network(Action::TeachSearch, "mutation { createSynonymGroup(input: { phrases: [\"wie\"] }) { userErrors { code } } }"),
    ),
    (
        "Mutation.updateSynonymGroup",
        Network(
            Action::TeachSearch,
            "mutation { updateSynonymGroup(id: \"U3lub255bUdyb3VwOjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMQ\", version: 1, input: { phrases: [\"wie\"] }) { userErrors { code } } }",
        ),
    ),
    (
        "Mutation.deleteSynonymGroup",
        Network(
            Action::TeachSearch,
            "mutation { deleteSynonymGroup(id: \"U3lub255bUdyb3VwOjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMQ\", version: 1) { userErrors { code } } }",
        ),
    ),
];

const CREATE: &str = "mutation($ags: String!) { createPracticeCase(input: { title: \"Ein Praxisbeispiel aus der Matrix\", municipality: $ags }) { userErrors { code } } }";

const UPDATE: &str = "mutation($id: ID!) { updatePracticeCase(id: $id, version: 1, input: { title: \"Ein anderer Titel aus der Matrix\" }) { userErrors { code } } }";

const PUBLISH: &str = "mutation($id: ID!) { publishPracticeCase(id: $id, version: 1, checklist: { complete: true, implemented: true, noPersonalData: true, rightsCleared: true, accessibleFiles: true }) { userErrors { code } } }";

const AUTOSAVE: &str = "mutation($id: ID!) { autosavePracticeCase(id: $id, version: 1, input: { title: \"Ein halber Titel aus der Matrix\" }) { userErrors { code } } }";

const ADD_MATERIAL: &str = "mutation($id: ID!) { addMaterial(case: $id, input: { file: \"RmlsZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE\", title: \"Ablaufplan\", licence: CC_BY_4_0 }) { userErrors { code } } }";

/// The file is on none of the cases, but nobody has read the version 0: whoever may edit is told of a conflict first.
const UPDATE_MATERIAL: &str = "mutation($id: ID!) { updateMaterial(case: $id, version: 0, file: \"RmlsZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE\", input: { title: \"Ablaufplan\" }) { userErrors { code } } }";

const INVITE: &str =
    "mutation($ags: String!) { inviteMember(input: { email: \"kein\", role: READER, municipality: $ags }) { userErrors { code } } }";

const INVITE_TO_AGENCY: &str = "mutation { inviteMember(input: { email: \"kein\", role: REVIEWER }) { userErrors { code } } }";

const SET_ADVISED: &str =
    "mutation($person: ID!) { setAdvisedMunicipalities(id: $person, municipalities: [\"15084\"]) { userErrors { code } } }";

const SET_MAIL_DOMAINS: &str =
    "mutation($ags: String!) { setMailDomains(municipality: $ags, domains: [\"gmail.com\"]) { userErrors { code } } }";

const ADD_MAIL_DOMAIN: &str =
    "mutation($ags: String!) { addMailDomain(municipality: $ags, domain: \"gmail.com\") { userErrors { code } } }";

const REMOVE_MAIL_DOMAIN: &str =
    "mutation($ags: String!) { removeMailDomain(municipality: $ags, domain: \"gmail.com\") { userErrors { code } } }";

const NAME_DEPUTY: &str = "mutation($person: ID!) { nameDeputy(deputy: $person, from: \"2026-03-01T00:00:00Z\", until: \"2026-03-02T00:00:00Z\") { userErrors { code } } }";

const CREATE_TOKEN: &str =
    "mutation { createAccessToken(input: { label: \"Skript\", scopes: [READ], validDays: 1 }) { userErrors { code } } }";
