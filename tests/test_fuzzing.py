"""schemathesis makes up queries and mutations from our own schema; whatever it sends, no answer may be a fault of the server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Network
from support import cases

SECONDS = 25
FIELDS = "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }"


@pytest.mark.parametrize("role", [None, "administrator"])
def test_no_operation_that_fits_the_schema_breaks_the_server(embedded: Network, tmp_path: Path, role: str | None) -> None:
    app = embedded.app
    app.check("import", str(cases.DEMO_FILE))
    app.start()
    program = Path(sys.executable).with_name("st")
    command = [program, "run", f"{app.url}/graphql", "--checks", "no_fault_of_the_server", "--max-examples", "10", "--no-color"]
    command += ["--generation-deterministic", "--no-shrink", "--continue-on-failure", "--max-time", str(SECONDS), "--warnings", "off"]
    command += ["-H", "Accept: application/graphql-response+json", "--report-json-path", str(tmp_path / "report.json")]
    if role:
        command += ["-H", f"Authorization: Bearer {app.token(role)}"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "support.schemathesis_checks", "PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=SECONDS * 3)
    report = f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
    assert done.returncode == 0, report
    ran = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    fields = app.client().execute(FIELDS)["__schema"]
    expected = len(fields["queryType"]["fields"]) + len(fields["mutationType"]["fields"])
    # A run that reads no schema, or stops after the first operations, finds no faults either.
    assert ran["operations"]["tested"] >= expected > 0, ran["operations"]
    assert ran["test_cases"]["generated"] >= expected, ran["test_cases"]
    assert app.process.poll() is None, "the server is still there"
    assert "panicked" not in app.log()
    assert app.client().execute("{ __typename }") == {"__typename": "Query"}
