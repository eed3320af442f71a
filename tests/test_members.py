"""The page of those who look after people: somebody is invited by its form, finds the mail, comes, and goes when their account is disabled."""

from conftest import Network
from support.accessibility import problems
from support.browser import Browser, hidden
from support.mailbox import text_of
from test_account_pages import link_of_next_mail
from test_mail_pages import signed_in
from test_sign_in import ask, press, set_up_second_factor

NEW = "neu@kreis.example.org"


def test_somebody_is_invited_comes_and_goes(network: Network) -> None:
    app = network.app.start()
    coordinator, guest = signed_in(network, "coordinator", "15084"), Browser(app.url)
    before = len(network.mailbox.messages())
    wrong = coordinator.post("/mitglieder/einladen", email="neu", rolle="author", funktion="Bildungsbüro")
    assert wrong.status_code == 422 and 'id="email-fehler"' in wrong.text, wrong.text
    assert 'value="neu"' in wrong.text and 'value="Bildungsbüro"' in wrong.text, "what was typed is kept"
    sent = coordinator.post("/mitglieder/einladen", email=NEW, rolle="author", funktion="Bildungsbüro")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/mitglieder?erledigt=eingeladen"), sent.text
    link = link_of_next_mail(network, "/einladung", before)
    assert network.mailbox.messages()[-1]["To"] == NEW
    assert f"<h3>{NEW}</h3>" in coordinator.get("/mitglieder").text

    accepted = guest.post("/einladung", token=hidden(guest.get(link), "token"))
    assert "Ihre Einladung ist angenommen" in accepted.text, accepted.text
    press(guest, ask(guest, network.mailbox, NEW))
    assert guest.is_signed_in()
    assert guest.get("/mitglieder").status_code == 403, "authors look after nobody"

    page = coordinator.get("/mitglieder")
    assert "<h3>Bildungsbüro</h3>" in page.text and "Zurzeit ist keine Einladung offen." in page.text, page.text
    member = hidden(page, "mitglied")
    changed = coordinator.post("/mitglieder/rolle", **{"mitglied": member, "neue-rolle": "reader"})
    assert (changed.status_code, changed.headers["Location"]) == (303, "/mitglieder?erledigt=rolle"), changed.text
    assert not guest.is_signed_in(), "the role has changed"
    press(guest, ask(guest, network.mailbox, NEW))
    assert coordinator.post("/mitglieder/deaktivieren", mitglied=member).status_code == 303
    assert not guest.is_signed_in()
    assert "Wieder aktivieren" in coordinator.get("/mitglieder").text


def test_an_invitation_that_is_taken_back_lets_nobody_in(network: Network) -> None:
    app = network.app.start()
    coordinator, guest = signed_in(network, "coordinator", "15084"), Browser(app.url)
    before = len(network.mailbox.messages())
    assert coordinator.post("/mitglieder/einladen", email=NEW, rolle="reader").status_code == 303
    link = link_of_next_mail(network, "/einladung", before)
    token = hidden(guest.get(link), "token")
    taken = coordinator.post("/mitglieder/zuruecknehmen", einladung=hidden(coordinator.get("/mitglieder"), "einladung"))
    assert (taken.status_code, taken.headers["Location"]) == (303, "/mitglieder?erledigt=zurueckgenommen"), taken.text
    assert guest.get(link).status_code == 404
    assert guest.post("/einladung", token=token).status_code == 404


def test_a_lost_second_factor_is_reset_and_its_holder_told(network: Network) -> None:
    app = network.app.start()
    coordinator, author = signed_in(network, "coordinator", "15084"), signed_in(network, "author", "15084")
    set_up_second_factor(author)
    page = coordinator.get("/mitglieder")
    assert "Zweiten Faktor zurücksetzen" in page.text, page.text
    before = len(network.mailbox.messages())
    reset = coordinator.post("/mitglieder/zweiter-faktor", mitglied=hidden(page, "mitglied"))
    assert (reset.status_code, reset.headers["Location"]) == (303, "/mitglieder?erledigt=zweiter-faktor"), reset.text
    told = network.mailbox.wait_for(before + 1)[-1]
    assert told["To"] == "author@example.org" and f"{app.url}/konto/zweiter-faktor" in text_of(told), text_of(told)
    assert not author.is_signed_in()
    assert press(author, ask(author, network.mailbox, "author@example.org")).headers["Location"] == "/meine", "by the link alone"
    assert "Zweiten Faktor zurücksetzen" not in coordinator.get("/mitglieder").text


def test_the_pages_of_those_who_look_after_people_are_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    set_up_second_factor(signed_in(embedded, "author", "15084"))
    app.token("reviewer")
    coordinator, administrator = signed_in(embedded, "coordinator", "15084"), signed_in(embedded, "administrator")
    assert coordinator.post("/mitglieder/einladen", email=NEW, rolle="author").status_code == 303
    wrong = coordinator.post("/mitglieder/einladen", email="neu", rolle="author", funktion="x" * 121)
    done = f"{app.url}/mitglieder?erledigt=eingeladen"
    assert problems([done, wrong], coordinator) == {}

    agency = administrator.get("/mitglieder")
    without_place = administrator.post("/mitglieder/rolle", **{"mitglied": hidden(agency, "mitglied"), "neue-rolle": "author"})
    member = hidden(administrator.get("/mitglieder?kommune=15084"), "mitglied")
    assert administrator.post("/mitglieder/deaktivieren", mitglied=member, kommune="15084").status_code == 303
    assert [page.status_code for page in (wrong, without_place)] == [422, 422]
    assert problems([without_place, f"{app.url}/mitglieder?kommune=15084"], administrator) == {}
