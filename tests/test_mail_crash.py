"""kill -9 of the sender, fifty times at random moments: no mail is lost, and none comes twice but where the answer to its content was lost.

What arrived is counted at the mail server, by Message-ID; what the database says is compared with it.
"""

import random
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from conftest import MakeNetwork, Network
from support import api
from support.deliveries import open_mails
from support.mailbox import Sink
from support.waiting import eventually

KILLS = 50
MAILS = 6_000

# A copy of a mail that a use case wrote, under an id and a Message-ID of its own.
COPIES_ON_POSTGRES = """
INSERT INTO delivery (id, kind, recipient, message_id, mail_json, state, bulk, attempts, uncertain, due_at, created_at)
SELECT copy.id, kind, recipient, replace(message_id, delivery.id::text, copy.id::text), replace(mail_json, delivery.id::text, copy.id::text),
       'queued', number %% 10 > 0, 0, 0, created_at, created_at
FROM delivery, (SELECT gen_random_uuid() AS id, number FROM generate_series(1, %s) AS number) AS copy
"""


class Fickle(Sink):
    """A mail server in every bad mood: it closes after a few mails, drops the line after a content, has no time, puts off, says that its system
    is down. Everything by turns, so that no mail meets with the same twice in a row."""

    def __init__(self) -> None:
        self.answered = 0
        self.of_session: dict[int, int] = {}
        super().__init__()

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:  # noqa: N802 - the name that aiosmtpd calls
        self.of_session[id(session)] = self.of_session.get(id(session), 0) + 1
        if self.of_session[id(session)] > 7:
            server.transport.close()
            return "421 4.7.0 too many mails for one connection"
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        self.answered += 1
        if self.answered % 41 == 0:
            return "451 4.3.0 later"
        if self.answered % 43 == 0:
            return "421 4.3.2 the system is going down"
        answer = await super().handle_DATA(server, session, envelope)
        if self.answered % 47 == 0:
            server.transport.abort()
        return answer


@pytest.fixture
def fickle() -> Iterator[Fickle]:
    server = Fickle()
    try:
        yield server
    finally:
        server.close()


def _crowded(make_network: MakeNetwork, server: Sink, mails: int) -> Network:
    """A network whose queue holds many mails, and whose mail server is up. Nothing of it runs."""
    # Without a work queue in the process the first of them waits.
    network = make_network("full", jobs__in_serve="false")
    app = network.app.start()
    api.subscribe(app.client(), "leserin@example.org")
    app.stop()
    with psycopg.connect(app.settings["WISSENSNETZ_DATABASE__URL"], autocommit=True) as connection:
        connection.execute(COPIES_ON_POSTGRES, [mails - 1])
    app.settings["WISSENSNETZ_MAIL__URL"] = server.url
    return network


def test_a_server_in_every_bad_mood_gets_every_mail_once_but_those_whose_answer_it_lost(make_network: MakeNetwork, fickle: Fickle) -> None:
    mails = 1_500
    app = _crowded(make_network, fickle, mails).app.start("work", mail__mails_per_connection="1000")
    eventually(lambda: open_mails(app.settings["WISSENSNETZ_DATABASE__URL"]) == 0, "nothing is open any more", timeout=90, every=0.5)
    app.stop()
    rows = _rows(app.settings["WISSENSNETZ_DATABASE__URL"])
    assert {state for state, _, _ in rows.values()} <= {"sent", "uncertain"} and len(rows) == mails
    assert set(fickle.arrived) == set(rows), "every mail arrived"
    doubled = {message for message, count in fickle.arrived.items() if count > 1}
    assert doubled and all(fickle.arrived[message] == 2 for message in doubled)
    assert doubled == {message for message, (_, uncertain, _) in rows.items() if uncertain}, "twice came what is uncertain, and nothing else"


def test_fifty_kills_lose_nothing_and_double_nothing_but_what_is_uncertain(
    make_network: MakeNetwork, sink: Sink, measured: Callable[[str, float], None]
) -> None:
    app, chance = _crowded(make_network, sink, MAILS).app, random.Random(8058)
    started = time.monotonic()
    for kill in range(KILLS):
        before = sink.arrived.total()
        app.start("work")
        if before < MAILS:
            eventually(lambda: sink.arrived.total() > before, f"sending begins for the {kill + 1}th time", timeout=30, every=0.002)
        time.sleep(chance.uniform(0, 0.15))
        app.kill()
    measured(f"{KILLS} kills, {sink.arrived.total()} mails arrived meanwhile", time.monotonic() - started)

    rows = _rows(app.settings["WISSENSNETZ_DATABASE__URL"])
    assert any(state != "sent" for state, _, _ in rows.values()), "the kills fell into the sending, not behind it"
    app.start("work")
    eventually(lambda: open_mails(app.settings["WISSENSNETZ_DATABASE__URL"]) == 0, "nothing is open any more", timeout=90, every=0.5)
    app.stop()

    rows = _rows(app.settings["WISSENSNETZ_DATABASE__URL"])
    assert len(rows) == MAILS
    lost = {message for message, (state, _, _) in rows.items() if sink.arrived[message] == 0 and state != "uncertain"}
    assert not lost, f"{len(lost)} mails never arrived"
    assert set(sink.arrived) <= set(rows), "nothing arrived that is in no row"
    doubled = {message for message, count in sink.arrived.items() if count > 1}
    assert all(sink.arrived[message] == 2 for message in doubled), "no mail came three times"
    assert all(rows[message][1] >= 1 for message in doubled), "what came twice is known to be uncertain"
    uncertain = [message for message, (_, times, _) in rows.items() if times]
    # At most as many mails are between content and answer as there are connections.
    assert len(uncertain) <= KILLS * 8, f"{len(uncertain)} are uncertain"
    assert {state for state, _, _ in rows.values()} <= {"sent", "uncertain"}
    measured(f"{len(uncertain)} uncertain, {len(doubled)} of them came twice", time.monotonic() - started)


def _rows(url: str) -> dict[str, tuple[str, int, int]]:
    """Message-ID → state, how often uncertain, attempts."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("SELECT message_id, state, uncertain, attempts FROM delivery").fetchall()
    return {message: (state, uncertain, attempts) for message, state, uncertain, attempts in rows}
