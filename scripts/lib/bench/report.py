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


def pace(one):
    errors = f", **{one['errors']} errors**" if one["errors"] else ""
    return f"{one['rate']:,.0f} ({one['p50']:.2f} / {one['p99']:.2f}{errors})"


def reading(results, yardstick, names):
    """Requests a second with p50 and p99 in ms; behind them the ratio to the yardstick."""
    head = ["query, connections", yardstick] + [cell for name in names for cell in (name, "ratio")]
    rows = []
    for (scenario, connections), found in results.items():
        speed = {name: pace(one) for name, one in found.items()}
        ratios = {name: f"**{one['rate'] / found[yardstick]['rate']:.2f}**" for name, one in found.items()}
        rows.append([f"{scenario}, {connections}", speed[yardstick]] + [cell for name in names for cell in (speed[name], ratios[name])])
    return table(head, rows)


def facts(found, names):
    """Everything that is one figure per server."""
    return table(["", *names], [[what, *(values.get(name, "–") for name in names)] for what, values in found.items()])


def least_ratios(results, yardstick, names, goal):
    """A goal per server: at least so much of the yardstick's requests a second, everywhere."""
    for name in names:
        ratios = [(one[name]["rate"] / one[yardstick]["rate"], f"{scenario}, {clients}") for (scenario, clients), one in results.items()]
        worst, where = min(ratios)
        yield f"at least {goal} of {yardstick}, {name}", f"least {worst:.2f} ({where})", worst >= goal


def limit(given):
    what, most, unit, value = given
    return f"{what} under {most} {unit}", f"{value:.3g} {unit}", value < most


def goals(found):
    """Each goal with what was measured, and whether it is met."""
    return table(["goal", "measured", "met"], [[goal, measured, "yes" if met else "**no**"] for goal, measured, met in found])
