//! Codes of a second factor that are given at the same moment: each counts once, and each in vain is counted.

use crate::{
    people::{id_of, refused},
    second_factor::{code, waiting, with_factor},
    signing_in::client,
    two_processes::{TwoProcesses, on_postgres, on_sqlite},
};
use chrono::TimeDelta;
use domain::{ErrorCode, ids::AccountId};
use std::sync::Arc;
use test_network::TestNetwork;
use tokio::task::JoinHandle;
use usecases::{Network, UseCaseError, second_factor, secret::Token};

/// How often each is tried: whether two meet is a matter of chance.
const ROUNDS: usize = 8;

/// A code that is wrong at the moments of these tests.
const WRONG: &str = "000000";

fn giving(network: &Arc<Network>, cookie: &str, code: &str) -> JoinHandle<Result<Token, UseCaseError>> {
    let (network, cookie, code) = (network.clone(), cookie.to_owned(), code.to_owned());
    tokio::spawn(async move { second_factor::give_code(&network, &cookie, &code, &client()).await })
}

/// How many codes were tried in vain: in this sign-in, and within the hour for the account.
async fn in_vain(test: &TestNetwork, cookie: &str, account: AccountId) -> (i16, i16) {
    let store = &test.network.store;
    let pending = store.pending_sign_in(&usecases::secret::hash(cookie)).await.unwrap().unwrap();
    (pending.attempts, store.second_factor(account).await.unwrap().unwrap().failures)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_that_is_given_in_two_sign_ins_at_once_counts_in_one_on_sqlite() {
    on_sqlite(false, one_code_twice).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_that_is_given_in_two_sign_ins_at_once_counts_in_one_on_postgres() {
    on_postgres(false, one_code_twice).await;
}

async fn one_code_twice(processes: TwoProcesses) {
    let test = processes.one;
    let (_, secret, _) = with_factor(&test).await;
    for round in 0..ROUNDS {
        test.clock.advance(TimeDelta::hours(1));
        let right = code(&test, &secret, 0);
        let cookies = [waiting(&test).await, waiting(&test).await];
        let tasks = cookies.each_ref().map(|cookie| giving(&test.network, cookie, &right));
        let (mut signed_in, mut refusals) = (0, Vec::new());
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => signed_in += 1,
                refusal => refusals.push(refused(refusal)),
            }
        }
        assert_eq!((signed_in, refusals.as_slice()), (1, &[ErrorCode::WrongCode][..]), "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn wrong_codes_that_are_given_at_once_are_all_counted_on_sqlite() {
    on_sqlite(false, wrong_codes).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn wrong_codes_that_are_given_at_once_are_all_counted_on_postgres() {
    on_postgres(false, wrong_codes).await;
}

/// Twice as many as a sign-in takes, in two sign-ins of the account at once.
async fn wrong_codes(processes: TwoProcesses) {
    let test = processes.one;
    let (author, secret, _) = with_factor(&test).await;
    let account = id_of(&author.viewer);
    for round in 0..ROUNDS {
        test.clock.advance(TimeDelta::hours(1));
        let cookies = [waiting(&test).await, waiting(&test).await];
        let tasks = cookies.each_ref().map(|cookie| [(); 5].map(|()| giving(&test.network, cookie, WRONG)));
        for (tasks, cookie) in tasks.into_iter().zip(&cookies) {
            let mut refusals = Vec::new();
            for task in tasks {
                refusals.push(refused(task.await.unwrap()));
            }
            let ended = refusals.iter().filter(|code| **code == ErrorCode::SignInExpired).count();
            let wrong = refusals.iter().filter(|code| **code == ErrorCode::WrongCode).count();
            assert_eq!((wrong, ended), (4, 1), "round {round}");
            let right = giving(&test.network, cookie, &code(&test, &secret, 0));
            assert_eq!(refused(right.await.unwrap()), ErrorCode::SignInExpired, "round {round}");
        }
        for cookie in &cookies {
            assert_eq!(in_vain(&test, cookie, account).await, (5, 10), "round {round}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_wrong_code_and_the_right_one_at_once_are_each_what_they_are_on_sqlite() {
    on_sqlite(false, wrong_and_right).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_wrong_code_and_the_right_one_at_once_are_each_what_they_are_on_postgres() {
    on_postgres(false, wrong_and_right).await;
}

/// In two sign-ins, and in one: there the fifth code ends it, whichever it is.
async fn wrong_and_right(processes: TwoProcesses) {
    let test = processes.one;
    let (author, secret, _) = with_factor(&test).await;
    let account = id_of(&author.viewer);
    for round in 0..ROUNDS {
        test.clock.advance(TimeDelta::hours(1));
        let (one, other) = (waiting(&test).await, waiting(&test).await);
        let (wrong, right) = (giving(&test.network, &one, WRONG), giving(&test.network, &other, &code(&test, &secret, 0)));
        assert_eq!(refused(wrong.await.unwrap()), ErrorCode::WrongCode, "round {round}");
        assert!(right.await.unwrap().is_ok(), "round {round}");
        let (attempts, failures) = in_vain(&test, &one, account).await;
        assert!(attempts == 1 && failures <= 1, "round {round}: a right code forgets those in vain before it, not those after it");
        test.clock.advance(TimeDelta::minutes(1));
        for _ in 0..3 {
            assert_eq!(refused(giving(&test.network, &one, WRONG).await.unwrap()), ErrorCode::WrongCode);
        }
        let (wrong, right) = (giving(&test.network, &one, WRONG), giving(&test.network, &one, &code(&test, &secret, 0)));
        assert_eq!(refused(wrong.await.unwrap()), ErrorCode::SignInExpired, "round {round}");
        let right = right.await.unwrap().map_err(|refusal| refused::<()>(Err(refusal)));
        let (attempts, _) = in_vain(&test, &one, account).await;
        let expected = if right.is_ok() { 4 } else { 5 };
        assert_eq!(attempts, expected, "round {round}: {right:?}");
        assert!(right.is_ok() || right.is_err_and(|code| code == ErrorCode::SignInExpired), "round {round}");
    }
}
