"""Mails that come back: piped to `wissensnetz bounce` or left in a maildir; and what reports mean, beside flufl.bounce on its samples."""

import json
import re
import subprocess
from email import message_from_bytes
from importlib.resources import files
from pathlib import Path

import psycopg
import pytest
import requests
from flufl.bounce import all_failures
from flufl.bounce._detectors.dsn import DSN

from conftest import MakeNetwork, Network
from support import api
from support.browser import Browser
from support.mailbox import SmtpServer, text_of
from test_mail_pages import a_digest, manage_link, signed_in

SECRET = "3f6c0b4d9a7e21853f6c0b4d9a7e2185"

REPORT = """From: MAILER-DAEMON@mx.example.org
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Leider nicht.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {reader}
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{reader}> refused

--b--
"""


@pytest.fixture
def returning(make_network: MakeNetwork, tmp_path: Path) -> Network:
    """A network whose mails come back to addresses of their own."""
    maildir = tmp_path / "bounces"
    for folder in ("new", "cur", "tmp"):
        (maildir / folder).mkdir(parents=True)
    settings = {"address": "bounce@example.org", "secret": SECRET, "maildir": str(maildir)}
    return make_network("full", **{f"mail__bounces__{name}": value for name, value in settings.items()})


def test_mails_that_come_back_are_counted_and_the_address_is_left_alone(returning: Network, tmp_path: Path) -> None:
    app, smtp = returning.app.start(), returning.mailbox
    assert isinstance(smtp, SmtpServer)
    for _ in range(2):
        api.subscribe(app.client(), "leserin@example.net")
    smtp.wait_for(2)
    first, second = smtp.return_paths
    assert first.startswith("bounce+") and first.endswith("@example.org") and first != second

    reports = [REPORT.format(to=path, reader="leserin@example.net", status="5.1.1") for path in (first, second)]
    app.check("bounce", stdin=reports[0])
    app.check("bounce", stdin=reports[0])
    app.check("bounce", "--recipient", first, stdin="From: a@example.net\nSubject: Abwesend\n\nBis Montag.\n")
    assert _states(returning) == ["bounced", "sent"] and _suppressed(returning) == [(1, False)]

    new = tmp_path / "bounces" / "new"
    (new / "1.report").write_text(reports[1])
    (new / "2.forged").write_text(reports[1].replace("bounce+", "bounce+0"))
    app.check("bounce", "--maildir")
    assert _states(returning) == ["bounced", "bounced"] and _suppressed(returning) == [(2, True)]
    assert sorted(path.name for path in (tmp_path / "bounces" / "cur").iterdir()) == ["1.report:2,S", "2.forged:2,"]
    assert not list(new.iterdir())
    assert "leserin" not in app.log() and SECRET not in app.check("config")


def test_a_report_on_a_mail_that_cannot_be_read_keeps_no_other_waiting(returning: Network, tmp_path: Path) -> None:
    """As after a step back to an earlier version, which does not know all that the later one wrote."""
    app, smtp = returning.app.start(), returning.mailbox
    assert isinstance(smtp, SmtpServer)
    for reader in ("erste@example.net", "zweite@example.net"):
        api.subscribe(app.client(), reader)
    smtp.wait_for(2)
    new = tmp_path / "bounces" / "new"
    for (reader,), path in zip(smtp.recipients, smtp.return_paths, strict=True):
        (new / f"{reader}.report").write_text(REPORT.format(to=path, reader=reader, status="5.1.1"))

    _execute(returning, "UPDATE delivery SET recipient = 'wer auch immer' WHERE recipient = 'erste@example.net'")
    done = app.run("bounce", "--maildir")
    assert done.returncode == 75 and "wait for the next time: 1" in done.stderr, done.stderr
    assert [path.name for path in new.iterdir()] == ["erste@example.net.report"]
    assert _suppressed(returning) == [(1, False)]

    _execute(returning, "UPDATE delivery SET recipient = 'erste@example.net' WHERE recipient = 'wer auch immer'")
    app.check("bounce", "--maildir")
    assert not list(new.iterdir()) and _suppressed(returning) == [(1, False), (1, False)]


def test_a_refusal_by_policy_is_an_alarm_and_blames_no_address(returning: Network) -> None:
    app, smtp = returning.app.start(), returning.mailbox
    api.subscribe(app.client(), "leserin@example.net")
    smtp.wait_for(1)
    report = REPORT.format(to=smtp.return_paths[0], reader="leserin@example.net", status="5.7.1")
    done = app.run("bounce", stdin=report)
    assert done.returncode == 0 and "by policy" in done.stdout + done.stderr
    assert "leserin" not in done.stdout + done.stderr
    assert _suppressed(returning) == []
    problems = requests.get(f"{app.url}/readyz", timeout=5).json()["problems"]
    assert {"mail": "policy_refusal"} == {problem["part"]: problem["reason"] for problem in problems}
    page = signed_in(returning, "reviewer").get("/redaktion/versand").text
    assert '<th scope="row">example.net</th><td>1</td>' in page and "5.7.1" in page and "leserin" not in page
    assert "Abgelehnt von example.net, 1-mal" in app.check("digest", "status")


def test_who_asks_to_leave_by_mail_is_named_to_nobody_and_seen_to_by_people(returning: Network) -> None:
    done = returning.app.run("bounce", stdin="From: leserin@example.net\nSubject: Abmelden\n\nBitte keine E-Mails mehr.\n")
    assert done.returncode == 0 and "asks by mail" in done.stdout + done.stderr
    assert "leserin" not in done.stdout + done.stderr


def test_a_mail_to_the_address_in_a_digest_ends_what_goes_to_its_reader(returning: Network) -> None:
    digest = a_digest(returning)
    (address,) = re.findall(r"<mailto:(bounce[^?>]+)\?subject=Abmelden>", str(digest["List-Unsubscribe"]))
    done = returning.app.run("bounce", "--recipient", address, stdin=f"From: leserin@example.org\nTo: {address}\nSubject: Abmelden\n\n")
    assert done.returncode == 0 and "leserin" not in done.stdout + done.stderr, done.stderr
    page = Browser(returning.app.url).get(manage_link(text_of(digest), returning.app.url))
    assert "Zurzeit gehen keine Sammel-E-Mails an Ihre Adresse." in page.text


def test_without_an_address_of_their_own_readers_are_told_the_mailbox_that_people_read(make_network: MakeNetwork) -> None:
    for settings, mailbox in (({}, "redaktion"), ({"mail__unsubscribe_mailbox": "abmelden@example.org"}, "abmelden")):
        digest = a_digest(make_network("embedded", **settings))
        assert str(digest["List-Unsubscribe"]).endswith(f", <mailto:{mailbox}@example.org?subject=Abmelden>"), digest["List-Unsubscribe"]


def test_a_database_that_is_away_makes_the_mail_server_keep_the_report(returning: Network) -> None:
    done = returning.app.run("bounce", stdin="Subject: x\n\nx\n", database__url="postgres://nobody@127.0.0.1:1/none")
    assert done.returncode == 75


def test_reports_are_read_as_flufl_bounce_reads_them(embedded: Network, tmp_path: Path) -> None:
    """Its detector for RFC 3464 and ours name the same addresses as failed and as delayed, on all of its samples."""
    read, ours_alone, other_formats = 0, 0, 0
    for sample in sorted(files("flufl.bounce.tests.data").iterdir(), key=lambda path: path.name):
        if not sample.name.endswith(".txt"):
            continue
        content = sample.read_bytes()
        delayed, failed = (_text(found) for found in DSN().process(message_from_bytes(content)))
        command = [embedded.app.binary, "bounce", "--dry-run"]
        environment = embedded.app.environment()
        done = subprocess.run(command, input=content, env=environment, cwd=tmp_path, capture_output=True, check=True, timeout=30)
        recipients = json.loads(done.stdout.splitlines()[-1])["recipients"]
        ours = {action: {r["address"].lower() for r in recipients if r["action"] == action} for action in ("delayed", "failed")}
        if delayed or failed:
            read += 1
            assert ours == {"delayed": delayed, "failed": failed}, sample.name
        else:
            ours_alone += any(ours.values())
            other_formats += bool(all_failures(message_from_bytes(content)))
    assert read >= 19
    print(f"{read} reports read alike; {ours_alone} more by us alone; {other_formats} samples in formats of old servers' own, which we leave to people")


def _text(addresses: set[bytes]) -> set[str]:
    return {address.decode("ascii").lower() for address in addresses}


def _states(network: Network) -> list[str]:
    with psycopg.connect(network.app.settings["WISSENSNETZ_DATABASE__URL"]) as connection:
        return [row[0] for row in connection.execute("SELECT state FROM delivery ORDER BY state")]


def _execute(network: Network, statement: str) -> None:
    with psycopg.connect(network.app.settings["WISSENSNETZ_DATABASE__URL"]) as connection:
        connection.execute(statement)


def _suppressed(network: Network) -> list[tuple[int, bool]]:
    with psycopg.connect(network.app.settings["WISSENSNETZ_DATABASE__URL"]) as connection:
        return connection.execute("SELECT bounces, suppressed_at IS NOT NULL FROM suppression").fetchall()
