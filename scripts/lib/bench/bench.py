"""Measures the binary on both databases beside the yardstick. Run by scripts/bench-api, which builds and starts what this needs."""

import time
from statistics import median

import report
from frame import CONNECTIONS, Facts, attend, count_lines, note, parser
from load import all_slugs, compare, measure
from queries import scenarios
from server import Server, run_command

YARDSTICK, DATABASES = "from memory", ("SQLite", "PostgreSQL")
STARTS = 5
REST = 5


def parse_arguments():
    options = parser()
    options.add_argument("--postgres", required=True)
    return options.parse_args()


def make_servers(options):
    """The yardstick and the binary on each database."""
    yardstick = [str(options.binaries / "examples/from_memory"), str(options.cases), "127.0.0.1:{port}"]
    servers = [Server(YARDSTICK, yardstick, {}, options.folder / "from_memory.log")]
    for name, url in zip(DATABASES, (None, options.postgres), strict=True):
        servers.append(Server.of_network(name, options, {"WISSENSNETZ_DATABASE__URL": url} if url else {}))
    return servers


def fill(server, options, facts):
    """Imports the cases, lets the queue index them, and looks at both."""
    note(f"{server.name}: import")
    command = [str(options.binaries / "wissensnetz"), "import", str(options.cases)]
    seconds, peak, printed = run_command(command, server.settings_of_commands())
    progress = sum(" von " in line and "importiert" in line for line in printed.splitlines())
    if progress < 9:
        raise RuntimeError(f"the import reports no progress: {printed}")
    facts["import, s"][server.name] = f"{seconds:.1f}"
    facts["import, peak resident memory, MB"][server.name] = f"{peak:.0f}"
    facts["import, lines of progress"][server.name] = progress
    note(f"{server.name}: indexing")
    seconds = server.start() + server.wait_until_searchable(count_lines(options.cases))
    facts["from the first start until all are in the search, s"][server.name] = f"{seconds:.1f}"
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
            found = measure(servers, scenario, connections, options)
            for name, one in found.items():
                if one["errors"]:
                    raise RuntimeError(f"{name}: {one['errors']} errors in {scenario.name}, {connections} connections")
            results[scenario.name, connections] = found
            rates = ", ".join(f"{name} {one['rate']:,.0f}/s" for name, one in found.items())
            note(f"{scenario.name}, {connections} connections: {rates}")
    return results


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
    print(f"{report.machine()}; {options.runs} runs of {options.seconds} s or more each, medians\n")
    print("Requests a second (p50 / p99 in ms):\n")
    print(report.reading(results, YARDSTICK, DATABASES) + "\n")
    print(report.facts(facts, [YARDSTICK, *DATABASES]) + "\n")
    print(report.goals([*report.least_ratios(results, YARDSTICK, DATABASES, 0.6), *map(report.limit, limits)]))


def main():
    options = parse_arguments()
    servers = make_servers(options)
    attend(servers, lambda: run(options, servers))


if __name__ == "__main__":
    main()
