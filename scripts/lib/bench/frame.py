"""What every measurement has: notes, figures, options, and an end that stops the servers."""

import argparse
import signal
import sys
from pathlib import Path

CONNECTIONS = (1, 16, 64)


def note(text):
    print(f"== {text}", file=sys.stderr, flush=True)


class Facts(dict):
    """Figures by what they are and whose they are."""

    def __missing__(self, what):
        return self.setdefault(what, {})


def parser():
    """The options that every measurement takes; scripts/lib/bench.sh passes them."""
    options = argparse.ArgumentParser()
    options.add_argument("--binaries", type=Path, required=True)
    options.add_argument("--cases", type=Path, required=True)
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--seconds", type=int, default=5)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--only", help="measure the queries whose name has this in it")
    return options


def count_lines(path):
    with path.open("rb") as lines:
        return sum(1 for _ in lines)


def attend(servers, work):
    """Does the work. A signal becomes an exception, so that the servers are stopped whatever ends it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        work()
    finally:
        for server in servers:
            server.stop(patience=2)
