"""The index is built anew beside the old one: searches answer throughout."""

import threading
import time

from conftest import Network
from support import api, cases
from support.waiting import eventually


def test_searches_answer_in_full_while_the_index_is_built_anew(network: Network) -> None:
    app = network.app
    app.check("import", str(cases.DEMO_FILE))
    app.start()
    public = app.client()
    everything = len(cases.demo_lines())
    eventually(lambda: api.search(public, "")["totalCount"] == everything, "all cases are found", timeout=60)

    totals: list[int] = []
    done = threading.Event()

    def search_on() -> None:
        while not done.is_set():
            totals.append(api.search(public, "")["totalCount"])
            time.sleep(0.01)

    searcher = threading.Thread(target=search_on)
    searcher.start()
    try:
        app.check("reindex")
    finally:
        time.sleep(0.5)
        done.set()
        searcher.join()
    assert set(totals) == {everything}
    assert len(totals) > 3


def test_what_is_published_during_a_rebuild_is_in_the_new_index(network: Network) -> None:
    app = network.app
    app.check("import", str(cases.DEMO_FILE))
    app.start()
    author, editor, public = app.client("author", "15084"), app.client("reviewer"), app.client()
    handed_in = api.submitted_case(author, cases.a_case())
    rebuild = threading.Thread(target=lambda: app.check("reindex"))
    rebuild.start()
    editor.accept(api.PUBLISH, api.as_read(handed_in))
    rebuild.join()
    eventually(lambda: handed_in["id"] in api.found(public, "Saatgutbibliothek"), "the case is in the new index")
    everything = len(cases.demo_lines()) + 1
    eventually(lambda: api.search(public, "")["totalCount"] == everything, "all cases are found", timeout=60)


def test_an_archived_and_an_erased_case_leave_the_search(network: Network) -> None:
    app = network.app.start()
    author, editor, public = app.client("author", "15084"), app.client("reviewer"), app.client()
    administrator = app.client("administrator")
    archived = api.publish_new(author, editor, cases.a_case())
    erased = api.publish_new(author, editor, cases.another_case())
    eventually(lambda: len(api.found(public, "")) == 2, "both are found")
    editor.accept(api.ARCHIVE, {"id": archived["id"]})
    assert administrator.accept(api.ERASE, {"id": erased["id"]}) == erased["id"]
    eventually(lambda: api.found(public, "") == [] and api.search(public, "")["totalCount"] == 0, "both are gone")
    document = "query ($id: ID!) { practiceCase(id: $id) { workflowState } }"
    assert public.execute(document, {"id": archived["id"]})["practiceCase"] == {"workflowState": "ARCHIVED"}
    assert public.execute(document, {"id": erased["id"]})["practiceCase"] is None
