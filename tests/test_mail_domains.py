"""The page of mail domains: whoever has an address there registers, and nobody does any more once a domain is removed."""

from conftest import Network
from support.accessibility import problems
from support.browser import Browser, hidden
from support.waiting import stays
from test_account_pages import link_of_next_mail
from test_mail_pages import signed_in

DOMAINS = "/mitglieder/domains"
DOMAIN = "kreis.example.org"


def test_whoever_has_an_address_of_a_domain_registers(network: Network) -> None:
    app = network.app.start()
    coordinator, guest = signed_in(network, "coordinator", "15084"), Browser(app.url)
    added = coordinator.post(DOMAINS, domain=f"@{DOMAIN}")
    assert (added.status_code, added.headers.get("Location")) == (303, f"{DOMAINS}?erledigt=hinzugefuegt"), added.text
    before = len(network.mailbox.messages())
    assert guest.post("/registrieren", kommune="15084", email=f"selbst@{DOMAIN}").status_code == 303
    registration = link_of_next_mail(network, "/registrieren/bestaetigen", before)
    confirmed = guest.post("/registrieren/bestaetigen", token=hidden(guest.get(registration), "token"))
    assert confirmed.status_code == 200, confirmed.text
    assert f"<h3>selbst@{DOMAIN}</h3>" in coordinator.get("/mitglieder").text

    page = coordinator.get(DOMAINS)
    removed = coordinator.post(f"{DOMAINS}/entfernen", domain=hidden(page, "domain"))
    assert (removed.status_code, removed.headers.get("Location")) == (303, f"{DOMAINS}?erledigt=entfernt"), removed.text
    before = len(network.mailbox.messages())
    assert guest.post("/registrieren", kommune="15084", email=f"spaet@{DOMAIN}").status_code == 303
    stays(lambda: len(network.mailbox.messages()), before)


def test_the_page_of_mail_domains_is_accessible(embedded: Network) -> None:
    app = embedded.app.start()
    coordinator, reviewer, url = signed_in(embedded, "coordinator", "15084"), signed_in(embedded, "reviewer"), app.url + DOMAINS
    empty, wrong = coordinator.get(DOMAINS), coordinator.post(DOMAINS, domain="gmx.de")
    assert wrong.status_code == 422 and 'id="domain-fehler"' in wrong.text, wrong.text
    assert coordinator.post(DOMAINS, domain=DOMAIN).status_code == 303
    assert problems([empty, wrong, f"{url}?erledigt=hinzugefuegt"], coordinator) == {}
    assert problems([url, f"{url}?kommune=15084"], reviewer) == {}
