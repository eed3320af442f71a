"""The pages of signing in and of one's own account, with what their forms are answered with: checked for accessibility, signed out and signed in."""

import re

from conftest import Network
from support.accessibility import problems
from support.browser import Browser, hidden, shown_secret
from support.mailbox import text_of
from test_sign_in import AUTHOR, ask, code, press

INVITE = """mutation ($email: String!) {
  inviteMember(input: { email: $email, role: AUTHOR, municipality: "15084" }) { invitation { id } userErrors { code message } }
}"""
DOMAINS = """mutation {
  setMailDomains(municipality: "15084", domains: ["kreis.example.org"]) { domains userErrors { code message } }
}"""


def link_of_next_mail(network: Network, path: str, before: int) -> str:
    """The link to this page in the mail that comes after so many."""
    (link,) = set(re.findall(rf"{re.escape(network.app.url + path)}\?token=\S+", text_of(network.mailbox.wait_for(before + 1)[-1])))
    return link


def test_the_pages_of_signing_in_are_accessible(embedded: Network) -> None:
    app = embedded.app
    app.token("author", "15084")
    app.start()
    browser, other = Browser(app.url), Browser(app.url)
    wrong = [browser.post("/anmelden", email="niemand"), browser.post("/registrieren", kommune="", email="niemand")]
    assert [page.status_code for page in wrong] == [422, 422]
    link = ask(browser, embedded.mailbox)
    refused = [other.get(link), other.get("/anmelden/link?token=unbekannt"), other.get("/anmelden/code"), other.get("/konto")]
    assert [page.status_code for page in refused] == [403, 404, 401, 401]
    paths = ("/anmelden", "/anmelden?weiter=/konto", "/anmelden/angefragt", "/registrieren", "/registrieren/angefragt")
    assert problems([*(app.url + path for path in paths), link, *wrong, *refused], browser) == {}


def test_the_pages_of_arriving_are_accessible(embedded: Network) -> None:
    app = embedded.app
    app.start()
    coordinator, browser = app.client("coordinator", "15084"), Browser(app.url)
    coordinator.accept(INVITE, {"email": "neu@kreis.example.org"})
    invitation = link_of_next_mail(embedded, "/einladung", 0)
    coordinator.mutate(DOMAINS, {})
    assert browser.post("/registrieren", kommune="15084", email="selbst@kreis.example.org").status_code == 303
    registration = link_of_next_mail(embedded, "/registrieren/bestaetigen", 1)
    assert problems([invitation, registration]) == {}
    answers = []
    for link, path in ((invitation, "/einladung"), (registration, "/registrieren/bestaetigen")):
        answers += [browser.post(path, token=hidden(browser.get(link), "token")), browser.get(link)]
    assert [page.status_code for page in answers] == [200, 404, 200, 404]
    assert problems(answers) == {}


def test_the_pages_of_the_second_step_are_accessible(embedded: Network) -> None:
    app = embedded.app
    app.token("author", "15084")
    app.start(sign_in__second_factor_roles="[author]")
    browser = Browser(app.url)
    press(browser, ask(browser, embedded.mailbox))
    assert problems([f"{app.url}/anmelden/einrichten", browser.post("/anmelden/einrichten", code="000000")], browser) == {}
    secret = shown_secret(browser.get("/anmelden/einrichten"))
    codes = browser.post("/anmelden/einrichten", code=code(secret))
    assert browser.is_signed_in(), codes.text

    again = Browser(app.url)
    press(again, ask(again, embedded.mailbox))
    wrong = again.post("/anmelden/code", code="000000")
    assert problems([f"{app.url}/anmelden/code", wrong, codes], again) == {}


def test_the_pages_of_an_account_are_accessible(embedded: Network) -> None:
    app = embedded.app
    app.token("author", "15084")
    app.start()
    browser, elsewhere = Browser(app.url), Browser(app.url)
    for one in (browser, elsewhere):
        press(one, ask(one, embedded.mailbox))
    paths = ["/konto", "/konto/sitzungen", "/konto/zugriffsschluessel", "/konto/zweiter-faktor", "/anmelden", "/registrieren"]
    answers = [browser.get("/abo/verwalten"), browser.get("/nirgends")]
    answers += [browser.post("/konto/loeschen"), browser.post("/konto/funktion", funktion="x" * 121)]
    answers += [browser.post("/konto/zugriffsschluessel", bezeichnung=name, umfang="read", tage="30") for name in ("", "Statistik")]
    begun = browser.post("/konto/zweiter-faktor/beginnen")
    answers += [begun, browser.post("/konto/zweiter-faktor/bestaetigen", code="000000")]
    assert [page.status_code for page in answers] == [200, 404, 422, 422, 422, 200, 200, 422]
    assert problems([*(app.url + path for path in paths), *answers], browser) == {}

    # With a token, two sessions and a second factor the same pages show more.
    confirmed = browser.post("/konto/zweiter-faktor/bestaetigen", code=code(shown_secret(begun)))
    assert "Wiederherstellungscodes" in confirmed.text, confirmed.text
    more = [app.url + path for path in paths[1:4]]
    saved = f"{app.url}/konto?erledigt=gespeichert"
    assert problems([confirmed, *more, saved, browser.post("/konto/zweiter-faktor/abschalten", code="000000")], browser) == {}
    erased = browser.post("/konto/loeschen", verstanden="ja")
    assert erased.status_code == 200 and AUTHOR not in erased.text, erased.text
    assert problems([erased]) == {}


def test_the_demo_s_page_of_signing_in_is_accessible(embedded: Network) -> None:
    app = embedded.app.start("demo")
    assert "/demo/anmelden" in Browser(app.url).get("/anmelden").text
    assert problems([f"{app.url}/anmelden", f"{app.url}/postfach"]) == {}
