"""The page on which editors look after the search: what is searched for in vain becomes a group of synonyms, by which it is found."""

import re
from html import unescape

import requests

from conftest import Network
from support import api, cases
from support.accessibility import problems
from support.browser import Browser, hidden
from support.waiting import eventually
from test_mail_pages import LONG_WORD, signed_in

DESK = "/redaktion/suche"
WORD = "Krawummelchen"


def link(page: requests.Response, start: str) -> str:
    """The first address that the page links to and that begins like this."""
    found = [unescape(href) for href in re.findall(r'href="([^"]*)"', page.text)]
    return next(href for href in found if href.startswith(start))


def searched_in_vain(network: Network, editor: Browser, word: str) -> requests.Response:
    """The page once it lists this word, which was searched for as often as that takes. It counts some seconds after the search."""
    public = Browser(network.app.url)
    for _ in range(3):
        answer = public.get(f"/suche?q={word}")
        assert answer.status_code == 200 and "/faelle/" not in answer.text, answer.text

    def listed() -> requests.Response | None:
        page = editor.get(DESK)
        assert page.status_code == 200, page.text
        return page if f'<th scope="row">{word.lower()}</th>' in page.text else None

    return eventually(listed, f"{word} is listed", every=0.5)


def test_what_is_searched_for_in_vain_becomes_a_group_by_which_it_is_found(network: Network) -> None:
    app = network.app.start()
    editor, public = signed_in(network, "reviewer"), Browser(app.url)
    case = api.publish_new(app.client("author", "15084"), app.client("reviewer"), cases.a_case())
    eventually(lambda: api.found(app.client(), "Saatgutbibliothek"), "the case is found")

    def finds(word: str) -> bool:
        return f"/faelle/{case['slug']}" in public.get(f"/suche?q={word}").text

    desk = searched_in_vain(network, editor, WORD)
    # Where the case was waited for, its own word may be in the list as well.
    begun = editor.get(link(desk, f"{DESK}?begriff={WORD.lower()}"))
    assert f">\n{WORD.lower()}</textarea>" in begun.text, begun.text
    made = editor.post(DESK, woerter=f"{WORD}\r\nSaatgutbibliothek", art="synonym")
    assert (made.status_code, made.headers.get("Location")) == (303, f"{DESK}?erledigt=angelegt"), made.text
    eventually(lambda: finds(WORD), "the case is found by the new group")

    form = editor.get(link(editor.get(DESK), f"{DESK}?gruppe="))
    group = hidden(form, "gruppe")
    assert f">\n{WORD}\nSaatgutbibliothek</textarea>" in form.text, form.text
    words = {"gruppe": group, "fassung": hidden(form, "fassung"), "art": "synonym"}
    changed = editor.post(DESK, woerter="Zyxophon\r\nSaatgutbibliothek", **words)
    assert (changed.status_code, changed.headers.get("Location")) == (303, f"{DESK}?erledigt=geaendert"), changed.text
    eventually(lambda: finds("Zyxophon") and not finds(WORD), "the case is found by the changed group alone")

    late = editor.post(DESK, woerter="Xylophon\r\nSaatgutbibliothek", **words)
    assert late.status_code == 409 and "Zyxophon, Saatgutbibliothek" in late.text, late.text

    version = hidden(editor.get(DESK), "fassung")
    assert editor.post(f"{DESK}/loeschen", gruppe=group, fassung=version).status_code == 303
    eventually(lambda: not finds("Zyxophon"), "nothing is found by a group that is deleted")


def test_the_page_is_accessible_with_nothing_and_with_something_in_it(embedded: Network) -> None:
    app = embedded.app.start()
    editor, url = signed_in(embedded, "reviewer"), app.url + DESK
    empty, wrong = editor.get(DESK), editor.post(DESK, woerter=LONG_WORD)
    assert wrong.status_code == 422 and "<table" not in empty.text, wrong.text
    assert problems([url, wrong], editor) == {}

    searched_in_vain(embedded, editor, LONG_WORD)
    assert editor.post(DESK, woerter=f"{LONG_WORD}\r\nHort", art="related").status_code == 303
    change = link(editor.get(DESK), f"{DESK}?gruppe=")
    assert problems([url, app.url + change, f"{url}?erledigt=angelegt"], editor) == {}
