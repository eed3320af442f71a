"""Handing over what somebody looks after, by the page that leads there from their row in the list of people."""

import re

import requests

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import Browser, hidden
from test_mail_pages import signed_in
from test_sign_in import ask, press

PAGE = "/mitglieder/uebergeben"
AUTHOR = "author.15084@example.org"
COLLEAGUE = "kollegin@kreis.example.org"


def way(page: requests.Response, email: str) -> str:
    """Where the row of whoever has this address leads to."""
    (query,) = re.findall(rf'href="{PAGE}\?([^"]+)">[^<]+<span class="unseen">: {re.escape(email)}</span>', page.text)
    return f"{PAGE}?{query.replace('&#38;', '&')}"


def taker(page: requests.Response, email: str) -> str:
    """What the field offers for whoever has this address."""
    (value,) = re.findall(rf'<option value="([^"]+)"[^>]*>{re.escape(email)},', page.text)
    return value


def test_a_colleague_takes_over_the_cases_of_somebody_who_goes(network: Network) -> None:
    app = network.app.start()
    coordinator = signed_in(network, "coordinator", "15084")
    app.token("author", "15084", COLLEAGUE)
    draft = app.client("author", "15084").accept(api.CREATE, {"input": cases.a_case()})
    edit = f"/faelle/{draft['slug']}/bearbeiten"
    assert 'href="/mitglieder?kommune=15084"' in coordinator.get(edit).text
    page = way(coordinator.get("/mitglieder?kommune=15084"), AUTHOR)
    shown = coordinator.get(page)
    assert AUTHOR in shown.text, shown.text
    chosen = {"mitglied": hidden(shown, "mitglied"), "kommune": "15084", "an": taker(shown, COLLEAGUE)}
    hasty = coordinator.post(PAGE, **chosen)
    assert hasty.status_code == 422 and 'id="verstanden-fehler"' in hasty.text, hasty.text
    done = coordinator.post(PAGE, **chosen, verstanden="ja")
    assert (done.status_code, done.headers["Location"]) == (303, "/mitglieder?kommune=15084&erledigt=uebergeben"), done.text

    colleague = Browser(app.url)
    press(colleague, ask(colleague, network.mailbox, COLLEAGUE))
    assert f'href="{edit}"' in colleague.get("/meine").text
    assert colleague.get(page).status_code == 403, "authors look after nobody"


def test_the_page_of_handing_over_is_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    coordinator = signed_in(embedded, "coordinator", "15084")
    draft = app.client("author", "15084").accept(api.CREATE, {"input": cases.a_case()})
    page = way(coordinator.get("/mitglieder"), AUTHOR)
    wrong = coordinator.post(PAGE, mitglied=hidden(coordinator.get(page), "mitglied"))
    assert wrong.status_code == 422
    pages = [app.url + page, wrong, f"{app.url}/mitglieder?erledigt=uebergeben", f"{app.url}/faelle/{draft['slug']}/bearbeiten"]
    assert problems(pages, coordinator) == {}
