"""Taking a case out of the network by its page, in a browser without JavaScript: what an administrator deletes is gone for everybody."""

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import Browser, hidden
from support.waiting import eventually
from test_mail_pages import signed_in

WORD = "Saatgutbibliothek"


def published(network: Network) -> dict:
    """A case that is public and found."""
    app = network.app
    case = api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    eventually(lambda: api.found(app.client(), WORD) == [case["id"]], "the case is found")
    return case


def test_what_an_administrator_deletes_on_its_page_is_gone_for_everybody(network: Network) -> None:
    app = network.app.start()
    administrator, coordinator = signed_in(network, "administrator"), signed_in(network, "coordinator", "15084")
    stranger = Browser(app.url)
    case = published(network)
    page = f"/faelle/{case['slug']}"
    remove = f"{page}/entfernen"
    for place in ("/meine", f"{page}/bearbeiten"):
        assert f'href="{remove}"' in administrator.get(place).text, place
    assert stranger.get(remove).status_code == 401

    shown = administrator.get(remove)
    assert "Das wird gelöscht" in shown.text and "Das bleibt" in shown.text, shown.text
    case_id = hidden(shown, "fall")
    assert coordinator.post(remove, fall=case_id, verstanden="ja").status_code == 422, "coordinations archive and delete nothing"
    hasty = administrator.post(remove, fall=case_id)
    assert hasty.status_code == 422 and 'id="verstanden-fehler"' in hasty.text, hasty.text
    assert stranger.get(page).status_code == 200

    done = administrator.post(remove, fall=case_id, verstanden="ja")
    assert (done.status_code, done.headers["Location"]) == (303, "/meine?erledigt=geloescht"), done.text
    assert "endgültig gelöscht" in administrator.get(done.headers["Location"]).text
    assert [browser.get(page).status_code for browser in (stranger, coordinator, administrator)] == [404, 404, 404]
    again = administrator.post(remove, fall=case_id, verstanden="ja")
    assert (again.status_code, again.headers["Location"]) == (303, "/meine?erledigt=schon-geloescht"), "as by a second click"
    assert "Es ist bereits gelöscht." in administrator.get(again.headers["Location"]).text
    assert api.count_cases(app.client()) == 0
    assert page not in stranger.get("/sitemap.xml").text
    eventually(lambda: api.found(app.client(), WORD) == [], "the search forgets the case")


def test_the_pages_of_taking_a_case_out_are_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    administrator, coordinator = signed_in(embedded, "administrator"), signed_in(embedded, "coordinator", "15084")
    remove = f"/faelle/{published(embedded)['slug']}/entfernen"
    hasty = administrator.post(remove, fall=hidden(administrator.get(remove), "fall"))
    assert hasty.status_code == 422
    assert problems([app.url + remove, hasty], administrator) == {}
    assert problems([app.url + remove], coordinator) == {}
