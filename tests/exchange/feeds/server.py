"""Somebody else's server, as unreliable as a test needs: TAXII pages, STIX files, and every way to answer wrongly."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TAXII = "application/taxii+json;version=2.1"
PER_PAGE = 4


@dataclass
class Elsewhere:
    """What the other server holds, how it pages ("next", "moments", or "session": one word for all pages), and what it was asked."""

    place: str = ""
    objects: list[dict[str, Any]] = field(default_factory=list)
    file: bytes = b""
    events: dict[str, bytes] = field(default_factory=dict)
    pages_by: str = "next"
    status: int = 200
    type: str = TAXII
    body: bytes | None = None
    forgets: set[str] = field(default_factory=set)
    dies_after: int = -1
    given: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    authorization: list[str] = field(default_factory=list)

    @property
    def collection(self) -> str:
        return f"http://{self.place}/root/collections/00000000-0000-4000-8000-000000000001/"

    @property
    def manifest(self) -> str:
        return f"http://{self.place}/misp/manifest.json"

    @property
    def file_url(self) -> str:
        return f"http://{self.place}/bundle.json"


def moment(number: int) -> str:
    return f"2026-05-01T00:00:{number // 10:02}.{number % 10}00000Z"


class Handler(BaseHTTPRequestHandler):
    """Answers from `elsewhere`, which the fixture sets."""

    elsewhere: Elsewhere

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/bundle.json":
            self._file()
        elif parts.path.startswith("/misp/"):
            self._event(parts.path.removeprefix("/misp/"))
        else:
            self._page({name: values[0] for name, values in parse_qs(parts.query).items()})

    def _file(self) -> None:
        there = self.elsewhere
        there.asked.append({"if-none-match": self.headers.get("If-None-Match", "")})
        tag = f'"{hash(there.file)}"'
        if self.headers.get("If-None-Match") == tag:
            self._answer(304, b"", {})
        else:
            self._answer(there.status, there.file, {"ETag": tag})

    def _event(self, name: str) -> None:
        there = self.elsewhere
        there.asked.append({"name": name})
        there.authorization.append(self.headers.get("Authorization", ""))
        content = there.events.get(name)
        tag = f'"{hash(content)}"'
        if 0 <= there.dies_after < len(there.asked):
            self.close_connection = True
            self.connection.close()
        elif content is None:
            self._answer(404, b"", {})
        elif self.headers.get("If-None-Match") == tag:
            self._answer(304, b"", {})
        else:
            self._answer(there.status, content, {"ETag": tag})

    def _page(self, asked: dict[str, str]) -> None:
        there = self.elsewhere
        there.asked.append(asked)
        there.authorization.append(self.headers.get("Authorization", ""))
        if 0 <= there.dies_after < len(there.asked):
            self.close_connection = True
            self.connection.close()
            return
        if asked.get("next") in there.forgets:
            self._answer(400, b"{}", {})
            return
        if there.status != 200 or there.body is not None:
            self._answer(there.status, there.body or b"{}", {})
            return
        after = asked.get("added_after", "")
        found = [number for number in range(len(there.objects)) if moment(number) > after]
        if there.pages_by == "session":
            there.given = there.given if "next" in asked else 0
            found = found[there.given :]
            there.given += PER_PAGE
        else:
            found = [number for number in found if number >= int(asked.get("next", "0"))]
        page = found[:PER_PAGE]
        more = len(found) > PER_PAGE
        body: dict[str, Any] = {"more": more, "objects": [there.objects[number] for number in page]} if page else {}
        if more and there.pages_by != "moments":
            body["next"] = "session" if there.pages_by == "session" else str(page[-1] + 1)
        headers = {"X-TAXII-Date-Added-Last": moment(page[-1])} if page else {}
        self._answer(200, json.dumps(body).encode(), headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": self.elsewhere.type, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@contextmanager
def serving() -> Iterator[Elsewhere]:
    there = Elsewhere()
    handler = type("Here", (Handler,), {"elsewhere": there})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    there.place = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
