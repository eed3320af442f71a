"""The search server is down: everything else works, and the search says so instead of finding nothing."""

import pytest
import requests

from conftest import MakeNetwork
from support import api, cases
from support.graphql import GraphQLError
from support.services import Meilisearch
from support.waiting import eventually

# Put-off jobs come back after a growing wait, and the engine needs a moment to start.
CATCH_UP = 60

# What the log says of searches that fail, and of their end.
BEGUN, ENDED = "searches are not answered", "searches are answered again"


def test_publishing_works_without_the_search_and_the_index_catches_up(make_network: MakeNetwork, meilisearch: Meilisearch) -> None:
    network = make_network("full", search__url=meilisearch.url, search__key=meilisearch.key, search__timeout_seconds="2")
    app = network.app.start()
    public, author, editor = app.client(), app.client("author", "15084"), app.client("reviewer")
    before = api.publish_new(author, editor, cases.another_case())
    # In quotes: without them words about the same would count.
    eventually(lambda: _found_or_nothing(public, '"Lesepaten"') == [before["id"]], "the first case is found")

    begun, ended = (app.log().count(line) for line in (BEGUN, ENDED))
    meilisearch.stop()
    published = api.publish_new(author, editor, cases.a_case())
    for _ in range(20):
        with pytest.raises(GraphQLError) as error:
            api.search(public, "Konferenz")
        assert requests.get(f"{app.url}/suche", params={"q": "Konferenz"}, timeout=10).status_code == 503
    assert app.log().count(BEGUN) == begun + 1, "one line, however many search"
    assert "response failed" not in app.log(), "nor one for each page"
    assert error.value.codes == ["SEARCH_UNAVAILABLE"]
    assert str(meilisearch.port) not in str(error.value.errors), "no internal address in an answer"
    case = public.execute("query ($id: ID!) { practiceCase(id: $id) { title } }", {"id": published["id"]})["practiceCase"]
    assert case["title"] == published["title"], "reading does not need the search"
    assert api.count_cases(public) == 2
    editor.accept(api.ARCHIVE, {"id": before["id"]})

    meilisearch.start()
    eventually(lambda: _found_or_nothing(public, "Konferenz") == [published["id"]], "the index catches up", timeout=CATCH_UP)
    eventually(lambda: _found_or_nothing(public, '"Lesepaten"') == [], "what was archived meanwhile is gone", timeout=CATCH_UP)
    assert app.log().count(ENDED) == ended + 1


def test_the_server_starts_while_the_search_is_down(make_network: MakeNetwork, meilisearch: Meilisearch) -> None:
    meilisearch.stop()
    network = make_network("full", search__url=meilisearch.url, search__key=meilisearch.key, search__timeout_seconds="2")
    network.app.check("import", str(cases.DEMO_FILE))
    _start_without_waiting_for_the_search(network.app)
    public = network.app.client()
    assert api.count_cases(public) == len(cases.demo_lines())

    meilisearch.start()
    everything = len(cases.demo_lines())
    eventually(lambda: _total_or_none(public) == everything, "the index catches up", timeout=CATCH_UP)


def _start_without_waiting_for_the_search(app) -> None:
    """/readyz may say no while the search is away; /healthz says whether the process lives."""

    def alive() -> bool:
        try:
            return requests.get(f"{app.url}/healthz", timeout=5).ok
        except requests.ConnectionError:
            return False

    app.start(wait=False)
    eventually(alive, "/healthz answers 200")


def _found_or_nothing(client, query: str) -> list[str] | None:
    try:
        return api.found(client, query)
    except GraphQLError:
        return None


def _total_or_none(client) -> int | None:
    try:
        return api.search(client, "")["totalCount"]
    except GraphQLError:
        return None
