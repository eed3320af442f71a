"""Files on a case, by the forms of its page: in a browser without and with JavaScript, and over a real connection."""

import io
import shutil
import zipfile
from pathlib import Path

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import Browser, hidden
from support.node import run_node
from support.pdf import pdf
from test_sign_in import ask, press

PICTURE = b"\x89PNG\r\n\x1a\n"


def with_macros() -> bytes:
    """A text document of Office that holds a program."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return file.getvalue()


def test_files_are_put_on_a_case_without_javascript_and_with_it(embedded: Network, tmp_path: Path) -> None:
    app = embedded.app
    for name in [name for name in app.settings if "__" in name]:
        del app.settings[name]
    app.start("demo")
    browser = shutil.which("chromium")
    assert browser, "chromium is missing; scripts/test installs it"
    plan = pdf("Ablauf der Lesung")
    files = {"makros.docx": with_macros(), "plan.pdf": plan, "kiste.png": PICTURE}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    shown = run_node("materials.mjs", app.url, browser, *(str(tmp_path / name) for name in files))
    assert isinstance(shown, dict)
    assert shown["problems"] == [], "neither an error nor a breach of the content security policy"
    assert shown["refused"].startswith("Dieses Format wird nicht angenommen"), "macros"
    assert shown["kept"] == ["Ablauf der Lesung", "CC_BY_4_0"], "only the file is to be chosen anew"
    assert shown["added"] == ["Ablauf der Lesung"]
    assert shown["download"] == [200, "application/pdf", len(plan)]
    assert "Alternativtext): Diese Angabe fehlt." in shown["asked"]
    assert shown["both"] == ["Ablauf der Lesung", "Die Lesekiste"]
    assert shown["changed"] == ["Ablauf einer Lesung", "Die Lesekiste"]
    assert shown["hidden"], "removing is asked about first"
    assert shown["removed"] == ["Ablauf einer Lesung"]
    assert shown["text"] == "Jedes Kind findet ein Buch", "typed a moment before the other form was sent"
    assert shown["end"] == ["Jedes Kind findet zwei Bücher", "Ablauf", "Bücherliste"]


def test_a_large_file_is_taken_and_one_that_is_too_large_is_answered_with_the_form(embedded: Network) -> None:
    app = embedded.app
    app.token("author", "15084")
    app.start()
    draft = app.client("author", "15084").accept(api.CREATE, {"input": cases.a_case()})
    browser = Browser(app.url)
    press(browser, ask(browser, embedded.mailbox))
    page = f"/faelle/{draft['slug']}/bearbeiten"

    def add(content: bytes):
        shown = browser.get(page)
        fields = {name: hidden(shown, name) for name in ("formular", "fall")}
        typed = {"titel": "Ablauf der Konferenz", "bildbeschreibung": "", "lizenz": "CC_BY_4_0"}
        return browser.post_file(f"/faelle/{draft['slug']}/materialien", "plan.pdf", content, **fields, **typed)

    # The answer comes all the same: what is too large is read to its end.
    refused = add(pdf("Ablauf") + bytes(30_000_000))
    assert refused.status_code == 422 and "möglich sind 20 MB." in refused.text, refused.text
    assert 'value="Ablauf der Konferenz"' in refused.text, refused.text
    # Ten times what any other form may have.
    taken = add(pdf("Ablauf") + bytes(5_000_000))
    assert taken.status_code == 303 and taken.headers["Location"] == f"{page}?erledigt=datei-hinzugefuegt#materialien", taken.text
    assert problems([app.url + page, refused], browser) == {}
