"""What can go wrong with a search: nothing is lost, nothing gets stuck, one line in the log and /readyz say what it is."""

import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from conftest import MakeNetwork, Network, environment
from support import api, cases
from support.browser import Browser
from support.faults import Proxy, small_disk
from support.graphql import GraphQLError
from support.mailbox import text_of
from support.process import Wissensnetz
from support.services import Meilisearch
from support.waiting import eventually

# Put-off jobs come back after a minute at most, a lease of a killed worker ends after 15 seconds.
CATCH_UP = 120
PREFIX = "trouble"


def settings(meilisearch: Meilisearch, **changes: str) -> dict[str, str]:
    """A network on this server, which does not wait long for answers."""
    own = {"search__url": meilisearch.url, "search__key": meilisearch.key, "search__index_prefix": PREFIX, "search__timeout_seconds": "2"}
    return {**own, **changes}


@pytest.fixture
def full(make_network: MakeNetwork, meilisearch: Meilisearch) -> Network:
    """A running network whose search is the test's own."""
    network = make_network("full", **settings(meilisearch))
    network.app.start()
    return network


def many_cases(count: int) -> list[dict]:
    """Cases enough for several batches, each with a title of its own."""
    title = "Bildungskonferenz Nummer {} auf dem Marktplatz"
    return [cases.a_case(externalId=f"many-{number}", title=title.format(number)) for number in range(count)]


def import_cases(app: Wissensnetz, count: int) -> None:
    """Imports that many; indexing them is left to the work queue."""
    app.check("import", "-", stdin=cases.as_jsonl(many_cases(count)))


def readiness(app: Wissensnetz) -> dict:
    """What /readyz says; it must say 200, because everything but the search works."""
    answer = requests.get(f"{app.url}/readyz", timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()


def problems(app: Wissensnetz) -> set[tuple[str, str]]:
    """The problems that /readyz names: part and reason."""
    return {(problem["part"], problem["reason"]) for problem in readiness(app)["problems"]}


def says(app: Wissensnetz, *reasons: str) -> None:
    """Waits until /readyz gives one of these reasons, and sees to it that it gives nothing of the inside away."""
    named = eventually(lambda: {reason for _, reason in problems(app)} & set(reasons), f"/readyz says {reasons}", timeout=30)
    assert named
    answer = readiness(app)
    assert answer["status"] == "degraded"
    text = str(answer)
    assert "127.0.0.1" not in text and app.settings.get("WISSENSNETZ_SEARCH__KEY", "no key") not in text, text


def trouble_lines(app: Wissensnetz) -> list[str]:
    """The lines of the log about trouble with the search, and those about jobs that are tried again."""
    return [line for line in app.log().splitlines() if "the search is in trouble" in line or "a job is put off" in line]


def said_once(app: Wissensnetz, *reasons: str) -> None:
    """One line, whatever the number of cases and attempts, and it names the reason. /readyz may have seen it before the work queue did."""
    lines = eventually(lambda: trouble_lines(app), "the log says what is wrong")
    assert len(lines) == 1, lines
    assert re.search(rf"trouble=\"?({'|'.join(reasons)})\"?", lines[0]), lines


def total(app: Wissensnetz) -> int | None:
    """How many cases the search finds in all; nothing while it does not answer."""
    try:
        return api.search(app.client(), "", first=1)["totalCount"]
    except GraphQLError as error:
        assert error.codes == ["SEARCH_UNAVAILABLE"]
        return None


def recovers(app: Wissensnetz, count: int) -> None:
    """Everything is found, nothing waits, /readyz says ready, and a comparison finds no difference."""
    eventually(lambda: total(app) == count, f"{count} cases are found", timeout=CATCH_UP, every=0.1)
    eventually(lambda: readiness(app)["status"] == "ready", "/readyz says ready", timeout=CATCH_UP, every=0.1)
    eventually(lambda: set(readiness(app)["jobs"].values()) == {0}, "no job waits, runs or was given up", timeout=CATCH_UP, every=0.1)
    checked = app.check("index", "check")
    assert f"In der Datenbank veröffentlicht: {count}, im Suchindex: {count}" in checked, checked


def test_a_server_that_is_killed_during_a_batch(full: Network, meilisearch: Meilisearch) -> None:
    app = full.app
    importing = threading.Thread(target=import_cases, args=(app, 600))
    importing.start()
    stats = f"/indexes/{PREFIX}-cases/stats"
    eventually(lambda: any(meilisearch.request("GET", stats)[name] for name in ("numberOfDocuments", "isIndexing")), "it indexes")
    meilisearch.kill()
    importing.join()
    says(app, "unreachable")
    case = api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.another_case())
    assert api.count_cases(app.client()) == 601, "publishing and reading go on"
    said_once(app, "unreachable")
    meilisearch.start()
    recovers(app, 601)
    assert case["id"] in api.found(app.client(), "Lesepaten")
    said_once(app, "unreachable")


@pytest.mark.parametrize("victim", ["server", "network"])
def test_a_kill_during_the_swap(full: Network, meilisearch: Meilisearch, victim: str) -> None:
    app = full.app
    import_cases(app, 300)
    recovers(app, 300)
    swaps = "/tasks?types=indexSwap"
    before = meilisearch.request("GET", swaps)["total"]
    rebuild = threading.Thread(target=app.run, args=("reindex",))
    rebuild.start()
    eventually(lambda: meilisearch.request("GET", swaps)["total"] > before, "the swap is written down", timeout=60, every=0.001)
    if victim == "server":
        meilisearch.kill()
        meilisearch.start()
    else:
        app.kill()
        app.start()
    recovers(app, 300)
    rebuild.join()
    app.check("reindex")
    recovers(app, 300)
    indexes = {index["uid"] for index in meilisearch.request("GET", "/indexes")["results"]}
    assert indexes == {f"{PREFIX}-cases", f"{PREFIX}-meta"}, "nothing is left of the rebuild that was cut off"


def test_a_kill_while_the_index_is_filled_leaves_the_old_one_serving(full: Network, meilisearch: Meilisearch) -> None:
    app = full.app
    import_cases(app, 300)
    recovers(app, 300)
    rebuild = threading.Thread(target=app.run, args=("reindex",))
    rebuild.start()
    eventually(lambda: f"{PREFIX}-cases-next" in str(meilisearch.request("GET", "/indexes")), "the rebuild has begun", every=0.001)
    app.kill()
    assert meilisearch.request("GET", f"/indexes/{PREFIX}-cases/stats")["numberOfDocuments"] == 300
    app.start()
    rebuild.join()
    recovers(app, 300)
    next_index = f"{PREFIX}-cases-next"
    eventually(lambda: next_index not in str(meilisearch.request("GET", "/indexes")), "what was left is removed", timeout=CATCH_UP)


def test_a_server_that_has_lost_everything(full: Network, meilisearch: Meilisearch) -> None:
    """As after its disk was replaced: no search answers from what changes have put into a new index before that is built."""
    app = full.app
    import_cases(app, 300)
    recovers(app, 300)
    meilisearch.kill()
    shutil.rmtree(meilisearch.folder / "data")
    meilisearch.start()
    api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.another_case())
    totals: set[int | None] = set()

    def is_whole() -> bool:
        totals.add(total(app))
        return 301 in totals

    eventually(is_whole, "all cases are found", timeout=CATCH_UP)
    assert totals <= {None, 300, 301}, totals
    recovers(app, 301)


def test_a_key_that_is_refused(full: Network, meilisearch: Meilisearch) -> None:
    app = full.app
    import_cases(app, 20)
    recovers(app, 20)
    right_key = meilisearch.key
    meilisearch.stop()
    meilisearch.key = "another-key-of-this-server"
    meilisearch.start()
    import_cases(app, 250)
    says(app, "key_refused")
    assert total(app) is None
    eventually(lambda: "key_refused" in app.log(), "the log says what is wrong")
    time.sleep(5)
    lines = [line for line in trouble_lines(app) if "key_refused" in line]
    assert len(lines) == 1 and right_key not in app.log() and "another-key" not in app.log()
    meilisearch.stop()
    meilisearch.key = right_key
    meilisearch.start()
    recovers(app, 250)


def test_answers_that_hang(make_network: MakeNetwork, meilisearch: Meilisearch) -> None:
    proxy = Proxy(meilisearch.port)
    try:
        app = make_network("full", **settings(meilisearch, search__url=proxy.url)).app.start()
        import_cases(app, 20)
        recovers(app, 20)
        proxy.hangs = True
        import_cases(app, 250)
        says(app, "no_answer")
        assert requests.get(f"{app.url}/healthz", timeout=1).ok
        said_once(app, "no_answer")
        proxy.hangs = False
        recovers(app, 250)
        said_once(app, "no_answer")
    finally:
        proxy.close()


def test_a_task_that_fails(full: Network, meilisearch: Meilisearch) -> None:
    """Somebody has put an index in our place that takes none of our documents."""
    app = full.app
    import_cases(app, 20)
    recovers(app, 20)
    meilisearch.wait_for(meilisearch.request("DELETE", f"/indexes/{PREFIX}-cases"))
    meilisearch.wait_for(meilisearch.request("POST", "/indexes", {"uid": f"{PREFIX}-cases", "primaryKey": "number"}))
    import_cases(app, 40)
    says(app, "refused")
    said_once(app, "refused")
    assert readiness(app)["search"] == "behind"
    app.check("reindex")
    recovers(app, 40)


@pytest.fixture
def cramped(tmp_path: Path) -> Iterator[tuple[Meilisearch, object]]:
    """A Meilisearch whose disk is small."""
    with small_disk(tmp_path / "disk", 64) as disk:
        server = Meilisearch(environment("WISSENSNETZ_TEST_MEILISEARCH_BIN"), disk.folder / "meilisearch")
        try:
            yield server.start(), disk
        finally:
            server.close()


def test_a_disk_that_is_full_under_meilisearch(make_network: MakeNetwork, cramped) -> None:
    meilisearch, disk = cramped
    app = make_network("full", **settings(meilisearch)).app.start()
    import_cases(app, 20)
    recovers(app, 20)
    disk.fill()
    import_cases(app, 250)
    says(app, "disk_full")
    said_once(app, "disk_full")
    assert total(app) == 20, "the old index serves on"
    disk.free()
    recovers(app, 250)


def test_a_disk_that_is_full_under_the_embedded_index(make_network: MakeNetwork) -> None:
    app = make_network("embedded").app
    with small_disk(app.folder / "data" / "search", 16) as disk:
        try:
            app.start()
            import_cases(app, 20)
            recovers(app, 20)
            disk.fill()
            import_cases(app, 250)
            says(app, "disk_full")
            said_once(app, "disk_full")
            assert total(app) == 20, "the old index serves on"
            assert app.run("reindex").returncode != 0
            assert total(app) == 20, "a rebuild that fails changes nothing"
            disk.free()
            recovers(app, 250)
            said_once(app, "disk_full")
        finally:
            app.close()


def test_a_start_without_an_index_on_a_disk_that_is_full(make_network: MakeNetwork) -> None:
    app = make_network("embedded").app
    import_cases(app, 20)
    with small_disk(app.folder / "data" / "search", 16) as disk:
        try:
            disk.fill()
            app.start()
            says(app, "disk_full")
            said_once(app, "disk_full")
            assert total(app) is None
            assert api.count_cases(app.client()) == 20, "everything else works"
            disk.free()
            recovers(app, 20)
            said_once(app, "disk_full")
        finally:
            app.close()


def test_a_rebuild_that_succeeds_ends_the_trouble_of_one_that_failed(make_network: MakeNetwork) -> None:
    """Also where no case has changed for long, so that nothing else is indexed."""
    app = make_network("embedded").app
    import_cases(app, 20)
    with small_disk(app.folder / "data" / "search", 16) as disk:
        try:
            app.start(clock__offset="3600")
            recovers(app, 20)
            disk.fill()
            assert app.run("reindex").returncode != 0
            says(app, "disk_full")
            disk.free()
            recovers(app, 20)
        finally:
            app.close()


def test_a_search_that_hangs_holds_up_no_mail(make_network: MakeNetwork, meilisearch: Meilisearch) -> None:
    proxy = Proxy(meilisearch.port)
    try:
        network = make_network("full", **settings(meilisearch, search__url=proxy.url, search__timeout_seconds="20"))
        app = network.app.start()
        author, editor = app.client("author", "15084"), app.client("reviewer")
        proxy.hangs = True
        api.publish_new(author, editor, cases.a_case())
        eventually(lambda: readiness(app)["jobs"]["running"], "the case is on its way into the index")
        Browser(app.url).post("/anmelden", email="author.15084@example.org")
        eventually(lambda: any("/anmelden/link" in text_of(mail) for mail in network.mailbox.messages()), "the link arrives", timeout=5)
    finally:
        proxy.close()
