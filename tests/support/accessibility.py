"""Checks pages for accessibility with axe-core, in a browser."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import requests

from .browser import Browser
from .node import run_node


def problems(pages: Iterable[str | requests.Response], browser: Browser | None = None) -> object:
    """What is wrong with these pages, for whoever has this browser's cookies. An address is opened and must answer with a page; an answer is
    shown as it came, of whatever status: that is how what forms are answered with is checked."""
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing; scripts/test installs it"
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.session.cookies) if browser else ""
    with tempfile.TemporaryDirectory() as folder:
        places = [page if isinstance(page, str) else f"{page.url} {_kept(page, Path(folder), number)}" for number, page in enumerate(pages)]
        return run_node("axe.mjs", chromium, cookies or "-", *places)


def _kept(answer: requests.Response, folder: Path, number: int) -> Path:
    assert answer.headers["Content-Type"].startswith("text/html"), (answer.url, answer.status_code, answer.headers)
    path = folder / f"{number}-{answer.status_code}.html"
    path.write_bytes(answer.content)
    return path
