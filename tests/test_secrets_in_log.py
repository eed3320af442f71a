"""The log of a whole journey, at its most talkative, holds no mail address, no token, no cookie and nothing that somebody searched for."""

import re
from urllib.parse import parse_qs, urlsplit

import requests

from conftest import Network
from support import api, cases, pages
from support.browser import Browser, hidden, shown_secret
from support.graphql import GraphQL
from support.mailbox import confirmation_link, text_of, unsubscribe_url
from support.waiting import eventually

READER = "planted.reader@geheim.example.org"
AUTHOR = "planted.author@geheim.example.org"
GUEST = "planted.guest@geheim.example.org"
NEWCOMER = "planted.newcomer@geheim.example.org"
SEARCHED = "zaunkoenigsuche"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
ADD = """mutation ($case: ID!, $file: ID!) {
  addMaterial(case: $case, input: { file: $file, title: "Ein Plan", licence: CC_BY_4_0 }) {
    practiceCase { id workingCopy { version } materials { url } } userErrors { code message } }
}"""

INVITE = """mutation ($email: String!) {
  inviteMember(input: { email: $email, role: AUTHOR, municipality: "15084" }) { invitation { id } userErrors { code message } }
}"""
DOMAINS = """mutation {
  setMailDomains(municipality: "15084", domains: ["geheim.example.org"]) { domains userErrors { code message } }
}"""
REGISTER = 'mutation ($email: String!) { register(email: $email, municipality: "15084") { userErrors { code message } } }'
A_YEAR_LATER = str(366 * 86_400)


def upload(url: str, token: str) -> str:
    """A file on its way in; returns its id."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    answer = requests.post(f"{url}/dateien?name=planted-name.pdf", data=PDF, headers=headers, timeout=10)
    assert answer.status_code == 201, answer.text
    return answer.json()["file"]["id"]


def mailed_link(network: Network, path: str) -> str:
    """The newest link to this page, from the mail that brings it."""

    def links() -> list[str]:
        texts = (text_of(message) for message in network.mailbox.messages())
        return [link for text in texts for link in re.findall(rf"{re.escape(network.app.url + path)}\?token=\S+", text)]

    return eventually(links, f"a mail with a link to {path}")[-1]


def cookies_of(browser: Browser) -> set[str]:
    """What the browser's cookies hold."""
    return {value for value in browser.session.cookies.values() if value}


def sign_in(network: Network) -> set[str]:
    """The author signs in by a link and makes an access token, which is used; returns what nobody else is to read."""
    browser = Browser(network.app.url)
    browser.post("/anmelden", email=AUTHOR)
    link = mailed_link(network, "/anmelden/link")
    secrets = {pages.token_in(link), *cookies_of(browser)}
    browser.post("/anmelden/link", token=hidden(browser.get(link), "token"))
    assert browser.is_signed_in()
    made = shown_secret(browser.post("/konto/zugriffsschluessel", bezeichnung="Statistik", umfang="read", tage="30"))
    viewer = GraphQL(f"{network.app.url}/graphql", made).execute("{ viewer { account { email } } }")["viewer"]
    assert viewer["account"]["email"] == AUTHOR
    return secrets | cookies_of(browser) | {made}


def press_mailed(network: Network, path: str) -> str:
    """Opens the mailed link, presses its page's button and returns the token."""
    link = mailed_link(network, path)
    pages.press(pages.open_form(link))
    return pages.token_in(link)


def arrive(network: Network) -> set[str]:
    """Somebody is invited, and somebody else registers; returns what nobody else is to read."""
    editor = network.app.client("reviewer")
    editor.accept(INVITE, {"email": GUEST})
    editor.accept(DOMAINS, {})
    assert network.app.client().execute(REGISTER, {"email": NEWCOMER})["register"]["userErrors"] == []
    tokens = {press_mailed(network, path) for path in ("/einladung", "/registrieren/bestaetigen")}
    return {GUEST, NEWCOMER, editor.token, *tokens}


def test_nothing_secret_reaches_the_log(network: Network) -> None:
    app = network.app
    app.start(log__filter="debug,hyper=info,sqlx=debug,sea_orm=debug")
    author_token = app.token("author", "15084", email=AUTHOR)
    author, public = api.GraphQL(f"{app.url}/graphql", author_token), app.client()
    secrets = {AUTHOR, READER, author_token, SEARCHED}

    api.subscribe(public, READER, frequency="IMMEDIATE")
    link = confirmation_link(network.mailbox.wait_for(1)[-1], app.url)
    secrets.add(pages.token_in(link))
    form = pages.open_form(link)
    secrets |= {form["fields"]["formular"], *form["session"].cookies.values()}
    pages.press(form)

    secrets |= sign_in(network) | arrive(network)
    api.search(public, SEARCHED)
    requests.get(f"{app.url}/suche", params={"q": SEARCHED}, timeout=10)
    requests.get(f"{app.url}/abo/abmelden/planted-path-token", timeout=10)
    requests.post(f"{app.url}/graphql", json={"query": "{"}, headers={"Cookie": "wissensnetz=planted-cookie"}, timeout=10)
    requests.post(f"{app.url}/graphql", json={"query": "{ a }"}, headers={"Authorization": "Bearer planted-bearer"}, timeout=10)
    secrets |= {"planted-path-token", "planted-cookie", "planted-bearer"}

    draft = author.accept(api.CREATE, {"input": cases.a_case()})
    with_file = author.accept(ADD, {"case": draft["id"], "file": upload(app.url, author_token)})
    material = with_file["materials"][0]
    file_token = parse_qs(urlsplit(material["url"]).query)["token"][0]
    assert requests.get(material["url"], timeout=10).content == PDF
    secrets.add(file_token)

    handed_in = author.accept(api.SUBMIT, api.as_read(with_file))
    app.client("reviewer").accept(api.PUBLISH, api.as_read(handed_in))
    app.restart(clock__offset="3600")
    (digest,) = network.mailbox.wait_for_digests(1)
    leave = unsubscribe_url(digest)
    secrets.add(leave.rsplit("/", 1)[-1])
    requests.post(leave, data={"List-Unsubscribe": "One-Click"}, timeout=10)
    app.restart(clock__offset=A_YEAR_LATER)
    secrets.add(press_mailed(network, "/bestaetigung"))
    app.stop()

    log = app.log()
    assert len(log.splitlines()) > 20, "a log that says nothing proves nothing"
    found = sorted(secret for secret in secrets if secret in log)
    lines = [line[:300] for line in log.splitlines() if any(secret in line for secret in found)]
    assert not found, "\n".join(lines[:20])
