//! `wissensnetz demo`

use crate::{
    commands::{describe, import, serve},
    config::{MailKind, SearchSettings, Settings},
    progress::Progress,
    shutdown,
    wiring::{self, Search},
};
use anyhow::ensure;
use domain::{Ags, EmailAddress, Role, ids::AccountId, vocabulary::FieldOfAction};
use std::process::ExitCode;
use storage::Transaction;
use usecases::{Network, import_cases::ImportAs};

/// The demo's cases, in the format of imports. They are fictional and say so.
const CASES: &[u8] = include_bytes!("../../demo/cases.jsonl");

/// The demo's accounts: address, role, AGS of the municipality.
const ACCOUNTS: &[(&str, Role, Option<&str>)] = &[
    ("redaktion@agentur.example.org", Role::Reviewer, None),
    ("begleitung@agentur.example.org", Role::Adviser, None),
    ("bildungsbuero@burgenlandkreis.example.org", Role::Author, Some("15084")),
    ("koordination@erfurt.example.org", Role::Coordinator, Some("16051")),
    ("lesen@meissen.example.org", Role::Reader, Some("14627")),
    ("verwaltung@wissensnetz.example.org", Role::Administrator, None),
];

/// The municipalities that the demo's adviser advises to begin with, the author's among them, and what each of them works on; one does not say.
const ADVISED: &[(&str, &[FieldOfAction])] = &[
    ("15084", &[FieldOfAction::TransitionKitaSchool, FieldOfAction::TransitionSchoolWork, FieldOfAction::IntegrationMigration]),
    ("15088", &[]),
    ("16051", &[FieldOfAction::LanguageLiteracy, FieldOfAction::FamilyEducation]),
];

/// Fills an empty database with demo data and serves it.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    ensure!(
        settings.listen.ip().is_loopback(),
        "configuration: listen: {}: the demo lets everybody sign in with one click, so it listens on this machine alone (127.0.0.1)",
        settings.listen
    );
    ensure!(
        matches!(settings.search, SearchSettings::Embedded {}) && settings.mail.kind == MailKind::Files,
        "the demo runs with the embedded search and mails in files; for anything else run `wissensnetz serve`"
    );
    let listener = serve::listen(&settings).await?;
    let network = wiring::network(&settings, Search::Open).await?;
    make_accounts(&network).await?;
    let cases = CASES.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
    let mut progress = Progress::new("Praxisbeispielen geladen", cases as u64);
    import::load(&network, CASES, ImportAs::Published, &mut progress).await?;
    progress.finish();
    announce(&settings, &network, cases);
    let mail = wiring::mail(&settings)?;
    serve::serve(&settings, network, mail, listener, serve::Mode::Demo, shutdown::on_signal()?).await
}

async fn make_accounts(network: &Network) -> anyhow::Result<()> {
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    for (email, role, ags) in ACCOUNTS {
        let email: EmailAddress = email.parse()?;
        let municipality = ags.map(str::parse).transpose()?;
        let id = AccountId(network.ids.next());
        let account = transaction.upsert_account(&email, *role, municipality.as_ref(), id, now).await?;
        // What somebody has changed since the first start stays as it is.
        if account.id == id && *role == Role::Adviser {
            advise(&mut transaction, id).await?;
        }
    }
    transaction.commit().await.map_err(|error| describe(error.into()))
}

async fn advise(transaction: &mut Transaction, adviser: AccountId) -> anyhow::Result<()> {
    let mut municipalities = Vec::new();
    for (ags, areas) in ADVISED {
        let place: Ags = ags.parse()?;
        transaction.set_focus_areas(&place, areas).await?;
        municipalities.push(place);
    }
    Ok(transaction.set_advised(adviser, &municipalities).await?)
}

fn announce(settings: &Settings, network: &Network, cases: usize) {
    let url = network.settings.public_url.as_str().trim_end_matches('/');
    eprintln!(
        "\nWissensnetz läuft mit {cases} erfundenen Praxisbeispielen in {}.\n\n  \
         Startseite und Suche   {url}/\n  \
         Anmelden (ein Klick)   {url}/anmelden\n  \
         GraphiQL               {url}/graphiql\n  \
         Postfach               {url}/postfach\n\n\
         Demo-Konten:",
        settings.data_dir.display()
    );
    for (email, role, ags) in ACCOUNTS {
        let place = ags.and_then(|ags| ags.parse::<Ags>().ok()).map_or_else(|| "Agentur".to_owned(), |ags| ags.display_name());
        eprintln!("  {:<16} {:<26} {email}", role.label(), place);
    }
    eprintln!("\nBeenden mit Strg+C. Alles liegt in {}; gelöscht beginnt die Demo von vorn.", settings.data_dir.display());
}
