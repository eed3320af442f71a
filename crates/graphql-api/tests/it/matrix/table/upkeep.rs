//! What the mails and the words of the search are looked after with.

use crate::matrix::probe::Probe::{self, Network, NetworkOnNothing};
use domain::permission::Action;

pub(super) const ENTRIES: &[(&str, Probe)] = &[
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
    // The search's teaching.
    ("Query.synonymGroups", Network(Action::TeachSearch, "{ synonymGroups(first: 1) { totalCount nodes { id } } }")),
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
