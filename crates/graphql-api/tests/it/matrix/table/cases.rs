//! Cases, their working copies, their review and their files.

use crate::matrix::probe::{
    Probe::{self, Cases, Create, Elsewhere, NotThere, Step, WorkingOnly, WrongToken},
    Shown::{Around, AsSight, Listed, ListedThere, WorkedOn, WorkingCopies},
};
use domain::permission::Action;

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
    ("PracticeCase.viewerMay", Elsewhere("matrix::what_somebody_may_do_with_a_case_is_said_as_the_rules_have_it")),
    ("PracticeCase.review", WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: review { submittedAt } } }")),
    ("PracticeCase.reviewHistory", WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: reviewHistory { at } } }")),
    ("PracticeCase.reviewComments", WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: reviewComments { totalCount } } }")),
    ("PracticeCase.revisions", WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: revisions { number } } }")),
    (
        "PracticeCase.revisionDiff",
        WorkingOnly("query($id: ID!) { practiceCase(id: $id) { inner: revisionDiff(from: 1, to: 1) { field } } }"),
    ),
    ("Review.claimedBy", Elsewhere("review::those_who_review_are_told_who_has_claimed_a_review_and_others_since_when")),
    ("Viewer.reviewers", Elsewhere("review::a_review_is_claimed_handed_over_freed_and_given_up")),
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
];

const CREATE: &str = "mutation($ags: String!) { createPracticeCase(input: { title: \"Ein Praxisbeispiel aus der Matrix\", municipality: $ags }) { userErrors { code } } }";

const UPDATE: &str = "mutation($id: ID!) { updatePracticeCase(id: $id, version: 1, input: { title: \"Ein anderer Titel aus der Matrix\" }) { userErrors { code } } }";

const PUBLISH: &str = "mutation($id: ID!) { publishPracticeCase(id: $id, version: 1, checklist: { complete: true, implemented: true, noPersonalData: true, rightsCleared: true, accessibleFiles: true }) { userErrors { code } } }";

const AUTOSAVE: &str = "mutation($id: ID!) { autosavePracticeCase(id: $id, version: 1, input: { title: \"Ein halber Titel aus der Matrix\" }) { userErrors { code } } }";

const ADD_MATERIAL: &str = "mutation($id: ID!) { addMaterial(case: $id, input: { file: \"RmlsZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE\", title: \"Ablaufplan\", licence: CC_BY_4_0 }) { userErrors { code } } }";

/// The file is on none of the cases, but nobody has read the version 0: whoever may edit is told of a conflict first.
const UPDATE_MATERIAL: &str = "mutation($id: ID!) { updateMaterial(case: $id, version: 0, file: \"RmlsZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDE\", input: { title: \"Ablaufplan\" }) { userErrors { code } } }";
