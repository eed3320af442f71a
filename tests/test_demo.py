"""`wissensnetz demo`, the first thing a newcomer tries: nothing else runs, nothing is configured."""

import re
import time
from collections.abc import Callable

import requests

from conftest import Network
from support import api, cases
from support.browser import Browser
from support.waiting import eventually, stays


def signed_in(url: str, role: str) -> Browser:
    """Somebody who chose the demo account of this role, with one click."""
    browser = Browser(url)
    button = rf'name="konto" value="([^"]+)"><button type="submit">Anmelden<span class="unseen"> als {role}'
    (account,) = re.findall(button, browser.get("/anmelden").text)
    assert browser.post("/demo/anmelden", konto=account).status_code == 303
    return browser


def test_the_demo_stands_on_its_own(embedded: Network, measured: Callable[[str, float], None]) -> None:
    app = embedded.app
    for name in [name for name in app.settings if "__" in name or name.endswith("DATA_DIR")]:
        del app.settings[name]
    started = time.monotonic()
    app.start("demo")
    measured("demo: from nothing to ready", time.monotonic() - started)
    assert (app.folder / "data").is_dir(), "it creates ./data"
    public = app.client()
    imported = len(cases.demo_lines())
    assert imported >= 60
    eventually(lambda: api.search(public, "")["totalCount"] == imported, "all demo cases are found", timeout=60)
    assert " WARN " not in app.log(), "a first start is no fault"
    for place in (app.url, f"{app.url}/graphiql"):
        assert place in app.log(), "it says where to go"
        assert requests.get(place, timeout=10).status_code == 200
    assert "<dt>Arbeitsschwerpunkte</dt>" in requests.get(f"{app.url}/kommunen/burgenlandkreis", timeout=10).text

    account = signed_in(app.url, "Berater:in").get("/konto").text
    for place in ("Burgenlandkreis", "Saalekreis", "Stadt Erfurt"):
        assert f">{place}</a></li>" in account, account
    administrator = signed_in(app.url, "Administration")
    (page,) = re.findall(r'href="(/mitglieder/begleitung\?[^"]+)"', administrator.get("/mitglieder").text)
    assert administrator.get(page.replace("&#38;", "&")).status_code == 200

    app.stop()
    app.start("demo")
    stays(lambda: api.count_cases(public), imported)  # a second start adds nothing


def test_the_words_people_use_find_something(embedded: Network) -> None:
    app = embedded.app
    app.check("import", str(cases.DEMO_FILE))
    app.start()
    public = app.client()
    eventually(lambda: api.search(public, "")["totalCount"] == len(cases.demo_lines()), "all cases are found", timeout=60)
    by_id = {case["externalId"]: case["title"] for case in cases.demo_cases()}
    for query, expected in {"ausbildungsbus ländlich": "demo-003", "Berufseinstiegsbegleitug praktika": "demo-001"}.items():
        titles = [edge["node"]["title"] for edge in api.search(public, query)["edges"]][:3]
        assert by_id[expected] in titles, (query, titles)
