"""What scripts/* do with what somebody types who does not know them."""

import subprocess
from pathlib import Path

import pytest

SCRIPTS = sorted(path for path in (Path(__file__).parent.parent / "scripts").iterdir() if path.is_file())


def run(script: Path, option: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([script, option], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_script_says_what_it_is_for(script: Path, option: str, tmp_path: Path) -> None:
    result = run(script, option, tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert script.name in result.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_script_takes_an_option_that_it_does_not_know(script: Path, tmp_path: Path) -> None:
    result = run(script, "--no-such-option", tmp_path)
    assert result.returncode in (1, 2) and not result.stdout
    assert "--no-such-option" in result.stderr or "usage: " in result.stderr
    assert not list(tmp_path.iterdir())
