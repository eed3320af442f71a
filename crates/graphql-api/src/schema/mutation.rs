//! The mutations. Each answers with its object, or with the reasons why it was refused; what is unexpected is a top-level error.

mod arrivals;
mod bounces;
mod case_input;
mod cases;
mod comments;
mod edit_payload;
mod materials;
mod payload;
mod people;
mod readers;
mod requests;
mod reviews;
mod signing_in;
mod subscriptions;
mod synonyms;
mod test_mails;

use async_graphql::MergedObject;

/// Everything that changes something. A mutation that is refused changes nothing and says why in `userErrors`; `errors` are for what
/// nobody expected.
#[derive(Default, MergedObject)]
pub(crate) struct Mutation(
    cases::CaseMutation,
    reviews::ReviewMutation,
    comments::CommentMutation,
    subscriptions::SubscriptionMutation,
    readers::ReaderMutation,
    synonyms::SynonymMutation,
    people::PeopleMutation,
    arrivals::ArrivalMutation,
    materials::MaterialMutation,
    signing_in::SigningInMutation,
    test_mails::TestMailMutation,
    bounces::BounceMutation,
    requests::RequestMutation,
);
