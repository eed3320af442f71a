//! Stop in good order, or at once.

use futures_util::{Stream, StreamExt, stream};
use std::{io, process};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// A token that is cancelled at the first SIGTERM or SIGINT; requests and jobs that have begun are then brought to their end. Whoever sends another
/// one does not want to wait for that: the process ends at once, as by a signal that nobody listens to.
pub(crate) fn on_signal() -> io::Result<CancellationToken> {
    let (terminate, interrupt) = (each(SignalKind::terminate())?, each(SignalKind::interrupt())?);
    Ok(stopping(stream::select(terminate, interrupt), end))
}

/// This signal, each time that it comes.
fn each(kind: SignalKind) -> io::Result<impl Stream<Item = SignalKind> + Send + Unpin + 'static> {
    let coming = stream::unfold(signal(kind)?, move |mut signal| async move {
        signal.recv().await?;
        Some((kind, signal))
    });
    Ok(Box::pin(coming))
}

fn stopping(
    mut signals: impl Stream<Item = SignalKind> + Send + Unpin + 'static,
    end: impl FnOnce(i32) + Send + 'static,
) -> CancellationToken {
    let token = CancellationToken::new();
    let stop = token.clone();
    tokio::spawn(async move {
        if signals.next().await.is_none() {
            return;
        }
        tracing::info!("stopping");
        stop.cancel();
        if let Some(kind) = signals.next().await {
            tracing::warn!("told to stop once more: what is under way is cut off");
            // As shells tell of a process that a signal has ended: 130 after Ctrl+C, 143 after SIGTERM.
            end(128 + kind.as_raw_value());
        }
    });
    token
}

fn end(code: i32) {
    process::exit(code);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::{sync::oneshot, time::timeout};

    #[tokio::test]
    async fn the_first_signal_is_to_stop_in_good_order_and_the_second_at_once() {
        for (kind, expected) in [(SignalKind::terminate(), 143), (SignalKind::interrupt(), 130)] {
            let first = stream::iter([SignalKind::terminate()]).chain(stream::pending());
            let (said, mut code) = oneshot::channel();
            let stop = stopping(first, move |code| said.send(code).unwrap());
            timeout(Duration::from_secs(5), stop.cancelled()).await.unwrap();
            assert!(code.try_recv().is_err(), "one is no reason to hurry");

            let (said, code) = oneshot::channel();
            let stop = stopping(stream::iter([SignalKind::interrupt(), kind]), move |code| said.send(code).unwrap());
            assert_eq!(timeout(Duration::from_secs(5), code).await.unwrap(), Ok(expected));
            assert!(stop.is_cancelled());
        }
    }
}
