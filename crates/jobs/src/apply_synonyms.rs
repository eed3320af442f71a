//! Hand the synonym groups in force to the search engine.

use crate::outcome::{IndexError, Outcome};
use std::sync::Arc;
use usecases::Network;

/// Never given up, like an index job: what an engine refuses today, because of its key, it takes when that is mended. Until then it
/// answers with the groups that it was told before.
pub(crate) async fn run(network: &Network) -> Outcome {
    hand_over(network).await.into()
}

/// Hands the groups over, and once more if they have changed by then: whoever changed them has their own handed over by a job, which may have been
/// quicker than this.
pub(crate) async fn hand_over(network: &Network) -> Result<(), IndexError> {
    let mut told = network.fresh_analyser().await?;
    loop {
        network.search.set_synonyms(told.synonyms()).await?;
        let now = network.fresh_analyser().await?;
        if Arc::ptr_eq(&now, &told) {
            return Ok(());
        }
        told = now;
    }
}
