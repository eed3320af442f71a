"""A case that this version of the program cannot read, as after a step back to an earlier one, is missing where it would stand, and nothing else is."""

import sqlite3

import psycopg
import requests

from conftest import Network
from support import api, cases
from support.process import Wissensnetz
from support.waiting import eventually

ODD = "Zirkuswagen auf dem Schulhof"
LAST = """
query ($before: String) {
  practiceCases(last: 1, before: $before, orderBy: TITLE) { totalCount nodes { slug } pageInfo { hasPreviousPage startCursor } }
}
"""
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on PracticeCase { slug workingCopy { version } } } }"


def test_every_list_goes_on_without_what_cannot_be_read(network: Network) -> None:
    app = network.app
    app.check("import", "-", stdin=cases.as_jsonl([cases.a_case(externalId="lesbar"), cases.a_case(externalId="unlesbar", title=ODD)]))
    _execute(app, f"UPDATE case_revision SET content = '{{\"title\":7}}' WHERE content LIKE '%{ODD}%'")
    app.start()
    public = app.client()
    eventually(lambda: api.search(public, "")["totalCount"] == 1, "what can be read is found", timeout=60)
    reviewer = {"Authorization": f"Bearer {app.token('reviewer')}"}
    for path in ("/", "/sitemap.xml", "/feed.atom", "/meine", "/meine?bearbeitung=published"):
        answer = requests.get(app.url + path, headers=reviewer if path.startswith("/meine") else {}, timeout=10)
        assert answer.status_code == 200, (path, answer.text[:500])
        assert "/faelle/bildungskonferenz-" in answer.text and "/faelle/zirkuswagen-" not in answer.text, (path, answer.text)
    assert "a case that cannot be read is left out of a list" in app.log()

    nothing = public.execute(LAST)["practiceCases"]
    assert (nothing["totalCount"], nothing["nodes"], nothing["pageInfo"]["hasPreviousPage"]) == (2, [], True)
    before = public.execute(LAST, {"before": nothing["pageInfo"]["startCursor"]})["practiceCases"]
    assert [case["slug"].split("-")[0] for case in before["nodes"]] == ["bildungskonferenz"]


def test_one_that_cannot_be_read_keeps_no_other_node_back(network: Network) -> None:
    app = network.app
    app.check("import", "-", stdin=cases.as_jsonl([cases.a_case(externalId="lesbar"), cases.a_case(externalId="unlesbar", title=ODD)]))
    listed = app.start().client().execute("{ practiceCases(orderBy: TITLE) { nodes { id slug } } }")["practiceCases"]["nodes"]
    assert [case["slug"].split("-")[0] for case in listed] == ["bildungskonferenz", "zirkuswagen"]
    app.stop()
    _execute(app, f"UPDATE case_revision SET content = '{{\"title\":7}}' WHERE content LIKE '%{ODD}%'")
    app.start()
    for client in (app.client(), app.client("author", "15084"), app.client("reviewer")):
        found = client.execute(NODES, {"ids": [case["id"] for case in reversed(listed)]})["nodes"]
        assert (found[0], found[1]["slug"]) == (None, listed[0]["slug"])
        assert (found[1]["workingCopy"] is None) == (client.token is None)
    assert "a working copy that cannot be read is left out" in app.log()


def _execute(app: Wissensnetz, statement: str) -> None:
    if app.settings["WISSENSNETZ_SEARCH__KIND"] == "meilisearch":
        with psycopg.connect(app.settings["WISSENSNETZ_DATABASE__URL"], autocommit=True) as connection:
            connection.execute(statement)
        return
    with sqlite3.connect(app.folder / "data" / "wissensnetz.db") as connection:
        connection.execute(statement)
