"""A process that is told to stop: it brings to an end what has begun, waits for nobody for ever, and ends at once if told so twice."""

import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conftest import Network
from support.process import Wissensnetz
from support.waiting import eventually

HEAD = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"


@contextmanager
def slow_client(app: Wissensnetz) -> Iterator[None]:
    """Somebody who has begun a request, of which the server waits for the rest."""
    address = urlsplit(app.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(HEAD)
        assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")
        yield


def listens(pid: int) -> bool:
    """Whether the process does something of its own at SIGTERM (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    caught = next(line for line in status if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize(("second", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_second_signal_ends_it_at_once(embedded: Network, second: signal.Signals, code: int) -> None:
    app = embedded.app.start()
    with slow_client(app):
        app.process.send_signal(signal.SIGTERM)
        eventually(lambda: "stopping" in app.log(), "the first is heard")
        app.process.send_signal(second)
        assert app.process.wait(10) == code
    app.process = None
    assert app.log().count("told to stop once more") == 1


@pytest.mark.slow
def test_slow_clients_hold_a_stop_for_a_quarter_of_a_minute(embedded: Network) -> None:
    app = embedded.app.start()
    with slow_client(app), slow_client(app):
        assert 10 < app.stop(timeout=30) < 25
    (line,) = [line for line in app.log().splitlines() if "connections on which a request had not ended were closed" in line]
    assert "connections=2" in line and "seconds=15" in line


def test_a_stop_is_heard_while_it_starts(embedded: Network) -> None:
    app = embedded.app
    app.check("migrate")
    writer = sqlite3.connect(app.folder / "data" / "wissensnetz.db", isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        app.start(wait=False)
        eventually(lambda: listens(app.process.pid), "it listens to signals")
        app.stop()
    finally:
        writer.close()
    assert "serving" not in app.log()
