"""The pages of municipalities: what is published is on them and all of them lead to it, over a real connection; in a browser, checked for
accessibility."""

import re

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import Browser
from support.waiting import eventually
from test_mail_pages import signed_in

PAGE = "/kommunen/burgenlandkreis"
FOCUS = f"{PAGE}/schwerpunkte"


def published(network: Network, municipality: str) -> dict:
    """A case of this municipality on its whole way to the public."""
    app = network.app
    case = cases.a_case(municipality=municipality)
    return api.publish_new(app.client("author", municipality), app.client("reviewer"), case)


def test_what_a_municipality_publishes_is_on_its_page_and_counted_among_all(network: Network) -> None:
    app = network.app.start()
    browser = Browser(app.url)
    assert ">0 Praxisbeispiele</h2>" in browser.get(PAGE).text
    case, _ = published(network, "15084"), published(network, "15088")
    page = browser.get(PAGE)
    assert ">1 Praxisbeispiel</h2>" in page.text, page.text
    assert re.findall(r'href="/faelle/([^"]+)"', page.text) == [case["slug"]]
    assert f'href="{PAGE}"' in browser.get(f"/faelle/{case['slug']}").text
    feed = re.search(r'href="(/feed\.atom\?kommune=[^"]+)"', page.text)
    assert feed, page.text
    told = eventually(lambda: re.findall(r"<entry>", browser.get(feed.group(1)).text), "the feed tells of it")
    assert len(told) == 1, "and of no other municipality's"
    count = '<span>Saalekreis</span><span class="count">1<'
    eventually(lambda: count in browser.get("/kommunen").text, "it is counted")
    by_key = browser.get("/kommunen/15084")
    assert (by_key.status_code, by_key.headers["Location"]) == (303, PAGE)
    assert browser.get("/kommunen/entenhausen").status_code == 404


def test_the_pages_of_municipalities_are_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    browser = Browser(app.url)
    nothing = [browser.get("/kommunen"), browser.get(PAGE), browser.get("/kommunen/entenhausen")]
    assert [page.status_code for page in nothing] == [200, 200, 404]
    case = published(embedded, "15084")
    coordinator = signed_in(embedded, "coordinator", "15084")
    form = coordinator.get(FOCUS)
    twice = coordinator.post(FOCUS, schwerpunkt=["GOVERNANCE", "GOVERNANCE"])
    assert (form.status_code, twice.status_code) == (200, 422) and 'id="schwerpunkt-fehler"' in twice.text, twice.text
    saved = coordinator.post(FOCUS, schwerpunkt=["GOVERNANCE", "FAMILY_EDUCATION"])
    assert (saved.status_code, saved.headers["Location"]) == (303, f"{PAGE}?erledigt=schwerpunkte"), saved.text
    assert "<dt>Arbeitsschwerpunkte</dt>" in browser.get(PAGE).text
    eventually(lambda: '<span class="count">1<' in browser.get("/kommunen").text, "it is counted")
    pages = ["/kommunen", PAGE, f"/faelle/{case['slug']}"]
    assert problems([*nothing, *(app.url + page for page in pages)]) == {}
    assert problems([form, twice, app.url + saved.headers["Location"]], coordinator) == {}
