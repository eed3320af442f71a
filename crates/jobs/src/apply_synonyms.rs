//! Hand the synonym groups in force to the search engine.

use crate::outcome::Outcome;
use usecases::{Network, synonyms};

/// Never given up, like an index job: what an engine refuses today, because of its key, it takes when that is mended. Until then it
/// answers with the groups that it was told before.
pub(crate) async fn run(network: &Network) -> Outcome {
    let table = match synonyms::table(network).await {
        Ok(table) => table,
        Err(error) => return error.into(),
    };
    match network.search.set_synonyms(&table).await {
        Ok(()) => Outcome::Done,
        Err(error) => error.into(),
    }
}
