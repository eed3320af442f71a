"""The whole way: a case is imported, another written, published and found, and reaches a subscriber by mail who then unsubscribes.

The test runs embedded and with PostgreSQL, Meilisearch and a real SMTP server.
"""

import time
from collections.abc import Callable

import requests

from conftest import Network
from support import api, cases, pages
from support.days import DAY, working_day
from support.mailbox import confirmation_link, html_of, text_of, unsubscribe_url
from support.waiting import eventually, stays

TITLE = cases.a_case()["title"]


def import_demo_cases(network: Network) -> float:
    """Imports the demo cases as an operator does; returns the seconds it took."""
    network.app.check("migrate")
    started = time.monotonic()
    network.app.check("import", str(cases.DEMO_FILE))
    return time.monotonic() - started


def confirmed_subscription(network: Network, email: str, **criteria: object) -> None:
    """Subscribes as the public, opens the mail, and confirms on the page that it links to."""
    public = network.app.client()
    before = len(network.mailbox.messages())
    api.subscribe(public, email, **criteria)
    mail = network.mailbox.wait_for(before + 1)[-1]
    assert email in mail["To"]
    link = confirmation_link(mail, network.app.url)
    token = pages.token_in(link)

    form = pages.open_form(link)
    state = public.execute(api.SUBSCRIPTION, {"token": token})["subscription"]["state"]
    assert state == "PENDING", "opening the link must change nothing: mail software opens links by itself"
    pages.press(form)
    assert public.execute(api.SUBSCRIPTION, {"token": token})["subscription"]["state"] == "ACTIVE"
    pages.press(form)  # pressed twice: nothing breaks


def test_a_case_travels_from_its_draft_to_the_search_and_into_a_mail(network: Network, measured: Callable[[str, float], None]) -> None:
    app = network.app
    measured(f"{network.mode}: import of {len(cases.demo_lines())} demo cases", import_demo_cases(network))
    app.start()
    public, author, editor = app.client(), app.client("author", "15084"), app.client("reviewer")
    imported = len(cases.demo_lines())
    eventually(lambda: api.search(public, "")["totalCount"] == imported, f"all {imported} imported cases are found", timeout=60)

    confirmed_subscription(network, "leserin@example.org", text="Saatgutbibliothek")

    handed_in = api.submitted_case(author, cases.a_case())
    assert handed_in["id"] not in api.found(public, "Konferenz"), "what is not published is not found"
    editor.accept(api.PUBLISH, api.as_read(handed_in))
    started = time.monotonic()
    # By the process that runs all the time, without a command or a restart. How soon is measured: on a machine that has much to do it says nothing.
    eventually(lambda: handed_in["id"] in api.found(public, "Konferenz"), "the case is found by a part of its compound", timeout=30)
    measured(f"{network.mode}: from published to found", time.monotonic() - started)

    hit = next(edge for edge in api.search(public, "Saatgutbibliothek")["edges"] if edge["node"]["id"] == handed_in["id"])
    assert "<mark>" in hit["highlights"]["snippet"]
    api.publish_new(author, editor, cases.another_case())

    first = working_day(1)
    app.restart(clock__offset=first)
    (digest,) = network.mailbox.wait_for_digests(1)
    stays(lambda: len(network.mailbox.digests()), 1)
    assert_is_a_good_digest(network, digest)

    app.restart(clock__offset=str(int(first) + 2 * DAY))
    stays(lambda: len(network.mailbox.digests()), 1, seconds=3)  # nothing new: no mail

    unsubscribe_with_one_click(network, unsubscribe_url(digest))
    api.publish_new(author, editor, cases.a_case(title="Bildungskonferenz im zweiten Jahr auf dem Bahnhof"))
    app.restart(clock__offset=working_day(int(first) // DAY + 4))
    stays(lambda: len(network.mailbox.digests()), 1, seconds=3)


def assert_is_a_good_digest(network: Network, digest) -> None:
    """What a mail must have so that people and mail servers like it."""
    assert "leserin@example.org" in digest["To"]
    assert digest.get_content_type() == "multipart/alternative"
    text, html = text_of(digest), html_of(digest)
    for part in (text, html):
        assert TITLE in part
        assert "Lesepaten" not in part, "a case that does not match the subscription"
        assert "Saatgutbibliothek" in part, "why the case is in the mail"
        assert f"{network.app.url}/" in part
    assert not any(case["title"] in text for case in cases.demo_cases()), "what was imported with an old date is not new"
    assert digest["Auto-Submitted"] == "auto-generated"
    assert digest["List-Unsubscribe-Post"] is None, "one click is promised for https alone (RFC 8058), and tests speak plain http"
    assert digest["List-Id"]
    assert digest["Message-ID"].startswith("<")
    assert digest["From"].addresses[0].addr_spec == "wissensnetz@example.org"
    assert "!" not in digest["Subject"]


def unsubscribe_with_one_click(network: Network, url: str) -> None:
    """As mail software does it (RFC 8058): a POST without cookies; a GET must change nothing."""
    assert url.startswith(f"{network.app.url}/abo/abmelden/")
    token = url.rsplit("/", 1)[-1]
    public = network.app.client()

    def state() -> str:
        return public.execute(api.SUBSCRIPTION, {"token": token})["subscription"]["state"]

    pages.open_form(url)
    pages.open_form(f"{network.app.url}/abo/abmelden?token={token}")
    assert state() == "ACTIVE"
    for _ in range(2):  # the second time changes nothing and is no error
        answer = requests.post(url, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False, timeout=10)
        assert answer.status_code in (200, 202, 204), (answer.status_code, answer.text[:500])
        assert state() == "WITHDRAWN"


def test_one_click_works_as_multipart_too(embedded: Network) -> None:
    app = embedded.app.start()
    confirmed_subscription(embedded, "leser@example.org", frequency="IMMEDIATE")
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    app.restart(clock__offset="3600")
    (digest,) = embedded.mailbox.wait_for_digests(1)
    url = unsubscribe_url(digest)
    answer = requests.post(url, files={"List-Unsubscribe": (None, "One-Click")}, allow_redirects=False, timeout=10)
    assert answer.ok, answer.text[:500]
    state = app.client().execute(api.SUBSCRIPTION, {"token": url.rsplit("/", 1)[-1]})["subscription"]["state"]
    assert state == "WITHDRAWN"


def test_the_page_behind_the_unsubscribe_link_unsubscribes_by_its_button(embedded: Network) -> None:
    app = embedded.app.start()
    confirmed_subscription(embedded, "leser@example.org", frequency="IMMEDIATE")
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    app.restart(clock__offset="3600")
    (digest,) = embedded.mailbox.wait_for_digests(1)
    token = unsubscribe_url(digest).rsplit("/", 1)[-1]
    assert token in text_of(digest)
    pages.press(pages.open_form(f"{app.url}/abo/abmelden?token={token}"))
    assert app.client().execute(api.SUBSCRIPTION, {"token": token})["subscription"]["state"] == "WITHDRAWN"


def test_two_workers_send_one_digest(make_network) -> None:
    network = make_network("full")
    app = network.app.start()
    for number in range(5):
        confirmed_subscription(network, f"leser{number}@example.org")
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    app.stop()
    offset = working_day(1)
    worker = app.sibling(clock__offset=offset).start("work")
    try:
        app.start(clock__offset=offset)
        network.mailbox.wait_for_digests(5)
        stays(lambda: len(network.mailbox.digests()), 5, seconds=3)
        assert len({str(digest["To"]) for digest in network.mailbox.digests()}) == 5
        assert len({str(digest["Message-ID"]) for digest in network.mailbox.digests()}) == 5
        worker.stop()
    finally:
        worker.close()
