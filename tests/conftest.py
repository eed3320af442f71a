"""Fixtures: the binary, its services, and a whole network in each of the two modes.

Needed in the environment (scripts/test sets it): WISSENSNETZ_BIN, WISSENSNETZ_TEST_POSTGRES_URL, WISSENSNETZ_TEST_MEILISEARCH_URL, …_KEY
and …_BIN. What is missing fails the tests that need it; nothing is skipped in silence.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.mailbox import FilesMailbox, Mailbox, Sink, SmtpServer
from support.process import Wissensnetz
from support.services import Meilisearch, S3Server, new_database

MODES = ("embedded", "full")
_MEASUREMENTS = pytest.StashKey[list[str]]()


def environment(name: str) -> str:
    """A variable that the tests cannot do without."""
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set; run the tests by scripts/test --e2e", pytrace=False)
    return value


@pytest.fixture(scope="session")
def binary() -> Path:
    """The binary under test."""
    path = Path(environment("WISSENSNETZ_BIN")).resolve()
    if not path.exists():
        pytest.fail(f"{path} is not there; build it with cargo build", pytrace=False)
    return path


@pytest.fixture
def postgres_database() -> Iterator[str]:
    """The URL of a database that only this test has."""
    with new_database(environment("WISSENSNETZ_TEST_POSTGRES_URL")) as url:
        yield url


@pytest.fixture
def meilisearch(tmp_path: Path) -> Iterator[Meilisearch]:
    """A Meilisearch of the test's own, running, that it may stop and start."""
    server = Meilisearch(environment("WISSENSNETZ_TEST_MEILISEARCH_BIN"), tmp_path / "meilisearch")
    try:
        yield server.start()
    finally:
        server.close()


@pytest.fixture
def s3_server(tmp_path: Path) -> Iterator[S3Server]:
    """A running S3 store with an empty bucket."""
    server = S3Server(tmp_path)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A running SMTP server that keeps what it gets."""
    server = SmtpServer().start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A running SMTP server that counts what comes, for many mails."""
    server = Sink()
    try:
        yield server
    finally:
        server.close()


@dataclass
class Network:
    """An instance, not yet started, with the mailbox its mail goes to."""

    mode: str
    app: Wissensnetz
    mailbox: Mailbox


MakeNetwork = Callable[..., Network]


@pytest.fixture
def make_network(binary: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[MakeNetwork]:
    """Makes networks: `make_network("full", search__url=…)`. Each embedded one has a folder of its own, full ones share a database."""
    made: list[Wissensnetz] = []

    def make(mode: str, **changes: str) -> Network:
        folder = tmp_path / f"network-{len(made)}"
        folder.mkdir()
        mailbox: Mailbox
        if mode == "full":
            mailbox = request.getfixturevalue("smtp_server")
            settings = {
                "database__url": request.getfixturevalue("postgres_database"),
                "search__kind": "meilisearch",
                "search__url": environment("WISSENSNETZ_TEST_MEILISEARCH_URL"),
                "search__key": environment("WISSENSNETZ_TEST_MEILISEARCH_KEY"),
                "search__index_prefix": f"e2e_{uuid.uuid4().hex[:12]}",
                "mail__kind": "smtp",
                "mail__url": mailbox.url,
            }
        else:
            mailbox = FilesMailbox(folder / "mails")
            settings = {"search__kind": "embedded", "mail__kind": "files", "mail__dir": str(mailbox.folder)}
        named = {f"WISSENSNETZ_{name.upper()}": value for name, value in {**settings, **changes}.items()}
        app = Wissensnetz(binary, folder, named)
        made.append(app)
        request.node.stash.setdefault(_LOGS, []).append(app)
        return Network(mode, app, mailbox)

    try:
        yield make
    finally:
        for app in made:
            app.close()


@pytest.fixture(params=MODES)
def network(request: pytest.FixtureRequest, make_network: MakeNetwork) -> Network:
    """A network in each mode: the test runs twice."""
    return make_network(request.param)


@pytest.fixture
def embedded(make_network: MakeNetwork) -> Network:
    """A network without services, for what does not depend on the mode."""
    return make_network("embedded")


# -- what failed tests show, and what measured ones report --------------------------------------------------------------------------

_LOGS = pytest.StashKey[list[Wissensnetz]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """A failure shows the end of the log of every process that the test had."""
    report = yield
    if report.failed:
        for app in item.stash.get(_LOGS, []):
            report.sections.append((f"log of {app.log_file.name}", app.log()[-6000:]))
    return report


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Callable[[str, float], None]:
    """Notes a duration, printed at the end of the run: `measured("import of the demo cases", seconds)`."""

    def note(what: str, seconds: float) -> None:
        request.config.stash.setdefault(_MEASUREMENTS, []).append(f"{seconds * 1000:8.0f} ms  {what}")

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints what was measured."""
    lines = config.stash.get(_MEASUREMENTS, [])
    if lines:
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.write_line(line)
