"""Waiting for something to become true, and free ports."""

import socket
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(probe: Callable[[], T], what: str, timeout: float = 20.0, every: float = 0.02) -> T:
    """Asks `probe` until its answer is truthy, and returns that answer. Fails saying `what` did not happen, and the last answer."""
    deadline = time.monotonic() + timeout
    while True:
        answer = probe()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen within {timeout:g} s: {what}; last answer: {answer!r}")
        time.sleep(every)


def stays(probe: Callable[[], T], expected: T, seconds: float = 2.0) -> None:
    """Asserts that the answer is `expected` and stays so, for things that must not happen (a second mail)."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = probe()
        assert answer == expected
        time.sleep(0.1)


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
