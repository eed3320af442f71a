//! `wissensnetz bounce`

use crate::{
    config::Settings,
    wiring::{self, Search},
};
use anyhow::Context;
use mail::{ReturnPath, read_bounce};
use serde_json::json;
use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};
use storage::StoreError;
use usecases::{
    Failure, Network, UseCaseError,
    bounces::{self, Heard},
};

/// Tells a mail server that hands over a message to keep it and come back (EX_TEMPFAIL of sysexits.h).
const TRY_AGAIN: u8 = 75;

/// No more of a message is taken in than is looked at.
const MAX_MESSAGE: u64 = mail::MAX_BOUNCE as u64;

/// Where the messages are.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Read the new messages of a maildir folder and move them to its read ones; without a folder that of mail.bounces.maildir
    #[arg(long, value_name = "FOLDER", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "not given, given, given with a folder: so clap writes it")]
    maildir: Option<Option<PathBuf>>,
    /// The address that the message on standard input was delivered for, as the mail server knows it
    #[arg(long, value_name = "ADDRESS", conflicts_with = "maildir")]
    recipient: Option<String>,
    /// Print what the message on standard input says, and change nothing
    #[arg(long, conflicts_with = "maildir")]
    dry_run: bool,
}

/// Does it. Whatever fails is to be tried again: a mail server that pipes messages here must not throw them away.
pub(crate) async fn run(settings: &Settings, options: &Options) -> ExitCode {
    match take_in(settings, options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("mails that came back could not be taken in: {error:#}");
            eprintln!("wissensnetz: {error:#}");
            ExitCode::from(TRY_AGAIN)
        }
    }
}

async fn take_in(settings: &Settings, options: &Options) -> anyhow::Result<()> {
    if options.dry_run {
        return print(&from_standard_input()?);
    }
    let returns = settings.mail.returns().context("configuration: mail.bounces")?;
    let returns = returns.context("configuration: mail.bounces: address and secret are needed to take in mails that came back")?;
    let network = wiring::network(settings, Search::Closed).await?;
    let Some(folder) = &options.maildir else {
        let message = from_standard_input()?;
        return hear(&network, &returns, &message, options.recipient.as_deref()).await.map(|_| ()).map_err(super::describe);
    };
    let configured = settings.mail.bounces.as_ref().and_then(|bounces| bounces.maildir.as_deref());
    let folder = folder.as_deref().or(configured).context("configuration: mail.bounces.maildir: is needed with --maildir")?;
    read_folder(&network, &returns, folder).await
}

fn from_standard_input() -> anyhow::Result<Vec<u8>> {
    let mut message = Vec::new();
    let mut input = io::stdin().lock();
    input.by_ref().take(MAX_MESSAGE).read_to_end(&mut message).context("standard input")?;
    // Whoever writes should not meet with a closed pipe.
    io::copy(&mut input, &mut io::sink()).context("standard input")?;
    Ok(message)
}

/// Takes in the new messages of a folder, one after the other. What is no report is left unread for people, among those that were looked at. A
/// message about a mail that this version of the program cannot read stays among the new ones and keeps no other back.
async fn read_folder(network: &Arc<Network>, returns: &ReturnPath, folder: &Path) -> anyhow::Result<()> {
    let (new, seen) = (folder.join("new"), folder.join("cur"));
    let entries = fs::read_dir(&new).with_context(|| format!("{} cannot be read; is it a maildir?", new.display()))?;
    let mut names: Vec<_> = entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<_, _>>()?;
    names.sort_unstable();
    fs::create_dir_all(&seen).with_context(|| format!("{} cannot be made", seen.display()))?;
    let mut waiting = 0;
    for name in names {
        let path = new.join(&name);
        let mut message = Vec::new();
        fs::File::open(&path)?.take(MAX_MESSAGE).read_to_end(&mut message)?;
        let heard = match hear(network, returns, &message, None).await {
            Ok(heard) => heard,
            Err(UseCaseError::Failed(Failure::Store(error @ StoreError::Row { .. }))) => {
                tracing::error!(%error, "a message about a mail that cannot be read waits for the next time");
                waiting += 1;
                continue;
            }
            Err(error) => return Err(super::describe(error)),
        };
        let flags = if matches!(heard, Heard::NoReport | Heard::Stranger | Heard::AsksToLeave) { ":2," } else { ":2,S" };
        let mut moved = name;
        moved.push(flags);
        fs::rename(&path, seen.join(moved)).with_context(|| format!("{} cannot be moved", path.display()))?;
    }
    anyhow::ensure!(waiting == 0, "messages in {} that wait for the next time: {waiting}", new.display());
    Ok(())
}

async fn hear(network: &Network, returns: &ReturnPath, message: &[u8], recipient: Option<&str>) -> Result<Heard, UseCaseError> {
    let heard = bounces::hear(network, returns, message, recipient).await?;
    match &heard {
        Heard::Hard { is_suppressed } => tracing::warn!(is_suppressed, "a mail came back: there is no such mailbox"),
        Heard::AsksToLeave => {
            tracing::warn!("somebody asks by mail to get no more digests, in the mailbox for mails that come back: see to it");
        }
        Heard::Left => tracing::info!("a reader has left by a mail to the address in a digest's headers"),
        Heard::Policy { reason } => jobs::say_policy_refusal(reason),
        other => tracing::info!(heard = ?other, "a message came to the mailbox for mails that come back"),
    }
    Ok(heard)
}

/// What a message says, as JSON, for whoever wants to know why nothing or something is counted.
#[expect(clippy::print_stdout, reason = "printing is what this option is for")]
fn print(message: &[u8]) -> anyhow::Result<()> {
    let report = read_bounce(message).context("standard input holds no message")?;
    let recipients = report.recipients.iter().map(|recipient| {
        json!({
            "address": recipient.address,
            "action": recipient.action,
            "verdict": recipient.verdict.key(),
            "status": recipient.status,
            "reason": recipient.reason,
        })
    });
    println!("{}", json!({ "recipients": recipients.collect::<Vec<_>>() }));
    Ok(())
}
