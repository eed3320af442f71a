"""Measures our API with both search engines beside a Meilisearch used straight. Run by scripts/bench-search, which starts that."""

import json
import time
from statistics import mean

import report
from frame import CONNECTIONS, Facts, attend, count_lines, note, parser
from load import measure
from search_queries import HIGHLIGHTED, NEWEST, PLAIN, all_facets, searches
from server import Server, run_command
from straight import SETTINGS, Straight, write_batches

STRAIGHT, OURS, EMBEDDED = "Meilisearch straight", "API with Meilisearch", "API with embedded search"
REST = 5

# At least so much of straight Meilisearch's throughput: scenario, engine, ratio.
RATES = [(HIGHLIGHTED, OURS, 2.0), (PLAIN, OURS, 0.8), (HIGHLIGHTED, EMBEDDED, 3.0), (PLAIN, EMBEDDED, 3.0), (NEWEST, EMBEDDED, 3.0)]
# No more than so much of its 99th percentile.
TAILS = [(HIGHLIGHTED, OURS, 1.0)]
# No more than so much of its time for indexing.
INDEXING = 1.2

# What is told of each server beside its speed, in this order.
SEARCHABLE = "first document until all are searchable, s"
RATE = "the same, cases a second"
BY_ATTRIBUTE = "the same with proximityPrecision byAttribute, s"
IMPORTED = "of it until the import ended, s"
REBUILT = "`wissensnetz reindex`, s"
OWN_PEAK = "our process while it indexes, peak resident, MB"
MEILISEARCH_PEAK = "Meilisearch while it indexes, peak resident, MB"


def parse_arguments():
    options = parser()
    options.add_argument("--meilisearch-port", type=int, required=True)
    options.add_argument("--meilisearch-pid", type=int, required=True)
    options.add_argument("--results", required=True, help="where to leave what growth.py reads")
    clients = lambda text: [int(number) for number in text.split(",")]  # noqa: E731
    options.add_argument("--clients", type=clients, default=CONNECTIONS)
    return options.parse_args()


def make_servers(options):
    """Meilisearch, and the binary with it and without."""
    straight = Straight(STRAIGHT, options.meilisearch_port, options.meilisearch_pid)
    settings = {"KIND": "meilisearch", "URL": f"http://127.0.0.1:{straight.port}", "KEY": straight.key, "INDEX_PREFIX": "bench"}
    ours = Server.of_network(OURS, options, {f"WISSENSNETZ_SEARCH__{name}": value for name, value in settings.items()})
    return straight, ours, Server.of_network(EMBEDDED, options, {})


def fill_straight(straight, options, count, facts):
    """Indexes the cases as they are. With proximity by attribute as well, which we use: not the yardstick, but what it would be then."""
    note(f"{straight.name}: indexing")
    batches = write_batches(options.cases, options.folder)
    straight.reset_peak()
    seconds = straight.fill(batches, count)
    facts[SEARCHABLE][straight.name] = f"{seconds:.1f}"
    facts[RATE][straight.name] = f"{count / seconds:,.0f}"
    facts[MEILISEARCH_PEAK][straight.name] = f"{straight.memory()[1]:.0f}"
    note(f"{straight.name}: indexing with proximity by attribute")
    other = straight.fill(batches, count, "by-attribute", SETTINGS | {"proximityPrecision": "byAttribute"})
    straight.remove("by-attribute")
    facts[BY_ATTRIBUTE][straight.name] = f"{other:.1f}"
    for batch in batches:
        batch.unlink()
    return seconds


def fill(server, straight, options, count, facts):
    """Imports the cases while the server runs and its queue indexes them, then has the index built anew; seconds of both."""
    binary = str(options.binaries / "wissensnetz")
    server.start()
    note(f"{server.name}: import and indexing")
    straight.reset_peak()
    started = time.monotonic()
    importing, _, _ = run_command([binary, "import", str(options.cases)], server.settings_of_commands())
    server.wait_until_searchable(count, patience=600 + count)
    queue = time.monotonic() - started
    facts[SEARCHABLE][server.name] = f"{queue:.1f}"
    facts[RATE][server.name] = f"{count / queue:,.0f}"
    facts[IMPORTED][server.name] = f"{importing:.1f}"
    note(f"{server.name}: reindex")
    rebuild, _, _ = run_command([binary, "reindex"], server.settings_of_commands())
    server.wait_until_searchable(count)
    facts[REBUILT][server.name] = f"{rebuild:.1f}"
    facts[OWN_PEAK][server.name] = f"{server.memory()[1]:.0f}"
    if server.name == OURS:
        facts[MEILISEARCH_PEAK][server.name] = f"{straight.memory()[1]:.0f}"
    return queue, rebuild


def check(servers, search):
    """Sends every request once: an answer must be good, have hits, and what else was asked for. Bytes, hits and ms of each server's answers."""
    seen = {server.name: {"bytes": [], "hits": [], "ms": [], "marked": 0} for server in servers}
    for requests in zip(*(search.requests(server) for server in servers), strict=True):
        answers = []
        for server, (path, text) in zip(servers, requests, strict=True):
            started = time.monotonic()
            data, size = server.ask_with_size(path, text)
            took = (time.monotonic() - started) * 1000
            answer = search.read(server, data)
            if not answer.titles or not answer.total:
                raise RuntimeError(f"{server.name} finds nothing for {text}")
            if search.facets and not all(answer.facets.get(name) for name in ("fieldsOfAction", "states", "status")):
                raise RuntimeError(f"{server.name} has no facets for {text}")
            answers.append(answer)
            own = seen[server.name]
            own["bytes"].append(size)
            own["ms"].append(took)
            own["hits"].append(len(answer.titles))
            own["marked"] += answer.marks > 0
        if search.is_exact:
            compare(servers, answers, requests)
    for name, own in seen.items():
        if search.highlights and own["marked"] < 0.95 * len(search.bodies):
            raise RuntimeError(f"{name} marks words in {own['marked']} of {len(search.bodies)} answers only")
    return seen


def compare(servers, answers, sent):
    """Ends the measurement where servers differ although there is one right answer."""
    first = answers[0]
    for server, answer, (_, text) in zip(servers[1:], answers[1:], sent[1:], strict=True):
        if (answer.titles, answer.total, answer.facets) != (first.titles, first.total, first.facets):
            raise RuntimeError(f"{server.name} and {servers[0].name} differ on {text}:\n{answer}\n{first}")


def put_under_load(servers, options, facts):
    """All searches at all numbers of clients, and the mean ms of each request made for the first time, by one client."""
    chosen = [search for search in searches(options.cases) if not options.only or options.only in search.name]
    note("looking at the answers")
    check(servers, all_facets())
    results, once = {}, []
    for search in chosen:
        seen = check(servers, search)
        for name, own in seen.items():
            once.append([search.name, name, mean(own["ms"])])
            what = f"{search.name}, {len(own['bytes'])} requests: hits, bytes of an answer (means)"
            facts[what][name] = f"{mean(own['hits']):.1f}, {mean(own['bytes']):,.0f}"
            facts[f"{search.name}: each request once, one client, mean ms"][name] = f"{mean(own['ms']):.1f}"
        # An answer that is an error is far shorter than the shortest good one.
        least = {name: min(own["bytes"]) // 2 for name, own in seen.items()}
        for clients in options.clients:
            found = results[search.name, clients] = measure(servers, search, clients, options, least)
            rates = ", ".join(f"{name} {one['rate']:,.0f}/s" for name, one in found.items())
            note(f"{search.name}, {clients} clients: {rates}")
    return results, once


def ratios(results, key, name, engine):
    """Of each number of clients: the engine's figure by straight Meilisearch's, and where."""
    return [
        (found[engine][key] / found[STRAIGHT][key], f"clients: {clients}" + (", **with errors**" if found[engine]["errors"] else ""))
        for (scenario, clients), found in results.items()
        if scenario == name
    ]


def is_clean(found):
    """Whether no load brought errors: a goal is not met by answers that failed."""
    return not any("errors" in where for _, where in found)


def goals(results, indexing):
    """What docs/performance.md asks for, as far as it was measured."""
    for name, engine, goal in RATES:
        if found := ratios(results, "rate", name, engine):
            worst, where = min(found)
            met = worst >= goal and is_clean(found)
            yield f"{name}: {engine} at least {goal} of straight Meilisearch's throughput", f"least {worst:.2f} ({where})", met
    for name, engine, goal in TAILS:
        if found := ratios(results, "p99", name, engine):
            worst, where = max(found)
            met = worst <= goal and is_clean(found)
            yield f"{name}: {engine} p99 at most {goal} of straight Meilisearch's", f"most {worst:.2f} ({where})", met
    for what, ratio in indexing.items():
        yield f"{what} within {INDEXING} of straight Meilisearch's time for indexing", f"{ratio:.2f}", ratio <= INDEXING


def rest(servers, facts, when):
    for server in servers:
        resident, peak = server.memory()
        facts[f"{when}, resident, MB"][server.name] = f"{resident:.0f}"
        facts[f"{when}, peak, MB"][server.name] = f"{peak:.0f}"
        server.reset_peak()


def run(options, servers):
    straight, ours, embedded = servers
    order = (SEARCHABLE, RATE, BY_ATTRIBUTE, IMPORTED, REBUILT, OWN_PEAK, MEILISEARCH_PEAK)
    facts, count = Facts({what: {} for what in order}), count_lines(options.cases)
    raw = fill_straight(straight, options, count, facts)
    indexing = {}
    for server in (ours, embedded):
        queue, rebuild = fill(server, straight, options, count, facts)
        indexing |= {f"{server.name}: import and queue": queue / raw, f"{server.name}: reindex": rebuild / raw}
    for server in servers:
        server.reset_peak()
    time.sleep(REST)
    rest(servers, facts, f"{REST} s after indexing")
    results, once = put_under_load(servers, options, facts)
    rest(servers, facts, "under load")
    print(f"## {count:,} cases\n\n{report.machine()}; {options.runs} runs of {options.seconds} s or more each, medians\n")
    print("Searches a second (p50 / p99 in ms). The queries come again and again, so after the first round known answers are given again; what a")
    print('search takes that nobody has made before is in the rows "each request once":\n')
    print(report.reading(results, STRAIGHT, (OURS, EMBEDDED)) + "\n")
    print(report.facts(facts, [STRAIGHT, OURS, EMBEDDED]) + "\n")
    print(report.goals(goals(results, indexing)) + "\n", flush=True)
    with open(options.results, "w", encoding="utf-8") as left:
        json.dump({"count": count, "once": once}, left)


def main():
    options = parse_arguments()
    servers = make_servers(options)
    attend(servers[1:], lambda: run(options, servers))


if __name__ == "__main__":
    main()
