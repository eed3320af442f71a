"""Requests that cost too much are refused, each with its code; introspection, GraphiQL and honest queries go through."""

import json
import socket
import time
from urllib.parse import urlsplit

import pytest
import requests

from conftest import Network
from support.graphql import GraphQL
from support.node import run_node


@pytest.fixture
def public(embedded: Network) -> GraphQL:
    """The public, on a running server."""
    return embedded.app.start().client()


def refusal(answer: requests.Response) -> str:
    """The one code of an answer that refuses everything."""
    body = answer.json()
    assert body.get("data") is None, answer.text[:500]
    (code,) = {error["extensions"]["code"] for error in body["errors"]}
    return code


def nested(depth: int) -> str:
    """A valid query with this many levels of municipalities in cases in municipalities."""
    inner = "id"
    for _ in range(depth // 3):
        inner = f"practiceCases(first: 1) {{ nodes {{ municipality {{ {inner} }} }} }}"
    return f'{{ municipality(ags: "15084") {{ {inner} }} }}'


def test_every_introspection_query_of_common_clients_is_answered(public: GraphQL) -> None:
    for result in run_node("introspection.mjs", public.url):
        assert result["status"] == 200, result
        assert result["errors"] == [], result
        assert result["types"] > 40, result


def test_graphiql_is_served_from_this_server_alone(embedded: Network) -> None:
    answer = requests.get(f"{embedded.app.start().url}/graphiql", headers={"Accept": "text/html"}, timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert 'src="http' not in answer.text and 'href="http' not in answer.text


def test_an_honest_query_goes_through(public: GraphQL) -> None:
    document = """{
      practiceCases(first: 20, orderBy: RECENTLY_UPDATED) {
        totalCount
        nodes {
          id slug title teaser placeName state fieldsOfAction components lifePhases targetGroups status start end situation goals
          approachHtml results indicators { name before after unit year source } evidence costsOneOff costsYearly staffEffort
          fundingProgrammes successFactors pitfalls transferability preconditions firstSteps offers links { title url } licence
          municipality { ags displayName kind state population } partners { ags displayName } contact { mailbox }
        }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
      vocabularies { name label terms { key label synonyms successor } }
    }"""
    assert public.execute(document)["practiceCases"]["totalCount"] == 0


def test_a_query_that_is_too_deep_is_refused(public: GraphQL) -> None:
    assert refusal(public.post(nested(90))) == "QUERY_TOO_COMPLEX"


def test_a_document_nested_without_end_does_not_bring_the_server_down(public: GraphQL) -> None:
    """A thousand levels are enough for the stack of a thread, and short enough not to be refused for their length; so are the fragments."""
    begun, ended = "a{" * 58, "}" * 58
    fragments = "".join(f"fragment F{n} on Query {{ {begun}...F{n + 1}{ended} }} " for n in range(99))
    for document in (
        "{ a" * 1_000 + " }" * 1_000,
        "{ nodes(ids: " + "[" * 1_000 + "]" * 1_000 + ") { id } }",
        "{ nodes(ids: " + "{a:" * 1_000 + "1" + "}" * 1_000 + ") { id } }",
        "query ($ids: [ID!]! = " + "[" * 1_000 + "]" * 1_000 + ") { nodes(ids: $ids) { id } }",
        f"{{ ...F0 }} {fragments} fragment F99 on Query {{ __typename }}",
    ):
        assert len(document) < 32 * 1024
        assert refusal(public.post(document)) == "QUERY_TOO_COMPLEX"
        assert public.execute("{ __typename }") == {"__typename": "Query"}


def test_fragments_do_not_get_around_the_depth(public: GraphQL) -> None:
    fragments = "".join(
        f"fragment F{n} on Municipality {{ practiceCases(first: 1) {{ nodes {{ municipality {{ ...F{n + 1} }} }} }} }} " for n in range(30)
    )
    document = f'{{ municipality(ags: "15084") {{ ...F0 }} }} {fragments} fragment F30 on Municipality {{ id }}'
    assert refusal(public.post(document)) == "QUERY_TOO_COMPLEX"


def test_fragments_that_multiply_do_not_get_around_the_complexity(public: GraphQL) -> None:
    """Thirty fragments of two spreads each would be a thousand million fields."""
    fragments = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(30))
    answer = public.post(f"{{ ...F0 }} {fragments} fragment F30 on Query {{ __typename }}", timeout=10)
    assert refusal(answer) in ("QUERY_TOO_COMPLEX", "GRAPHQL_VALIDATION_FAILED")


def test_pages_of_pages_are_too_complex(public: GraphQL) -> None:
    inner = "practiceCases(first: 100) { nodes { title } }"
    document = f"{{ practiceCases(first: 100) {{ nodes {{ title municipality {{ {inner} }} }} }} }}"
    assert refusal(public.post(document)) == "QUERY_TOO_COMPLEX"


@pytest.mark.parametrize("first", [-1, 101, 2_000_000_000])
def test_a_page_has_a_hard_maximum(public: GraphQL, first: int) -> None:
    answer = public.post(f"{{ practiceCases(first: {first}) {{ nodes {{ id }} }} }}")
    assert refusal(answer) in ("BAD_USER_INPUT", "QUERY_TOO_COMPLEX")


def test_too_many_aliases_are_refused(public: GraphQL) -> None:
    document = "{" + " ".join(f"a{n}: __typename" for n in range(1_000)) + "}"
    assert refusal(public.post(document)) == "QUERY_TOO_COMPLEX"


def test_too_many_directives_are_refused(public: GraphQL) -> None:
    document = "{ __typename " + "@include(if: true) " * 1_000 + "}"
    assert refusal(public.post(document)) in ("QUERY_TOO_COMPLEX", "GRAPHQL_VALIDATION_FAILED")
    spread = "{" + " ".join("... @include(if: true) { __typename }" for _ in range(1_000)) + "}"
    assert refusal(public.post(spread)) == "QUERY_TOO_COMPLEX"


def test_too_many_ids_are_refused(public: GraphQL) -> None:
    answer = public.post("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["x"] * 101})
    assert refusal(answer) == "BAD_USER_INPUT"


def test_a_body_that_is_too_large_is_refused(public: GraphQL) -> None:
    body = b'{"query": "{ __typename }", "variables": {"x": "' + b"x" * (5 << 20) + b'"}}'
    headers = {**public.headers, "Content-Type": "application/json"}
    try:
        answer = requests.post(public.url, data=body, headers=headers, timeout=30)
    except requests.ConnectionError:
        answer = None  # the server may hang up while the rest is still on its way
    if answer is not None:
        assert answer.status_code == 413
        assert refusal(answer) == "PAYLOAD_TOO_LARGE"
    assert public.execute("{ __typename }") == {"__typename": "Query"}


def test_json_nested_without_end_is_refused(public: GraphQL) -> None:
    body = '{"query": "{ __typename }", "variables": {"x": ' + "[" * 50_000 + "]" * 50_000 + "}}"
    answer = requests.post(public.url, data=body, headers={**public.headers, "Content-Type": "application/json"}, timeout=10)
    assert refusal(answer) == "BAD_REQUEST"


@pytest.mark.slow
def test_headers_sent_drop_by_drop_hold_no_connection(public: GraphQL) -> None:
    address = urlsplit(public.url)
    with socket.create_connection((address.hostname, address.port), timeout=1) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        begun = time.monotonic()
        while time.monotonic() - begun < 40:
            try:
                connection.sendall(b"X-Drop: 1\r\n")
                if connection.recv(1_000) == b"":
                    break
            except TimeoutError:
                continue
            except (BrokenPipeError, ConnectionResetError):
                break
        else:
            pytest.fail("still connected after 40 seconds")
    assert time.monotonic() - begun > 20, "whoever is merely slow is not cut off"
    assert public.execute("{ __typename }") == {"__typename": "Query"}


@pytest.mark.slow
def test_a_body_sent_too_slowly_is_no_fault_of_the_server(embedded: Network) -> None:
    app = embedded.app.start()
    address = urlsplit(app.url)
    answer = b""
    with socket.create_connection((address.hostname, address.port), timeout=40) as connection:
        connection.sendall(b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
        while more := connection.recv(10_000):
            answer += more
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ") and b"\r\nconnection: close" in head, answer
    assert json.loads(body)["errors"][0]["extensions"]["code"] == "REQUEST_TIMEOUT"
    assert "ERROR" not in app.log()
