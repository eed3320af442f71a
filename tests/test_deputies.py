"""The page on which deputies are named: somebody stands in for a coordination, and the rights come and go with that."""

import re
from datetime import date, timedelta

import requests

from conftest import Network
from support.accessibility import problems
from support.browser import Browser, hidden
from support.waiting import eventually
from test_mail_pages import signed_in
from test_sign_in import ask, press

DEPUTIES = "/mitglieder/vertretungen"
AUTHOR = "author@example.org"
NAMED = "Sie vertreten die Koordination: Burgenlandkreis"
ENDED = "Ihre Vertretung der Koordination ist beendet: Burgenlandkreis"


def name_deputy(coordinator: Browser, **fields: str) -> requests.Response:
    """Sends the form for the author, from today on for a week but for what `fields` say."""
    page = coordinator.get(DEPUTIES)
    found = re.search(rf'<option value="([^"]+)">{re.escape(AUTHOR)},', page.text)
    assert found, page.text
    today = hidden(page, "von")
    last = date.fromisoformat(today) + timedelta(days=6)
    return coordinator.post(DEPUTIES, **{"person": found[1], "von": today, "bis": last.isoformat(), **fields})


def wait_until_told(network: Network, *subjects: str) -> None:
    """Waits until the author has been told so much of deputations."""

    def told() -> list[str]:
        mails = [mail for mail in network.mailbox.messages() if str(mail["Message-ID"]).startswith("<deputation.")]
        assert all(mail["To"] == AUTHOR for mail in mails), mails
        return [str(mail["Subject"]) for mail in mails]

    eventually(lambda: sorted(told()) == sorted(subjects), f"mails: {subjects}")


def test_a_deputy_has_the_coordination_s_rights_until_it_is_ended(network: Network) -> None:
    network.app.start()
    coordinator, author = signed_in(network, "coordinator", "15084"), signed_in(network, "author", "15084")
    assert author.get("/mitglieder").status_code == 403
    named = name_deputy(coordinator)
    assert (named.status_code, named.headers.get("Location")) == (303, f"{DEPUTIES}?erledigt=benannt"), named.text
    wait_until_told(network, NAMED)
    page = coordinator.get(named.headers["Location"])
    assert f"<h3>{AUTHOR}</h3>" in page.text and ">läuft<" in page.text, page.text

    assert not author.is_signed_in(), "the rights are others"
    press(author, ask(author, network.mailbox, AUTHOR))
    assert author.get("/mitglieder").status_code == 200
    assert "Wer selbst vertritt, benennt keine weitere Vertretung." in author.get(DEPUTIES).text

    for done in ("beendet", "schon-beendet"):
        ended = coordinator.post(f"{DEPUTIES}/beenden", vertretung=hidden(page, "vertretung"))
        assert (ended.status_code, ended.headers.get("Location")) == (303, f"{DEPUTIES}?erledigt={done}"), ended.text
    assert "bereits beendet" in coordinator.get(ended.headers["Location"]).text
    wait_until_told(network, NAMED, ENDED)
    assert not author.is_signed_in()
    press(author, ask(author, network.mailbox, AUTHOR))
    assert author.get("/mitglieder").status_code == 403


def test_the_page_of_deputies_is_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    app.token("author", "15084", AUTHOR)
    coordinator, reviewer, url = signed_in(embedded, "coordinator", "15084"), signed_in(embedded, "reviewer"), app.url + DEPUTIES
    empty, wrong = coordinator.get(DEPUTIES), name_deputy(coordinator, person="", bis="2020-01-01", von="")
    assert wrong.status_code == 422 and 'id="von-fehler"' in wrong.text, wrong.text
    assert name_deputy(coordinator).status_code == 303
    assert problems([empty, wrong, f"{url}?erledigt=benannt", f"{app.url}/konto"], coordinator) == {}
    assert problems([url, f"{url}?kommune=15084"], reviewer) == {}
