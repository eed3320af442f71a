"""Suggestions in the search box, in a real browser; and cases like another one, in both modes."""

import shutil

from conftest import Network
from support import api, cases
from support.node import run_node
from support.waiting import eventually

SIMILAR = "query ($id: ID!) { similarCases(id: $id, first: 5) { title fieldsOfAction } }"
BY_TITLE = "query { practiceCases(first: 100) { nodes { id title } } }"


def start_with_demo_cases(network: Network) -> None:
    """Imports the demo cases and waits until all are found."""
    network.app.check("import", str(cases.DEMO_FILE))
    network.app.start()
    public = network.app.client()
    eventually(lambda: api.search(public, "")["totalCount"] == len(cases.demo_lines()), "all cases are found", timeout=60)


def test_the_search_box_suggests_by_keyboard_by_mouse_and_gets_along_without(embedded: Network) -> None:
    start_with_demo_cases(embedded)
    browser = shutil.which("chromium")
    assert browser, "chromium is missing; scripts/test installs it"
    shown = run_node("suggestions.mjs", embedded.app.url, browser)
    assert isinstance(shown, dict)
    assert shown["problems"] == [], "neither an error nor a breach of the content security policy"
    assert shown["role"] == "list"
    assert shown["suggested"][0] == "Burgenlandkreis"
    assert shown["expanded"] == "true"
    count = len(shown["suggested"])
    assert shown["announced"] == ("Ein Vorschlag" if count == 1 else f"{count} Vorschläge")
    assert shown["active"] == ["Burgenlandkreis", "true"]
    assert shown["afterEscape"] == ["false", "Burgenl", 0], "escape closes the list and keeps what was typed"
    assert shown["municipality"] == "/suche?kommune=15084"
    assert shown["title"].lower().startswith("ausbildungsb") and shown["heading"] == shown["title"]
    assert shown["term"] == "/suche?handlungsfeld=MONITORING_REPORTING"
    assert shown["typed"].startswith("/suche?q=Burgenl"), "without a choice, enter searches for what was typed"
    assert shown["withoutApi"] == 0
    assert shown["withoutScript"].startswith("/suche?q=Burgenl")


def test_cases_like_another_one_are_about_the_same(network: Network) -> None:
    start_with_demo_cases(network)
    public = network.app.client()
    ids = {node["title"]: node["id"] for node in public.execute(BY_TITLE)["practiceCases"]["nodes"]}
    for beginning, field, expected in (
        ("Bildungsbericht in Teilen", "MONITORING_REPORTING", ("Kennzahlenset mit 28", "Von 60 Tabellen")),
        ("Sprachmittlerpool für Eltern", "INTEGRATION_MIGRATION", ("DaZ-Clearingstelle", "Dolmetscherpool", "Sprachmittlerpool und")),
    ):
        (title,) = (title for title in ids if title.startswith(beginning))
        found = public.execute(SIMILAR, {"id": ids[title]})["similarCases"]
        titles = [case["title"] for case in found]
        assert title not in titles
        assert field in found[0]["fieldsOfAction"], titles
        for words in expected:
            assert any(other.startswith(words) for other in titles), (words, titles)
