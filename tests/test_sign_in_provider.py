"""Signing in at an OpenID Connect provider that somebody else wrote, one that is away included."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from conftest import Network
from support.accessibility import problems
from support.browser import Browser
from support.provider import Provider, RefusingProvider

AUTHOR = "author.15084@example.org"
WAY = "/anmelden/dienst/haus"


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    """A running provider."""
    made = Provider(tmp_path)
    try:
        yield made.start()
    finally:
        made.stop()


@pytest.fixture
def refusing() -> Iterator[RefusingProvider]:
    """A running provider that redeems no code."""
    made = RefusingProvider()
    try:
        yield made
    finally:
        made.close()


def settings(provider: Provider | RefusingProvider, **more: str) -> dict[str, str]:
    """The settings of an instance that knows this provider under the key `haus`."""
    base = {"issuer": provider.issuer, "client_id": "wissensnetz", "client_secret": "planted-client-secret", "label": "Anmelden im Haus", **more}
    return {f"sign_in__providers__haus__{name}": value for name, value in base.items()}


def go(browser: Browser) -> str:
    """Follows the button; where the browser is sent."""
    answer = browser.get(WAY)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def sign_in(browser: Browser, provider: Provider, subject: str):
    """The whole way there and back."""
    return browser.get(provider.authorize(go(browser), subject))


def test_an_account_is_linked_by_its_verified_address_and_known_by_its_subject(network: Network, provider: Provider) -> None:
    app = network.app
    app.token("author", "15084")
    app.start(**settings(provider, link_by_email="true"))
    assert f'href="{WAY}">Anmelden im Haus<' in Browser(app.url).get("/anmelden").text
    provider.knows("4711", email=AUTHOR, email_verified=False)
    browser = Browser(app.url)
    answer = sign_in(browser, provider, "4711")
    assert answer.status_code == 403 and "kein Konto" in answer.text, "the address is not verified"
    assert not browser.is_signed_in()

    provider.knows("4711", email=AUTHOR, email_verified=True)
    assert sign_in(browser, provider, "4711").headers["Location"] == "/meine"
    assert "Angemeldet: Autor:in, Burgenlandkreis" in browser.get("/").text
    provider.knows("4711", email="married@example.org", email_verified=True)
    app.restart(sign_in__providers__haus__link_by_email="false")
    again = Browser(app.url)
    assert sign_in(again, provider, "4711").status_code == 303 and again.is_signed_in()
    stranger = Browser(app.url)
    provider.knows("4712", email=AUTHOR, email_verified=True)
    assert sign_in(stranger, provider, "4712").status_code == 403 and not stranger.is_signed_in()
    for planted in (AUTHOR, "planted-client-secret", "married@example.org"):
        assert planted not in app.log()


def test_newcomers_become_readers_only_where_the_operator_says_so(embedded: Network, provider: Provider) -> None:
    app = embedded.app
    app.start(**settings(provider))
    provider.knows("1", email="new@example.org", email_verified=True)
    browser = Browser(app.url)
    assert sign_in(browser, provider, "1").status_code == 403
    app.restart(sign_in__providers__haus__create_readers="true")
    assert sign_in(browser, provider, "1").status_code == 303
    assert "Angemeldet: Leser:in" in browser.get("/").text


def test_a_provider_that_is_away_stops_nothing_else(embedded: Network, provider: Provider) -> None:
    app = embedded.app
    app.token("author", "15084")
    provider.stop()
    app.start(**settings(provider, link_by_email="true"))
    browser = Browser(app.url)
    away = browser.get(WAY)
    assert away.status_code == 503 and "gerade nicht erreichbar" in away.text and 'href="/anmelden"' in away.text
    assert browser.get("/anmelden").status_code == 200
    provider.start()
    provider.knows("4711", email=AUTHOR, email_verified=True)
    # It is asked again after half a minute; a process that has just begun knows nothing of that.
    app.restart()
    back = provider.authorize(go(browser), "4711")
    provider.stop()
    answer = browser.get(back)
    assert answer.status_code == 503 and not browser.is_signed_in(), "it went away between there and back"
    assert browser.post("/anmelden", email=AUTHOR).status_code == 303
    embedded.mailbox.wait_for(1)
    provider.start()
    provider.knows("4711", email=AUTHOR, email_verified=True)
    # It has new keys since: they are asked for once more.
    assert sign_in(browser, provider, "4711").status_code == 303 and browser.is_signed_in()


def test_an_issuer_is_the_configured_one_to_the_letter(embedded: Network, provider: Provider) -> None:
    app = embedded.app
    app.start(**settings(provider, issuer=f"{provider.issuer}/"))
    assert Browser(app.url).get(WAY).status_code == 503
    assert "unexpected issuer" in app.log()
    assert Browser(app.url).get("/anmelden/dienst/anderer").status_code == 404


def test_what_comes_back_must_fit_what_was_sent(embedded: Network, provider: Provider) -> None:
    app = embedded.app
    app.token("author", "15084")
    app.start(**settings(provider, link_by_email="true"))
    provider.knows("4711", email=AUTHOR, email_verified=True)

    sent = parse_qs(urlsplit(go(Browser(app.url))).query)
    assert sent["code_challenge_method"] == ["S256"] and len(sent["code_challenge"][0]) == 43 and len(sent["nonce"][0]) >= 43
    assert sent["redirect_uri"] == [f"{app.url}{WAY}/rueckkehr"] and sent["response_type"] == ["code"]

    assert sign_in(Browser(app.url), provider, "4711").status_code == 303, "from now on the account is known by its subject"

    def refused(browser: Browser, location: str, why: str) -> None:
        answer = browser.get(location)
        assert answer.status_code == 403 and not browser.is_signed_in(), why

    begun = Browser(app.url)
    back = provider.authorize(go(begun), "4711")
    refused(Browser(app.url), back, "another browser, without the cookie")
    state = parse_qs(urlsplit(back).query)["state"][0]
    refused(begun, back.replace(state, "f" * len(state)), "another state")
    refused(begun, back, "the cookie was good for one answer")

    tampered = Browser(app.url)
    back = provider.authorize(go(tampered), "4711")
    cookie = next(cookie for cookie in tampered.session.cookies if cookie.name.endswith("-provider"))
    key, state, _, verifier = cookie.value.split(".")
    cookie.value = ".".join((key, state, "0" * 48, verifier))
    refused(tampered, back, "another nonce")

    elsewhere = Browser(app.url)
    back = provider.authorize(go(elsewhere), "4711")
    refused(elsewhere, back.replace(WAY, "/anmelden/dienst/anderer"), "at another provider's address")
    mixed = Browser(app.url)
    back = provider.authorize(go(mixed), "4711")
    refused(mixed, f"{back}&iss=https%3A%2F%2Fevil.example.org", "another issuer answers")
    denied = Browser(app.url)
    refused(denied, provider.deny(go(denied)), "the person does not agree")
    forged = Browser(app.url)
    url = go(forged)
    state = parse_qs(urlsplit(url).query)["state"][0]
    refused(forged, f"{WAY}/rueckkehr?code=made-up&state={state}", "a code that the provider did not give")

    app.restart(clock__offset="7300")
    refused_late = Browser(app.url)
    refused(refused_late, provider.authorize(go(refused_late), "4711"), "the token is over")
    app.restart(clock__offset="0")
    assert sign_in(Browser(app.url), provider, "4711").status_code == 303


def test_a_code_is_redeemed_with_the_secret_that_its_challenge_was_made_of(embedded: Network, refusing: RefusingProvider) -> None:
    app = embedded.app
    app.start(**settings(refusing))
    for number in range(2):
        browser = Browser(app.url)
        sent = parse_qs(urlsplit(go(browser)).query)
        answer = browser.get(f"{WAY}/rueckkehr?code=made-up-{number}&state={sent['state'][0]}")
        assert answer.status_code == 403 and not browser.is_signed_in(), answer.text
        form = refusing.redeemed[number]
        assert form["code"] == [f"made-up-{number}"] and form["redirect_uri"] == sent["redirect_uri"]
        # RFC 7636, 4.6: what `oidc-provider-mock` does not compare.
        (verifier,) = form["code_verifier"]
        digest = hashlib.sha256(verifier.encode()).digest()
        assert urlsafe_b64encode(digest).rstrip(b"=").decode() == sent["code_challenge"][0] and len(verifier) >= 43
    assert len({form["code_verifier"][0] for form in refusing.redeemed}) == 2, "each of its own"


def test_the_pages_of_coming_back_are_accessible(embedded: Network, provider: Provider) -> None:
    app = embedded.app
    app.start(**settings(provider))
    provider.knows("1", email="new@example.org", email_verified=True)
    browser = Browser(app.url)
    pages = [sign_in(browser, provider, "1"), browser.get(provider.deny(go(browser))), browser.get(f"{WAY}/rueckkehr")]
    provider.stop()
    # What it said of itself is forgotten.
    app.restart()
    pages.append(browser.get(WAY))
    assert [page.status_code for page in pages] == [403, 403, 403, 503]
    assert problems([f"{app.url}/anmelden", *pages]) == {}
