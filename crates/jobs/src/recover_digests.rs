//! Find readers who should have been due and are not.

use crate::outcome::Outcome;
use usecases::{Failure, Network, reader::waits};

/// How many readers are read at once.
const PAGE: u64 = 1_000;

/// Compares for every reader when they are to be due with what is written down, and sets right what lies too late or is missing, as after a
/// database was restored or changed by hand. Subscriptions' marks say what was told, so that everything missed since is composed, once.
pub(crate) async fn run(network: &Network) -> Outcome {
    recover(network).await.map_or_else(Outcome::from, |recovered| {
        if recovered > 0 {
            tracing::warn!(recovered, "readers were not due when they should have been");
        }
        Outcome::Done
    })
}

async fn recover(network: &Network) -> Result<usize, Failure> {
    let now = network.clock.now();
    let minutes = network.settings.immediate_minutes;
    let (mut recovered, mut after) = (0, None);
    loop {
        let page = network.store.readers_after(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(recovered) };
        after = Some(last.reader.id);
        for one in page {
            let next = one.reader.standing(minutes).next_look(&waits(&one.subscriptions), now);
            if !is_late(one.reader.next_due_at, next) {
                continue;
            }
            // Once more with the reader held, for somebody may be composing for them or changing what they want.
            let mut transaction = network.store.begin().await?;
            let Some(reader) = transaction.reader_for_update(one.reader.id).await? else { continue };
            let subscriptions = transaction.subscriptions_of_reader(reader.id).await?;
            let next = reader.standing(minutes).next_look(&waits(&subscriptions), now);
            if is_late(reader.next_due_at, next) {
                transaction.set_reader_due(reader.id, next).await?;
                transaction.commit().await?;
                recovered += 1;
            }
        }
    }
}

fn is_late<T: PartialOrd>(written: Option<T>, right: Option<T>) -> bool {
    match (written, right) {
        (Some(written), Some(right)) => written > right,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}
