"""Feeds, as feed readers that nobody here wrote understand them."""

from urllib.parse import urlencode

import feedparser
import pytest
import requests

from conftest import Network
from support import api, cases
from support.feeds import problems_of_atom, problems_of_json
from support.waiting import eventually

SEARCHES = (
    {},
    {"q": "ausbildungsbus"},
    {"q": "Übergang & Beruf", "land": ["SACHSEN", "THUERINGEN"]},
    {"handlungsfeld": "ALL_DAY_EDUCATION"},
    {"q": "raumfahrt"},
)


def address(network: Network, path: str, search: dict) -> str:
    query = urlencode(search, doseq=True)
    return f"{network.app.url}{path}" + (f"?{query}" if query else "")


def start_with_cases(network: Network) -> None:
    network.app.check("import", str(cases.DEMO_FILE))
    network.app.start()
    public = network.app.client()
    eventually(lambda: api.search(public, "")["totalCount"] == len(cases.demo_lines()), "all cases are found", timeout=60)


def test_every_search_is_a_feed_that_readers_understand(network: Network) -> None:
    start_with_cases(network)
    for search in SEARCHES:
        url = address(network, "/feed.atom", search)
        answer = requests.get(url, timeout=10)
        assert answer.status_code == 200, answer.text[:500]
        assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert problems_of_atom(answer.content) == [], url
        feed = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
        assert not feed.bozo, (url, feed.get("bozo_exception"))
        assert feed.version == "atom10" and feed.feed.language == "de"
        assert {link.rel for link in feed.feed.links} == {"self", "alternate"}
        updated = [entry.updated_parsed for entry in feed.entries]
        assert updated == sorted(updated, reverse=True), "what was published or renewed last comes first"
        assert all(entry.id.startswith("urn:uuid:") and entry.link.startswith(f"{network.app.url}/faelle/") for entry in feed.entries)
        assert all(entry.summary and entry.author and entry.tags for entry in feed.entries)

        json = requests.get(address(network, "/feed.json", search), timeout=10)
        assert json.headers["Content-Type"] == "application/feed+json; charset=utf-8"
        assert problems_of_json(json.json()) == [], url
        assert [item["id"] for item in json.json()["items"]] == [entry.id for entry in feed.entries]
        html_link = next(link.href for link in feed.feed.links if link.get("type") == "text/html")
        assert requests.get(html_link, timeout=10).status_code == 200

        found = api.search(network.app.client(), search.get("q", ""), first=1, filter=as_filter(search))["totalCount"]
        assert len(feed.entries) == min(found, 50), url


def as_filter(search: dict) -> dict:
    """The filters of an address as the API takes them."""
    names = {"land": "states", "handlungsfeld": "fieldsOfAction"}
    return {names[name]: value if isinstance(value, list) else [value] for name, value in search.items() if name in names}


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.json"])
def test_a_reader_that_asks_again_is_told_when_there_is_something_new(embedded: Network, path: str) -> None:
    app = embedded.app.start()
    author, editor = app.client("author", "15084"), app.client("reviewer")
    first = api.publish_new(author, editor, cases.a_case())
    url = f"{app.url}{path}?q=bildungskonferenz"
    answer = eventually(lambda: "Bildungskonferenz auf" in (got := requests.get(url, timeout=10)).text and got, "the case is in the feed")
    again = requests.get(url, headers={"If-None-Match": answer.headers["ETag"]}, timeout=10)
    assert (again.status_code, again.content) == (304, b"")

    # A corrected text is no news, but who asks gets it.
    edited = author.accept(api.UPDATE, {**api.as_read(first), "input": {"title": "Bildungskonferenz auf dem Marktplatz, berichtigt"}})
    handed_in = author.accept(api.SUBMIT, api.as_read(edited))
    editor.accept(api.PUBLISH, api.as_read(handed_in))
    changed = eventually(lambda: "berichtigt" in (got := requests.get(url, timeout=10)).text and got, "the corrected title")
    assert changed.headers["ETag"] != answer.headers["ETag"]
    assert requests.get(url, headers={"If-None-Match": answer.headers["ETag"]}, timeout=10).status_code == 200
    if path.endswith("atom"):
        before, after = feedparser.parse(answer.content), feedparser.parse(changed.content)
        assert [(entry.id, entry.updated) for entry in after.entries] == [(entry.id, entry.updated) for entry in before.entries]
