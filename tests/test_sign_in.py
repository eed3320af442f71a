"""Signing in: links by mail, the second factor, access tokens; the whole binary with real mail and a browser's cookies."""

import base64
import hashlib
import hmac
import re
import struct
import time

from conftest import Network
from support.browser import Browser, hidden, shown_secret
from support.graphql import GraphQL
from support.mailbox import Mailbox, text_of
from support.waiting import stays

AUTHOR = "author.15084@example.org"


def ask(browser: Browser, mailbox: Mailbox, email: str = AUTHOR) -> str:
    """Asks for a link; returns it as the mail has it."""
    before = len(mailbox.messages())
    answer = browser.post("/anmelden", email=email)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/anmelden/angefragt"), answer.text
    message = mailbox.wait_for(before + 1)[-1]
    links = re.findall(rf"{re.escape(browser.url)}/anmelden/link\?token=\S+", text_of(message))
    assert len(links) == 1 and message["To"] == email, text_of(message)
    return links[0]


def press(browser: Browser, link: str):
    """Opens the link's page and presses its button."""
    return browser.post("/anmelden/link", token=hidden(browser.get(link), "token"))


def code(secret: str, seconds: int = 0) -> str:
    """What an authenticator app shows so many seconds from now: RFC 6238, written down here once more."""
    counter = struct.pack(">Q", int(time.time() + seconds) // 30)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def set_up_second_factor(browser: Browser) -> None:
    """Sets a second factor up for whoever is signed in."""
    begun = browser.post("/konto/zweiter-faktor/beginnen")
    confirmed = browser.post("/konto/zweiter-faktor/bestaetigen", code=code(shown_secret(begun)))
    assert confirmed.status_code == 200 and "Wiederherstellungscodes" in confirmed.text, confirmed.text


def test_a_link_by_mail_signs_in_once_and_in_the_browser_that_asked(network: Network) -> None:
    app = network.app
    app.token("author", "15084")
    app.start()
    browser, other = Browser(app.url), Browser(app.url)
    link = ask(browser, network.mailbox)
    for method in ("HEAD", "GET", "GET", "HEAD"):  # mail gateways open links
        assert browser.get(link, method).status_code == 200
        assert other.get(link, method).status_code == 403
    assert "im selben Browser" in other.get(link).text
    assert other.post("/anmelden/link", token=link.split("token=")[1]).status_code == 403
    assert not browser.is_signed_in()
    assert press(browser, link).headers["Location"] == "/meine"
    assert browser.is_signed_in() and not other.is_signed_in()
    assert browser.get(link).status_code == 404

    sessions = browser.get("/konto/sitzungen").text
    assert "Firefox, Linux (dieser hier)" in sessions and "127.0.0.0/24" in sessions
    browser.post("/konto/sitzungen/beenden", sitzung=hidden(browser.get("/konto/sitzungen"), "sitzung"))
    assert not browser.is_signed_in()
    for planted in (AUTHOR, link.split("token=")[1], *(cookie.value for cookie in browser.session.cookies)):
        assert planted not in app.log()


def test_nobody_learns_whether_there_is_an_account(embedded: Network) -> None:
    app = embedded.app
    app.token("author", "15084")
    app.start(limits__mailbox__burst="1000")
    answers = [Browser(app.url).post("/anmelden", email=email) for email in (AUTHOR, "nobody@example.org")]
    assert len({(answer.status_code, answer.headers["Location"], len(answer.headers["Set-Cookie"])) for answer in answers}) == 1
    embedded.mailbox.wait_for(1)
    stays(lambda: len(embedded.mailbox.messages()), 1)

    def seconds(email: str) -> float:
        started = time.perf_counter()
        Browser(app.url).post("/anmelden", email=email)
        return time.perf_counter() - started

    rounds = [(seconds(AUTHOR), seconds("nobody@example.org")) for _ in range(30)]
    known, unknown = (sorted(column)[len(rounds) // 2] for column in zip(*rounds, strict=True))
    assert abs(known - unknown) < 0.01, (known, unknown)  # medians; the request itself looks at no account


def test_a_session_ends_without_use_and_with_its_rights(embedded: Network) -> None:
    app = embedded.app
    app.token("author", "15084")
    app.start()
    browser = Browser(app.url)
    press(browser, ask(browser, embedded.mailbox))
    app.restart(clock__offset=str(7 * 3600))
    assert browser.is_signed_in()
    app.restart(clock__offset=str(7 * 3600 + 7 * 3600))
    assert not browser.is_signed_in(), "12 hours in all"
    app.restart(clock__offset="0")
    press(browser, ask(browser, embedded.mailbox))
    app.token("reviewer", email=AUTHOR)
    assert not browser.is_signed_in(), "the role has changed"


def test_a_role_that_must_have_a_second_factor_sets_it_up_first(network: Network) -> None:
    app = network.app
    app.token("author", "15084")
    app.start(sign_in__second_factor_roles="[author]", sign_in__secret_key="k" * 40)
    browser = Browser(app.url)
    assert press(browser, ask(browser, network.mailbox)).headers["Location"] == "/anmelden/einrichten"
    assert not browser.is_signed_in()
    secret = shown_secret(browser.get("/anmelden/einrichten"))
    assert browser.post("/anmelden/einrichten", code="000000").status_code == 422
    used = code(secret)
    done = browser.post("/anmelden/einrichten", code=used)
    recovery = re.findall(r"<li><code>([a-z2-7-]+)</code>", done.text)
    assert len(recovery) == 10 and browser.is_signed_in()

    again = Browser(app.url)
    assert press(again, ask(again, network.mailbox)).headers["Location"] == "/anmelden/code"
    assert again.post("/anmelden/code", code=used).status_code == 422, "a code counts once"
    assert again.post("/anmelden/code", code=code(secret, 30)).status_code == 303
    assert again.is_signed_in()

    last = Browser(app.url)
    press(last, ask(last, network.mailbox))
    for _ in range(4):
        assert last.post("/anmelden/code", code="000000").status_code == 422
    assert last.post("/anmelden/code", code="000000").status_code == 401
    assert last.post("/anmelden/code", code=recovery[0]).status_code == 401, "five tries, then anew"
    press(last, ask(last, network.mailbox))
    assert last.post("/anmelden/code", code=recovery[0]).status_code == 303
    assert last.is_signed_in()
    for planted in (secret, recovery[0], recovery[0].replace("-", ""), "k" * 40):
        assert planted not in app.log()


def test_the_operator_resets_a_lost_second_factor(network: Network) -> None:
    app = network.app
    app.token("author", "15084")
    none = app.run("second-factor", "reset", "--email", AUTHOR)
    assert none.returncode == 0 and "hat keinen zweiten Faktor" in none.stderr, none.stderr
    app.start(sign_in__second_factor_roles="[author]")
    browser = Browser(app.url)
    press(browser, ask(browser, network.mailbox))
    secret = shown_secret(browser.get("/anmelden/einrichten"))
    recovery = re.findall(r"<li><code>([a-z2-7-]+)</code>", browser.post("/anmelden/einrichten", code=code(secret)).text)
    begun = Browser(app.url)
    assert press(begun, ask(begun, network.mailbox)).headers["Location"] == "/anmelden/code"

    for wrong in ("nobody@example.org", "nobody"):
        refused = app.run("second-factor", "reset", "--email", wrong)
        assert refused.returncode != 0 and "--email" in refused.stderr.splitlines()[-1], refused.stderr
    assert browser.is_signed_in()
    before = len(network.mailbox.messages())
    done = app.run("second-factor", "reset", "--email", AUTHOR)
    assert done.returncode == 0 and "sind entfernt" in done.stderr, done.stderr
    told = network.mailbox.wait_for(before + 1)[-1]
    assert told["To"] == AUTHOR and f"{app.url}/konto/zweiter-faktor" in text_of(told), text_of(told)
    assert not browser.is_signed_in()
    assert begun.post("/anmelden/code", code=recovery[0]).status_code == 401
    assert press(browser, ask(browser, network.mailbox)).headers["Location"] == "/anmelden/einrichten", "the role must have one"
    assert shown_secret(browser.get("/anmelden/einrichten")) != secret


def test_an_access_token_does_what_its_scopes_say(embedded: Network) -> None:
    app = embedded.app
    app.token("author", "15084")
    app.start()
    browser = Browser(app.url)
    press(browser, ask(browser, embedded.mailbox))
    made = browser.post("/konto/zugriffsschluessel", bezeichnung="Statistik", umfang="read", tage="30")
    reader = GraphQL(f"{app.url}/graphql", shown_secret(made))
    assert reader.execute("{ viewer { account { email } } }")["viewer"]["account"]["email"] == AUTHOR
    answer = reader.post("mutation { endOtherSessions { endedCount } }")
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "INSUFFICIENT_SCOPE")
    assert answer.headers["WWW-Authenticate"].endswith('error="insufficient_scope", scope="WRITE"')
    assert browser.is_signed_in()
