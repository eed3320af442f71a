"""The binary `wissensnetz` as a process of its own, configured by its environment alone."""

import os
import signal
import subprocess
import time
from pathlib import Path

import requests

from .graphql import GraphQL
from .waiting import eventually, free_port


class Wissensnetz:
    """One instance: its settings, its folder, and at most one long-running process (`serve`, `work` or `demo`)."""

    def __init__(self, binary: Path, folder: Path, settings: dict[str, str]):
        self.binary = binary
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = folder / f"wissensnetz-{self.port}.log"
        self.process: subprocess.Popen | None = None
        self.settings = {
            "WISSENSNETZ_LISTEN": f"127.0.0.1:{self.port}",
            "WISSENSNETZ_PUBLIC_URL": self.url,
            "WISSENSNETZ_DATA_DIR": str(folder / "data"),
            "WISSENSNETZ_MAIL__FROM": "wissensnetz@example.org",
            "WISSENSNETZ_MAIL__REPLY_TO": "redaktion@example.org",
            **settings,
        }

    def sibling(self, **changes: str) -> "Wissensnetz":
        """Another process on the same database, search and mail, as a second machine would run it. `changes`: see `start`."""
        own = ("WISSENSNETZ_LISTEN", "WISSENSNETZ_PUBLIC_URL")
        shared = {name: value for name, value in self.settings.items() if name not in own}
        return Wissensnetz(self.binary, self.folder, {**shared, **_named(changes)})

    # -- commands that end -------------------------------------------------------------------------------------------------------

    def run(self, *arguments: str, stdin: str | None = None, timeout: float = 120, **changes: str) -> subprocess.CompletedProcess:
        """Runs a command to its end, whatever its exit code."""
        return subprocess.run(
            [self.binary, *arguments],
            env=self.environment(changes),
            cwd=self.folder,
            input=stdin if stdin is not None else "",
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
        )

    def check(self, *arguments: str, stdin: str | None = None, **changes: str) -> str:
        """Runs a command that must succeed; returns what it wrote to standard output."""
        done = self.run(*arguments, stdin=stdin, **changes)
        assert done.returncode == 0, f"{arguments} ended with {done.returncode}\nstdout: {done.stdout}\nstderr: {done.stderr}"
        return done.stdout

    def token(self, role: str, municipality: str | None = None, email: str | None = None) -> str:
        """A bearer token for an account of this role, made if it is not there."""
        arguments = ["token", "create", "--email", email or f"{role}.{municipality or 'agentur'}@example.org", "--role", role]
        if municipality:
            arguments += ["--municipality", municipality]
        return self.check(*arguments).strip()

    # -- the long-running process ------------------------------------------------------------------------------------------------

    def start(self, command: str = "serve", wait: bool = True, **changes: str) -> "Wissensnetz":
        """Starts the process and, unless told otherwise or it is `work`, waits until /readyz says yes.

        `changes` override settings from now on, without their prefix: `clock__offset="90000"`.
        """
        assert self.process is None, "it runs already"
        self.settings.update(_named(changes))
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [self.binary, command],
                env=self.environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        if wait and command != "work":
            self.wait_ready()
        return self

    def wait_ready(self, timeout: float = 60, patience: float = 10) -> None:
        """Returns once /readyz says `ready`, or has said `degraded` for `patience` seconds: a new index takes a moment to be built. A process that
        does no jobs builds none, and is not waited for."""
        degraded_since: list[float] = []
        if self.settings.get("WISSENSNETZ_JOBS__IN_SERVE") == "false":
            patience = 0

        def ready() -> bool:
            assert self.process.poll() is None, f"it ended with {self.process.returncode}:\n{self.log()[-4000:]}"
            try:
                answer = requests.get(f"{self.url}/readyz", timeout=5)
            except requests.ConnectionError:
                return False
            if answer.status_code != 200:
                return False
            degraded_since.append(time.monotonic())
            return answer.json()["status"] == "ready" or time.monotonic() - degraded_since[0] > patience

        eventually(ready, "/readyz answers 200", timeout)

    def stop(self, timeout: float = 20) -> float:
        """Asks it to end by SIGTERM, waits, and returns how long that took in seconds. It must end with code 0."""
        started = time.monotonic()
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"it did not end within {timeout:g} s of SIGTERM:\n{self.log()[-4000:]}") from None
        assert code == 0, f"after SIGTERM it ended with {code}:\n{self.log()[-4000:]}"
        return time.monotonic() - started

    def kill(self) -> None:
        """kill -9: it gets no chance to finish anything."""
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def restart(self, **changes: str) -> None:
        """Stops it in peace and starts it with these changes. See `start`."""
        self.stop()
        self.start(**changes)

    def close(self) -> None:
        """For fixtures: whatever happened, nothing is left running."""
        if self.process is not None:
            self.kill()

    def log(self) -> str:
        """All that the process has written so far."""
        return self.log_file.read_text("utf-8", "replace") if self.log_file.exists() else ""

    def peak_memory(self) -> int:
        """The most memory it has held at once so far, in bytes."""
        return peak_memory(self.process.pid)

    # -- the API -----------------------------------------------------------------------------------------------------------------

    def client(self, role: str | None = None, municipality: str | None = None) -> GraphQL:
        """A client of the API: signed in with a new token if there is a role, else the public."""
        return GraphQL(f"{self.url}/graphql", self.token(role, municipality) if role else None)

    def environment(self, changes: dict[str, str] | None = None) -> dict[str, str]:
        """The whole environment of its processes: the settings and hardly anything of ours."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return {**kept, "RUST_BACKTRACE": "1", **self.settings, **_named(changes or {})}


def peak_memory(pid: int) -> int:
    """The greatest resident size of a process so far, in bytes (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), None)
    return int(line.split()[1]) * 1024 if line else 0


def _named(changes: dict[str, str]) -> dict[str, str]:
    return {f"WISSENSNETZ_{name.upper()}": value for name, value in changes.items()}
