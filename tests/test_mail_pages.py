"""The pages that mails lead to, and those of the people who look after mails: in a browser, checked for accessibility, and without JavaScript."""

import json
import re
import shutil

import requests

from conftest import Network
from support import api, cases, pages
from support.accessibility import problems
from support.browser import Browser, hidden
from support.mailbox import confirmation_link, text_of, unsubscribe_url
from support.node import run_node
from test_secrets_in_log import mailed_link
from test_sign_in import ask, press

DAY = 24 * 60 * 60
LONG_WORD = "Rechtsschutzversicherungsgesellschaftsangestelltenweiterbildungen"


def manage_link(text: str, url: str) -> str:
    """The link of a digest under which everything is managed."""
    (link,) = set(re.findall(rf"{re.escape(url)}/abo/verwalten\?token=\S+", text))
    return link


def a_digest(network: Network):
    """A network with a reader who has got a digest; the digest's mail."""
    app = network.app.start()
    api.subscribe(app.client(), "leserin@example.org", frequency="IMMEDIATE")
    pages.press(pages.open_form(confirmation_link(network.mailbox.wait_for(1)[-1], app.url)))
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    app.restart(clock__offset="3600")
    (digest,) = network.mailbox.wait_for_digests(1)
    return digest


def signed_in(network: Network, role: str, municipality: str | None = None) -> Browser:
    """A browser in which somebody of this role is signed in."""
    email = f"{role}@example.org"
    network.app.token(role, municipality, email)
    browser = Browser(network.app.url)
    assert press(browser, ask(browser, network.mailbox, email)).status_code == 303
    assert browser.is_signed_in()
    return browser


def test_the_pages_that_mails_lead_to_are_accessible(embedded: Network) -> None:
    digest = a_digest(embedded)
    app = embedded.app
    before = len(embedded.mailbox.messages())
    api.subscribe(app.client(), "leserin@example.org", text=LONG_WORD)
    confirmation = confirmation_link(embedded.mailbox.wait_for(before + 1)[-1], app.url)
    manage = manage_link(text_of(digest), app.url)
    leave_one = re.findall(rf"{re.escape(app.url)}/abo/abmelden\?token=\S+", text_of(digest))[0]
    searches = [f"{app.url}{path}?q={words}" for path in ("/abo", "/suche") for words in ("hort", LONG_WORD)]
    urls = [*searches, confirmation, manage, unsubscribe_url(digest), leave_one]
    assert problems(urls) == {}


def test_the_pages_of_confirming_a_case_are_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    app.restart(clock__offset=str(366 * DAY))
    link = mailed_link(embedded, "/bestaetigung")
    assert problems([link]) == {}
    browser = Browser(app.url)
    answers = [browser.post("/bestaetigung", token=pages.token_in(link)), browser.get(link), browser.get("/bestaetigung?token=unbekannt")]
    assert [page.status_code for page in answers] == [200, 200, 404]
    assert problems(answers) == {}


def test_the_pages_of_those_who_look_after_mails_are_accessible(embedded: Network) -> None:
    a_digest(embedded)
    browser = signed_in(embedded, "reviewer")
    url = embedded.app.url
    assert browser.post("/redaktion/versand/probelauf", von="2026-01-01", bis="2026-12-31").status_code == 303
    assert problems([f"{url}/redaktion/mails", f"{url}/redaktion/mails/digest", f"{url}/redaktion/versand"], browser) == {}


def test_a_form_behind_a_token_says_where_it_comes_from_and_the_token_goes_nowhere(embedded: Network) -> None:
    """A browser that knows no Sec-Fetch-Site is known by its Origin alone."""
    app = embedded.app.start()
    api.subscribe(app.client(), "leserin@example.org")
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing; scripts/test installs it"
    shown = run_node("token_form.mjs", confirmation_link(embedded.mailbox.wait_for(1)[-1], app.url), chromium)
    assert isinstance(shown, dict)
    assert (shown["heading"], shown["origin"]) == ("Danke, Ihr Abo ist bestätigt", app.url)
    assert set(shown["referrers"]) == {f"{app.url}/"}


def test_everything_is_managed_by_the_link_without_signing_in(network: Network) -> None:
    digest = a_digest(network)
    link = manage_link(text_of(digest), network.app.url)
    token = pages.token_in(link)
    reader = "query ($token: String!) { reader(token: $token) { hour quietDays pausedUntil subscriptions { state frequency } } }"

    def now() -> dict:
        return network.app.client().execute(reader, {"token": token})["reader"]

    browser = Browser(network.app.url)

    def change(**fields: str) -> requests.Response:
        answer = browser.post("/abo/verwalten", token=token, **fields)
        assert answer.status_code == 303, answer.text
        return browser.get(answer.headers["Location"])

    page = browser.get(link)
    assert page.status_code == 200 and "leserin@" not in page.text
    assert "gespeichert" in change(was="einstellungen", stunde="18", wochentag="FRIDAY", land="SACHSEN", hoechstens="3").text
    assert (now()["hour"], now()["quietDays"]) == (18, False)
    change(was="haeufigkeit", abo=hidden(page, "abo"), haeufigkeit="MONTHLY")
    assert now()["subscriptions"] == [{"state": "ACTIVE", "frequency": "MONTHLY"}]
    proof = json.loads(browser.get(f"/abo/verwalten/nachweis.json?token={token}").text)
    assert proof["subscriptions"][0]["consentWording"] and proof["subscriptions"][0]["confirmedAt"]
    assert "beendet" in change(was="alles-beenden").text
    assert now()["subscriptions"] == [{"state": "WITHDRAWN", "frequency": "MONTHLY"}]


def test_the_operator_ends_what_goes_to_an_address(network: Network) -> None:
    link = manage_link(text_of(a_digest(network)), network.app.url)
    for wrong in ("nobody@example.org", "nobody"):
        refused = network.app.run("subscriptions", "end", "--address", wrong)
        assert refused.returncode != 0 and "--address" in refused.stderr.splitlines()[-1], refused.stderr
    for said in ("Beendete Abos dieser Adresse: 1.", "geändert wurde nichts"):
        done = network.app.run("subscriptions", "end", "--address", "leserin@example.org", clock__offset="3600")
        assert done.returncode == 0 and said in done.stderr, done.stderr
        assert "leserin" not in done.stdout + done.stderr
    assert "Zurzeit gehen keine Sammel-E-Mails an Ihre Adresse." in Browser(network.app.url).get(link).text


def test_the_operator_prints_what_proves_consent(network: Network) -> None:
    token = pages.token_in(manage_link(text_of(a_digest(network)), network.app.url))
    for wrong in ("nobody@example.org", "nobody"):
        refused = network.app.run("subscriptions", "proof", "--address", wrong)
        assert refused.returncode != 0 and "--address" in refused.stderr.splitlines()[-1], refused.stderr
    done = network.app.run("subscriptions", "proof", "--address", "leserin@example.org")
    assert done.returncode == 0 and "leserin" not in done.stdout + done.stderr, done.stderr
    (proof,) = json.loads(done.stdout)["subscriptions"]
    consent = proof["consent"]
    own = json.loads(Browser(network.app.url).get(f"/abo/verwalten/nachweis.json?token={token}").text)["subscriptions"][0]
    assert (consent["wording"], consent["version"]) == (own["consentWording"], own["consentVersion"])
    assert consent["wording"] and consent["requestedAt"] and consent["confirmedAt"] and consent["withdrawnAt"] is None
    assert consent["requestedFrom"] == own["requestedFrom"] == "127.0.0.0/24"
    assert consent["confirmedFrom"] == own["confirmedFrom"] == "127.0.0.0/24"


def test_the_commands_say_what_digests_hold_and_what_became_of_them(network: Network) -> None:
    a_digest(network)
    app = network.app
    preview = app.check("digest", "preview", "--frequency", "immediate", clock__offset=str(2 * DAY))
    assert "E-Mails: 1 mit 1 Abschnitten" in preview and "l…@example.org" in preview, preview
    assert "leserin@" not in preview and "Bildungskonferenz auf dem Marktplatz" in preview, preview
    assert len(network.mailbox.digests()) == 1, "nothing is sent"
    status = app.check("digest", "status", clock__offset="3600")
    assert "1 E-Mails: 1 gesendet" in status, status
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.another_case())
    app.stop()
    ran = app.check("digest", "run", clock__offset=str(3 * DAY))
    assert "Es warten:" in ran, ran
    app.start(clock__offset=str(3 * DAY))
    network.mailbox.wait_for_digests(2)
    refused = app.run("digest", "preview", "--from", "2026-12-01", "--until", "2026-11-01")
    assert refused.returncode != 0 and "ends before it begins" in refused.stderr, refused
