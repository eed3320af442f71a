"""PostgreSQL is away: whoever asks is told so soon, however many ask at once."""

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests

from conftest import MakeNetwork
from support import api, cases
from support.faults import Proxy
from support.graphql import GraphQLError

# `database.timeout_seconds` is 3; whoever waited twice would be told after 6.
SOON = 5


def by_way_of(proxy: Proxy, url: str) -> str:
    """The same database by way of this proxy."""
    parts = urlsplit(url)
    login, at, _ = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{login}{at}127.0.0.1:{proxy.port}"))


def refusal(ask: Callable[[], object]) -> float:
    """Asks what cannot be answered; after how many seconds that was said."""
    began = time.monotonic()
    with pytest.raises(GraphQLError) as refused:
        ask()
    assert refused.value.codes == ["INTERNAL"]
    return time.monotonic() - began


def test_who_asks_without_the_database_is_told_soon(make_network: MakeNetwork, postgres_database: str) -> None:
    proxy = Proxy(urlsplit(postgres_database).port or 5432)
    app = make_network("full", database__url=by_way_of(proxy, postgres_database)).app.start()
    public, author = app.client(), app.client("author", "15084")
    assert api.count_cases(public) == 0
    proxy.close()
    # For so long what was answered before may be given again.
    time.sleep(0.5)
    number = itertools.count()
    asked: list[Callable[[], object]] = [
        lambda: api.count_cases(public),
        lambda: api.subscribe(public, f"amt-{next(number)}@example.org", text="Ganztag"),
        lambda: author.mutate(api.CREATE, {"input": cases.a_case()}),
    ]
    # The first find connections that break; those after them find none.
    for _ in range(2):
        with ThreadPoolExecutor(5 * len(asked)) as people:
            took = list(people.map(refusal, 5 * asked))
    assert max(took) < SOON, took
    began = time.monotonic()
    assert requests.get(app.url, timeout=30).status_code == 500
    assert time.monotonic() - began < SOON
    # What needs no database does not wait for it.
    began = time.monotonic()
    assert public.execute("{ __typename }") == {"__typename": "Query"}
    assert time.monotonic() - began < 1
    assert requests.get(f"{app.url}/readyz", timeout=5).json()["problems"][0] == {"part": "database", "reason": "unreachable"}
