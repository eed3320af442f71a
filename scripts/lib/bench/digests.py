"""Digests under measurement: composed for every reader and delivered to smtp-sink, beside smtp-source."""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import report
from server import Server, clean_environment, free_port

SEARCHES = 500
SESSIONS = 10
# Each of ours waits for the database before it sends a mail's content.
CONNECTIONS = 16
PATIENCE = 900
# Cases that are published today belong to a week that has ended by then.
LATER = timedelta(days=8)


def note(text):
    print(f"== {text}", file=sys.stderr, flush=True)


class Sink:
    """smtp-sink: takes every mail. Counts them, and keeps them in a file if that is wanted."""

    def __init__(self, options, kept=None):
        self.port, self.out = free_port(), options.folder / "sink.out"
        self.kept = kept
        keep = ["-D", str(kept)] if kept else []
        # It wants to be told whose rights it has where it could have all.
        rights = ["-u", "root"] if os.geteuid() == 0 else []
        command = [str(options.smtp_tools / "usr/sbin/smtp-sink"), *rights, "-c", *keep, f"127.0.0.1:{self.port}", "1000"]
        self.process = subprocess.Popen(command, env=tools_environment(options), stdout=self.out.open("wb"), stderr=subprocess.STDOUT)
        time.sleep(0.3)
        if self.process.poll() is not None:
            raise RuntimeError(f"smtp-sink: {self.out.read_text(errors='replace')}")

    def count(self):
        """How many mails it has taken: it writes "sess=… quit=… mesg=…" over and over into one line."""
        with self.out.open("rb") as out:
            out.seek(max(0, self.out.stat().st_size - 200))
            found = re.findall(rb"mesg=(\d+)|message\D+(\d+)", out.read())
        return int(next(filter(None, found[-1]))) if found else 0

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def twice(self):
        """How many Message-IDs came more than once, and how many came in all."""
        seen, twice = set(), 0
        with self.kept.open("rb") as kept:
            for line in kept:
                if line.lower().startswith(b"message-id:"):
                    key = line.split(b":", 1)[1].strip()
                    twice += key in seen
                    seen.add(key)
        return twice, len(seen)


def tools_environment(options):
    return os.environ | {"LD_LIBRARY_PATH": str(options.smtp_tools / "usr/lib/postfix")}


def source(options, size, kept=None):
    """Mails a second of that size by smtp-source, connections kept open, to a sink that keeps them in a file if that is wanted."""
    sink = Sink(options, kept)
    command = [str(options.smtp_tools / "usr/sbin/smtp-source"), "-d", "-s", str(SESSIONS), "-m", str(options.readers), "-l", str(size)]
    started = time.monotonic()
    subprocess.run([*command, "-f", "a@example.org", "-t", "b@example.org", f"127.0.0.1:{sink.port}"], env=tools_environment(options), check=True)
    seconds = time.monotonic() - started
    sink.stop()
    if kept:
        kept.unlink()
    return options.readers / seconds


class Workers:
    """The binary with a database, once or more often."""

    def __init__(self, options, name, database, settings, processes):
        own = {"WISSENSNETZ_CLOCK__OFFSET": str(int(LATER.total_seconds())), "WISSENSNETZ_MAIL__KIND": "smtp"}
        own |= {"WISSENSNETZ_MAIL__REPLY_TO": "redaktion@example.org", "WISSENSNETZ_MAIL__CONNECTIONS": str(CONNECTIONS)} | settings
        own |= {"WISSENSNETZ_LIMITS__SEARCH__BURST": "100000"}
        if database:
            own["WISSENSNETZ_DATABASE__URL"] = database
        self.server = Server.of_network(name, options, own)
        self.options, self.processes, self.others = options, processes, []
        self.database = database or f"sqlite://{options.folder / f'data-{name}'}/wissensnetz.db"

    def run(self, *arguments):
        settings = clean_environment(self.server.settings_of_commands() | {"WISSENSNETZ_CLOCK__OFFSET": "0"})
        subprocess.run([self.server.command[0], *arguments], env=settings, check=True, capture_output=True)

    def prepare(self, searches):
        """Cases in the database and in the search, and readers who are due the moment a server starts."""
        self.run("import", str(self.options.cases))
        self.server.start()
        self.server.wait_until_searchable(sum(1 for _ in self.options.cases.open()))
        self.server.stop()
        due = (datetime.now(UTC) + LATER - timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
        fill = [str(self.options.binaries / "examples" / "fill_readers"), self.database, str(self.options.readers), str(searches), due]
        subprocess.run(fill, check=True, capture_output=True)

    def start(self):
        started = time.monotonic()
        for _ in range(self.processes - 1):
            settings = clean_environment(self.server.settings_of_commands())
            log = self.server.log.with_suffix(".other.log").open("ab")
            self.others.append(subprocess.Popen([self.server.command[0], "work"], env=settings, stdout=log, stderr=log))
        self.server.start()
        return started

    def stop(self):
        self.server.stop()
        for other in self.others:
            other.terminate()
            other.wait()


def measure(options, name, database, settings, processes, searches, keep=False):
    """Seconds until every reader's mail arrived, and what the process took."""
    note(f"{name}: preparing")
    kept = options.folder / "kept" if keep else None
    sink = Sink(options, kept)
    workers = Workers(options, name.replace(" ", "-"), database, settings | {"WISSENSNETZ_MAIL__URL": f"smtp://127.0.0.1:{sink.port}"}, processes)
    try:
        workers.prepare(searches)
        note(f"{name}: {options.readers} readers are due")
        started = workers.start()
        first = last = None
        while time.monotonic() < started + PATIENCE:
            count = sink.count()
            if count and first is None:
                first = time.monotonic()
            if count >= options.readers:
                last = time.monotonic()
                break
            time.sleep(0.05)
        if last is None:
            raise RuntimeError(f"{name}: {sink.count()} mails of {options.readers} arrived; log: {workers.server.log}")
        peak = workers.server.memory()[1]
        time.sleep(2)  # whatever comes too often comes now
        more = sink.count() - options.readers
    finally:
        workers.stop()
        sink.stop()
    twice = sink.twice() if kept else (None, None)
    if kept:
        kept.unlink()
    return {"rate": options.readers / (last - started), "seconds": last - started, "first": first - started, "peak": peak, "more": more, "twice": twice}


def signatures(algorithm):
    """Signatures a second on all cores, as openssl says."""
    out = subprocess.run(["openssl", "speed", "-seconds", "3", "-multi", str(os.cpu_count()), algorithm], capture_output=True, text=True, check=True).stdout
    line = [line for line in out.splitlines() if re.search(r"^\s*(rsa\s+2048|.*Ed25519)", line)][-1]
    return float(re.findall(r"[\d.]+(?!\S)", line)[-2])


def key(options, name, *arguments):
    path = options.folder / f"{name}.pem"
    subprocess.run(["openssl", "genpkey", *arguments, "-out", str(path)], check=True, capture_output=True)
    return {"WISSENSNETZ_MAIL__DKIM__KEY_FILE": str(path), "WISSENSNETZ_MAIL__DKIM__SELECTOR": "bench", "WISSENSNETZ_MAIL__DKIM__DOMAIN": "example.org"}


def write_searches(options):
    """Different searches of one or two words of the cases' titles."""
    words, seen = [], set()
    for line in options.cases.open():
        for word in re.findall(r"[A-ZÄÖÜ][a-zäöüß]{5,}", json.loads(line)["title"]):
            if word not in seen:
                seen.add(word)
                words.append(word)
    pairs = [f"{one} {other}" for one, other in zip(words, words[1:], strict=False)]
    searches = (words + pairs)[:SEARCHES]
    if len(searches) < SEARCHES:
        searches += [f"{one} {other}" for one in words for other in words if one != other][: SEARCHES - len(searches)]
    path = options.folder / "searches"
    path.write_text("\n".join(searches) + "\n")
    return path


def size_of_mail(options, searches):
    """Bytes of a mail, the mean of some hundred."""
    kept = options.folder / "sizes"
    few = argparse.Namespace(**vars(options) | {"readers": SEARCHES})
    sink = Sink(few, kept)
    workers = Workers(few, "sizes", None, {"WISSENSNETZ_MAIL__URL": f"smtp://127.0.0.1:{sink.port}"}, 1)
    try:
        workers.prepare(searches)
        started = workers.start()
        while sink.count() < few.readers and time.monotonic() < started + PATIENCE:
            time.sleep(0.1)
    finally:
        workers.stop()
        sink.stop()
    size = kept.stat().st_size // few.readers
    kept.unlink()
    return size


def main():
    parser = argparse.ArgumentParser()
    for name in ("--cases", "--folder", "--binaries", "--smtp-tools"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--postgres", required=True, nargs=2, metavar="URL", help="two empty databases")
    parser.add_argument("--meilisearch", required=True)
    parser.add_argument("--readers", type=int, default=50_000)
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--runs", type=int)
    options = parser.parse_args()
    searches = write_searches(options)
    size = size_of_mail(options, searches)
    note(f"a mail has {size} bytes")
    # A sink that keeps what it takes takes half as many: what is sent to one is measured by what smtp-source sends to one.
    yardsticks = {False: source(options, size), True: source(options, size, options.folder / "kept")}
    note(f"smtp-source: {yardsticks[False]:,.0f} mails a second, {yardsticks[True]:,.0f} where they are kept")
    rsa = key(options, "rsa", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    ed25519 = key(options, "ed25519", "-algorithm", "ED25519")
    # The embedded index belongs to one process.
    shared = {"KIND": "meilisearch", "URL": options.meilisearch, "KEY": os.environ["MEILI_MASTER_KEY"]}
    shared = {f"WISSENSNETZ_SEARCH__{setting}": value for setting, value in shared.items()}
    indexes = [shared | {"WISSENSNETZ_SEARCH__INDEX_PREFIX": prefix} for prefix in ("digests", "kept")]
    runs = [
        ("SQLite", None, {}, 1, None, False),
        ("SQLite, DKIM with RSA 2048", None, rsa, 1, "rsa2048", False),
        ("SQLite, DKIM with Ed25519", None, ed25519, 1, "ed25519", False),
        ("PostgreSQL, two workers", options.postgres[0], indexes[0], 2, None, False),
        ("PostgreSQL, two workers, mails kept", options.postgres[1], indexes[1], 2, None, True),
    ]
    rows, goals = [], []
    for name, database, settings, processes, algorithm, keep in runs:
        if options.only not in name:
            continue
        found = measure(options, name, database, settings, processes, searches, keep)
        note(f"{name}: {found['rate']:,.0f} mails a second")
        yardstick = yardsticks[keep]
        limit, what = yardstick * 0.25, "0.25 of smtp-source" + (" to a sink that keeps mails" if keep else "")
        if algorithm:
            signed = signatures(algorithm)
            if signed * 0.7 < limit:
                limit, what = signed * 0.7, f"0.7 of what openssl signs ({signed:,.0f})"
        cells = [f"{found['rate']:,.0f}", f"{found['rate'] / yardstick:.2f}", f"{found['seconds']:.1f}", f"{found['first']:.1f}", f"{found['peak']:.0f}"]
        rows.append([name, *cells])
        goals.append((f"{name}: at least {what}", f"{found['rate']:,.0f} of {limit:,.0f} a second", found["rate"] >= limit))
        goals.append((f"{name}: under 300 MB", f"{found['peak']:.0f} MB", found["peak"] < 300))
        twice, distinct = found["twice"]
        if twice is not None:
            goals.append((f"{name}: no mail twice", f"{twice} of {distinct:,} Message-IDs", twice == 0 and distinct == options.readers))
        goals.append((f"{name}: as many mails as readers", f"{found['more']} more", found["more"] == 0))
    cases = sum(1 for _ in options.cases.open())
    print(f"## {options.readers:,} digests of {cases:,} cases and {SEARCHES} searches\n\n{report.machine()}; one run each\n")
    counting, keeping = (f"{yardsticks[keep]:,.0f} a second" for keep in (False, True))
    print(f"smtp-source -d with {SESSIONS} sessions, mails of {size:,} bytes: {counting}, {keeping} to a sink that keeps them in a file, as in the last run;")
    print(f"ours over {CONNECTIONS} connections of each process\n")
    head = ["run", "mails a second", "of smtp-source", "seconds in all", "until the first mail, s", "peak resident, MB"]
    print(report.table(head, rows) + "\n")
    print(report.goals(goals))


if __name__ == "__main__":
    main()
