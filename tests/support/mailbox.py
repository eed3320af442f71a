"""Where the mail ends up: a real SMTP server that can misbehave, or a folder. Both are read with the standard library's parser."""

import asyncio
import re
import threading
from collections import Counter, deque
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller

from .waiting import eventually, free_port


class Mailbox:
    """What both kinds share. `messages` gives all mail so far, oldest first."""

    def messages(self) -> list[EmailMessage]:
        raise NotImplementedError

    def digests(self) -> list[EmailMessage]:
        """Those that one can unsubscribe from."""
        return [message for message in self.messages() if message["List-Unsubscribe"]]

    def wait_for(self, count: int, timeout: float = 20) -> list[EmailMessage]:
        """All mail, once there are `count` messages or more."""
        return eventually(lambda: len(found := self.messages()) >= count and found, f"{count} mails arrive", timeout)

    def wait_for_digests(self, count: int, timeout: float = 20) -> list[EmailMessage]:
        """All digests, once there are `count` or more."""
        return eventually(lambda: len(found := self.digests()) >= count and found, f"{count} digests arrive", timeout)


class FilesMailbox(Mailbox):
    """A folder of .eml files."""

    def __init__(self, folder: Path):
        self.folder = folder

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(self.folder.glob("*.eml"))]


class SmtpServer(Mailbox):
    """An SMTP server on loopback. It accepts everything, unless told otherwise."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.recipients: list[list[str]] = []
        self.return_paths: list[str] = []
        self.greetings: list[str] = []
        self.attempts = 0
        self._may_answer = threading.Event()
        self._may_answer.set()
        self._replies: deque[str] = deque()
        self._received: list[bytes] = []
        self._controller: Controller | None = None

    def start(self) -> "SmtpServer":
        """Starts it, or starts it again on the same port; what was received is kept."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Stops it; connections are refused from now on."""
        self.release()
        if self._controller is not None:
            self._controller.stop(no_assert=True)
            self._controller = None

    def answer_next(self, *replies: str) -> None:
        """The next mails are answered with these lines ("451 4.3.0 later"), one each; those after them are accepted."""
        self._replies.extend(replies)

    def hold(self) -> None:
        """Leaves every mail without an answer until `release`, as a slow server does."""
        self._may_answer.clear()

    def release(self) -> None:
        """Answers what was held, and all further mails at once."""
        self._may_answer.set()

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for content in list(self._received)]

    async def handle_DATA(self, _server, session, envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        self.attempts += 1
        self.greetings.append(session.host_name)
        if not self._may_answer.is_set():
            await asyncio.to_thread(self._may_answer.wait, 60)
        if self._replies:
            return self._replies.popleft()
        self.recipients.append(list(envelope.rcpt_tos))
        self.return_paths.append(envelope.mail_from)
        self._received.append(envelope.original_content)
        return "250 2.0.0 accepted"


class Sink:
    """A mail server that keeps nothing but the Message-IDs of what came whole."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.arrived: Counter[str] = Counter()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        self._controller.stop(no_assert=True)

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        head = envelope.original_content.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"
        self.arrived[str(message_from_bytes(head)["Message-ID"])] += 1
        return "250 2.0.0 accepted"


def text_of(message: EmailMessage) -> str:
    """The plain text part."""
    return message.get_body(("plain",)).get_content()


def html_of(message: EmailMessage) -> str:
    """The HTML part."""
    return message.get_body(("html",)).get_content()


def confirmation_link(message: EmailMessage, public_url: str) -> str:
    """The one link of a confirmation mail."""
    links = re.findall(rf"{re.escape(public_url)}/abo/bestaetigen\?token=[^\s>\"]+", text_of(message))
    assert len(set(links)) == 1, text_of(message)
    return links[0]


def unsubscribe_url(message: EmailMessage) -> str:
    """The web address of the List-Unsubscribe header."""
    links = re.findall(r"<(https?://[^>]+)>", str(message["List-Unsubscribe"]))
    assert len(links) == 1, message["List-Unsubscribe"]
    return links[0]
