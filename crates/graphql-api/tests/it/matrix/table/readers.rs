//! Who follows cases by mail, and what members ask each other.

use crate::matrix::probe::Probe::{self, Elsewhere, NotThere, Open, SignedIn, Token, WrongToken};

pub(super) const ENTRIES: &[(&str, Probe)] = &[
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
    ("Query.request", Elsewhere("requests::a_question_is_asked_answered_and_closed")),
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
    ("DigestSubscription.practiceCase", Elsewhere("subscriptions::who_follows_a_case_sees_what_is_public_of_it")),
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
];
