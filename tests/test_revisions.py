"""The page with the revisions of a case: two are compared, and an earlier text comes back."""

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import Browser, hidden
from test_mail_pages import signed_in

FIRST = cases.a_case()["title"]
SECOND = "Bildungskonferenz in der Turnhalle mit allen Schulformen"


def saved_twice(network: Network) -> str:
    """The path of a draft that has been saved with another title."""
    client = network.app.client("author", "15084")
    draft = client.accept(api.CREATE, {"input": cases.a_case()})
    changed = client.accept(api.UPDATE, {**api.as_read(draft), "input": {"title": SECOND, "status": "PILOT"}})
    return f"/faelle/{changed['slug']}"


def roll_back(browser: Browser, path: str):
    """Sends the first form that the page has for that."""
    page = browser.get(f"{path}/fassungen")
    return browser.post(f"{path}/fassungen", **{name: hidden(page, name) for name in ("fall", "fassung", "nummer")})


def test_an_earlier_text_is_compared_and_comes_back(network: Network) -> None:
    network.app.start()
    author, reviewer = signed_in(network, "author", "15084"), signed_in(network, "reviewer")
    path = saved_twice(network)
    assert reviewer.get(f"{path}/fassungen").status_code == 404, "a draft"
    page = author.get(f"{path}/fassungen")
    for said in ("Titel: Fassung 1", FIRST, SECOND, ">Laufend<", ">Erprobung<"):
        assert said in page.text, (said, page.text)
    done = roll_back(author, path)
    assert (done.status_code, done.headers["Location"]) == (303, f"{path}/bearbeiten?erledigt=zurueckgesetzt"), done.text
    edit = author.get(done.headers["Location"])
    assert f'value="{FIRST}"' in edit.text and "auf eine frühere Fassung zurückgesetzt (Sie)" in edit.text, edit.text
    assert SECOND in author.get(f"{path}/fassungen").text, "nothing is lost"


def test_the_page_of_revisions_is_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    author = signed_in(embedded, "author", "15084")
    path = saved_twice(embedded)
    case = hidden(author.get(f"{path}/fassungen"), "fall")
    refused = author.post(f"{path}/fassungen", fall=case, fassung="1", nummer="7")
    assert refused.status_code == 409 and "Das war nicht möglich" in refused.text, refused.text
    assert problems([f"{app.url}{path}/fassungen", f"{app.url}{path}/fassungen?von=2&bis=2", refused], author) == {}
