"""The HTTP edge: the official audit of the GraphQL over HTTP specification, and what must never execute a mutation."""

import json
from collections.abc import Iterator

import pytest
import requests

from conftest import Network
from support import api, cases
from support.graphql import GraphQL
from support.node import run_node

MUTATION = 'mutation { createPracticeCase(input: { title: "Ein Fall, den es nicht geben darf" }) { practiceCase { id } } }'


@pytest.fixture
def author(embedded: Network) -> Iterator[GraphQL]:
    """A signed-in author on a running server."""
    embedded.app.start()
    return embedded.app.client("author", "15084")


def drafts(author: GraphQL) -> int:
    """How many cases this author has begun."""
    data = author.execute("{ viewer { practiceCases(workflow: [DRAFT, SUBMITTED], first: 1) { totalCount } } }")
    return data["viewer"]["practiceCases"]["totalCount"]


def test_the_audit_has_no_errors_and_no_warnings(embedded: Network) -> None:
    url = f"{embedded.app.start().url}/graphql"
    results = run_node("audit.mjs", url)
    assert len(results) > 50
    assert [result for result in results if result["status"] != "ok"] == []


def test_a_mutation_is_executed_as_json_by_post_only(author: GraphQL) -> None:
    """The control: what the others must not do, this does."""
    answer = requests.post(author.url, json={"query": MUTATION}, headers=author.headers, timeout=10)
    assert answer.status_code == 200, answer.text
    assert drafts(author) == 1


@pytest.mark.parametrize("named", [False, True], ids=["alone", "chosen among operations"])
def test_a_mutation_by_get_is_refused(author: GraphQL, named: bool) -> None:
    parameters = {"query": MUTATION}
    if named:
        parameters = {"query": f"query A {{ __typename }} {MUTATION.replace('mutation', 'mutation B', 1)}", "operationName": "B"}
    answer = requests.get(author.url, params=parameters, headers=author.headers, timeout=10)
    assert answer.status_code == 405, answer.text
    assert "POST" in answer.headers["Allow"]
    assert answer.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"
    assert drafts(author) == 0


AS_JSON = json.dumps({"query": MUTATION})
MULTIPART = {"operations": (None, AS_JSON), "map": (None, "{}")}


@pytest.mark.parametrize(
    "request_arguments",
    [
        pytest.param({"data": AS_JSON, "headers": {"Content-Type": "text/plain"}}, id="text/plain"),
        pytest.param({"data": AS_JSON, "headers": {"Content-Type": "text/plain;application/json"}}, id="text/plain that mentions json"),
        pytest.param({"data": {"query": MUTATION}}, id="form"),
        pytest.param({"files": MULTIPART}, id="multipart"),
        pytest.param({"data": AS_JSON.encode()}, id="no Content-Type"),
        pytest.param({"data": AS_JSON, "headers": {"Content-Type": ""}}, id="empty Content-Type"),
        pytest.param({"data": MUTATION, "headers": {"Content-Type": "application/graphql"}}, id="application/graphql"),
    ],
)
def test_a_mutation_in_a_form_that_any_website_can_send_is_refused(author: GraphQL, request_arguments: dict) -> None:
    headers = {**author.headers, **request_arguments.get("headers", {})}
    answer = requests.post(author.url, **{**request_arguments, "headers": headers}, timeout=10)
    assert answer.status_code == 415, answer.text
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"
    assert "application/json" in error["message"] and "/dateien" in error["message"]
    assert drafts(author) == 0


def test_a_batch_is_refused(author: GraphQL) -> None:
    answer = requests.post(author.url, json=[{"query": MUTATION}, {"query": MUTATION}], headers=author.headers, timeout=10)
    assert answer.status_code == 400, answer.text
    assert drafts(author) == 0


def test_an_unknown_token_is_told_so_and_nothing_is_executed(embedded: Network) -> None:
    client = GraphQL(f"{embedded.app.start().url}/graphql", "wn_unknown")
    answer = client.post("{ viewer { account { id } } }")
    assert answer.status_code == 401, answer.text
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert 'error="invalid_token", error_description="' in answer.headers["WWW-Authenticate"]


def test_a_query_by_get_is_answered(embedded: Network) -> None:
    url = f"{embedded.app.start().url}/graphql"
    answer = requests.get(url, params={"query": api.COUNT}, headers={"Accept": "application/json"}, timeout=10)
    assert answer.json() == {"data": {"practiceCases": {"totalCount": 0}}}


def test_errors_carry_codes_and_no_internal_text(author: GraphQL) -> None:
    answers = {
        "GRAPHQL_PARSE_FAILED": author.post("{ practiceCases("),
        "GRAPHQL_VALIDATION_FAILED": author.post("{ noSuchField }"),
        "BAD_USER_INPUT": author.post('{ practiceCases(first: 1, after: "no cursor of ours") { totalCount nodes { id } } }'),
    }
    for code, answer in answers.items():
        assert [error["extensions"]["code"] for error in answer.json()["errors"]] == [code], answer.text
        for word in ("sqlx", "sea_orm", "SELECT", "panicked", ".rs"):
            assert word not in answer.text


def test_what_people_can_mend_stands_in_the_payload(author: GraphQL) -> None:
    draft = author.accept(api.CREATE, {"input": {"title": "Kurz, aber ein Anfang", "municipality": "15084"}})
    payload = author.mutate(api.SUBMIT, api.as_read(draft))
    assert payload["practiceCase"] is None
    missing = {error["field"]: error["code"] for error in payload["userErrors"]}
    assert missing["teaser"] == missing["fieldsOfAction"] == missing["contact.mailbox"] == "REQUIRED"
    assert all(error["message"] for error in payload["userErrors"])


def test_an_author_cannot_publish_and_strangers_cannot_see_a_draft(embedded: Network) -> None:
    app = embedded.app.start()
    author, stranger, public = app.client("author", "15084"), app.client("author", "15088"), app.client()
    draft = api.submitted_case(author, cases.a_case())
    refused = author.mutate(api.PUBLISH, api.as_read(draft))
    assert [error["code"] for error in refused["userErrors"]] == ["FORBIDDEN"]
    for client in (stranger, public):
        data = client.execute("query ($id: ID!) { node(id: $id) { id } practiceCase(id: $id) { id } }", {"id": draft["id"]})
        assert data == {"node": None, "practiceCase": None}
    assert [error["code"] for error in stranger.mutate(api.SUBMIT, api.as_read(draft))["userErrors"]] == ["NOT_FOUND"]
