//! `wissensnetz serve`

use crate::{
    app,
    commands::work,
    config::Settings,
    connections::{self, Patience},
    mailbox::FilesMailbox,
    shutdown,
    wiring::{self, MailWiring},
};
use anyhow::Context;
use graphql_api::{Api, ApiOptions};
use std::{process::ExitCode, sync::Arc};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use usecases::Network;
use web::{Mailbox, WebOptions};

/// Whether the instance is a demo, whose mailbox and one-click sign-in are open to everybody who reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A demo on somebody's own machine.
    Demo,
    /// Anything else.
    Operation,
}

/// Serves until it is told to stop.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let stop = shutdown::on_signal()?;
    let Some(network) = wiring::network_unless_stopped(&stop, &settings).await? else { return Ok(ExitCode::SUCCESS) };
    let mail = wiring::mail(&settings)?;
    let listener = listen(&settings).await?;
    tracing::info!(address = %listener.local_addr()?, public_url = %network.settings.public_url, search = network.search.name(), "serving");
    if settings.is_proxy_undeclared() {
        tracing::warn!("limits.trusted_proxies is empty: whoever comes by a reverse proxy on this machine is one caller to the limits");
    }
    serve(&settings, network, mail, listener, Mode::Operation, stop).await
}

/// Takes the address that is configured.
pub(crate) async fn listen(settings: &Settings) -> anyhow::Result<TcpListener> {
    TcpListener::bind(settings.listen).await.with_context(|| {
        format!("configuration: listen: {} cannot be used; choose another, for example WISSENSNETZ_LISTEN=127.0.0.1:8090", settings.listen)
    })
}

/// Serves an opened network on an opened address until `stop` is cancelled, with the work queue beside it if that is configured.
pub(crate) async fn serve(
    settings: &Settings,
    network: Arc<Network>,
    mail: MailWiring,
    listener: TcpListener,
    mode: Mode,
    stop: CancellationToken,
) -> anyhow::Result<ExitCode> {
    let api = Api::new(network.clone(), ApiOptions::default());
    let mailbox = mail.files.filter(|_| mode == Mode::Demo).map(|files| Arc::new(FilesMailbox(files)) as Arc<dyn Mailbox>);
    let website = web::router(
        api.clone(),
        WebOptions {
            public_url: network.settings.public_url.clone(),
            instance_name: settings.instance_name.clone(),
            operator: settings.operator.clone(),
            is_demo: mode == Mode::Demo,
            mailbox,
            network: network.clone(),
            providers: wiring::providers(settings, &network)?,
        },
    );
    let router = app::router(&network, &api, website, settings);
    let worker = settings.jobs.in_serve.then(|| {
        let worker = work::worker(settings, network.clone(), mail.transport.clone());
        let stop = stop.clone();
        // Without a worker nobody would index or send anything any more: should it end before it is told to, the process does as well.
        let ends_the_process = stop.clone().drop_guard();
        tokio::spawn(async move {
            worker.run(stop).await;
            drop(ends_the_process);
        })
    });
    make_ready(network.clone());
    connections::serve(listener, router, stop, Patience::USUAL).await;
    if let Some(worker) = worker {
        worker.await.context("the worker ended")?;
    }
    if let Err(error) = usecases::search_gaps::flush(&network).await {
        tracing::warn!(%error, "the last searches in vain are not counted");
    }
    wiring::close(&network).await;
    Ok(ExitCode::SUCCESS)
}

/// Has the words of all synonyms analysed before the first search asks for it, which would wait a quarter of a second for that.
fn make_ready(network: Arc<Network>) {
    tokio::spawn(async move {
        if let Err(error) = network.analyser().await {
            tracing::warn!(%error, "the synonyms could not be read yet; the first search does so");
        }
    });
}
