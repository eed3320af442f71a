"""Node scripts of the tests: each prints one JSON value."""

import json
import subprocess
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[1] / "node"


def run_node(script: str, *arguments: str, timeout: float = 120) -> object:
    """Runs a script of tests/node and returns what it printed."""
    done = subprocess.run(["node", script, *arguments], cwd=_FOLDER, capture_output=True, encoding="utf-8", timeout=timeout)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
