"""The page of the audit log: what people did is found by the municipality, the topic and the day that it concerns, and by the case."""

import requests

from conftest import Network
from support import api, cases
from support.accessibility import problems
from test_mail_pages import signed_in
from test_search_desk import link

PAGE = "/redaktion/protokoll"
NOTHING = "Dazu gibt es keinen Eintrag."


def entries(page: requests.Response) -> int:
    """How many entries the page shows."""
    assert page.status_code == 200, page.text
    return page.text.count('<tr><th scope="row">')


def test_an_administrator_finds_who_did_what(network: Network) -> None:
    app = network.app.start()
    administrator, coordinator = signed_in(network, "administrator"), signed_in(network, "coordinator", "15084")
    assert coordinator.get(PAGE).status_code == 403
    assert coordinator.post("/mitglieder/domains", domain="kreis.example.org").status_code == 303
    case = api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())

    everything = administrator.get(PAGE)
    for said in ("E-Mail-Domains geändert", "coordinator@example.org", "domains: kreis.example.org", "veröffentlicht", case["title"]):
        assert said in everything.text, (said, everything.text)
    assert entries(administrator.get(f"{PAGE}?kommune=15084&bereich=mail_domains.")) == 1
    assert entries(administrator.get(f"{PAGE}?kommune=15084&bereich=case.")) == 3, "begun, handed in and published"
    for elsewhere in ("kommune=15088", "bis=2020-12-31", "bereich=synonym_group."):
        assert NOTHING in administrator.get(f"{PAGE}?{elsewhere}").text, elsewhere
    edit = administrator.get(f"/faelle/{case['slug']}/bearbeiten")
    of_case = administrator.get(link(edit, f"{PAGE}?sache="))
    assert entries(of_case) == 3 and "E-Mail-Domains" not in of_case.text.split("<tbody>")[1], of_case.text


def test_the_page_of_the_audit_log_is_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    administrator = signed_in(embedded, "administrator")
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    wrong = administrator.get(f"{PAGE}?von=gestern&bis=morgen")
    assert wrong.status_code == 422 and 'id="von-fehler"' in wrong.text and 'id="bis-fehler"' in wrong.text, wrong.text
    pages = [f"{app.url}{PAGE}{query}" for query in ("", "?kommune=15084&bereich=case.", "?kommune=15088")]
    assert problems([*pages, wrong], administrator) == {}
