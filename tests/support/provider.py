"""An OpenID Connect provider that somebody else wrote (`oidc-provider-mock`), as a process of its own that can be stopped and started."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import requests

from .waiting import eventually, free_port


class Provider:
    """A provider on loopback that lets everybody be whoever they say."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self.issuer = f"http://localhost:{self.port}"
        self._log_file = folder / f"provider-{self.port}.log"
        self._process: subprocess.Popen | None = None

    def start(self) -> "Provider":
        """Starts it and waits until it answers."""
        with self._log_file.open("ab") as log:
            command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(self.port)]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        eventually(self._answers, "the provider answers")
        return self

    def _answers(self) -> bool:
        assert self._process.poll() is None, self._log_file.read_text("utf-8", "replace")
        try:
            return requests.get(f"{self.issuer}/.well-known/openid-configuration", timeout=5).ok
        except requests.ConnectionError:
            return False

    def stop(self) -> None:
        """Stops it; connections are refused from now on."""
        if self._process is not None:
            process, self._process = self._process, None
            process.terminate()
            process.wait(10)

    def knows(self, subject: str, **claims: object) -> None:
        """From now on it says this of the person: `email`, `email_verified`."""
        assert requests.put(f"{self.issuer}/users/{quote(subject)}", json=claims, timeout=5).status_code == 204

    def authorize(self, url: str, subject: str) -> str:
        """The person agrees on the provider's page; where it sends the browser back to."""
        return self._decide(url, {"sub": subject})

    def deny(self, url: str) -> str:
        """The person does not agree."""
        return self._decide(url, {"action": "deny"})

    @staticmethod
    def _decide(url: str, form: dict[str, str]) -> str:
        answer = requests.post(url, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]
