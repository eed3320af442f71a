"""scripts/services in a folder that everybody may write to."""

import os
import subprocess
from pathlib import Path

import pytest

SERVICES = Path(__file__).parent.parent / "scripts/services"


@pytest.mark.parametrize("command", ["start", "env", "stop"])
def test_what_somebody_else_put_there_is_neither_read_nor_ended(tmp_path: Path, command: str) -> None:
    planted = tmp_path / f"wissensnetz-services-{os.getuid()}"
    (planted / "postgres/data").mkdir(parents=True)
    with subprocess.Popen(["sleep", "60"]) as process:
        (planted / "postgres/data/postmaster.pid").write_text(f"{process.pid}\n")
        if os.getuid() == 0:
            (planted / "env").write_text("export WISSENSNETZ_TEST_PLANTED=1\n")
            os.chown(planted / "env", 65534, 65534)
            os.chown(planted, 65534, 65534)
        else:
            # Nobody but root gives files away: the folder is ours, and what it leads to is root's.
            (planted / "env").symlink_to("/etc/passwd")
        environment = os.environ | {"TMPDIR": str(tmp_path)}
        result = subprocess.run([SERVICES, command], env=environment, capture_output=True, text=True, timeout=300, check=False)
        is_alive = process.poll() is None
        process.kill()
    assert "PLANTED" not in result.stdout and "root:" not in result.stdout
    if command != "stop" or os.getuid() == 0:
        assert result.returncode != 0, result.stderr
        assert is_alive and planted.exists(), result.stderr
