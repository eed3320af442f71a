"""Imports say what is wrong, line by line, and change nothing by halves; exports read back as they were."""

import json
import subprocess
import threading
import time
from datetime import datetime

import pytest

from conftest import MakeNetwork, Network
from support import api, cases
from support.process import Wissensnetz, peak_memory
from support.waiting import eventually


def exported(app: Wissensnetz) -> list[dict]:
    """All published cases, by external id."""
    lines = app.check("export").splitlines()
    return sorted((json.loads(line) for line in lines), key=lambda case: case.get("externalId", ""))


BAD_LINES = (
    ("TOO_SHORT", "title", cases.a_case(externalId="bad-1", title="Kurz")),
    ("UNKNOWN_VALUE", "municipality", cases.a_case(externalId="bad-2", municipality="99999")),
    ("UNKNOWN_VALUE", "fieldsOfAction", cases.a_case(externalId="bad-3", fieldsOfAction=["NO_SUCH_FIELD"])),
    ("REQUIRED", "results", cases.a_case(externalId="bad-4", results=None)),
    ("TOO_LONG", "goals[1]", cases.a_case(externalId="bad-5", goals=["Ein Ziel, kurz gesagt.", "x" * 201])),
    ("UNKNOWN_VALUE", "tilte", cases.a_case(externalId="bad-6", tilte="verschrieben")),
    ("END_BEFORE_START", "end", cases.a_case(externalId="bad-7", end="2021-01")),
    ("DUPLICATE", "externalId", cases.a_case(externalId="good-1")),
)
GOOD = [cases.a_case(externalId="good-1"), cases.another_case(externalId="good-2")]


def mixed_file() -> tuple[str, dict[int, tuple[str, str]]]:
    """An import of good and bad lines, with what is wrong by line number; the last line is no JSON at all."""
    lines, wrong = [], {}
    for case in GOOD:
        lines.append(cases.as_jsonl([case]))
    for code, field, case in BAD_LINES:
        lines.append(cases.as_jsonl([case]))
        wrong[len(lines)] = (code, field)
    lines.append("{ no json\n")
    wrong[len(lines)] = ("MALFORMED", "")
    return "".join(lines), wrong


def assert_reports(output: str, wrong: dict[int, tuple[str, str]]) -> None:
    """Every bad line is reported with its number, field and code, and no good one."""
    reported = [line for line in output.splitlines() if line.startswith("Zeile ")]
    for number, (code, field) in wrong.items():
        own = [line for line in reported if line.startswith(f"Zeile {number}: ")]
        assert any(code in line and field in line for line in own), f"line {number}: {code} in {field} is not reported in:\n{output}"
    assert {int(line.split(":")[0].removeprefix("Zeile ")) for line in reported} == set(wrong), output
    assert ": : " not in output and not any(line.startswith("“") for line in output.splitlines()), f"a line each:\n{output}"


def test_every_bad_line_is_reported_and_nothing_is_imported(network: Network) -> None:
    content, wrong = mixed_file()
    done = network.app.run("import", "-", stdin=content)
    assert done.returncode != 0
    assert_reports(done.stderr + done.stdout, wrong)
    assert exported(network.app) == []


def test_the_good_lines_are_imported_if_the_operator_says_so(network: Network) -> None:
    content, wrong = mixed_file()
    done = network.app.run("import", "-", "--skip-invalid", stdin=content)
    assert done.returncode == 0, done.stderr
    assert_reports(done.stderr + done.stdout, wrong)
    assert [case["externalId"] for case in exported(network.app)] == ["good-1", "good-2"]


def test_a_dry_run_reports_and_imports_nothing(network: Network) -> None:
    content, wrong = mixed_file()
    done = network.app.run("import", "-", "--dry-run", stdin=content)
    assert_reports(done.stderr + done.stdout, wrong)
    assert done.returncode != 0, "a script can tell by the exit code"
    assert network.app.run("import", "--dry-run", str(cases.DEMO_FILE)).returncode == 0
    assert exported(network.app) == []


@pytest.mark.parametrize(("command", "file"), [("import", "no-such-file.jsonl"), ("import", "/tmp"), ("export", "/tmp"), ("export", "/dev/full")])
def test_a_file_that_cannot_be_read_or_written_is_named(embedded: Network, command: str, file: str) -> None:
    embedded.app.check("import", str(cases.DEMO_FILE))
    done = embedded.app.run(command, file)
    assert done.returncode != 0
    assert f"wissensnetz: {file} c" in done.stderr, done.stderr


def test_importing_twice_changes_nothing(network: Network) -> None:
    app = network.app
    app.check("import", str(cases.DEMO_FILE))
    app.start()
    public = app.client()
    document = "{ practiceCases(first: 100, orderBy: TITLE) { nodes { id externalId revision version updatedAt publishedAt } } }"
    before = public.execute(document)
    assert len(before["practiceCases"]["nodes"]) == len(cases.demo_lines())
    app.check("import", "-", stdin=cases.DEMO_FILE.read_text("utf-8"))
    assert public.execute(document) == before


def test_importing_a_changed_case_updates_it_in_place(network: Network) -> None:
    app = network.app
    app.check("import", "-", stdin=cases.as_jsonl(GOOD))
    app.start()
    public = app.client()
    (before,) = public.execute("{ practiceCases(first: 9, filter: { fieldsOfAction: [EARLY_EDUCATION] }) { nodes { id slug } } }")[
        "practiceCases"
    ]["nodes"]
    changed = {**GOOD[1], "results": GOOD[1]["results"].replace("Ehrenamtliche", "Freiwillige") + " Das Vorlesezelt kam 2025 dazu."}
    app.check("import", "-", stdin=cases.as_jsonl([changed]))
    assert api.count_cases(public) == len(GOOD)
    eventually(lambda: before["id"] in api.found(public, "Vorlesezelt"), "the new text is found while the server runs on")


def test_two_versions_of_one_case_in_one_file_are_imported_one_after_the_other(network: Network) -> None:
    app = network.app
    first = cases.a_case()
    second = {**first, "results": first["results"] + " Das Vorlesezelt kam 2025 dazu."}
    for version in (first, second):
        app.check("import", "-", stdin=cases.as_jsonl([{**version, "externalId": "one"}]))
    # Without an identity each line is the case that says this, or once said it.
    app.check("import", "-", stdin=cases.as_jsonl([first, second]))
    (case,) = exported(app)
    assert (case["externalId"], case["results"]) == ("one", second["results"])


def test_an_export_holds_all_that_was_imported_and_reads_back(network: Network, make_network: MakeNetwork) -> None:
    network.app.check("import", str(cases.DEMO_FILE))
    first = exported(network.app)
    source = sorted(cases.demo_cases(), key=lambda case: case["externalId"])
    assert len(first) == len(source)
    for original, copy in zip(source, first, strict=True):
        moments = [datetime.fromisoformat(case["publishedAt"]) for case in (original, copy)]
        assert moments[0] == moments[1], original["externalId"]
        given = {key: value for key, value in original.items() if value not in ("", [], None) and key != "publishedAt"}
        assert {key: copy.get(key) for key in given} == given

    second = make_network("embedded").app
    second.check("import", "-", stdin=cases.as_jsonl(first))
    assert exported(second) == first


def test_drafts_are_not_exported(embedded: Network) -> None:
    app = embedded.app.start()
    api.submitted_case(app.client("author", "15084"), cases.a_case())
    assert exported(app) == []


@pytest.mark.slow
def test_ten_thousand_cases_need_little_memory_and_report_progress(network: Network, measured) -> None:
    """Best run with WISSENSNETZ_BIN pointing to a release build."""
    app = network.app
    file = app.folder / "many.jsonl"
    source = cases.demo_cases()
    with file.open("w", encoding="utf-8") as out:
        for number in range(10_000):
            case = source[number % len(source)]
            changed = {**case, "externalId": f"many-{number}", "title": f"{case['title'][:100]} ({number})"}
            out.write(cases.as_jsonl([changed]))
    started = time.monotonic()
    process = subprocess.Popen(
        [app.binary, "import", str(file)], env=app.environment(), cwd=app.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output = bytearray()
    reader = threading.Thread(target=lambda: output.extend(process.stdout.read()))
    reader.start()
    peak = 0
    while process.poll() is None:
        peak = max(peak, peak_memory(process.pid))
        time.sleep(0.1)
    reader.join()
    measured(f"{network.mode}: import of 10,000 cases, at most {peak >> 20} MB", time.monotonic() - started)
    assert process.returncode == 0, output.decode()
    assert peak < 300 << 20
    assert output.decode().count("10") > 0, "progress is reported"
    app.start()
    assert api.count_cases(app.client()) == 10_000
