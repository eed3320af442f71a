"""A server under measurement: started, asked, looked at, stopped by the process it is."""

import http.client
import json
import os
import socket
import subprocess
import time

PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment(settings):
    """This environment without what would configure the server otherwise, and with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WISSENSNETZ_")}
    return kept | settings


class Server:
    """One process on a port of its own; its output goes to a file."""

    def __init__(self, name, command, settings, log):
        self.name, self.command, self.settings, self.log = name, command, settings, log
        self.port = free_port()
        self.process = None

    def start(self):
        """Starts it; seconds from the start of the process until /readyz says ready."""
        command = [part.format(port=self.port) for part in self.command]
        settings = {name: value.format(port=self.port) for name, value in self.settings.items()}
        with self.log.open("ab") as log:
            started = time.monotonic()
            self.process = subprocess.Popen(command, env=clean_environment(settings), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while time.monotonic() < started + PATIENCE:
            try:
                if self.readiness()["status"] == "ready":
                    return time.monotonic() - started
            except (OSError, http.client.HTTPException):
                if self.process.poll() is not None:
                    break
            time.sleep(0.002)
        raise RuntimeError(f"{self.name} did not become ready; its log is {self.log}:\n{self.log.read_text(errors='replace')[-2000:]}")

    def stop(self, patience=15):
        """Asks it to end, and ends it for good after so many seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def readiness(self):
        return json.loads(self.exchange("GET", "/readyz"))

    def ask(self, body):
        """The answer's data; an error in it ends the measurement, for a fast error is no fast answer."""
        answer = json.loads(self.exchange("POST", "/graphql", body))
        if "errors" in answer or not answer.get("data"):
            raise RuntimeError(f"{self.name} answers {body[:300]} with {json.dumps(answer)[:600]}")
        return answer["data"]

    def exchange(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"} if body else {}
            connection.request(method, path, body.encode() if body else None, headers)
            return connection.getresponse().read()
        finally:
            connection.close()

    def memory(self):
        """Resident memory now and at its highest since the start, in MB (10^6 bytes)."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii", errors="replace") as status:
            lines = dict(line.split(":", 1) for line in status)
        return tuple(int(lines[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))

    def wait_until_searchable(self, count):
        """Seconds until the search has so many cases and no job waits."""
        started = time.monotonic()
        query = json.dumps({"query": '{ searchCases(query: "", first: 1) { totalCount } }'})
        found = 0
        while time.monotonic() < started + 10 * PATIENCE:
            found = self.ask(query)["searchCases"]["totalCount"]
            if found == count and self.readiness()["jobs"]["waiting"] == 0:
                return time.monotonic() - started
            time.sleep(0.2)
        raise RuntimeError(f"{self.name}: the search has {found} of {count} cases: {self.readiness()}")


def run_import(command, settings):
    """Runs an import: seconds, its peak memory in MB, and what it printed."""
    started = time.monotonic()
    process = subprocess.Popen(command, env=clean_environment(settings), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    printed = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} failed: {printed[-2000:]}")
    return seconds, usage.ru_maxrss * 1024 / 1e6, printed
