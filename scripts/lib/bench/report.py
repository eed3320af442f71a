"""What was measured, as Markdown."""

import os
import platform
import subprocess
from pathlib import Path


def machine():
    """One line that says where this ran."""
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    rust = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=False).stdout.split()[1:2]
    linux = ".".join(platform.release().split(".")[:2])
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, Linux {linux}, rustc {' '.join(rust)}"


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def reading(results, yardstick, names):
    """Requests a second with p50 and p99 in ms; behind them the ratio to the yardstick."""
    head = ["query, connections", yardstick] + [cell for name in names for cell in (name, "ratio")]
    rows = []
    for (scenario, connections), found in results.items():
        speed = {name: f"{one['rate']:,.0f} ({one['p50']:.2f} / {one['p99']:.2f})" for name, one in found.items()}
        ratios = {name: f"**{one['rate'] / found[yardstick]['rate']:.2f}**" for name, one in found.items()}
        rows.append([f"{scenario}, {connections}", speed[yardstick]] + [cell for name in names for cell in (speed[name], ratios[name])])
    return table(head, rows)


def facts(found, names):
    """Everything that is one figure per server."""
    return table(["", *names], [[what, *(values.get(name, "–") for name in names)] for what, values in found.items()])


def goals(results, yardstick, names, limits):
    """Each goal with what was measured, and whether it is met."""
    ratios = {}
    for (scenario, connections), found in results.items():
        for name in names:
            ratio = found[name]["rate"] / found[yardstick]["rate"]
            ratios.setdefault(name, []).append((ratio, f"{scenario}, {connections}"))
    rows = []
    for name, found in ratios.items():
        worst, where = min(found)
        rows.append([f"at least 0.6 of from memory, {name}", f"least {worst:.2f} ({where})", "yes" if worst >= 0.6 else "**no**"])
    for what, limit, unit, value in limits:
        rows.append([f"{what} under {limit} {unit}", f"{value:.3g} {unit}", "yes" if value < limit else "**no**"])
    return table(["goal", "measured", "met"], rows)
