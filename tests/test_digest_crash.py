"""kill -9 of the worker, many times while it composes digests: every reader has one digest and gets it once.

The one exception is a mail whose sender was killed between content and answer: it comes twice at most, and is known to be uncertain.

A worker composes and delivers. It is killed 65 times in all: 50 times while it delivers (`test_mail_crash.py`), where each mail has moments of its own to
die in, and 15 times here. A chunk of readers is one transaction, so a kill falls before a commit or between two, and more of them would only
repeat these two, at some seconds each for a process to start and to look through what is new.
"""

import random
import time
from collections.abc import Callable

import psycopg

from conftest import MakeNetwork, Network
from support import api, cases
from support.days import working_day
from support.deliveries import open_mails
from support.mailbox import Sink
from support.waiting import eventually

KILLS = 15
READERS = 6_000
# What a worker has claimed is another's 15 seconds after its last sign of life.
LEASE_AND_SOME = 16

# Copies of a reader and their subscription, confirmed yesterday and due since then.
COPIES_OF_READER = """
INSERT INTO reader (id, email, state, hour, weekday, quiet_days, titles_only, max_per_day, next_due_at, counted_mails, token, created_at)
SELECT md5('reader' || number)::uuid, 'leser-' || number || '@example.org', state, hour, weekday, FALSE, titles_only, max_per_day,
       now() - interval '1 day', 0, 'reader-' || number, created_at
FROM reader, generate_series(1, %s) AS number WHERE email = 'leserin@example.org'
"""
COPIES_OF_SUBSCRIPTION = """
INSERT INTO subscription (id, reader_id, criteria, frequency, state, consent_version, requested_at, confirmed_at, unsubscribe_token, covered_until)
SELECT md5('subscription' || number)::uuid, md5('reader' || number)::uuid, criteria, frequency, 'active', consent_version,
       now() - interval '1 day', now() - interval '1 day', 'leave-' || number, now() - interval '1 day'
FROM subscription, generate_series(1, %s) AS number
"""
# Whoever composes holds the readers until the transaction ends; nothing else in these tests locks rows of that table.
COMPOSING = """
SELECT COUNT(*) FROM pg_locks JOIN pg_class ON pg_class.oid = pg_locks.relation
WHERE pg_class.relname = 'reader' AND pg_locks.mode = 'RowShareLock'
  AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def _crowded(make_network: MakeNetwork, sink: Sink) -> Network:
    """A network with a new case and many readers who are due two days from now, which is when it works from now on. Nothing of it runs."""
    network = make_network("full", jobs__in_serve="false")
    app = network.app.start()
    api.subscribe(app.client(), "leserin@example.org")
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    app.stop()
    with psycopg.connect(app.settings["WISSENSNETZ_DATABASE__URL"], autocommit=True) as connection:
        connection.execute(COPIES_OF_READER, [READERS])
        connection.execute(COPIES_OF_SUBSCRIPTION, [READERS])
    app.settings |= {"WISSENSNETZ_MAIL__URL": sink.url, "WISSENSNETZ_CLOCK__OFFSET": working_day(2)}
    return network


def test_fifteen_kills_while_digests_are_composed_lose_none_and_double_none(
    make_network: MakeNetwork, sink: Sink, measured: Callable[[str, float], None]
) -> None:
    app, chance = _crowded(make_network, sink).app, random.Random(3834)
    url = app.settings["WISSENSNETZ_DATABASE__URL"]
    started, kills, ahead = time.monotonic(), 0, int(app.settings["WISSENSNETZ_CLOCK__OFFSET"])

    def start() -> None:
        """Starts a worker whose clock says that the lease of the one that was killed before it has ended."""
        app.start("work", clock__offset=str(ahead + kills * LEASE_AND_SOME))

    with psycopg.connect(url, autocommit=True) as connection:

        def number(sql: str) -> int:
            return connection.execute(sql).fetchone()[0]

        while kills < KILLS and (before := number("SELECT COUNT(*) FROM digest")) < READERS:
            start()
            eventually(lambda: number(COMPOSING) > 0, f"composing begins for the {kills + 1}th time", timeout=30, every=0.001)
            if kills % 3 == 2:
                # However slow the machine is, some of the kills come after a chunk was written down.
                eventually(lambda: number("SELECT COUNT(*) FROM digest") > before, "a chunk is composed", timeout=30, every=0.001)
            else:
                time.sleep(chance.uniform(0, 0.08))
            app.kill()
            kills += 1
        composed = number("SELECT COUNT(*) FROM digest")
        assert kills >= 10 and composed > 0, f"the kills fell into the composing, not before it or behind it: {kills}, {composed} composed"
        measured(f"{kills} kills, {composed} digests were composed meanwhile", time.monotonic() - started)

        start()
        eventually(lambda: number("SELECT COUNT(*) FROM digest") >= READERS, "all digests are composed", timeout=60, every=0.2)
        eventually(lambda: open_mails(url) == 0, "nothing is open any more", timeout=90, every=0.5)
        app.stop()
        counted = connection.execute("SELECT COUNT(*), COUNT(DISTINCT subscription_id), COUNT(DISTINCT delivery_id) FROM digest").fetchone()
        rows = connection.execute("SELECT message_id, recipient, state, uncertain FROM delivery WHERE kind = 'digest'").fetchall()
    assert counted == (READERS, READERS, READERS), "one digest for each subscription, each with a mail of its own"
    assert len(rows) == len({recipient for _, recipient, _, _ in rows}) == READERS, "one mail for each reader"
    states = {message: (state, uncertain) for message, _, state, uncertain in rows}
    assert {state for state, _ in states.values()} <= {"sent", "uncertain"}
    lost = [message for message, (state, _) in states.items() if sink.arrived[message] == 0 and state != "uncertain"]
    assert not lost, f"{len(lost)} mails never arrived"
    digests = {message: count for message, count in sink.arrived.items() if message.startswith("<digest.")}
    assert set(digests) <= set(states), "nothing arrived that is in no row"
    doubled = {message for message, count in digests.items() if count > 1}
    assert all(digests[message] == 2 and states[message][1] for message in doubled), "twice came only what is known to be uncertain"
    measured(f"{READERS} digests, {len(doubled)} of them came twice", time.monotonic() - started)
