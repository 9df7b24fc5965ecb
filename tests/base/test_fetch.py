"""Outgoing connections, tried against servers on loopback only."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from minassa.base import Fault
from minassa.base import fetch as fetch_module
from minassa.base.fetch import Conditions, checked_address, fetch, is_public, send
from minassa.base.settings import Fetch

pytestmark = pytest.mark.wire
CONTENT = b"EXERCISE list " * 1000


class Publisher(BaseHTTPRequestHandler):
    """A publisher's server with one page for each kind of behaviour."""

    seen: list[str]

    def do_GET(self) -> None:
        Publisher.seen.append(self.path)
        getattr(self, "page_" + self.path.strip("/").split("?")[0], self.page_missing)()

    def page_list(self) -> None:
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.end_headers()
            return
        self.answer(200, CONTENT, ETag='"one"', **{"Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT"})

    def page_packed(self) -> None:
        self.answer(200, gzip.compress(bytes(8 * 1024**2)), **{"Content-Encoding": "gzip"})

    def page_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(bytes(64 * 1024))
        except OSError:
            pass

    def page_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(600):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass

    def page_crawl(self) -> None:
        """A header that never ends."""
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(600):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass

    def page_loop(self) -> None:
        self.answer(302, b"", Location="/loop")

    def page_moved(self) -> None:
        self.answer(301, b"", Location="/list")

    def page_inside(self) -> None:
        self.answer(302, b"", Location="http://169.254.169.254/latest/meta-data/")

    def page_elsewhere(self) -> None:
        self.answer(302, b"", Location="https://elsewhere.example/list")

    def page_file(self) -> None:
        self.answer(302, b"", Location="file:///etc/passwd")

    def page_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"only this")

    def do_POST(self) -> None:
        Publisher.seen.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = f"{self.path} {self.headers['X-Exercise']} {self.headers['Accept-Encoding']} ".encode()
        if self.path == "/moved":
            self.answer(302, b"", Location="/list")
        elif self.path == "/endless":
            self.page_endless()
        else:
            self.answer(409, told + body, ETag='"x"')

    def page_missing(self) -> None:
        self.answer(404, b"no")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@pytest.fixture
def publisher() -> Iterator[str]:
    Publisher.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def limits(place: str, **changed: Any) -> Fetch:
    return replace(Fetch(private=(place,), seconds=20, megabytes=4), **changed)


def code_of(url: str, into: Path, **keywords: Any) -> str:
    with pytest.raises(Fault) as caught:
        fetch(url, into, **keywords)
    assert str(caught.value)
    assert not into.exists()
    assert not list(into.parent.iterdir())
    return caught.value.code


def test_a_file_arrives_whole_and_the_second_time_only_if_changed(publisher: str, tmp_path: Path) -> None:
    first = fetch(f"http://{publisher}/list", tmp_path / "one", limits=limits(publisher))
    assert (tmp_path / "one").read_bytes() == CONTENT
    assert (first.changed, first.size, first.etag) == (True, len(CONTENT), '"one"')
    conditions = Conditions(first.etag, first.last_modified)
    second = fetch(f"http://{publisher}/list", tmp_path / "two", limits=limits(publisher), conditions=conditions)
    assert not second.changed
    assert not (tmp_path / "two").exists()


def test_redirects_are_followed_within_what_is_allowed(publisher: str, tmp_path: Path) -> None:
    assert fetch(f"http://{publisher}/moved", tmp_path / "one", limits=limits(publisher)).size == len(CONTENT)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("loop", fetch_module.REDIRECTED_TOO_OFTEN),
        ("inside", fetch_module.ADDRESS_INVALID),
        ("elsewhere", fetch_module.HOST_REFUSED),
        ("file", fetch_module.ADDRESS_INVALID),
        ("missing", fetch_module.ANSWER_REFUSED),
        ("cut", fetch_module.UNREACHABLE),
        ("endless", fetch_module.TOO_LARGE),
        ("packed", fetch_module.TOO_LARGE),
    ],
)
def test_what_publishers_do_wrong_is_told(publisher: str, tmp_path: Path, page: str, code: str) -> None:
    assert code_of(f"http://{publisher}/{page}", tmp_path / "one", limits=limits(publisher)) == code


@pytest.mark.parametrize("page", ["slow", "crawl"])
def test_time_is_limited_however_slowly_bytes_come(publisher: str, tmp_path: Path, page: str) -> None:
    begun = time.monotonic()
    code = code_of(f"http://{publisher}/{page}", tmp_path / "one", limits=limits(publisher, seconds=1))
    assert code == fetch_module.TOO_SLOW
    assert time.monotonic() - begun < 30


def test_loopback_is_refused_unless_this_host_and_port_is_named(publisher: str, tmp_path: Path) -> None:
    host, port = publisher.split(":")
    assert (
        code_of(f"https://{publisher}/list", tmp_path / "one", limits=Fetch(allow=(host,))) == fetch_module.HOST_REFUSED
    )
    for private in ((), (host,), (f"{host}:{int(port) + 1}",), (f"localhost:{port}",)):
        allowed = Fetch(allow=(host, publisher), private=private)
        code = code_of(f"https://{publisher}/list", tmp_path / "one", limits=allowed)
        assert code == fetch_module.PRIVATE_REFUSED
    assert Publisher.seen == []


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere.example/list",
        "ftp://elsewhere.example/list",
        "file:///etc/passwd",
        "https:///nothing",
        "https://user:secret@elsewhere.example/",
        "not an address",
        "https://elsewhere.example:99999/",
    ],
)
def test_only_https_addresses_are_fetched(url: str, tmp_path: Path) -> None:
    allowed = Fetch(allow=("elsewhere.example",))
    assert code_of(url, tmp_path / "one", limits=allowed) == fetch_module.ADDRESS_INVALID


def test_hosts_are_refused_unless_allowed(tmp_path: Path) -> None:
    assert code_of("https://elsewhere.example/", tmp_path / "one", limits=Fetch()) == fetch_module.HOST_REFUSED
    code = code_of(
        "https://elsewhere.example.evil.example/", tmp_path / "one", limits=Fetch(allow=("elsewhere.example",))
    )
    assert code == fetch_module.HOST_REFUSED


def test_a_name_that_leads_inside_is_refused_and_resolved_once(
    publisher: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebinding name server: public first, loopback at the second question. The second question is never asked."""
    answers = [["203.0.113.7"], ["127.0.0.1"]]
    asked: list[str] = []

    def resolver(host: str, port: int, **_keywords: Any) -> list[Any]:
        asked.append(host)
        addresses = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr("socket.getaddrinfo", resolver)
    with pytest.raises(Fault) as caught:
        checked_address("rebinding.example", 443, frozenset())
    assert caught.value.code == fetch_module.PRIVATE_REFUSED  # 203.0.113.0/24 is for documentation, not public either
    answers[:] = [["93.184.216.34"], ["127.0.0.1"]]
    asked.clear()
    assert checked_address("rebinding.example", 443, frozenset()) == "93.184.216.34"
    assert asked == ["rebinding.example"]
    answers[:] = [["93.184.216.34", "127.0.0.1"]]
    asked.clear()
    assert code_of("https://mixed.example/", tmp_path / "one", limits=Fetch(allow=("mixed.example",))) == (
        fetch_module.PRIVATE_REFUSED
    )
    assert Publisher.seen == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "2001:db8::1",
        "no address",
    ],
)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_addresses_outside_are_public(address: str) -> None:
    assert is_public(address)


def test_a_small_request_is_sent_and_any_answer_comes_back_whole(publisher: str) -> None:
    answer = send(
        "POST", f"http://{publisher}/take", body=b"EXERCISE", headers={"X-Exercise": "yes"}, limits=limits(publisher)
    )
    assert (answer.status, answer.body) == (409, b"/take yes identity EXERCISE")
    assert answer.headers["etag"] == '"x"'


def test_what_is_sent_is_not_sent_elsewhere(publisher: str) -> None:
    answer = send("POST", f"http://{publisher}/moved", body=b"x", headers={}, limits=limits(publisher))
    assert answer.status == 302
    assert Publisher.seen == ["/moved"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://{place}/endless", fetch_module.TOO_LARGE),
        ("http://127.0.0.1:1/take", fetch_module.ADDRESS_INVALID),
        ("https://127.0.0.1:1/take", fetch_module.HOST_REFUSED),
        ("https://elsewhere.example/take", fetch_module.HOST_REFUSED),
        ("file:///etc/passwd", fetch_module.ADDRESS_INVALID),
    ],
)
def test_what_is_sent_keeps_to_the_same_checks(publisher: str, url: str, code: str) -> None:
    with pytest.raises(Fault) as caught:
        send("POST", url.format(place=publisher), body=b"x", headers={"X-Exercise": "y"}, limits=limits(publisher))
    assert caught.value.code == code


def test_a_private_address_is_refused_also_where_its_host_is_allowed(publisher: str) -> None:
    with pytest.raises(Fault) as caught:
        send("POST", f"https://{publisher}/take", body=b"x", headers={}, limits=Fetch(), hosts=[publisher])
    assert caught.value.code == fetch_module.PRIVATE_REFUSED
    assert Publisher.seen == []
