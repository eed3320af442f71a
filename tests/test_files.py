"""Files that are made to break what reads them: a process of their own reads each, and it alone is lost."""

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
import requests

from conftest import Network
from support import api, cases
from support.pdf import multiplying_pdf, pdf
from support.process import Wissensnetz
from support.waiting import eventually

ADD = """mutation ($case: ID!, $file: ID!) {
  addMaterial(case: $case, input: { file: $file, title: "Ein Plan", licence: CC_BY_4_0 }) {
    practiceCase { id } userErrors { code message } }
}"""

# As the server starts it: with its allocator's usual sizes a process has more address space from the beginning than it may have here.
READER = {"MIMALLOC_ARENA_RESERVE": "65536"}


def upload(app: Wissensnetz, token: str, name: str, content: bytes) -> str:
    """A file on its way in; returns its id."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    answer = requests.post(f"{app.url}/dateien?name={name}", data=content, headers=headers, timeout=60)
    assert answer.status_code == 201, answer.text
    return answer.json()["file"]["id"]


def read_out(app: Wissensnetz) -> dict[str, tuple[str, str | None, str | None]]:
    """What the database holds of every file by its name: whether its text was read, the text, why there is none."""
    with sqlite3.connect(app.folder / "data" / "wissensnetz.db") as database:
        rows = database.execute("SELECT name, text_state, text, text_reason FROM material_file").fetchall()
    return {name: (state, text, reason) for name, state, text, reason in rows}


def most_memory(pid: int) -> int:
    """How many megabytes a process had resident at its peak."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1]) // 1000


def test_a_file_that_multiplies_ends_its_reader_and_nothing_else(embedded: Network) -> None:
    app = embedded.app.start()
    token = app.token("author", "15084")
    author = api.GraphQL(f"{app.url}/graphql", token)
    draft = author.accept(api.CREATE, {"input": cases.a_case()})
    for name, content in [
        ("bombe.pdf", multiplying_pdf("Lageplan")),
        ("noch-eine.pdf", multiplying_pdf("Lageplan")),
        ("plan.pdf", pdf("Fahrradwerkstatt am Bahnhof")),
    ]:
        author.accept(ADD, {"case": draft["id"], "file": upload(app, token, name, content)})
    eventually(lambda: all(state != "waiting" for state, _, _ in read_out(app).values()), "all files were looked at", timeout=90)
    found = read_out(app)
    assert found["plan.pdf"] == ("read", "Fahrradwerkstatt am Bahnhof", None)
    for name in ("bombe.pdf", "noch-eine.pdf"):
        state, text, reason = found[name]
        assert (state, text) == ("failed", None) and reason.startswith("the reader of the file failed: signal"), found[name]
    # The server itself never held what the files became, and no job is left to try them again.
    assert most_memory(app.process.pid) < 400
    eventually(
        lambda: requests.get(f"{app.url}/readyz", timeout=5).json()["jobs"] == {"waiting": 0, "running": 0, "failed": 0},
        "no job waits, runs or failed",
    )


@pytest.mark.parametrize(("content", "starts"), [(pdf("Ein Plan"), b"ready\ntext\nEin Plan"), (b"%PDF-1.4 nothing", b"ready\nbroken\n")])
def test_the_reader_says_what_came_of_a_file(binary: Path, content: bytes, starts: bytes) -> None:
    done = subprocess.run([binary, "extract-text", "pdf"], input=content, env=READER, capture_output=True, timeout=30)
    assert (done.returncode, done.stdout[: len(starts)]) == (0, starts), done


def test_the_reader_holds_itself_to_its_limits(binary: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bombe.pdf"
    bomb.write_bytes(multiplying_pdf("Lageplan"))
    assert bomb.stat().st_size < 100_000
    with bomb.open("rb") as file:
        reader = subprocess.Popen(
            [binary, "extract-text", "pdf"],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=READER,
        )
        said = reader.stdout.read()
        _, status, used = os.wait4(reader.pid, 0)
        reader.returncode = os.waitstatus_to_exitcode(status)
        reader.stdout.close()
    assert said == b"ready\n" and os.WIFSIGNALED(status), (said, status)
    assert used.ru_maxrss < 700_000, f"{used.ru_maxrss} kB resident at the peak"
