//! The mutations. Each answers with its object, or with the reasons why it was refused; what is unexpected is a top-level error.

mod arrivals;
mod case_input;
mod cases;
mod comments;
mod edit_payload;
mod materials;
mod payload;
mod people;
mod reviews;
mod signing_in;
mod subscriptions;
mod synonyms;

use async_graphql::MergedObject;

/// Everything that changes something. A mutation that is refused changes nothing and says why in `userErrors`; `errors` are for what
/// nobody expected.
#[derive(Default, MergedObject)]
pub(crate) struct Mutation(
    cases::CaseMutation,
    reviews::ReviewMutation,
    comments::CommentMutation,
    subscriptions::SubscriptionMutation,
    synonyms::SynonymMutation,
    people::PeopleMutation,
    arrivals::ArrivalMutation,
    materials::MaterialMutation,
    signing_in::SigningInMutation,
);
