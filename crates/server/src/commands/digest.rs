//! `wissensnetz digest`

#![expect(clippy::print_stdout, reason = "what digests hold and what became of them is what the command is for")]

use crate::{
    commands::queue::Queue,
    config::Settings,
    wiring::{self, Search},
};
use anyhow::{Context, bail};
use chrono::{Days, NaiveDate};
use domain::{
    clock::{local_date, start_of_day},
    digest_period::Frequency,
    digest_preview::DigestPreview,
};
use std::process::ExitCode;
use usecases::mail_runs::{self, MailStatus};

/// What to do with digests.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Say who would get what for a period, with one mail as an example; nothing is composed and nothing sent
    Preview {
        /// The first day, such as 2026-11-24; seven days ago if none is given
        #[arg(long, value_name = "DAY")]
        from: Option<NaiveDate>,
        /// The first day after the period; today if none is given
        #[arg(long, value_name = "DAY")]
        until: Option<NaiveDate>,
        /// Look at subscriptions of one frequency alone: immediate, daily, weekly, monthly
        #[arg(long)]
        frequency: Option<String>,
    },
    /// Compose the digests of all readers who are due, and say what became of them; the work queue does it by itself within seconds
    Run,
    /// Say what became of the digests of the last days
    Status {
        /// How many days to look back
        #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=i64::from(mail_runs::MOST_DAYS)))]
        days: u32,
    },
}

/// Runs the command.
pub(crate) async fn run(settings: &Settings, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Preview { from, until, frequency } => {
            let network = wiring::network(settings, Search::Closed).await?;
            let until = until.unwrap_or_else(|| local_date(network.clock.now()));
            let from = from.or_else(|| until.checked_sub_days(Days::new(7))).context("there is no such day")?;
            if until <= from {
                bail!("the period ends before it begins");
            }
            let frequency = frequency.as_deref().map(frequency_of).transpose()?;
            let preview = jobs::preview_digests(&network, start_of_day(from), start_of_day(until), frequency).await?;
            print_preview(&preview);
        }
        Command::Run => {
            let status = Queue::with(settings, async |queue| {
                let job = jobs::request_digests(queue.network()).await?;
                queue.wait_for(job, "the digests could not be composed", |_| {}).await?;
                mail_runs::read(queue.network(), 1).await.map_err(super::describe)
            });
            print_status(&status.await?);
        }
        Command::Status { days } => {
            let network = wiring::network(settings, Search::Closed).await?;
            print_status(&mail_runs::read(&network, days).await.map_err(super::describe)?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn frequency_of(text: &str) -> anyhow::Result<Frequency> {
    Frequency::from_key(&text.to_uppercase()).with_context(|| format!("there is no frequency {text}: immediate, daily, weekly, monthly"))
}

fn print_preview(preview: &DigestPreview) {
    println!("Probelauf vom {} bis {}", local_date(preview.from), local_date(preview.until));
    println!("Leser:innen: {}, davon pausiert: {}", preview.readers, preview.paused);
    println!("gesperrt: {}", preview.suppressed);
    println!("E-Mails: {} mit {} Abschnitten; {} Abos ohne Neues", preview.mails, preview.sections, preview.empty);
    for wish in &preview.wishes {
        println!("  {:>6} Abos  {:>4} Praxisbeispiele  {}", wish.subscriptions, wish.cases, wish.about);
    }
    for recipient in &preview.recipients {
        println!("  {:<40} {:>3} Abschnitte  {:>4} Praxisbeispiele", recipient.masked, recipient.sections, recipient.cases);
    }
    if let Some(example) = &preview.example {
        println!("\nBeispiel an {}\nBetreff: {}\n\n{}", example.masked, example.subject, example.text);
    }
}

fn print_status(status: &MailStatus) {
    let open = &status.open;
    println!(
        "Es warten: {}, werden gesendet: {}, aufgeschoben: {}, ungewiss: {}",
        open.queued, open.sending, open.deferred, open.uncertain
    );
    for refusal in &status.refusals {
        println!(
            "Abgelehnt von {}, {}-mal seit {}: {}",
            refusal.domain,
            refusal.refusals,
            local_date(refusal.first_at),
            refusal.last_reply
        );
    }
    if status.runs.is_empty() {
        println!("Keine Sammel-E-Mail in dieser Zeit.");
    }
    for run in &status.runs {
        let mails: Vec<_> = run.mails.iter().map(|(state, count)| format!("{count} {}", mail_runs::state_label(*state))).collect();
        println!("{}  {} E-Mails: {}", run.day, run.total(), mails.join(", "));
        for (reason, count) in &run.skipped {
            println!("            {count} nicht gesendet: {}", mail_runs::reason_label(reason));
        }
    }
}
