//! Write the mail with a link to sign in.

use crate::outcome::Outcome;
use domain::ids::SignInLinkId;
use usecases::{Network, sign_in_link};

pub(crate) async fn run(network: &Network, link: SignInLinkId) -> Outcome {
    sign_in_link::send(network, link).await.map_or_else(Outcome::from, |()| Outcome::Done)
}
