"""Every mail of the network, looked at by programs that nobody here wrote; and what happens when a scanner opens its links: nothing."""

import html
import re
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import requests

from conftest import Network
from support import api, cases, pages
from support.browser import Browser
from support.graphql import GraphQL
from support.mailbox import confirmation_link, html_of, text_of
from support.node import run_node
from support.waiting import eventually
from test_sign_in import AUTHOR, ask, press, set_up_second_factor

DAY = 24 * 60 * 60
KINDS = {
    "confirmation",
    "deputation",
    "digest",
    "freshness",
    "inactivity",
    "invitation",
    "registration",
    "request",
    "request_reply",
    "review",
    "second_factor_reset",
    "sign_in",
    "test",
}
SPAM_LIMIT = 2.0


@pytest.fixture(scope="session")
def samples(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every mail and made-up data: NAME.eml and NAME.html."""
    writer = binary.parent / "examples" / "mail_samples"
    assert writer.exists(), f"{writer} is missing: cargo build -p mail --example mail_samples"
    folder = tmp_path_factory.mktemp("mails")
    subprocess.run([writer, folder], check=True, timeout=60)
    assert len(list(folder.glob("*.eml"))) >= 20
    return folder


def test_the_html_of_every_mail_is_valid(samples: Path) -> None:
    assert run_node("mail_html.mjs", *sorted(str(path) for path in samples.glob("*.html"))) == {}


def test_no_mail_has_to_be_scrolled_sideways(samples: Path) -> None:
    browser = shutil.which("chromium")
    assert browser, "chromium is missing; scripts/test installs it"
    widths = run_node("mail_screenshots.mjs", browser, "-", *sorted(str(path) for path in samples.glob("*.html")))
    assert len(widths) == 4 * len(list(samples.glob("*.html")))
    assert {name: box for name, box in widths.items() if max(box["page"], box["content"]) > box["width"]} == {}


def test_every_mail_reads_as_a_message_without_defects(samples: Path) -> None:
    kinds = set()
    for path in samples.glob("*.eml"):
        content = path.read_bytes()
        message = message_from_bytes(content, policy=policy.default)
        assert not message.defects and not any(part.defects for part in message.walk()), path.name
        assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"], path.name
        for name in ("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted", "X-Auto-Response-Suppress"):
            assert len(message.get_all(name)) == 1, (path.name, name)
        assert all(len(line) <= 998 for line in content.split(b"\r\n")) and len(content) < 100_000, path.name
        kinds.add(message["Message-ID"][1:].split(".")[0])
    assert kinds == KINDS


def test_no_mail_looks_like_spam(samples: Path) -> None:
    """SpamAssassin with its local rules alone (-L): nobody is asked over the network."""
    program = shutil.which("spamassassin")
    assert program, "spamassassin is missing; scripts/test installs it"
    points = {}
    for path in sorted(samples.glob("*.eml")):
        done = subprocess.run([program, "-L", "-t"], input=path.read_bytes(), capture_output=True, timeout=60, check=True)
        status = re.search(rb"X-Spam-Status: \w+, score=(-?[\d.]+) .*?tests=([\w,\s]+?)(?=\s\w+=)", done.stdout, re.DOTALL)
        assert status, done.stdout[:2000]
        points[path.stem] = (float(status[1]), status[2].decode())
    assert all(score < SPAM_LIMIT for score, _ in points.values()), points


def database(network: Network) -> dict[str, list[tuple]]:
    """All rows of all tables."""
    (file,) = (network.app.folder / "data").glob("*.db")
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table' order by name")]
        return {table: sorted(connection.execute(f'select * from "{table}"').fetchall(), key=repr) for table in tables}
    finally:
        connection.close()


def links_in(message) -> set[str]:
    """Every address that a mail holds, wherever it stands."""
    found = re.findall(r"https?://[^\s>\"]+", text_of(message))
    found += [html.unescape(link) for link in re.findall(r'href="([^"]+)"', html_of(message))]
    found += re.findall(r"<(https?://[^>]+)>", str(message["List-Unsubscribe"] or ""))
    return set(found)


def lose_a_second_factor(network: Network) -> None:
    """Has an author set a second factor up, and the operator reset it."""
    browser = Browser(network.app.url)
    press(browser, ask(browser, network.mailbox))
    set_up_second_factor(browser)
    network.app.check("second-factor", "reset", "--email", AUTHOR)
    eventually(lambda: "second_factor_reset" in kinds_of(network), "the word of the reset")


def name_a_deputy(editor: GraphQL) -> None:
    """Has somebody named who stands in for a coordination the day after tomorrow: nobody's rights change yet."""
    members = editor.execute('{ members(municipality: "15084") { nodes { id } } }')["members"]["nodes"]
    begin = datetime.now(UTC) + timedelta(days=2)
    period = {"from": begin.isoformat(), "until": (begin + timedelta(days=1)).isoformat()}
    document = (
        "mutation($deputy: ID!, $from: DateTime!, $until: DateTime!) { nameDeputy(deputy: $deputy, from: $from, until: $until) "
        "{ deputation { id } userErrors { code message } } }"
    )
    editor.accept(document, {"deputy": members[0]["id"], **period})


def send_every_kind(network: Network) -> None:
    """Has the network write each of its mails, moving its clock for those that time brings."""
    app = network.app
    app.start()
    public, author, editor = app.client(), app.client("author", "15084"), app.client("reviewer")
    lose_a_second_factor(network)
    name_a_deputy(editor)
    eventually(lambda: "deputation" in kinds_of(network), "the word to the deputy")
    before = len(network.mailbox.messages())
    api.subscribe(public, "leserin@example.org", frequency="IMMEDIATE")
    pages.press(pages.open_form(confirmation_link(network.mailbox.wait_for(before + 1)[-1], app.url)))
    api.subscribe(public, "leser@example.org")
    editor.accept(
        'mutation { inviteMember(input: { email: "neu@kreis.example.org", role: AUTHOR, municipality: "15084" }) '
        "{ invitation { id } userErrors { code message } } }",
        {},
    )
    domains = '(municipality: "15084", domains: ["kreis.example.org"])'
    editor.accept(f"mutation {{ setMailDomains{domains} {{ domains userErrors {{ code message }} }} }}", {})
    public.execute('mutation { register(email: "amt@kreis.example.org", municipality: "15084") { userErrors { code message } } }')
    api.publish_new(author, editor, cases.a_case())
    app.restart(clock__offset="3600")
    network.mailbox.wait_for_digests(1)
    asker = app.client("author", "15083")
    document = "mutation { askNetwork(question: %s) { request { id } userErrors { code message } } }"
    question = asker.accept(document % '"Wer hat Erfahrung mit einer Bildungskonferenz?"', {})
    eventually(lambda: "request" in kinds_of(network), "the question to a municipality that has such a case")
    document = "mutation($id: ID!) { replyToRequest(id: $id, reply: %s) { reply { id } userErrors { code message } } }"
    author.accept(document % '"Wir laden jedes Jahr ein."', {"id": question["id"]})
    app.restart(clock__offset=str(366 * DAY))
    eventually(lambda: "freshness" in kinds_of(network), "the question whether the case still holds")
    app.restart(clock__offset=str(560 * DAY))
    eventually(lambda: "inactivity" in kinds_of(network), "the warning to an unused account")
    # What is good for a short time is asked for last, so that its links are still good.
    Browser(app.url).post("/anmelden", email=AUTHOR)
    assert app.client("reviewer").accept("mutation { sendTestMail { queued userErrors { code message } } }", {})
    api.subscribe(app.client(), "spaet@example.org")
    eventually(lambda: kinds_of(network) >= KINDS, f"the network writes each of {KINDS}")
    assert kinds_of(network) == KINDS


def kinds_of(network: Network) -> set[str]:
    return {str(message["Message-ID"])[1:].split(".")[0] for message in network.mailbox.messages()}


def test_whoever_opens_every_link_in_every_mail_changes_nothing(embedded: Network) -> None:
    send_every_kind(embedded)
    links = set().union(*(links_in(message) for message in embedded.mailbox.messages()))
    assert any("/abo/abmelden/" in link for link in links) and any("token=" in link for link in links)
    eventually(lambda: not database(embedded)["job"], "all that waits is done", timeout=60)
    before = database(embedded)
    for link in sorted(links):
        assert link.startswith(embedded.app.url), link
        for method in ("HEAD", "GET", "GET", "HEAD"):
            answer = requests.request(method, link, allow_redirects=True, timeout=10)
            # A link to sign in is good in the browser alone that asked for it, and some pages are for members.
            assert answer.status_code in (200, 401, 403, 404), (method, link, answer.status_code)
    after = database(embedded)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert len(embedded.mailbox.messages()) == len(set(m["Message-ID"] for m in embedded.mailbox.messages()))
