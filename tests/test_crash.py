"""kill -9 between the commit and the indexing: nothing that was answered is lost."""

import subprocess
import time

import pytest

from conftest import MakeNetwork, Network
from support import api, cases
from support.waiting import eventually

# A job whose worker was killed is taken up again when its lease ends, after a minute at most.
LEASE_AND_SOME = 90


def test_a_case_published_before_the_crash_is_found_after_the_restart(make_network: MakeNetwork) -> None:
    """Without the work queue in the process, as full networks may run, the crash lies between commit and indexing for certain."""
    app = make_network("full").app.start(jobs__in_serve="false")
    public, author, editor = app.client(), app.client("author", "15084"), app.client("reviewer")
    case = api.publish_new(author, editor, cases.a_case())
    app.kill()

    app.start(jobs__in_serve="true")
    eventually(lambda: case["id"] in api.found(public, "Konferenz"), "the case is found after the restart")


@pytest.mark.parametrize("milliseconds", [0, 20, 80])
def test_a_crash_at_any_moment_after_publishing_loses_nothing(network: Network, milliseconds: int) -> None:
    """The crash falls before, into or after the indexing; what comes out is the same."""
    app = network.app.start()
    public, author, editor = app.client(), app.client("author", "15084"), app.client("reviewer")
    handed_in = api.submitted_case(author, cases.a_case())
    editor.accept(api.PUBLISH, api.as_read(handed_in))
    time.sleep(milliseconds / 1000)
    app.kill()

    app.start()
    assert api.count_cases(public) == 1
    eventually(lambda: handed_in["id"] in api.found(public, "Konferenz"), "the case is found", timeout=LEASE_AND_SOME)


def test_a_killed_import_is_mended_by_running_it_again(network: Network) -> None:
    app = network.app
    app.check("migrate")
    command = [app.binary, "import", str(cases.DEMO_FILE)]
    half = subprocess.Popen(command, env=app.environment(), cwd=app.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    eventually(lambda: half.poll() is not None or app.check("export").count("\n") > 0, "the import has begun", timeout=30)
    half.kill()
    half.wait()
    app.check("import", str(cases.DEMO_FILE))
    app.start()
    public = app.client()
    assert api.count_cases(public) == len(cases.demo_lines())
    eventually(lambda: api.search(public, "")["totalCount"] == len(cases.demo_lines()), "all cases are found", timeout=LEASE_AND_SOME)
