"""The pages that most people see, and those on which cases are written: in a browser, checked for accessibility."""

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import Browser
from support.waiting import eventually
from test_sign_in import ask, press

NOTICES = ("/impressum", "/datenschutz", "/barrierefreiheit")
SEARCHES = ("/suche", "/suche?q=hort&land=SACHSEN", "/suche?q=grundschuhle", "/suche?q=quantenphysik", "/suche?seite=2")
CASES = """{ practiceCases(first: 100) {
  nodes { slug municipality { ags } partners { ags } indicators { before after } links { url } firstSteps fundingProgrammes summaryEasyLanguage }
} }"""


def start_with_cases(network: Network) -> list[dict]:
    """Starts the server with the demo cases, all in the search; the cases, that which says most first."""
    network.app.check("import", str(cases.DEMO_FILE))
    public = network.app.start().client()
    eventually(lambda: api.search(public, "")["totalCount"] == len(cases.demo_lines()), "all cases are found", timeout=60)
    found = public.execute(CASES)["practiceCases"]["nodes"]
    return sorted(found, key=lambda case: sum(bool(value) for value in case.values()), reverse=True)


def test_the_pages_for_everybody_are_accessible(embedded: Network) -> None:
    most, *_, least = start_with_cases(embedded)
    assert most["indicators"] and most["links"], most
    paths = ["/", *SEARCHES, f"/faelle/{most['slug']}", f"/faelle/{least['slug']}", f"/abo?beispiel={most['slug']}", *NOTICES]
    assert problems([embedded.app.url + path for path in paths]) == {}


def test_the_pages_on_which_cases_are_written_are_accessible(embedded: Network) -> None:
    embedded.app.token("author", "15084")
    own = next(case for case in start_with_cases(embedded) if (case["municipality"] or {}).get("ags") == "15084" and case["indicators"])
    app = embedded.app
    browser = Browser(app.url)
    press(browser, ask(browser, embedded.mailbox))
    assert browser.is_signed_in()
    pages = [f"/faelle/{own['slug']}/bearbeiten", "/faelle/neu", "/faelle/neu?beispiel=1", "/meine", "/fragen?kommune=15084", "/fragen/neu"]
    edit = browser.get(pages[0]).text
    assert "<title>Bearbeiten: " in edit, edit[:500]
    wrong = [browser.post("/faelle/neu", title="Vorlesebus", weiter="einreichen"), browser.post("/fragen/neu", frage="kurz")]
    assert [page.status_code for page in wrong] == [422, 422]
    asked = browser.post("/fragen/neu", frage="Wer hat Übungsfirmen an Berufsschulen?")
    question = asked.headers["Location"].split("?")[0]
    assert browser.post(f"{question}/antworten", antwort="Wir fangen gerade an.").status_code == 303, question
    pages.append(asked.headers["Location"])
    assert problems([*(app.url + page for page in pages), *wrong], browser) == {}
