"""The log of a whole journey, at its most talkative, holds no mail address, no token, no cookie and nothing that somebody searched for."""

from urllib.parse import parse_qs, urlsplit

import requests

from conftest import Network
from support import api, cases, pages
from support.mailbox import confirmation_link, unsubscribe_url

READER = "planted.reader@geheim.example.org"
AUTHOR = "planted.author@geheim.example.org"
SEARCHED = "zaunkoenigsuche"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
ADD = """mutation ($case: ID!, $file: ID!) {
  addMaterial(case: $case, input: { file: $file, title: "Ein Plan" }) { practiceCase { materials { url } } userErrors { code message } }
}"""


def upload(url: str, token: str) -> str:
    """A file on its way in; returns its id."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    answer = requests.post(f"{url}/dateien?name=planted-name.pdf", data=PDF, headers=headers, timeout=10)
    assert answer.status_code == 201, answer.text
    return answer.json()["file"]["id"]


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

    api.search(public, SEARCHED)
    requests.get(f"{app.url}/suche", params={"q": SEARCHED}, timeout=10)
    requests.get(f"{app.url}/abo/abmelden/planted-path-token", timeout=10)
    requests.post(f"{app.url}/graphql", json={"query": "{"}, headers={"Cookie": "wissensnetz=planted-cookie"}, timeout=10)
    requests.post(f"{app.url}/graphql", json={"query": "{ a }"}, headers={"Authorization": "Bearer planted-bearer"}, timeout=10)
    secrets |= {"planted-path-token", "planted-cookie", "planted-bearer"}

    draft = author.accept(api.CREATE, {"input": cases.a_case()})
    material = author.accept(ADD, {"case": draft["id"], "file": upload(app.url, author_token)})["materials"][0]
    file_token = parse_qs(urlsplit(material["url"]).query)["token"][0]
    assert requests.get(material["url"], timeout=10).content == PDF
    secrets.add(file_token)

    author.accept(api.SUBMIT, {"id": draft["id"]})
    app.client("reviewer").accept(api.PUBLISH, {"id": draft["id"]})
    app.restart(clock__offset="3600")
    (digest,) = network.mailbox.wait_for_digests(1)
    leave = unsubscribe_url(digest)
    secrets.add(leave.rsplit("/", 1)[-1])
    requests.post(leave, data={"List-Unsubscribe": "One-Click"}, timeout=10)
    app.stop()

    log = app.log()
    assert len(log.splitlines()) > 20, "a log that says nothing proves nothing"
    found = sorted(secret for secret in secrets if secret in log)
    lines = [line[:300] for line in log.splitlines() if any(secret in line for secret in found)]
    assert not found, "\n".join(lines[:20])
