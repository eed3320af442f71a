"""DKIM: every kind of mail, signed with both kinds of keys, before two verifiers that nobody here wrote."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import dkim
import pytest

from conftest import Network
from support import opendkim

DOMAIN, SELECTOR = "wissensnetz.example.org", "netz2026"
KEYS = {
    "RSA": ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "Ed25519": ["openssl", "genpkey", "-algorithm", "ED25519"],
}

Signed = Callable[[str], Path]


@pytest.fixture(scope="session")
def signed(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Signed:
    """Makes a folder of all mails, signed with a new key of this kind; `record.txt` is what belongs into DNS."""
    made: dict[str, Path] = {}

    def make(kind: str) -> Path:
        if kind not in made:
            folder = tmp_path_factory.mktemp(kind)
            key = folder / "key.pem"
            subprocess.run([*KEYS[kind], "-out", key], check=True, capture_output=True)
            subprocess.run([binary.parent / "examples" / "mail_samples", folder, key, DOMAIN, SELECTOR], check=True, timeout=60)
            made[kind] = folder
        return made[kind]

    return make


def _dns(folder: Path) -> Callable[..., bytes]:
    name, record = (folder / "record.txt").read_text().splitlines()

    def ask(question: bytes, timeout: int = 5) -> bytes:
        assert question.decode().rstrip(".") == name
        return record.encode()

    return ask


def _mails(folder: Path) -> list[Path]:
    mails = sorted(folder.glob("*.eml"))
    assert len(mails) >= 20
    return mails


@pytest.mark.parametrize("kind", KEYS)
def test_dkimpy_accepts_every_mail(signed: Signed, kind: str) -> None:
    folder = signed(kind)
    for path in _mails(folder):
        assert dkim.verify(path.read_bytes(), dnsfunc=_dns(folder)), path.name


@pytest.mark.parametrize("kind", KEYS)
def test_a_mail_that_was_changed_is_refused(signed: Signed, kind: str) -> None:
    folder = signed(kind)
    digest = next(path for path in _mails(folder) if b"List-Unsubscribe:" in path.read_bytes()).read_bytes()
    for old, new in [
        (b"List-Unsubscribe-Post: ", b"List-Unsubscribe-Post: x"),
        (b"List-Unsubscribe: <https://", b"List-Unsubscribe: <https://x"),
        (b"\r\nFrom: ", b"\r\nFrom: chef@example.org\r\nFrom: "),
        (b"\r\nAuto-Submitted: ", b"\r\nIn-Reply-To: <1@example.org>\r\nAuto-Submitted: "),
        (b"=_wissensnetz_alternative--", b"x\r\n--=_wissensnetz_alternative--"),
    ]:
        assert old in digest, old
        assert not _verifies(digest.replace(old, new, 1), folder), new


def _verifies(message: bytes, folder: Path) -> bool:
    try:
        return dkim.verify(message, dnsfunc=_dns(folder))
    except dkim.DKIMException:
        return False


@pytest.mark.parametrize(("kind", "algorithm"), [("RSA", "rsa-sha256"), ("Ed25519", "ed25519-sha256")])
def test_opendkim_accepts_every_mail(signed: Signed, tmp_path: Path, kind: str, algorithm: str) -> None:
    """The one that most mail servers of Debian have: opendkim-testmsg, with the key from DNS as receivers get it."""
    program = shutil.which("opendkim", path="/usr/sbin:/usr/bin")
    assert program and Path(opendkim.PROGRAM).exists(), "opendkim or opendkim-testmsg is missing; scripts/test installs them"
    version = subprocess.run([program, "-V"], capture_output=True, text=True, timeout=30)
    if algorithm not in version.stdout + version.stderr:
        pytest.skip(f"this opendkim does not know {algorithm}")
    folder = signed(kind)
    name, record = (folder / "record.txt").read_text().splitlines()
    mails = _mails(folder)
    try:
        said = opendkim.verdicts(mails, name, record)
    except opendkim.NoNetworkOfItsOwn as reason:
        for path in mails:
            _accepted_by_test_mode(program, path, name, record, tmp_path)
        pytest.skip(f"opendkim-testmsg takes keys from DNS alone and gets no network of its own here ({reason}); `opendkim -t`, the same library, accepts all")
    assert said == {path.name: "" for path in mails}
    changed = tmp_path / "changed.eml"
    changed.write_bytes(mails[0].read_bytes().replace(b"\r\nSubject: ", b"\r\nSubject: x", 1))
    assert "Bad signature" in opendkim.verdicts([changed], name, record)[changed.name]
    assert "Key retrieval failed" in opendkim.verdicts(mails[:1], f"other.{name}", record)[mails[0].name], "the key is that in DNS"


def _accepted_by_test_mode(program: str, mail: Path, name: str, record: str, folder: Path) -> None:
    """By opendkim's own test mode, which takes keys from a file."""
    keys, configuration = folder / "keys", folder / "opendkim.conf"
    keys.write_text(f"{name} {record}\n")
    configuration.write_text(f"Mode v\nSyslog no\nTestPublicKeys {keys}\n")
    done = subprocess.run([program, "-x", configuration, "-vv", "-t", mail], capture_output=True, text=True, timeout=30)
    said = done.stdout + done.stderr
    assert done.returncode == 0 and f"verification (s={SELECTOR}" in said and "succeeded" in said, f"{mail.name}: {said}"


def test_a_key_that_cannot_be_used_stops_the_start_and_says_what_to_do(embedded: Network, tmp_path: Path) -> None:
    key = tmp_path / "dkim.pem"
    make = ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key]
    subprocess.run(make, check=True, capture_output=True)
    settings = {"mail__dkim__key_file": str(key), "mail__dkim__selector": SELECTOR}
    refused = embedded.app.run("work", **settings)
    assert refused.returncode != 0 and "openssl genpkey" in refused.stderr, refused.stderr
    secret = "".join(key.read_text().splitlines()[1:-1])
    assert secret not in refused.stderr
    subprocess.run(["openssl", "genrsa", "-aes128", "-passout", "pass:geheim", "-out", key, "2048"], check=True, capture_output=True)
    assert "openssl pkey" in embedded.app.run("work", **settings).stderr
