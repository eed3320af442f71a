"""The comparison of index and database, by command, beside a running server and without one; and an embedded index that is damaged."""

import shutil
import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
import requests

from conftest import Network
from support import api, cases
from support.process import Wissensnetz
from support.waiting import eventually, stays

EVERYTHING = len(cases.demo_lines())


def indexed(app: Wissensnetz) -> Wissensnetz:
    """The demo cases, all of them found, and nothing left to do."""
    app.check("import", str(cases.DEMO_FILE))
    app.start()
    eventually(lambda: _total(app) == EVERYTHING, "all cases are found", timeout=60)
    ready = {"status": "ready", "jobs": {"waiting": 0, "running": 0, "failed": 0}}
    eventually(lambda: requests.get(f"{app.url}/readyz", timeout=5).json().items() >= ready.items(), "no job waits or runs", timeout=60)
    return app


def _total(app: Wissensnetz) -> int:
    return api.search(app.client(), "")["totalCount"]


def test_beside_a_running_server_nothing_differs(network: Network) -> None:
    app = indexed(network.app)
    shown = app.check("index", "check")
    assert f"In der Datenbank veröffentlicht: {EVERYTHING}, im Suchindex: {EVERYTHING}" in shown
    assert "Es fehlen: 0, veraltet: 0, überzählig: 0" in shown


def test_what_was_changed_past_the_network_is_found_and_repaired(network: Network) -> None:
    """An old copy of the database is put back, as after an accident: the index knows more, less and other than it."""
    app = indexed(network.app)
    app.stop()
    _damage_database(app)
    app.start()
    # The start itself compares when the last comparison is older than a night; here it is not.
    shown = app.run("index", "check")
    assert shown.returncode == 1, shown.stdout
    assert "Es fehlen: 0, veraltet: 1, überzählig: 2" in shown.stdout
    assert shown.stdout.count("überzählig ") == 2 and "(nicht mehr in der Datenbank)" in shown.stdout
    repaired = app.check("index", "check", "--repair")
    assert "Nach der Reparatur:" in repaired and repaired.rstrip().endswith("Es fehlen: 0, veraltet: 0, überzählig: 0"), repaired
    assert _total(app) == EVERYTHING - 2
    assert app.log().count("the search index differs from the database") == 2, "one line a comparison"


def test_without_a_server_the_command_does_it_itself(network: Network) -> None:
    app = network.app
    app.check("import", str(cases.DEMO_FILE))
    assert app.run("index", "check").returncode == 1
    shown = app.check("index", "check", "--repair")
    assert f"im Suchindex: {EVERYTHING}" in shown


def test_every_night_index_and_database_are_compared_and_repaired(network: Network) -> None:
    app = indexed(network.app)
    app.stop()
    _damage_database(app)
    lines = app.log().count("the search index")
    # A slow machine takes some of these seconds for the start.
    app.start(clock__offset=str(_seconds_until_the_night() - 12))
    stays(lambda: "differs from the database" in app.log(), False, seconds=2)
    eventually(lambda: "the search index differs from the database" in app.log(), "the comparison of the night", timeout=30)
    eventually(lambda: _total(app) == EVERYTHING - 2, "what was too much is gone")
    assert app.log().count("the search index") == lines + 1, "one line"


def _seconds_until_the_night() -> int:
    """To the next half past three in Germany."""
    now = datetime.now(ZoneInfo("Europe/Berlin"))
    night = now.replace(hour=3, minute=30, second=0, microsecond=0)
    if night <= now:
        night += timedelta(days=1)
    return round(night.timestamp() - now.timestamp())


def _damage_database(app: Wissensnetz) -> None:
    """Takes two cases away, and says of another that its text is that of a third."""
    erase = "DELETE FROM practice_case WHERE slug IN (SELECT slug FROM practice_case ORDER BY slug LIMIT 2)"
    others = "SELECT content FROM case_revision r JOIN practice_case c ON r.case_id = c.id ORDER BY c.slug DESC LIMIT 1"
    first = "SELECT id FROM practice_case ORDER BY slug LIMIT 1"
    change = f"UPDATE case_revision SET content = ({others}), content_hash = 'changed' WHERE case_id = ({first})"
    if app.settings["WISSENSNETZ_SEARCH__KIND"] == "meilisearch":
        with psycopg.connect(app.settings["WISSENSNETZ_DATABASE__URL"], autocommit=True) as connection:
            connection.execute(erase)
            connection.execute(change)
        return
    with sqlite3.connect(app.folder / "data" / "wissensnetz.db") as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(erase)
        connection.execute(change)


# -- the embedded index ----------------------------------------------------------------------------------------------------------------


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


def _damage(search: Path, how: str) -> None:
    generation = search / max((path.name for path in search.iterdir() if path.name.isdigit()), key=int)
    match how:
        case "no folder":
            shutil.rmtree(search)
        case "no generation":
            shutil.rmtree(generation)
        case "a file is cut off":
            _cut(max(generation.glob("*.pos"), key=lambda path: path.stat().st_size))
        case "a bit is turned":
            file = max(generation.glob("*.idx"), key=lambda path: path.stat().st_size)
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 1
            file.write_bytes(content)
        case "another version":
            current = search / "CURRENT"
            current.write_text(current.read_text().replace('"version":', '"version":9'))


@pytest.mark.parametrize("how", ["no folder", "no generation", "a file is cut off", "a bit is turned", "another version"])
def test_an_embedded_index_that_cannot_be_used_is_built_anew(embedded: Network, how: str) -> None:
    app = indexed(embedded.app)
    app.stop()
    _damage(app.folder / "data" / "search", how)
    app.start()
    eventually(lambda: _total(app) == EVERYTHING, "all cases are found")
    assert " WARN the search index is missing, damaged or of another version and is built anew" in app.log()
    assert "the search index was rebuilt" in app.log()
    app.check("index", "check")


def test_an_embedded_index_whose_folder_is_taken_away_meanwhile_is_built_anew(embedded: Network) -> None:
    app = indexed(embedded.app)
    search = app.folder / "data" / "search"
    search.rename(search.with_name("elsewhere"))
    case = api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    eventually(lambda: case["id"] in api.found(app.client(), "Saatgutbibliothek"), "the case is found", timeout=120)
    app.check("index", "check")
    app.restart()
    assert _total(app) == EVERYTHING + 1


def test_an_embedded_index_survives_being_killed_again_and_again(embedded: Network) -> None:
    app = indexed(embedded.app)
    for round_ in range(4):
        more = [cases.a_case(externalId=f"killed-{round_}-{number}", title=f"Runde {round_} mit Beispiel {number}") for number in range(60)]
        app.check("import", "-", stdin=cases.as_jsonl(more))
        time.sleep(0.02 * round_)
        app.kill()
        app.start()
    eventually(lambda: _total(app) == EVERYTHING + 240, "all cases are found", timeout=120)
    app.check("index", "check")
