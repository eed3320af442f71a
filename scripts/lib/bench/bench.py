"""Measures the binary on both databases beside the yardstick. Run by scripts/bench-api, which builds and starts what this needs."""

import argparse
import signal
import sys
import time
from pathlib import Path
from statistics import median

import report
from load import all_slugs, compare, measure
from queries import scenarios
from server import Server, run_import

YARDSTICK, DATABASES = "from memory", ("SQLite", "PostgreSQL")
CONNECTIONS = (1, 16, 64)
STARTS = 5
REST = 5


def note(text):
    print(f"== {text}", file=sys.stderr, flush=True)


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binaries", type=Path, required=True)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--postgres", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", help="measure the queries whose name has this in it")
    return parser.parse_args()


def make_servers(options):
    """The yardstick and the binary on each database."""
    binary = str(options.binaries / "wissensnetz")
    yardstick = [str(options.binaries / "examples/from_memory"), str(options.cases), "127.0.0.1:{port}"]
    servers = [Server(YARDSTICK, yardstick, {}, options.folder / "from_memory.log")]
    for name, url in zip(DATABASES, (None, options.postgres), strict=True):
        data = options.folder / f"data-{name}"
        settings = {"WISSENSNETZ_LISTEN": "127.0.0.1:{port}", "WISSENSNETZ_DATA_DIR": str(data)}
        if url:
            settings["WISSENSNETZ_DATABASE__URL"] = url
        servers.append(Server(name, [binary, "serve"], settings, options.folder / f"serve-{name}.log"))
    return servers


def fill(server, options, facts):
    """Imports the cases, lets the queue index them, and looks at both."""
    note(f"{server.name}: import")
    command = [str(options.binaries / "wissensnetz"), "import", str(options.cases)]
    settings = {name: value for name, value in server.settings.items() if name != "WISSENSNETZ_LISTEN"}
    seconds, peak, printed = run_import(command, settings)
    progress = sum(" von " in line and "importiert" in line for line in printed.splitlines())
    if progress < 9:
        raise RuntimeError(f"the import reports no progress: {printed}")
    facts["import, s"][server.name] = f"{seconds:.1f}"
    facts["import, peak resident memory, MB"][server.name] = f"{peak:.0f}"
    facts["import, lines of progress"][server.name] = progress
    note(f"{server.name}: indexing")
    server.start()
    with options.cases.open(encoding="utf-8") as cases:
        count = sum(1 for _ in cases)
    facts["from the first start until all are in the search, s"][server.name] = f"{server.wait_until_searchable(count):.1f}"
    time.sleep(1)
    facts["indexing, peak resident memory, MB"][server.name] = f"{server.memory()[1]:.0f}"
    server.stop()
    return peak


def watch_start(server, facts):
    """Median time from the start of the process until it is ready, and its memory at rest; leaves it running."""
    note(f"{server.name}: {STARTS} starts")
    times = []
    for _ in range(STARTS):
        server.stop()
        times.append(server.start())
    time.sleep(REST)
    resident, peak = server.memory()
    facts["start to ready, s (median of 5)"][server.name] = f"{median(times):.3f}"
    facts[f"memory at rest, {REST} s after the start, MB"][server.name] = f"{resident:.0f}"
    facts["memory at rest, peak so far, MB"][server.name] = f"{peak:.0f}"
    return median(times), resident


def put_under_load(servers, options):
    """All queries at all numbers of connections."""
    slugs = all_slugs(servers[1])
    chosen = [scenario for scenario in scenarios(slugs) if not options.only or options.only in scenario.name]
    note(f"{len(slugs):,} cases; comparing the answers")
    compare(servers, chosen)
    results = {}
    for scenario in chosen:
        for connections in CONNECTIONS:
            found = measure(servers, scenario, connections, options.seconds, options.runs, options.folder)
            results[scenario.name, connections] = found
            rates = ", ".join(f"{name} {one['rate']:,.0f}/s" for name, one in found.items())
            note(f"{scenario.name}, {connections} connections: {rates}")
    return results


class Facts(dict):
    """Figures by what they are and whose they are."""

    def __missing__(self, what):
        return self.setdefault(what, {})


def run(options, servers):
    facts, imports, starts, rests, peaks = Facts(), [], [], [], []
    for server in servers[1:]:
        imports.append(fill(server, options, facts))
    for server in servers:
        start, rest = watch_start(server, facts)
        if server is not servers[0]:
            starts.append(start)
            rests.append(rest)
    results = put_under_load(servers, options)
    for server in servers:
        resident, peak = server.memory()
        facts["memory after the load, MB"][server.name] = f"{resident:.0f}"
        facts["memory under load, peak, MB"][server.name] = f"{peak:.0f}"
        if server is not servers[0]:
            peaks.append(peak)
    limits = [
        ("memory at rest", 80, "MB", max(rests)),
        ("memory under load (peak)", 150, "MB", max(peaks)),
        ("start to ready", 0.3, "s", max(starts)),
        ("peak memory of the import", 300, "MB", max(imports)),
    ]
    print(f"{report.machine()}; {options.runs} runs of {options.seconds} s each, medians\n")
    print("Requests a second (p50 / p99 in ms):\n")
    print(report.reading(results, YARDSTICK, DATABASES) + "\n")
    print(report.facts(facts, [YARDSTICK, *DATABASES]) + "\n")
    print(report.goals(results, YARDSTICK, DATABASES, limits))


def main():
    options = parse_arguments()
    # A signal becomes an exception, so that the servers are stopped whatever ends this.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    servers = make_servers(options)
    try:
        run(options, servers)
    finally:
        for server in servers:
            server.stop(patience=2)


if __name__ == "__main__":
    main()
