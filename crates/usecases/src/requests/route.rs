//! Tell those who may know an answer.

use super::page;
use crate::{
    Account, Network, UseCaseError, deliver,
    find_cases::{self, Matching},
};
use domain::{
    Ags, Role,
    ids::{DeliveryId, RequestId},
};
use futures_util::future::BoxFuture;
use mail::{MailKind, RequestMail, RequestReason};
use search_indexer::TypedSearch;
use storage::{AccountsAmong, NetworkRequest, Transaction};

/// How many municipalities are told: those whose cases fit best.
const MUNICIPALITIES: usize = 5;

/// How many people of a municipality are told at most: its coordination, otherwise those who write.
const PEOPLE: usize = 2;

/// Among how many cases the municipalities are looked for.
const CASES: usize = 20;

/// Looks for the question in the published cases and tells the municipalities that they are of, whoever of the agency advises the one that
/// asks, and the agency's editors. Once for each question: the mark is set in the transaction that writes the mails. Does nothing where that
/// was done or the question is gone or closed.
pub fn route(network: &Network, id: RequestId) -> BoxFuture<'_, Result<(), UseCaseError>> {
    Box::pin(async move {
        let is_open = |request: &NetworkRequest| request.routed_at.is_none() && request.closed_at.is_none();
        let Some(request) = network.store.request(id).await?.filter(is_open) else { return Ok(()) };
        let places = places(network, &request).await?;
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let Some(request) = transaction.request_for_update(id).await?.filter(is_open) else { return Ok(()) };
        for (account, reason) in told(&mut transaction, &request, &places).await? {
            // The mails of whoever is being erased may be deleted already.
            if !transaction.try_hold_account(account.id).await? {
                continue;
            }
            let delivery = DeliveryId(network.ids.next());
            let mail = mail::request(
                &network.settings.mail_context(),
                RequestMail {
                    to: account.email,
                    message_id: network.settings.message_id(MailKind::Request, delivery.0),
                    question: request.question.clone(),
                    details: request.details.clone(),
                    from: request.municipality.as_ref().map_or_else(|| request.asker_role.label().to_owned(), Ags::display_name),
                    reason,
                    request_url: page(network, &request),
                    created_at: now,
                },
            )?;
            deliver::post(&mut transaction, delivery, &mail, now).await?;
        }
        transaction.request_routed(id, now).await?;
        Ok(network.commit(transaction).await?)
    })
}

/// The Landkreise and kreisfreie Städte whose cases fit the question best, but for the one that asks.
async fn places(network: &Network, request: &NetworkRequest) -> Result<Vec<Ags>, UseCaseError> {
    let search = TypedSearch { text: request.question.clone(), limit: CASES, ..TypedSearch::default() };
    let found = find_cases::find(network, &search, Matching::Best).await?;
    let own = request.municipality.as_ref().map(Ags::district);
    let mut places: Vec<Ags> = Vec::new();
    for place in found.hits.iter().filter_map(|case| case.content.municipality.clone()) {
        if own != Some(place.district()) && places.iter().all(|other| other.district() != place.district()) {
            places.push(place);
        }
    }
    places.truncate(MUNICIPALITIES);
    Ok(places)
}

/// Who is told, and why: nobody twice, and not whoever asked.
async fn told(
    transaction: &mut Transaction,
    request: &NetworkRequest,
    places: &[Ags],
) -> Result<Vec<(Account, RequestReason)>, UseCaseError> {
    let everywhere: Vec<_> = places.iter().collect();
    let among = AccountsAmong { ids: &[], roles: &[Role::Reviewer], places: &everywhere };
    let mut accounts = transaction.usable_accounts(among).await?;
    let is_asker = |account: &Account| Some(account.id) == request.asker;
    accounts.retain(|account| !is_asker(account));
    let mut told: Vec<(Account, RequestReason)> = Vec::new();
    for place in places {
        let of = |role: Role| {
            let here = |account: &&Account| account.municipality.as_ref().is_some_and(|ags| ags.district() == place.district());
            accounts.iter().filter(move |account| account.role == role).filter(here)
        };
        let people: Vec<&Account> = of(Role::Coordinator).chain(of(Role::Author)).take(PEOPLE).collect();
        told.extend(people.into_iter().map(|account| (account.clone(), RequestReason::Fits(place.display_name()))));
    }
    if let Some(asking) = &request.municipality {
        let advisers = transaction.advisers_of(asking).await?.into_iter().filter(|account| !is_asker(account));
        told.extend(advisers.map(|account| (account, RequestReason::Advises)));
    }
    let editors = accounts.iter().filter(|account| account.role == Role::Reviewer);
    told.extend(editors.map(|account| (account.clone(), RequestReason::Edits)));
    Ok(told)
}
