"""What somebody types into the form of a case is kept without a button, in a real browser."""

import shutil

from conftest import Network
from support.node import run_node


def test_what_is_typed_is_kept_and_somebody_else_s_change_is_noticed(embedded: Network) -> None:
    app = embedded.app
    for name in [name for name in app.settings if "__" in name]:
        del app.settings[name]
    app.start("demo")
    browser = shutil.which("chromium")
    assert browser, "chromium is missing; scripts/test installs it"
    shown = run_node("autosave.mjs", app.url, browser)
    assert isinstance(shown, dict)
    assert shown["problems"] == [], "neither an error nor a breach of the content security policy"
    assert shown["withoutTitle"] == "", "a case begins with its title"
    assert shown["held"] == ["Nicht zwischengespeichert: Es fehlt noch der Titel.", "/faelle/neu"]
    assert shown["kept"].startswith("Zwischengespeichert um ") and shown["target"].endswith("/bearbeiten")
    assert shown["meanwhile"] == "Ein Ziel mehr noch", "what was typed while an answer was on its way"
    assert shown["saved"] == ["Vorlesebus für Dörfer ohne Bibliothek", "Ein Ziel mehr noch"]
    assert "sehen Sie beide Fassungen" in shown["conflict"]
    assert shown["both"] == ["Mein Titel für den Bus", "Ein anderer Titel für den Bus"]
