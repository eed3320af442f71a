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


class WrongAnswer(RuntimeError):
    """An answer that is none: an error, or another status than 200."""


class Endpoint:
    """What answers at a port of this machine."""

    # Whether it is asked in a way of its own, not through our API.
    is_straight = False
    headers = {"Content-Type": "application/json"}

    def __init__(self, name, port):
        self.name, self.port = name, port

    def exchange(self, method, path, body=None, headers=None, timeout=10):
        """Status and body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            sent = body.encode() if isinstance(body, str) else body
            connection.request(method, path, sent, self.headers | (headers or {}))
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def pid(self):
        raise NotImplementedError

    def memory(self):
        """Resident memory now and at its highest since the start or the last `reset_peak`, in MB (10^6 bytes)."""
        with open(f"/proc/{self.pid()}/status", encoding="ascii", errors="replace") as status:
            lines = dict(line.split(":", 1) for line in status)
        return tuple(int(lines[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))

    def reset_peak(self):
        """The highest resident memory counts anew from now on."""
        with open(f"/proc/{self.pid()}/clear_refs", "w", encoding="ascii") as clear:
            clear.write("5")


class Server(Endpoint):
    """One process of our binary or the yardstick on a port of its own; its output goes to a file."""

    headers = Endpoint.headers | {"Accept": "application/graphql-response+json"}

    def __init__(self, name, command, settings, log):
        super().__init__(name, free_port())
        self.command, self.settings, self.log = command, settings, log
        self.process = None

    @classmethod
    def of_network(cls, name, options, settings):
        """The binary with a data folder of its own and these settings beside the defaults."""
        own = {"WISSENSNETZ_LISTEN": "127.0.0.1:{port}", "WISSENSNETZ_DATA_DIR": str(options.folder / f"data-{name}")}
        command = [str(options.binaries / "wissensnetz"), "serve"]
        return cls(name, command, own | settings, options.folder / f"serve-{name}.log")

    def pid(self):
        return self.process.pid

    def settings_of_commands(self):
        """The settings for another command on the same network."""
        return {name: value for name, value in self.settings.items() if name != "WISSENSNETZ_LISTEN"}

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
        return json.loads(self.exchange("GET", "/readyz")[1])

    def ask(self, body):
        """The answer's data; an error in it ends the measurement, for a fast error is no fast answer."""
        return self.ask_with_size("/graphql", body)[0]

    def ask_with_size(self, path, body):
        """The answer's data and how many bytes the answer has."""
        status, sent = self.exchange("POST", path, body)
        answer = json.loads(sent)
        if status != 200 or "errors" in answer or not answer.get("data"):
            raise WrongAnswer(f"{self.name} answers {body[:300]} with {status} {json.dumps(answer)[:600]}")
        return answer["data"], len(sent)

    def wait_until_searchable(self, count, patience=10 * PATIENCE):
        """Seconds until the search has so many cases and no job waits or runs. An engine that is busy may fail to answer in the meantime."""
        started = time.monotonic()
        query = json.dumps({"query": '{ searchCases(query: "", first: 1) { totalCount } }'})
        found = 0
        while time.monotonic() < started + patience:
            try:
                found = self.ask(query)["searchCases"]["totalCount"]
                jobs = self.readiness()["jobs"]
                if found == count and jobs["waiting"] == jobs["running"] == 0:
                    return time.monotonic() - started
            except (WrongAnswer, TimeoutError) as error:
                found = error
            time.sleep(0.2)
        raise RuntimeError(f"{self.name}: the search has {found} of {count} cases: {self.readiness()}")


def run_command(command, settings):
    """Runs a command of the binary: seconds, its peak memory in MB, and what it printed."""
    started = time.monotonic()
    process = subprocess.Popen(command, env=clean_environment(settings), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        printed = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        process.kill()
        raise
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} failed: {printed[-2000:]}")
    return seconds, usage.ru_maxrss * 1024 / 1e6, printed
