"""Services of the tests' own: a database per test, a Meilisearch that can be stopped, an S3 store."""

import subprocess
import sys
import uuid
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import requests

from .waiting import eventually, free_port


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """The URL of a new, empty database on this server; dropped afterwards, whoever is still connected."""
    name = f"e2e_{uuid.uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Meilisearch:
    """A Meilisearch process with a data folder of its own that survives `stop` and `start`."""

    def __init__(self, binary: str, folder: Path):
        self.binary = binary
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.key = uuid.uuid4().hex
        self.process: subprocess.Popen | None = None

    def start(self) -> "Meilisearch":
        """Starts it, or starts it again, and waits until it answers."""
        places = {"--db-path": "data", "--dump-dir": "dumps", "--snapshot-dir": "snapshots"}
        arguments = [part for option, name in places.items() for part in (option, str(self.folder / name))]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "--no-analytics", "--log-level", "WARN", "--http-addr", f"127.0.0.1:{self.port}", "--master-key", self.key]
                + ["--max-indexing-threads", "2", "--max-indexing-memory", "512MiB", *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        eventually(self._answers, "Meilisearch answers")
        return self

    def stop(self) -> None:
        """Ends it; connections to its port are refused from now on."""
        process, self.process = self.process, None
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self) -> None:
        """kill -9: it gets no chance to finish anything."""
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def request(self, method: str, path: str, body: object = None) -> dict:
        """Asks the server something past the network."""
        answer = requests.request(method, f"{self.url}{path}", json=body, headers={"Authorization": f"Bearer {self.key}"}, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def wait_for(self, task: dict) -> None:
        """Returns once a task has come to its end."""
        ended = ("succeeded", "failed", "canceled")
        eventually(lambda: self.request("GET", f"/tasks/{task['taskUid']}")["status"] in ended, f"task {task['taskUid']} ends")

    def close(self) -> None:
        """For fixtures: nothing is left running."""
        if self.process is not None:
            self.stop()

    def _answers(self) -> bool:
        assert self.process.poll() is None, (self.folder / "log").read_text("utf-8", "replace")[-2000:]
        try:
            return requests.get(f"{self.url}/health", timeout=2).ok
        except requests.ConnectionError:
            return False


class S3Server:
    """moto's S3 as a process of its own, with one bucket. It keeps objects in memory and takes any key."""

    BUCKET = "materialien"

    def __init__(self, folder: Path):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = folder / "s3.log"
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        eventually(self._makes_the_bucket, "the S3 store answers", timeout=60)

    def settings(self) -> dict[str, str]:
        """What the binary is told to keep its files here; see `Wissensnetz.start`."""
        place = {"files__kind": "s3", "files__endpoint": self.url, "files__bucket": self.BUCKET, "files__prefix": "netz"}
        return {**place, "files__access_key": "schluessel", "files__secret_key": "geheimnis"}

    def objects(self) -> dict[str, int]:
        """Names and sizes of all objects."""
        answer = requests.get(f"{self.url}/{self.BUCKET}?list-type=2", timeout=10)
        answer.raise_for_status()
        space = "{http://s3.amazonaws.com/doc/2006-03-01/}"
        found = ElementTree.fromstring(answer.content).iter(f"{space}Contents")
        return {item.findtext(f"{space}Key"): int(item.findtext(f"{space}Size")) for item in found}

    def close(self) -> None:
        """Ends it; nothing of it is left."""
        self.process.terminate()
        self.process.wait(20)

    def _makes_the_bucket(self) -> bool:
        assert self.process.poll() is None, self.log_file.read_text("utf-8", "replace")[-2000:]
        try:
            return requests.put(f"{self.url}/{self.BUCKET}", timeout=10).ok
        except requests.ConnectionError:
            return False
