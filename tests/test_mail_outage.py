"""The mail server is down, slow or in a bad mood: nothing waits for it, nothing is lost, nothing comes twice."""

import time

import psycopg
import pytest

from conftest import Network
from support import api
from support.mailbox import SmtpServer
from support.waiting import eventually, stays


@pytest.fixture
def full(make_network) -> Network:
    """A network whose mail goes out by SMTP; the work queue comes back to put-off mail after seconds."""
    return make_network("full")


@pytest.fixture
def smtp(full: Network) -> SmtpServer:
    """The mail server of that network."""
    assert isinstance(full.mailbox, SmtpServer)
    return full.mailbox


def test_mail_waits_for_a_server_that_is_down(full: Network, smtp: SmtpServer) -> None:
    app = full.app.start()
    smtp.stop()
    api.subscribe(app.client(), "leserin@example.org")
    time.sleep(1.5)
    smtp.start()
    (mail,) = smtp.wait_for(1, timeout=60)
    assert "leserin@example.org" in mail["To"]
    stays(lambda: len(smtp.messages()), 1)


def test_mail_waits_through_a_restart(full: Network, smtp: SmtpServer) -> None:
    app = full.app.start()
    smtp.stop()
    api.subscribe(app.client(), "leserin@example.org")
    app.restart()
    smtp.start()
    smtp.wait_for(1, timeout=60)


def test_a_passing_refusal_is_tried_again_with_the_same_message_id(full: Network, smtp: SmtpServer) -> None:
    smtp.answer_next("451 4.3.0 please come back later")
    app = full.app.start()
    api.subscribe(app.client(), "leserin@example.org")
    smtp.wait_for(1, timeout=60)
    assert smtp.attempts == 2
    stays(lambda: smtp.attempts, 2)


def test_a_lasting_refusal_is_recorded_with_its_text_and_not_tried_again(full: Network, smtp: SmtpServer) -> None:
    reply = "550 5.1.1 no such mailbox here, says the test"
    smtp.answer_next(reply)
    app = full.app.start()
    api.subscribe(app.client(), "niemand@example.org")
    eventually(lambda: smtp.attempts == 1, "the mail is offered")
    recorded = eventually(lambda: _replies(full), "the reply is recorded")
    assert "no such mailbox here, says the test" in recorded[0]
    stays(lambda: smtp.attempts, 1, seconds=4)
    assert "niemand@example.org" not in app.log(), "addresses never stand in the log"


def test_nobody_waits_for_a_slow_mail_server(full: Network, smtp: SmtpServer) -> None:
    smtp.hold()
    app = full.app.start()
    public = app.client()
    for number in range(3):
        api.subscribe(public, f"leser{number}@example.org")
    eventually(lambda: smtp.attempts > 0, "a mail is under way", timeout=30)
    api.subscribe(public, "leser3@example.org")
    assert smtp.messages() == [], "all were answered before the server took any mail"
    smtp.release()
    smtp.wait_for(4, timeout=60)
    stays(lambda: len(smtp.messages()), 4, seconds=4)


def test_the_answer_is_the_same_for_an_address_that_is_known(full: Network, smtp: SmtpServer) -> None:
    """Nobody learns from the API who subscribes."""
    app = full.app.start()
    public = app.client()
    first = api.subscribe(public, "leserin@example.org")
    second = api.subscribe(public, "leserin@example.org")
    assert {**first, "id": None} == {**second, "id": None}


def _replies(full: Network) -> list[str]:
    """What mail servers replied to failed mail, as the database keeps it."""
    with psycopg.connect(full.app.settings["WISSENSNETZ_DATABASE__URL"], autocommit=True) as connection:
        return [row[0] for row in connection.execute("SELECT last_reply FROM delivery WHERE state = 'failed'")]
