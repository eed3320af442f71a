"""How mails leave: encrypted and signed in, to a server that nobody here wrote; and `wissensnetz mail doctor`, which says what is missing."""

import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword

from conftest import MakeNetwork, Network
from support import api
from support.mailbox import SmtpServer
from support.nameserver import Nameserver, quoted
from support.waiting import eventually, free_port

USER, PASSWORD = "netz", "päss:wort/"
DOMAIN = "wissensnetz.example.com"


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority of the house (`ca.pem`) and a certificate of it for localhost (`cert.pem`, `key.pem`)."""
    folder = tmp_path_factory.mktemp("house")
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    (folder / "names").write_text("subjectAltName=DNS:localhost\n")
    for command in (
        ["req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Haus", "-days", "2"],
        ["req", *new, "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=localhost"],
        ["x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names", "-out", "cert.pem", "-days", "2"],
    ):
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    return folder


class Guarded:
    """A mail server that takes mail from whoever has signed in over TLS, and from nobody else."""

    def __init__(self, house: Path, implicit: bool) -> None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(house / "cert.pem", house / "key.pem")
        self.port = free_port()
        self.taken: list[bytes] = []
        self.encrypted: list[bool] = []
        self.greetings: list[str] = []
        tls = {"ssl_context": context} if implicit else {"tls_context": context, "require_starttls": True}
        self._controller = Controller(
            self, hostname="localhost", port=self.port, authenticator=self._check, auth_required=True, auth_require_tls=not implicit, **tls
        )
        self._controller.start()

    @staticmethod
    def _check(_server, _session, _envelope, _mechanism, given) -> AuthResult:
        good = isinstance(given, LoginPassword) and (given.login.decode(), given.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=good, handled=False)

    async def handle_DATA(self, _server, session, envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        self.encrypted.append(session.ssl is not None)
        self.greetings.append(session.host_name)
        self.taken.append(envelope.original_content)
        return "250 2.0.0 accepted"

    def close(self) -> None:
        self._controller.stop(no_assert=True)


@pytest.fixture(params=["smtp+starttls", "smtps"])
def guarded(request: pytest.FixtureRequest, house: Path) -> Iterator[tuple[Guarded, str]]:
    server = Guarded(house, implicit=request.param == "smtps")
    try:
        yield server, request.param
    finally:
        server.close()


def _url(scheme: str, port: int, password: str = "p%C3%A4ss%3Awort%2F") -> str:
    return f"{scheme}://{USER}:{password}@localhost:{port}"


def test_mails_go_encrypted_and_signed_in(guarded: tuple[Guarded, str], make_network: MakeNetwork, house: Path) -> None:
    server, scheme = guarded
    settings = {"mail__url": _url(scheme, server.port), "mail__ca_file": str(house / "ca.pem"), "mail__hello_name": "host7.example.org"}
    network = make_network("embedded", mail__kind="smtp", **settings)
    app = network.app.start()
    api.subscribe(app.client(), "leserin@example.org")
    eventually(lambda: server.taken, "the mail arrives")
    if scheme == "smtp+starttls":
        assert server.encrypted == [True]
    assert server.greetings == ["host7.example.org"]
    assert "wort" not in app.log()


@pytest.fixture
def nameserver() -> Iterator[Nameserver]:
    """A DNS server that knows nothing yet."""
    server = Nameserver()
    try:
        yield server
    finally:
        server.close()


def test_the_doctor_says_whether_the_server_lets_us_in(
    guarded: tuple[Guarded, str], nameserver: Nameserver, make_network: MakeNetwork, house: Path
) -> None:
    server, scheme = guarded
    network = make_network("embedded", mail__kind="smtp", mail__url=_url(scheme, server.port), mail__ca_file=str(house / "ca.pem"))
    dns = f"--nameserver={nameserver.address}"
    first = network.app.run("mail", "doctor", dns)
    assert "gut      Der Mailserver ist erreichbar, die Verbindung verschlüsselt, sein Zertifikat gültig, die Anmeldung gelingt." in first.stdout
    assert first.returncode == 1 and f"Fehler   Links: public_url ist {network.app.url}" in first.stdout, first.stdout
    assert "gut      Links" in network.app.run("mail", "doctor", dns, public_url="https://netz.example.org").stdout
    assert "RFC 8058" in network.app.run("mail", "doctor", dns, public_url="http://netz.example.org").stdout
    assert not server.taken, "the doctor sends nothing"
    assert "250" in network.app.check("mail", "test", "ich@example.org") and len(server.taken) == 1
    wrong = network.app.run("mail", "doctor", dns, mail__url=_url(scheme, server.port, "geheim"))
    assert wrong.returncode == 1 and "535" in wrong.stdout and "geheim" not in wrong.stdout + wrong.stderr
    stranger = network.app.run("mail", "doctor", dns, mail__ca_file=str(house / "cert.pem"))
    assert "Fehler   Der Mailserver nimmt uns nicht an" in stranger.stdout
    assert network.app.run("mail", "test", "ich@example.org", mail__url=_url(scheme, server.port, "geheim")).returncode == 1
    assert len(server.taken) == 1


@pytest.mark.parametrize("scheme", ["smtp", "SMTP"])
def test_the_doctor_says_that_a_connection_is_not_encrypted(make_network: MakeNetwork, scheme: str) -> None:
    server, dns = Controller(Sink(), hostname="127.0.0.1", port=free_port()), Nameserver(fails=True)
    server.start()
    try:
        network = make_network("embedded", mail__kind="smtp", mail__url=f"{scheme}://127.0.0.1:{server.port}")
        said = network.app.run("mail", "doctor", "--nameserver", dns.address).stdout
    finally:
        server.stop(no_assert=True)
        dns.close()
    assert "Hinweis  Die Verbindung zum Mailserver ist nicht verschlüsselt." in said, said
    assert "gut      Der Mailserver ist erreichbar.\n" in said, said
    assert "offen    SPF-Eintrag von example.org: DNS ist von hier nicht erreichbar." in said, said


def test_a_name_server_that_stays_silent_is_waited_for_once_and_named(make_network: MakeNetwork) -> None:
    """One question waits for ten seconds; three of them, one after the other, would for thirty."""
    dns = Nameserver(silent=True)
    app = make_network("embedded").app
    begun = time.monotonic()
    try:
        said = app.run("mail", "doctor", "--nameserver", dns.address, mail__from="post@netz.example.com").stdout
    finally:
        dns.close()
    assert time.monotonic() - begun < 20 and dns.asked > 3
    silence = "Der Nameserver hat in 10 Sekunden nicht geantwortet."
    assert f"offen    SPF-Eintrag von netz.example.com: {silence}" in said, said
    assert f"offen    DMARC-Eintrag _dmarc.netz.example.com: {silence}" in said, said


def test_the_doctor_says_whether_dns_knows_the_name_that_servers_are_greeted_by(
    nameserver: Nameserver, make_network: MakeNetwork, smtp_server: SmtpServer
) -> None:
    address, zone = nameserver.address, nameserver.zone
    app = make_network("embedded", mail__kind="smtp", mail__url=smtp_server.url).app
    doctor: Callable[..., str] = lambda **settings: app.run("mail", "doctor", "--nameserver", address, **settings).stdout  # noqa: E731
    greeting = "Begrüßung: Wir stellen uns dem Mailserver als"
    assert f"Hinweis  {greeting} example.org vor (EHLO); der Name steht nicht im DNS." in doctor(), "the domain of the sender"
    zone[("host7.example.com", "AAAA")] = ["2001:db8::7"]
    assert f"gut      {greeting} host7.example.com vor (EHLO); der Name steht im DNS." in doctor(mail__hello_name="host7.example.com")
    assert f"Hinweis  {greeting} [192.0.2.7] vor (EHLO), mit einer Adresse" in doctor(mail__hello_name='"[192.0.2.7]"')
    app.check("mail", "test", "ich@example.org")
    app.check("mail", "test", "ich@example.org", mail__hello_name="host7.example.com")
    assert smtp_server.greetings == ["example.org", "host7.example.com"]


@pytest.mark.parametrize("algorithm", [["RSA", "-pkeyopt", "rsa_keygen_bits:2048"], ["ED25519"]])
def test_the_doctor_compares_dns_with_the_key_and_says_what_to_publish(
    nameserver: Nameserver, embedded: Network, tmp_path: Path, algorithm: list[str]
) -> None:
    address, zone = nameserver.address, nameserver.zone
    key = tmp_path / "dkim.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", *algorithm, "-out", key], check=True, capture_output=True)
    settings = {
        "mail__from": f"post@{DOMAIN}",
        "mail__reply_to": f"redaktion@{DOMAIN}",
        "mail__dkim__key_file": str(key),
        "mail__dkim__selector": "netz2026",
        "mail__bounces__address": f"bounce@{DOMAIN}",
        "mail__bounces__secret": "0123456789abcdef0123456789abcdef",
    }
    doctor: Callable[[], subprocess.CompletedProcess] = lambda: embedded.app.run("mail", "doctor", "--nameserver", address, **settings)  # noqa: E731
    ill = doctor()
    assert ill.returncode == 1
    name = f"netz2026._domainkey.{DOMAIN}"
    assert f"fehlt der Eintrag {name}" in ill.stdout and f"SPF: {DOMAIN} hat keinen Eintrag" in ill.stdout
    assert f"DMARC: Der Eintrag _dmarc.{DOMAIN} fehlt" in ill.stdout and "kein MX-Eintrag" in ill.stdout
    record = next(line.strip() for line in ill.stdout.splitlines() if line.strip().startswith("v=DKIM1"))
    assert "PRIVATE" not in ill.stdout + ill.stderr

    zone[(name, "TXT")] = [quoted(record)]
    zone[(DOMAIN, "TXT")] = [quoted("v=spf1 mx -all")]
    zone[(f"_dmarc.{DOMAIN}", "TXT")] = [quoted("v=DMARC1; p=none")]
    zone[(DOMAIN, "MX")] = ["0 ."]
    assert "nimmt keine Mails an" in doctor().stdout, "the record that says that nobody receives mail"
    zone[(DOMAIN, "MX")] = [f"10 mail.{DOMAIN}."]
    well = doctor()
    assert well.returncode == 0, well.stdout
    assert "DKIM: Der Eintrag" in well.stdout and "gehört zum Schlüssel" in well.stdout and "Fehler" not in well.stdout
    zone[("_dmarc.example.com", "TXT")] = zone.pop((f"_dmarc.{DOMAIN}", "TXT"))
    assert "gut      DMARC: Der Eintrag _dmarc.example.com ist da" in doctor().stdout, "the policy of the domain above holds here, too"
    subprocess.run(["openssl", "genpkey", "-algorithm", *algorithm, "-out", key], check=True, capture_output=True)
    other = doctor()
    assert other.returncode == 1 and "gehört zu einem anderen Schlüssel" in other.stdout
