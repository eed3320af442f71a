"""What is done on a case's page beside its text: a review is handed over, a comment marked as resolved, the case confirmed."""

import re

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import hidden
from support.waiting import eventually
from test_mail_pages import DAY, signed_in
from test_secrets_in_log import mailed_link

COLLEAGUE = "zweite@example.org"


def test_a_review_is_handed_over_and_a_comment_resolved(network: Network) -> None:
    app = network.app.start()
    reviewer, author = signed_in(network, "reviewer"), signed_in(network, "author", "15084")
    app.token("reviewer", None, COLLEAGUE)
    path = f"/faelle/{api.submitted_case(app.client('author', '15084'), cases.a_case())['slug']}"
    edit = f"{path}/bearbeiten"
    case = hidden(reviewer.get(edit), "fall")
    assert reviewer.post(f"{path}/pruefung", fall=case, was="uebernehmen").status_code == 303
    shown = reviewer.get(edit)
    chosen = re.search(rf'<option value="([^"]+)">{re.escape(COLLEAGUE)},', shown.text)
    assert chosen, shown.text
    done = reviewer.post(f"{path}/weitergabe", fall=case, an=chosen[1])
    assert (done.status_code, done.headers["Location"]) == (303, f"{edit}?erledigt=weitergegeben"), done.text
    assert f"von {COLLEAGUE}" in reviewer.get(edit).text
    assert COLLEAGUE not in author.get(edit).text, "authors are not told who"
    eventually(lambda: any(mail["To"] == COLLEAGUE for mail in network.mailbox.messages()), "the colleague is told")

    assert reviewer.post(f"{path}/kommentar", fall=case, text="Welche Ziele?").status_code == 303
    comment = hidden(author.get(edit), "kommentar")
    for stand, is_resolved in (("erledigt", True), ("offen", False)):
        marked = author.post(f"{path}/kommentar-stand", kommentar=comment, stand=stand)
        assert (marked.status_code, marked.headers["Location"]) == (303, f"{edit}?erledigt=kommentar-{stand}#gespraech"), marked.text
        assert (" (erledigt):" in author.get(edit).text) == is_resolved, stand


def test_a_case_is_confirmed_on_its_page_and_the_page_is_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    app.restart(clock__offset=str(366 * DAY))
    # The question has left by then: no mail comes between those that sign in.
    mailed_link(embedded, "/bestaetigung")
    author = signed_in(embedded, "author", "15084")
    (way,) = re.findall(r'href="(/faelle/[^"]+)#bestaetigung"', author.get("/meine").text)
    page = author.get(way)
    assert "Wir fragen zurzeit das Funktionspostfach" in page.text, page.text
    assert problems([app.url + way, f"{app.url}/meine"], author) == {}
    done = author.post(way.replace("/bearbeiten", "/bestaetigen"), fall=hidden(page, "fall"))
    assert (done.status_code, done.headers["Location"]) == (303, f"{way}?erledigt=bestaetigt#bestaetigung"), done.text
    assert "Bestätigung steht aus" not in author.get("/meine").text


def test_the_form_that_hands_a_review_over_is_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    reviewer = signed_in(embedded, "reviewer")
    app.token("reviewer", None, COLLEAGUE)
    path = f"/faelle/{api.submitted_case(app.client('author', '15084'), cases.a_case())['slug']}"
    case = hidden(reviewer.get(f"{path}/bearbeiten"), "fall")
    assert reviewer.post(f"{path}/pruefung", fall=case, was="uebernehmen").status_code == 303
    assert reviewer.post(f"{path}/kommentar", fall=case, text="Welche Ziele?").status_code == 303
    nobody = reviewer.post(f"{path}/weitergabe", fall=case, an="")
    assert nobody.status_code == 422 and 'id="weitergabe-fehler"' in nobody.text, nobody.text
    assert problems([f"{app.url}{path}/bearbeiten", nobody], reviewer) == {}
