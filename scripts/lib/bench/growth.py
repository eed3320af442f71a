"""How a query's time grows with the number of cases, from what search.py left behind. Run by scripts/bench-search --growth."""

import json
import sys
from pathlib import Path

import report
from search import STRAIGHT

# Ten times the cases may cost five times the time: clearly slower than the number of cases.
SHARE = 0.5


def main():
    runs = [json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:]]
    counts = [run["count"] for run in runs]
    found = [{(name, engine): time for name, engine, time in run["once"]} for run in runs]
    rows, goals = [], []
    for name, engine in found[0]:
        times = [one[name, engine] for one in found]
        steps = [later / earlier for earlier, later in zip(times, times[1:], strict=False)]
        rows.append([f"{name}, {engine}", *(f"{time:.2f}" for time in times), " / ".join(f"{step:.1f}" for step in steps)])
        if engine != STRAIGHT:
            worst, cases = max((step, counts[place + 1] / counts[place]) for place, step in enumerate(steps))
            goal = f"{name}, {engine}: {cases:.0f} times the cases, at most {cases * SHARE:.0f} times the time"
            goals.append((goal, f"{worst:.1f}", worst <= cases * SHARE))
    print("## As the cases grow\n\nTime of a query that nobody has made before in ms, one client, means:\n")
    print(report.table(["", *(f"{count:,} cases" for count in counts), "times the time"], rows) + "\n")
    print(report.goals(goals))


if __name__ == "__main__":
    main()
