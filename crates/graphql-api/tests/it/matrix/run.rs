//! Asks, and compares with what is to come of it.

use super::{
    cast::{ADVISED, Asker, FOREIGN, OWN, Object, Stage, account},
    people::{self, Care},
    probe::{Probe, Shown},
    rules::{self, Bond, Seen, refusal},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Viewer, permission::Action};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use test_network::Stand;
use usecases::subscribe;
use uuid::Uuid;

/// The codes that say whether somebody may do something; all others are about what they wrote.
const RIGHTS: [&str; 3] = ["UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"];

/// An id as the API writes it.
pub(super) fn encoded(kind: &str, key: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}:{key}"))
}

/// What of this probe is not as it is to be, for this asker.
pub(super) async fn differences(stage: &Stage, asker: &Asker, probe: &Probe) -> Vec<String> {
    let signed_in = asker.viewer.member().is_some();
    match *probe {
        Probe::Open(document) => expect(&ask(stage, asker, document, common(asker)).await, None),
        Probe::SignedIn(document) => signed_in_only(&ask(stage, asker, document, common(asker)).await, signed_in),
        Probe::NotThere(document) => {
            let expected = if signed_in { "NOT_FOUND" } else { "UNAUTHENTICATED" };
            expect(&ask(stage, asker, document, common(asker)).await, Some(expected))
        }
        Probe::Network(action, document) => {
            expect(&ask(stage, asker, document, common(asker)).await, refusal(asker.kind, action, &[Bond::Foreign]))
        }
        Probe::NetworkOnNothing(action, document) => {
            let expected = refusal(asker.kind, action, &[Bond::Foreign]).unwrap_or("NOT_FOUND");
            expect(&ask(stage, asker, document, common(asker)).await, Some(expected))
        }
        Probe::Cases(shown, document) => cases(stage, asker, shown, document).await,
        Probe::WorkingOnly(document) => inner(stage, asker, document).await,
        Probe::Step(action, document) => steps(stage, asker, action, document).await,
        Probe::Create(document) => places(stage, asker, Action::Create, document).await,
        Probe::Place(action, document) => places(stage, asker, action, document).await,
        Probe::Person(document) => people::differences(stage, asker, Care::Manage, document).await,
        Probe::Deputise(document) => people::differences(stage, asker, Care::Deputise, document).await,
        Probe::Token(document) => token(stage, asker, document).await,
        Probe::WrongToken(document) => nothing_or_not_found(&ask(stage, asker, document, common(asker)).await),
        Probe::Own(document) => own(stage, asker, &ask(stage, asker, document, common(asker)).await),
        Probe::Members(text, document) => {
            let shown = ask(stage, asker, document, common(asker)).await.to_string().contains(text);
            if shown == signed_in { Vec::new() } else { vec![format!("shown: {shown}")] }
        }
        Probe::Elsewhere(test) => is_told(test),
    }
}

/// Whether there is a test of this name (`module::test`) in this binary's sources.
fn is_told(test: &str) -> Vec<String> {
    let (module, name) = test.split_once("::").unwrap();
    let found = has_test(&format!("graphql-api/tests/it/{module}.rs"), name);
    if found { Vec::new() } else { vec![format!("there is no test {test}")] }
}

/// Whether this file, as it is found in `crates`, has a test of this name.
pub(super) fn has_test(file: &str, name: &str) -> bool {
    let source = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(source).is_ok_and(|text| text.contains(&format!("async fn {name}()")))
}

/// What every document may use.
fn common(asker: &Asker) -> Value {
    let own = account(&asker.viewer).map_or_else(String::new, |account| encoded("Account", account.0));
    json!({ "account": own, "nothing": encoded("PracticeCase", Uuid::nil()), "token": "unknown", "id": "", "slug": "", "word": "" })
}

pub(super) async fn ask(stage: &Stage, asker: &Asker, document: &str, variables: Value) -> Value {
    stage.world.ask_as(&asker.viewer, document, variables).await
}

/// The code of what was refused, wherever it stands in the answer.
fn code(answer: &Value) -> Option<String> {
    if let Some(code) = answer["errors"][0]["extensions"]["code"].as_str() {
        return Some(code.to_owned());
    }
    let payloads = answer["data"].as_object().into_iter().flat_map(|data| data.values());
    payloads.filter_map(|payload| payload["userErrors"][0]["code"].as_str()).map(str::to_owned).next()
}

/// Compares as far as rights go: an input that is refused for another reason was allowed to be sent.
pub(super) fn expect(answer: &Value, expected: Option<&str>) -> Vec<String> {
    let given = code(answer).filter(|code| RIGHTS.contains(&code.as_str()));
    let broken = code(answer).filter(|code| code.starts_with("GRAPHQL") || code == "INTERNAL" || code == "QUERY_TOO_COMPLEX");
    if given.as_deref() == expected && broken.is_none() { Vec::new() } else { vec![format!("expected {expected:?}: {answer}")] }
}

fn signed_in_only(answer: &Value, signed_in: bool) -> Vec<String> {
    let nothing = answer["data"].as_object().is_some_and(|data| data.values().all(Value::is_null));
    if !signed_in && nothing { Vec::new() } else { expect(answer, (!signed_in).then_some("UNAUTHENTICATED")) }
}

async fn cases(stage: &Stage, asker: &Asker, shown: Shown, document: &str) -> Vec<String> {
    let about_one = ["$id", "$slug", "$word"].iter().any(|variable| document.contains(variable));
    if !about_one {
        let expected = match shown {
            Shown::WorkingCopies | Shown::WorkedOn => {
                let seen = stage.objects.iter().filter(|object| object.seen(asker) == Seen::Working);
                let word =
                    |object: &Object| if matches!(shown, Shown::WorkedOn) { object.says().to_owned() } else { object.working.clone() };
                seen.map(word).collect()
            }
            Shown::ListedThere => stage.listed(Some(FOREIGN)),
            Shown::AsSight | Shown::Listed | Shown::Around => stage.listed(None),
        };
        return compare_list(stage, &ask(stage, asker, document, common(asker)).await, &expected);
    }
    let mut wrong = Vec::new();
    for object in &stage.objects {
        for word in object.public.iter().chain([&object.working]).collect::<BTreeSet<_>>() {
            let answer = ask(stage, asker, document, object.variables(word)).await;
            let problem = about(stage, asker, shown, object, word, &answer);
            wrong.extend(problem.map(|text| format!("{:?} of {:?}: {text}: {answer}", object.stand, object.case.content.municipality)));
        }
    }
    wrong
}

async fn inner(stage: &Stage, asker: &Asker, document: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for object in &stage.objects {
        let answer = ask(stage, asker, document, object.variables(&object.working)).await;
        let shown = !answer["data"]["practiceCase"]["inner"].is_null();
        let expected = object.seen(asker) == Seen::Working;
        if shown != expected || !answer["errors"].is_null() {
            wrong.push(format!("{:?} of {:?}: shown: {shown}: {answer}", object.stand, object.case.content.municipality));
        }
    }
    wrong
}

/// What is wrong with an answer about one case.
fn about(stage: &Stage, asker: &Asker, shown: Shown, object: &Object, word: &str, answer: &Value) -> Option<String> {
    let found = stage.markers_in(&answer["data"].to_string());
    let seen = object.seen_by(asker);
    match shown {
        Shown::AsSight => {
            let expected = seen.map(str::to_owned).into_iter().collect::<BTreeSet<_>>();
            (found != expected).then(|| format!("expected {expected:?}"))
        }
        Shown::Around => {
            let expected = seen.is_none().then_some("NOT_FOUND");
            let right = code(answer).as_deref() == expected && found.is_subset(&stage.listed(None));
            (!right).then(|| format!("expected {expected:?} or what is listed"))
        }
        Shown::Listed | Shown::ListedThere | Shown::WorkingCopies | Shown::WorkedOn => {
            let listed = stage.listed(None);
            let right = found.is_subset(&listed) && found.contains(word) == listed.contains(word);
            (!right).then(|| "expected the listed alone".to_owned())
        }
    }
}

/// The words and every number of a list.
fn compare_list(stage: &Stage, answer: &Value, expected: &BTreeSet<String>) -> Vec<String> {
    let found = stage.markers_in(&answer["data"].to_string());
    let mut wrong: Vec<_> = found.symmetric_difference(expected).map(|word| format!("{word}: too much or missing")).collect();
    let mut numbers = Vec::new();
    collect_numbers(&answer["data"], &mut numbers);
    wrong.extend(numbers.iter().filter(|number| **number != expected.len() as u64).map(|number| format!("{number} are said to be there")));
    wrong.extend(expect(answer, None));
    wrong
}

fn collect_numbers(value: &Value, numbers: &mut Vec<u64>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect_numbers(value, numbers)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_u64() {
                    Some(number) if name == "totalCount" || name == "count" => numbers.push(number),
                    _ => collect_numbers(value, numbers),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Each on a case of its own, because steps change what they are done to.
async fn steps(stage: &Stage, asker: &Asker, action: Action, document: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let own = account(&asker.viewer);
    let places = [(OWN, None), (ADVISED, None), (FOREIGN, None), (FOREIGN, own)];
    // Whoever advises may have begun a case of those whom they advise.
    for (ags, author) in places.into_iter().chain(asker.advises.map(|ags| (ags, own))) {
        for stand in Stand::ALL {
            let object = stage.place(ags, author, *stand).await;
            let answer = ask(stage, asker, document, object.variables(&object.working)).await;
            let expected = rules::step_refusal(asker.kind, action, &rules::bonds(asker, author, Some(ags)), *stand);
            let mut problems = expect(&answer, expected);
            let after = stage.world.test.network.store.working_case(object.case.id).await.unwrap();
            if expected.is_some() && after.as_ref() != Some(&object.case) {
                problems.push("was refused and changed the case".to_owned());
            }
            wrong.extend(problems.into_iter().map(|text| format!("{stand:?} of {ags}, begun by {author:?}: {text}")));
        }
    }
    wrong
}

/// With a token that was just mailed, and with one that was not.
async fn token(stage: &Stage, asker: &Asker, document: &str) -> Vec<String> {
    let request = subscribe::SubscribeRequest {
        // No mailbox gets as many mails as there are askers.
        email: format!("lesen-{}@kreis.example.org", stage.world.test.sent().len()),
        criteria: domain::subscription::Criteria::default(),
        frequency: domain::digest_period::Frequency::Weekly,
        weekday: None,
        hour: None,
    };
    let subscription = subscribe::subscribe(&stage.world.test.network, &Viewer::Public, request).await.unwrap();
    stage.world.test.run_jobs().await;
    // Other probes cause mails, too.
    let mail = stage.world.test.sent().into_iter().rfind(|mail| mail.text.contains("token=")).unwrap();
    let confirm = mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let reader = stage.world.test.network.store.digest_reader(subscription.reader).await.unwrap().unwrap();
    let mailed = match document {
        document if document.contains("unsubscribe(") => subscription.unsubscribe_token.reveal().to_owned(),
        document if document.contains("reader(") => reader.token.reveal().to_owned(),
        _ => confirm,
    };
    let mut wrong = expect(&ask(stage, asker, document, json!({ "token": mailed })).await, None);
    wrong.extend(nothing_or_not_found(&ask(stage, asker, document, json!({ "token": "unknown" })).await));
    wrong
}

fn nothing_or_not_found(answer: &Value) -> Vec<String> {
    let nothing = answer["data"].as_object().is_some_and(|data| data.values().all(Value::is_null)) && answer["errors"].is_null();
    if nothing { Vec::new() } else { expect(answer, Some("NOT_FOUND")) }
}

async fn places(stage: &Stage, asker: &Asker, action: Action, document: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for ags in [OWN, ADVISED, FOREIGN] {
        let expected = refusal(asker.kind, action, &rules::bonds(asker, None, Some(ags)));
        let answer = ask(stage, asker, document, json!({ "ags": ags })).await;
        wrong.extend(expect(&answer, expected).into_iter().map(|text| format!("{ags}: {text}")));
    }
    wrong
}

fn own(stage: &Stage, asker: &Asker, answer: &Value) -> Vec<String> {
    let text = answer.to_string();
    let shown: Vec<_> = stage.askers.iter().filter_map(|asker| asker.email.as_ref()).filter(|email| text.contains(*email)).collect();
    let expected: Vec<_> = asker.email.iter().collect();
    if shown == expected { Vec::new() } else { vec![format!("shown: {shown:?}")] }
}
