"""An OpenID Connect provider that somebody else wrote (`oidc-provider-mock`), as a process of its own that can be stopped and started;
and one that keeps what it is told, which the other one does not check."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote

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


class RefusingProvider:
    """A provider on loopback that redeems no code, and keeps the form that came with each."""

    def __init__(self) -> None:
        self.redeemed: list[dict[str, list[str]]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
                self._answer(200, {"keys": []} if self.path == "/keys" else provider._about())

            def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
                provider.redeemed.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                self._answer(400, {"error": "invalid_grant"})

            def _answer(self, status: int, content: dict) -> None:
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://localhost:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _about(self) -> dict:
        """What it says of itself (OpenID Connect Discovery 1.0, section 3)."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()
