"""Load from wrk, and whether two servers answer the same."""

import json
import subprocess
from pathlib import Path
from statistics import median

from frame import note
from queries import SLUGS, body

SCRIPT = Path(__file__).parent / "rotate.lua"

# A run brings at least so many answers a connection, or takes so many seconds.
ENOUGH, LONG_ENOUGH = 10, 40

# What differs from one database to the next, or is written differently for the same: left out when answers are compared.
VOLATILE = {"id", "cursor", "startCursor", "endCursor", "url", "createdAt", "updatedAt", "revisionPublishedAt", "version"}


def all_slugs(server):
    """The slugs of all cases, newest first."""
    slugs, after = [], None
    while True:
        page = server.ask(body(SLUGS, after=after) if after else body(SLUGS))["practiceCases"]
        slugs += [edge["node"]["slug"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return slugs
        after = page["pageInfo"]["endCursor"]


def comparable(value, key=None):
    """An answer in a form that is the same wherever the content is."""
    match value:
        case dict():
            return {name: comparable(part, name) for name, part in value.items() if name not in VOLATILE}
        case list():
            return [comparable(part) for part in value]
        case str() if key == "approachHtml":
            return len(value) > 300  # the yardstick does not clean what it renders
        case str() if key == "publishedAt":
            return value.replace("+00:00", "Z")
        case int() | float() if not isinstance(value, bool):
            return float(value)
    return value


def compare(servers, scenarios):
    """Ends the measurement where servers answer differently: only the same work may be compared."""
    for scenario in scenarios:
        for sample in scenario.bodies[:60]:
            expected, *others = (comparable(server.ask(sample)) for server in servers)
            for server, answer in zip(servers[1:], others, strict=True):
                if answer != expected:
                    raise RuntimeError(
                        f"{servers[0].name} and {server.name} differ on {sample[:400]}:\n{json.dumps(expected)[:1500]}\n{json.dumps(answer)[:1500]}"
                    )


def wrk(server, requests_file, connections, seconds, least_bytes=0):
    """One run: requests a second, p50 and p99 in milliseconds, and how many failed. Answers of fewer than `least_bytes` count as failed: a
    GraphQL answer may be an error with status 200."""
    url = f"http://127.0.0.1:{server.port}"
    headers = [f"--header={name}: {value}" for name, value in server.headers.items()]
    command = ["wrk", "--threads=1", f"--connections={connections}", f"--duration={seconds}s", "--timeout=10s", f"--script={SCRIPT}"]
    arguments = [*command, *headers, url, "--", requests_file, str(least_bytes)]
    finished = subprocess.run(arguments, capture_output=True, text=True, timeout=seconds + 60, check=True)
    line = next(line for line in finished.stdout.splitlines() if line.startswith("RESULT "))
    result = json.loads(line.removeprefix("RESULT "))
    rate = result["requests"] / result["microseconds"] * 1e6
    return {"requests": result["requests"], "rate": rate, "p50": result["p50"] / 1000, "p99": result["p99"] / 1000, "errors": result["errors"]}


def measure(servers, scenario, connections, options, least_bytes=None):
    """The medians of some runs per server, and all its errors. The servers take turns, so that what disturbs the machine disturbs all of
    them. `least_bytes`: by server's name."""
    for place, server in enumerate(servers):
        lines = "".join(f"{path} {text}\n" for path, text in scenario.requests(server))
        (options.folder / f"requests-{place}").write_text(lines, encoding="utf-8")
    seconds = options.seconds
    while (results := take_turns(servers, connections, seconds, options, least_bytes or {})) is None:
        seconds *= 2
    return {
        name: {key: median(run[key] for run in runs) for key in ("rate", "p50", "p99")} | {"errors": sum(run["errors"] for run in runs)}
        for name, runs in results.items()
    }


def take_turns(servers, connections, seconds, options, least_bytes):
    """All runs by server's name; nothing if they are too short for what is measured. Answers that are under way when a run ends are not
    counted: they must be few, or slow answers look faster and fewer than they are."""
    results = {server.name: [] for server in servers}
    for _ in range(options.runs):
        for place, server in enumerate(servers):
            run = wrk(server, options.folder / f"requests-{place}", connections, seconds, least_bytes.get(server.name, 0))
            if run["requests"] < ENOUGH * connections and seconds < LONG_ENOUGH:
                note(f"{server.name}, {connections} clients: {run['requests']} answers in {seconds} s, running longer")
                return None
            if not run["requests"]:
                raise RuntimeError(f"{server.name}, {connections} connections: no answer in {seconds} s")
            results[server.name].append(run)
    return results
