"""Leaving the network by its page: the account ends at once, and a second click is no error."""

from conftest import Network
from support.accessibility import problems
from support.browser import Browser, hidden
from test_mail_pages import signed_in
from test_sign_in import ask, press

PAGE = "/konto/verlassen"


def test_somebody_leaves_and_comes_back_by_those_who_look_after_them_alone(network: Network) -> None:
    app = network.app.start()
    author, coordinator = signed_in(network, "author", "15084"), signed_in(network, "coordinator", "15084")
    assert f'href="{PAGE}"' in author.get("/konto").text
    hasty = author.post(PAGE)
    assert hasty.status_code == 422 and 'id="verstanden-fehler"' in hasty.text, hasty.text
    token = hidden(author.get(PAGE), "formular")
    left = author.post_bare(PAGE, formular=token, verstanden="ja")
    assert left.status_code == 200 and "Sie haben das Netzwerk verlassen" in left.text, left.text
    again = author.post_bare(PAGE, formular=token, verstanden="ja")
    assert again.status_code == 401 and "ist das erledigt" in again.text, again.text
    assert not author.is_signed_in()

    people = coordinator.get("/mitglieder")
    assert "deaktiviert</span>" in people.text, people.text
    assert coordinator.post("/mitglieder/aktivieren", mitglied=hidden(people, "mitglied")).status_code == 303
    press(author, ask(author, network.mailbox, "author@example.org"))
    assert author.is_signed_in()


def test_the_last_coordination_stays_and_is_told_so(embedded: Network) -> None:
    app = embedded.app.start()
    coordinator = signed_in(embedded, "coordinator", "15084")
    last = coordinator.post(PAGE, verstanden="ja")
    assert last.status_code == 422 and "die letzte Koordination" in last.text, last.text
    assert coordinator.is_signed_in()
    wrong, stranger = coordinator.post(PAGE), Browser(app.url)
    assert problems([app.url + PAGE, last, wrong], coordinator) == {}
    author = signed_in(embedded, "author", "15084")
    token = hidden(author.get(PAGE), "formular")
    answers = [author.post_bare(PAGE, formular=token, verstanden="ja") for _ in range(2)]
    assert [page.status_code for page in answers] == [200, 401]
    assert problems([*answers, stranger.get(PAGE)]) == {}
