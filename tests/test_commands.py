"""The command line and the configuration, as an operator meets them."""

import threading
from pathlib import Path

import pytest
import requests

from conftest import Network
from support import api, cases
from support.graphql import GraphQLError
from support.waiting import eventually, stays


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WISSENSNETZ_LISTEN", "somewhere"),
        ("WISSENSNETZ_PUBLIC_URL", "not an address"),
        ("WISSENSNETZ_DATABASE__URL", "oracle://localhost/x"),
        ("WISSENSNETZ_SEARCH__KIND", "elastic"),
        ("WISSENSNETZ_MAIL__KIND", "pigeon"),
        ("WISSENSNETZ_MAIL__FROM", "nobody"),
        ("WISSENSNETZ_NO_SUCH_SETTING", "1"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(embedded: Network, name: str, value: str) -> None:
    embedded.app.settings[name] = value
    done = embedded.app.run("serve", timeout=20)
    assert done.returncode != 0
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    key = name.removeprefix("WISSENSNETZ_").lower()
    assert name in lines[0] or key.replace("__", ".") in lines[0] or key.rsplit("__")[-1] in lines[0], done.stderr


def test_the_help_says_what_the_program_is(embedded: Network) -> None:
    assert embedded.app.check("--help").startswith("Wissensnetz: ")


@pytest.mark.parametrize("file", ["no-such-file.toml", "/tmp"])
def test_a_configuration_that_cannot_be_read_is_named(embedded: Network, file: str) -> None:
    done = embedded.app.run("config", "--config", file)
    assert done.returncode != 0
    assert f"configuration: {file} cannot be read: " in done.stderr, done.stderr


def test_a_secret_is_masked_wherever_the_configuration_is_shown(make_network) -> None:
    app = make_network("embedded").app
    secrets = {
        "database__url": "postgres://wissensnetz:secret-of-the-database@127.0.0.1:1/x",
        "search__kind": "meilisearch",
        "search__url": "http://127.0.0.1:1",
        "search__key": "secret-of-the-search",
        "mail__kind": "smtp",
        "mail__url": "smtp://user:secret-of-the-mail@127.0.0.1:1",
    }
    app.settings.pop("WISSENSNETZ_MAIL__DIR")
    shown = app.run("config", **secrets)
    assert shown.returncode == 0, shown.stderr
    started = app.run("serve", timeout=60, **secrets)
    assert started.returncode != 0, "there is no such database"
    for text in (shown.stdout, shown.stderr, started.stdout, started.stderr):
        assert "secret-of-" not in text
    assert "127.0.0.1:1" in shown.stdout


def test_a_token_is_all_that_token_create_prints(embedded: Network) -> None:
    app = embedded.app
    done = app.run("token", "create", "--email", "autorin@example.org", "--role", "author", "--municipality", "15084")
    assert done.returncode == 0, done.stderr
    token = done.stdout.strip()
    assert len(done.stdout.splitlines()) == 1 and " " not in token and len(token) >= 32
    data = (app.folder / "data" / "wissensnetz.db").read_bytes()
    assert token.encode() not in data, "only its hash is kept"
    assert app.run("token", "create", "--email", "autorin@example.org", "--role", "author").returncode != 0, "an author has a municipality"
    assert app.run("token", "create", "--email", "x@example.org", "--role", "emperor").returncode != 0


def test_token_create_leaves_the_last_administrator_the_role(embedded: Network) -> None:
    app = embedded.app
    app.token("administrator", email="erste@example.org")
    refused = app.run("token", "create", "--email", "erste@example.org", "--role", "reviewer")
    assert refused.returncode != 0 and refused.stdout == "", "no token either"
    assert "letzte Administration" in refused.stderr and "LAST_OF_ROLE" in refused.stderr
    app.token("administrator", email="zweite@example.org")
    app.token("reviewer", email="erste@example.org")


def test_a_second_token_of_the_same_address_is_of_the_same_account(embedded: Network) -> None:
    app = embedded.app.start()
    query = "{ viewer { account { id email role municipality { ags } } } }"
    accounts = [app.client("author", "15084").execute(query)["viewer"]["account"] for _ in range(2)]
    assert accounts[0] == accounts[1]
    assert accounts[0]["role"] == "AUTHOR"
    assert accounts[0]["municipality"] == {"ags": "15084"}


def test_health_says_that_it_lives_and_readiness_that_it_can_work(network: Network) -> None:
    app = network.app.start()
    assert requests.get(f"{app.url}/healthz", timeout=5).status_code == 200
    assert requests.get(f"{app.url}/readyz", timeout=5).status_code == 200


def test_migrations_are_applied_once(network: Network) -> None:
    network.app.check("migrate")
    network.app.check("migrate")
    network.app.start(database__migrate_on_start="false")
    assert api.count_cases(network.app.client()) == 0


def test_a_request_under_way_is_answered_before_the_end(embedded: Network) -> None:
    app = embedded.app
    app.check("import", str(cases.DEMO_FILE))
    app.start()
    answers: list[int] = []

    def ask() -> None:
        while True:
            try:
                answers.append(app.client().post(api.COUNT).status_code)
            except requests.RequestException as error:
                # Refused is right once the door is shut, and so is a connection that ends before anything of an answer came: it waited at
                # the door. An answer that breaks off is not.
                shut = ("Connection refused", "RemoteDisconnected", "Connection reset by peer")
                assert any(sign in str(error) for sign in shut), error
                return

    asker = threading.Thread(target=ask)
    asker.start()
    eventually(lambda: len(answers) > 20, "answers come")
    app.stop(timeout=30)  # it ends by itself, whatever comes meanwhile
    asker.join(10)
    assert set(answers) == {200}


def test_the_folder_of_the_data_is_the_service_s_own(embedded: Network) -> None:
    embedded.app.check("migrate")
    assert (embedded.app.folder / "data").stat().st_mode & 0o777 == 0o700


def test_the_file_of_the_database_holds_everything_once_nobody_uses_it(embedded: Network) -> None:
    app = embedded.app
    log = app.folder / "data" / "wissensnetz.db-wal"
    app.check("import", str(cases.DEMO_FILE))
    assert not log.exists(), "after a command that writes much"
    app.start()
    assert log.exists(), "while it runs"
    app.stop()
    assert not log.exists(), "after a stop in peace"


def test_work_does_the_jobs_and_serve_need_not(make_network) -> None:
    network = make_network("full", jobs__in_serve="false")
    app = network.app.start()
    author, editor, public = app.client("author", "15084"), app.client("reviewer"), app.client()
    case = api.publish_new(author, editor, cases.a_case())

    def is_found() -> bool:
        """Until a worker has run there is no index, and the search says that it is unavailable."""
        try:
            return case["id"] in api.found(public, "Konferenz")
        except GraphQLError as error:
            assert error.codes == ["SEARCH_UNAVAILABLE"]
            return False

    stays(is_found, False, seconds=1)
    worker = app.sibling().start("work")
    try:
        eventually(is_found, "the worker has indexed the case")
        worker.stop()
    finally:
        worker.close()


def test_a_command_on_the_index_does_not_wait_for_ever_for_a_process_that_does_no_jobs(embedded: Network, tmp_path: Path) -> None:
    """As with a data folder that two databases share: the process that has the index open knows nothing of this one's jobs."""
    app = embedded.app.start()
    other = f"sqlite://{tmp_path / 'other.db'}"
    app.check("migrate", database__url=other)
    done = app.run("index", "check", timeout=60, database__url=other)
    assert done.returncode != 0 and "database.url" in done.stderr, done.stderr


def test_the_work_queue_cannot_leave_a_server_with_the_embedded_search(embedded: Network) -> None:
    for command in ("serve", "work"):
        done = embedded.app.run(command, jobs__in_serve="false", timeout=30)
        assert done.returncode != 0 and "jobs.in_serve" in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr
