"""Files in an S3 store: a server that nobody here wrote takes them, gives them back whole and in parts, and forgets them."""

import hashlib

import requests

from conftest import Network
from support import api, cases
from support.services import S3Server
from support.waiting import eventually

# More than one part of an upload; the spaces are within what a PDF may have at its end.
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n" + b" " * 12_345_678
ADD = """mutation ($case: ID!, $file: ID!) {
  addMaterial(case: $case, input: { file: $file, title: "Ein Plan", licence: CC_BY_4_0 }) {
    practiceCase { materials { url sha256 } } userErrors { code message } }
}"""


def upload(url: str, token: str) -> str:
    """A file on its way in; returns its id."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    answer = requests.post(f"{url}/dateien?name=plan.pdf", data=PDF, headers=headers, timeout=60)
    assert answer.status_code == 201, answer.text
    return answer.json()["file"]["id"]


def test_files_go_to_the_store_and_come_back_as_they_were(embedded: Network, s3_server: S3Server) -> None:
    app = embedded.app
    app.start(**s3_server.settings())
    token = app.token("author", "15084")
    author = api.GraphQL(f"{app.url}/graphql", token)
    draft = author.accept(api.CREATE, {"input": cases.a_case()})
    material = author.accept(ADD, {"case": draft["id"], "file": upload(app.url, token)})["materials"][0]
    (name,) = s3_server.objects()
    assert name.startswith("netz/") and s3_server.objects() == {name: len(PDF)}

    whole = requests.get(material["url"], timeout=60)
    assert whole.status_code == 200 and hashlib.sha256(whole.content).hexdigest() == material["sha256"]
    assert hashlib.sha256(PDF).hexdigest() == material["sha256"]
    part = requests.get(material["url"], headers={"Range": "bytes=1-7"}, timeout=60)
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (206, PDF[1:8], f"bytes 1-7/{len(PDF)}")

    # What is on no case is deleted after a day, in the store as well; what is on one stays.
    upload(app.url, token)
    assert len(s3_server.objects()) == 2
    app.restart(clock__offset=str(2 * 86_400))
    eventually(lambda: list(s3_server.objects()) == [name], "the loose file is deleted", timeout=60)


def test_a_store_that_is_away_harms_nothing_else(embedded: Network, s3_server: S3Server) -> None:
    app = embedded.app
    app.start(**s3_server.settings())
    token = app.token("author", "15084")
    s3_server.process.kill()
    s3_server.process.wait()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    answer = requests.post(f"{app.url}/dateien?name=plan.pdf", data=PDF[:200], headers=headers, timeout=90)
    assert answer.status_code in (500, 503) and "schluessel" not in answer.text, answer.text
    assert app.client().execute("{ __typename }") == {"__typename": "Query"}
    assert "geheimnis" not in app.log()
