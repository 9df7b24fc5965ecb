"""The weight of pages on the line: compressed bytes of a first view (page, styles, scripts, icons) and of later ones.

    python -m benchmarks.pages

Starts a node for exercises in a temporary folder on loopback, logs in, and fetches pages with `Accept-Encoding: br, gzip`
in Arabic, as a browser would: what is linked from the page is fetched once.
"""

import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

PAGES: Final = ("/", "/check/", "/records/", "/lists/", "/people/", "/account/")
LINKED: Final = re.compile(r'(?:href|src)="(/static/[^"#]+)')
READY_WITHIN: Final = 180


class Browser:
    """The least of a browser: cookies, one header of languages, and the bytes that came."""

    def __init__(self, port: int) -> None:
        """Keep no connection: each request is its own."""
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, *, packed: bool = False) -> bytes:
        """The body of an answer, compressed where `packed`; cookies are kept."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Accept-Language": "ar", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers["Accept-Encoding"] = "br, gzip" if packed else "identity"
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.read()

    def log_in(self, username: str, password: str) -> None:
        """Through the entrance, as a person would."""
        page = self.ask("GET", "/account/login/").decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, "the entrance has no form"
        self.ask("POST", "/account/login/", {"csrfmiddlewaretoken": found[1], "login": username, "password": password})


@contextmanager
def node() -> Iterator[tuple[int, str]]:
    """A running node for exercises: its port, and the analyst's password."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        command = [
            str(Path(sys.executable).parent / "minassa"),
            "demo",
            "--port",
            str(port),
            "--home",
            f"{folder}/node",
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            try:
                password = next(line.split()[1] for line in process.stdout if line.split()[:1] == ["analyst"])
                _wait_for(port)
                yield port, password
            finally:
                process.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            Browser(port).ask("GET", "/api/v1/health")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the node did not answer")


def main() -> None:
    """Print one line for each page."""
    with node() as (port, password):
        browser = Browser(port)
        browser.log_in("analyst", password)
        print(f"{'page':12} {'first view, kB':>16} {'later views, kB':>16}")
        for path in PAGES:
            links = sorted(set(LINKED.findall(browser.ask("GET", path).decode())))
            later = len(browser.ask("GET", path, packed=True))
            first = later + sum(len(browser.ask("GET", link, packed=True)) for link in links)
            print(f"{path:12} {first / 1000:16.1f} {later / 1000:16.1f}")


if __name__ == "__main__":
    main()
