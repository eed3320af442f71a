//! Cases are begun at the same time.

use crate::{
    people::refused,
    two_processes::{TwoProcesses, on_postgres, on_sqlite},
};
use domain::{ErrorCode, Role};
use test_network::draft_case;
use usecases::create_case;

/// How often it is tried: whether two meet is a matter of chance.
const ROUNDS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_cases_that_bring_one_external_id_at_once_the_second_is_refused_on_sqlite() {
    on_sqlite(false, two_are_begun).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_cases_that_bring_one_external_id_at_once_the_second_is_refused_on_postgres() {
    on_postgres(false, two_are_begun).await;
}

async fn two_are_begun(processes: TwoProcesses) {
    let test = processes.one;
    let author = test.member(Role::Author, Some("15084")).await;
    for round in 0..ROUNDS {
        let create = || {
            let (network, author, id) = (test.network.clone(), author.clone(), format!("quelle-{round}"));
            tokio::spawn(async move { create_case::create(&network, &author, draft_case("Ein Beispiel"), Some(id)).await })
        };
        let (mut begun, mut refusals) = (0, Vec::new());
        for task in [create(), create()] {
            match task.await.unwrap() {
                Ok(_) => begun += 1,
                refusal => refusals.push(refused(refusal)),
            }
        }
        assert_eq!((begun, refusals.as_slice()), (1, &[ErrorCode::Duplicate][..]), "round {round}");
    }
}
