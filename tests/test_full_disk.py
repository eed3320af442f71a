"""A disk without room for the database: what is there can be read, /readyz says what is wrong, and with room all goes on."""

import pytest
import requests

from conftest import MakeNetwork
from support import api, cases
from support.faults import small_disk
from support.graphql import GraphQLError
from support.process import Wissensnetz
from support.waiting import eventually


def readiness(app: Wissensnetz) -> dict:
    """What /readyz says; it must say 200, because what is there can be read."""
    answer = requests.get(f"{app.url}/readyz", timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_disk_that_is_full_under_the_database(make_network: MakeNetwork) -> None:
    app = make_network("embedded").app
    with small_disk(app.folder / "data", 64) as disk:
        try:
            app.start()
            author = app.client("author", "15084")
            api.publish_new(author, app.client("reviewer"), cases.a_case())
            # After an end in peace the write-ahead log is empty: it has no room of its own for what is written next.
            app.restart()
            assert readiness(app)["database"] == "ok"
            disk.fill()
            eventually(lambda: readiness(app)["database"] == "read_only", "/readyz says so though nobody saves anything", timeout=30)
            said = readiness(app)
            assert said["status"] == "degraded", said
            (problem,) = [problem for problem in said["problems"] if problem["part"] == "database"]
            assert problem["reason"] == "disk_full" and problem["since"], said
            assert api.count_cases(app.client()) == 1
            with pytest.raises(GraphQLError) as refused:
                author.mutate(api.CREATE, {"input": cases.another_case()})
            assert refused.value.codes == ["INTERNAL"]
            disk.free()
            eventually(lambda: readiness(app)["status"] == "ready", "/readyz says ready", timeout=60)
            assert author.accept(api.CREATE, {"input": cases.another_case()})["workflowState"] == "DRAFT"
            assert app.log().count("the database takes no changes") == 1 == app.log().count("the database takes changes again")
        finally:
            app.close()
