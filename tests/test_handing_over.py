"""Handing over what somebody looks after, by the page that leads there from one of their cases."""

import re

import requests

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import Browser
from test_mail_pages import signed_in
from test_sign_in import ask, press

COLLEAGUE = "kollegin@kreis.example.org"


def choice(page: requests.Response, field: str, email: str) -> str:
    """What the field offers for whoever has this address."""
    options = page.text.split(f'<select id="{field}"')[1].split("</select>")[0]
    (value,) = re.findall(rf'<option value="([^"]+)"[^>]*>{re.escape(email)},', options)
    return value


def test_a_colleague_takes_over_the_cases_of_somebody_who_goes(network: Network) -> None:
    app = network.app.start()
    coordinator = signed_in(network, "coordinator", "15084")
    app.token("author", "15084", COLLEAGUE)
    draft = app.client("author", "15084").accept(api.CREATE, {"input": cases.a_case()})
    edit, page = (f"/faelle/{draft['slug']}/{name}" for name in ("bearbeiten", "uebergeben"))
    assert f'href="{page}"' in coordinator.get(edit).text
    shown = coordinator.get(page)
    chosen = {"von": choice(shown, "von", "author.15084@example.org"), "an": choice(shown, "an", COLLEAGUE)}
    hasty = coordinator.post(page, **chosen)
    assert hasty.status_code == 422 and 'id="verstanden-fehler"' in hasty.text, hasty.text
    done = coordinator.post(page, **chosen, verstanden="ja")
    assert (done.status_code, done.headers["Location"]) == (303, f"{edit}?erledigt=uebergeben"), done.text

    colleague = Browser(app.url)
    press(colleague, ask(colleague, network.mailbox, COLLEAGUE))
    assert f'href="{edit}"' in colleague.get("/meine").text
    assert colleague.get(page).status_code == 403, "authors look after nobody"


def test_the_page_of_handing_over_is_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    coordinator = signed_in(embedded, "coordinator", "15084")
    draft = app.client("author", "15084").accept(api.CREATE, {"input": cases.a_case()})
    page = f"/faelle/{draft['slug']}/uebergeben"
    wrong = coordinator.post(page)
    assert wrong.status_code == 422
    assert problems([app.url + page, wrong, f"{app.url}/faelle/{draft['slug']}/bearbeiten?erledigt=uebergeben"], coordinator) == {}
