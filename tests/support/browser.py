"""A browser without scripts: it keeps cookies and sends forms as one of our own pages would."""

import re

import requests


class Browser:
    """One visitor with cookies of their own."""

    def __init__(self, url: str):
        self.url = url
        self.session = requests.Session()
        self.session.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

    def get(self, path: str, method: str = "GET") -> requests.Response:
        """Opens a page, without going on where it leads elsewhere."""
        return self.session.request(method, self._absolute(path), allow_redirects=False, timeout=30)

    def post(self, path: str, **fields: str) -> requests.Response:
        """Sends a form with the token that our pages give to this browser."""
        token = hidden(self.get("/anmelden"), "formular")
        return self.post_bare(path, formular=token, **fields)

    def post_bare(self, path: str, **fields: str) -> requests.Response:
        """Sends these fields and no others."""
        headers = {"Sec-Fetch-Site": "same-origin"}
        return self.session.post(self._absolute(path), data=fields, headers=headers, allow_redirects=False, timeout=30)

    def post_file(self, path: str, name: str, content: bytes, **fields: str) -> requests.Response:
        """Sends a form with a file, these fields and no others."""
        headers = {"Sec-Fetch-Site": "same-origin"}
        file = {"datei": (name, content, "application/octet-stream")}
        return self.session.post(self._absolute(path), data=fields, files=file, headers=headers, allow_redirects=False, timeout=60)

    def is_signed_in(self) -> bool:
        """Whether the server knows who this is."""
        return "Angemeldet:" in self.get("/").text

    def _absolute(self, path: str) -> str:
        return path if path.startswith("http") else self.url + path


def hidden(page: requests.Response, name: str) -> str:
    """The value of a form's hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return found.group(1)


def shown_secret(page: requests.Response) -> str:
    """The secret that a page shows to be copied."""
    found = re.search(r'<code class="secret">([^<]+)</code>', page.text)
    assert found, page.text
    return found.group(1)
