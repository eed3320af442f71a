"""Pages as somebody with a browser and no JavaScript uses them."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import requests


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.forms.append({"method": (given.get("method") or "get").lower(), "action": given.get("action") or "", "fields": {}})
        elif tag in ("input", "button") and self.forms and given.get("name"):
            self.forms[-1]["fields"][given["name"]] = given.get("value") or ""


def token_in(url: str) -> str:
    """The token that a link carries in its query."""
    (token,) = parse_qs(urlsplit(url).query)["token"]
    return token


def open_form(url: str) -> dict:
    """Opens a page and returns its one form that posts; its action is a whole address, and the cookies are what the page gave with it."""
    session = requests.Session()
    answer = session.get(url, timeout=10)
    assert answer.status_code == 200, (url, answer.status_code, answer.text[:500])
    assert answer.headers["Content-Type"].startswith("text/html"), answer.headers
    parser = _Forms()
    parser.feed(answer.text)
    forms = [form for form in parser.forms if form["method"] == "post"]
    assert len(forms) == 1, answer.text[:2000]
    return {**forms[0], "action": urljoin(url, forms[0]["action"]) if forms[0]["action"] else url, "session": session}


def press(form: dict) -> requests.Response:
    """Sends the form as a browser does, redirects followed."""
    parts = urlsplit(form["action"])
    headers = {"Origin": f"{parts.scheme}://{parts.netloc}", "Sec-Fetch-Site": "same-origin"}
    answer = form["session"].post(form["action"], data=form["fields"], headers=headers, timeout=10)
    assert answer.status_code == 200, (form["action"], answer.status_code, answer.text[:500])
    return answer
