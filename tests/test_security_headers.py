"""Every answer, whatever part of the server it comes from and whatever became of it, carries the headers that keep browsers safe."""

import pytest
import requests

from conftest import Network

EVERYWHERE = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy")
PATHS = (
    "/",
    "/suche?q=hort",
    "/abo",
    "/feed.atom",
    "/feed.json",
    "/feed.atom?land=ATLANTIS",
    "/gibt-es-nicht",
    "/faelle/gibt-es-nicht",
    "/style.css",
    "/robots.txt",
    "/sitemap.xml",
    "/favicon.ico",
    "/suche/",
    "/.well-known/security.txt",
    "/graphql",
    "/graphql?query=%7B__typename%7D",
    "/graphiql",
    "/healthz",
    "/readyz",
    "/dateien/nichts/nichts",
    "/faelle/nichts/materialien",
    "/dateien/00000000-0000-0000-0000-000000000000/x.pdf",
)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_answer_has_them(embedded: Network, scheme: str) -> None:
    app = embedded.app
    changes = {"public_url": "https://wissensnetz.example.org"} if scheme == "https" else {}
    app.start(**changes)
    for path in PATHS:
        answer = requests.get(f"{app.url}{path}", timeout=10)
        missing = [name for name in EVERYWHERE if name not in answer.headers]
        assert not missing, (path, missing)
        policy = answer.headers["Content-Security-Policy"]
        # GraphiQL's editor writes style elements; nobody runs a script that stands in a page, not even there.
        policy = policy.replace("style-src 'self' 'unsafe-inline'", "") if path == "/graphiql" else policy
        assert "default-src 'none'" in policy and "unsafe-inline" not in policy and "unsafe-eval" not in policy, (path, policy)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert ("Strict-Transport-Security" in answer.headers) == (scheme == "https"), path


def test_probes_are_never_kept(embedded: Network) -> None:
    app = embedded.app
    app.start()
    for path in ("/healthz", "/readyz"):
        for method in ("GET", "HEAD"):
            answer = requests.request(method, f"{app.url}{path}", timeout=10)
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), (method, path)


@pytest.mark.parametrize(("method", "path", "allowed"), [("POST", "/healthz", "GET,HEAD"), ("GET", "/dateien", "POST"), ("PUT", "/style.css", "GET,HEAD")])
def test_what_is_refused_outside_the_pages_says_why(embedded: Network, method: str, path: str, allowed: str) -> None:
    app = embedded.app
    app.start()
    refused = requests.request(method, f"{app.url}{path}", timeout=10)
    assert (refused.status_code, refused.headers["Allow"]) == (405, allowed)
    assert (refused.headers["Content-Type"], refused.headers["Content-Language"]) == ("text/plain; charset=utf-8", "de")
    assert refused.text == "Diese HTTP-Methode ist hier nicht möglich.\n"


def test_a_limit_is_told_over_http(embedded: Network) -> None:
    app = embedded.app
    app.start(limits__search__burst="3", limits__search__per_hour="60", limits__trusted_proxies='["127.0.0.1"]')

    def search(address: str) -> requests.Response:
        query = {"query": '{ searchCases(query: "hort") { totalCount } }'}
        return requests.post(f"{app.url}/graphql", json=query, headers={"X-Forwarded-For": f"8.8.8.8, {address}"}, timeout=10)

    for _ in range(3):
        assert "errors" not in search("192.0.2.7").json()
    refused = search("192.0.2.7")
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    for path in ("/suche", "/feed.atom", "/feed.json"):
        page = requests.get(f"{app.url}{path}?q=hort", headers={"X-Forwarded-For": "192.0.2.7"}, timeout=10)
        assert page.status_code == 429 and int(page.headers["Retry-After"]) >= 1, page.text[:500]
    assert "errors" not in search("192.0.2.8").json(), "another address"


@pytest.mark.parametrize("public_url", ["https://wissensnetz.example.org", None])
def test_an_undeclared_proxy_on_this_machine_is_one_caller(embedded: Network, public_url: str | None) -> None:
    app = embedded.app
    app.start(limits__search__burst="3", limits__search__per_hour="60", **({"public_url": public_url} if public_url else {}))

    def search(**headers: str) -> dict:
        query = {"query": '{ searchCases(query: "hort") { totalCount } }'}
        return requests.post(f"{app.url}/graphql", json=query, headers=headers, timeout=10).json()

    for number in range(3):
        assert "errors" not in search(**{"X-Forwarded-For": f"192.0.2.{number}"})
    assert search(**{"X-Forwarded-For": "192.0.2.77"})["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    # Where people come by a name of the network, they come by a proxy, whatever it says of itself.
    assert ("errors" in search()) == (public_url is not None)
    assert ("limits.trusted_proxies is empty" in app.log()) == (public_url is not None)
