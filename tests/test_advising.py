"""The page on which is said whom an adviser advises: what they read follows from it at once."""

import re

import requests

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import hidden
from test_mail_pages import signed_in
from test_sign_in import ask, press

PAGE = "/mitglieder/begleitung"
ADVISER = "adviser@example.org"


def way(page: requests.Response) -> str:
    """Where the row of the one adviser leads to."""
    (href,) = re.findall(rf'href="({PAGE}\?[^"]+)"', page.text)
    return href.replace("&#38;", "&")


def test_an_adviser_reads_what_the_named_municipalities_hand_in(network: Network) -> None:
    app = network.app.start()
    administrator, adviser = signed_in(network, "administrator"), signed_in(network, "adviser")
    case = api.submitted_case(app.client("author", "15084"), cases.a_case())
    edit = f"/faelle/{case['slug']}/bearbeiten"
    assert adviser.get(edit).status_code == 404
    page = way(administrator.get("/mitglieder"))
    assert adviser.get(page).status_code == 403, "nobody says it of themselves"
    shown = administrator.get(page)
    assert ADVISER in shown.text, shown.text
    member = hidden(shown, "mitglied")
    saved = administrator.post(PAGE, mitglied=member, begleitet="15084")
    assert (saved.status_code, saved.headers["Location"]) == (303, "/mitglieder?erledigt=begleitung"), saved.text
    assert "begleitet Burgenlandkreis" in administrator.get(saved.headers["Location"]).text
    assert not adviser.is_signed_in(), "the rights are others"
    press(adviser, ask(adviser, network.mailbox, ADVISER))
    assert adviser.get(edit).status_code == 200
    overtaken = administrator.post(PAGE, mitglied=member, gelesen="", begleitet="15088")
    assert overtaken.status_code == 409 and "Gespeichert ist jetzt: Burgenlandkreis." in overtaken.text, overtaken.text
    assert administrator.post(PAGE, mitglied=member, gelesen=hidden(overtaken, "gelesen")).status_code == 303
    press(adviser, ask(adviser, network.mailbox, ADVISER))
    assert adviser.get(edit).status_code == 404


def test_the_page_of_advising_is_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    app.token("adviser", None, ADVISER)
    administrator = signed_in(embedded, "administrator")
    page = way(administrator.get("/mitglieder"))
    wrong = administrator.post(PAGE, mitglied=hidden(administrator.get(page), "mitglied"), begleitet="99999")
    assert wrong.status_code == 422 and 'id="begleitet-fehler"' in wrong.text, wrong.text
    assert problems([app.url + page, wrong, f"{app.url}/mitglieder?erledigt=begleitung"], administrator) == {}
