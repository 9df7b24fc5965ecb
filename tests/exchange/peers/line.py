"""A bad line in front of a node: it carries what the other nodes send, and does to it what the test asks for."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.exchange.peers.nodes import Node, free_port


class Line(ThreadingHTTPServer):
    """Does to each request what stands next in `plan`; afterwards it carries faithfully. `seen` has every byte carried.

    Some fates stop at a place on the way: the line says that it is there (`at`), and stays until it may go on (`go`).
    """

    daemon_threads = True

    def __init__(self, port: int, behind: int) -> None:
        self.behind = behind
        self.plan: list[str] = []
        self.seen: list[bytes] = []
        self.kept: list[tuple[str, bytes, dict[str, str]]] = []
        self.at, self.go = threading.Event(), threading.Event()
        super().__init__(("127.0.0.1", port), _Carrier)

    def wait_here(self) -> None:
        """Say that the request is at this place, and stay until the test lets it go on."""
        self.at.set()
        self.go.wait(60)

    def let_go(self) -> None:
        """Let what is stopped go on, and be ready for the next one."""
        self.at.clear()
        self.go.set()
        time.sleep(0.05)  # whoever waits has seen it
        self.go.clear()


class _Carrier(BaseHTTPRequestHandler):
    server: Line

    def do_POST(self) -> None:
        fate = self.server.plan.pop(0) if self.server.plan else "carry"
        headers = dict(self.headers.items())
        if fate == "stop_in_the_request":
            self.rfile.read(int(self.headers["Content-Length"]) // 2)
            self.server.wait_here()
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(body)
        with suppress(OSError, http.client.HTTPException):  # one of the two is gone, as the test wants it
            getattr(self, fate)(body, headers)
            return
        self.close_connection = True

    def stop_before_the_node(self, body: bytes, headers: dict[str, str]) -> None:
        """It goes on to the node, whatever became of its sender."""
        self.server.wait_here()
        self.forward(self.path, body, headers)
        self.close_connection = True

    def stop_within_the_node(self, body: bytes, headers: dict[str, str]) -> None:
        """Half of the request is at the node."""
        connection = self.begun(headers)
        connection.send(body[: len(body) // 2])
        self.server.wait_here()
        connection.close()
        self.close_connection = True

    def stop_behind_the_node(self, body: bytes, headers: dict[str, str]) -> None:
        """The node has answered; its answer gets lost."""
        self.forward(self.path, body, headers)
        self.server.wait_here()
        self.close_connection = True

    def stop_with_the_answer(self, body: bytes, headers: dict[str, str]) -> None:
        """The node has answered; its answer arrives, whatever became of the node."""
        found = self.forward(self.path, body, headers)
        self.server.wait_here()
        self.reply(*found)

    def stop_in_the_answer(self, body: bytes, headers: dict[str, str]) -> None:
        """Half of the answer is back."""
        self.half_an_answer(body, headers)
        self.server.wait_here()

    def crawl(self, body: bytes, headers: dict[str, str]) -> None:
        """A slow line: the request and its answer come in twenty pieces."""
        connection = self.begun(headers)
        for piece in _pieces(body):
            connection.send(piece)
            time.sleep(0.01)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        for piece in _pieces(content):
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.01)

    def begun(self, headers: dict[str, str]) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=60)
        connection.putrequest("POST", self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection

    def carry(self, body: bytes, headers: dict[str, str]) -> None:
        self.reply(*self.forward(self.path, body, headers))

    def lose_the_request(self, body: bytes, headers: dict[str, str]) -> None:
        self.close_connection = True

    def lose_the_answer(self, body: bytes, headers: dict[str, str]) -> None:
        self.forward(self.path, body, headers)
        self.close_connection = True

    def cut_the_request(self, body: bytes, headers: dict[str, str]) -> None:
        connection = self.begun(headers)
        connection.send(body[: len(body) // 2])
        connection.close()
        self.close_connection = True

    def cut_the_answer(self, body: bytes, headers: dict[str, str]) -> None:
        self.half_an_answer(body, headers)

    def half_an_answer(self, body: bytes, headers: dict[str, str]) -> None:
        status, fields, answer = self.forward(self.path, body, headers)
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer[: len(answer) // 2])
        self.wfile.flush()
        self.close_connection = True

    def double(self, body: bytes, headers: dict[str, str]) -> None:
        self.forward(self.path, body, headers)
        self.reply(*self.forward(self.path, body, headers))

    def change_the_request(self, body: bytes, headers: dict[str, str]) -> None:
        changed = body[:-20] + bytes([body[-20] ^ 1]) + body[-19:]
        self.reply(*self.forward(self.path, changed, headers))

    def change_the_answer(self, body: bytes, headers: dict[str, str]) -> None:
        status, fields, answer = self.forward(self.path, body, headers)
        self.reply(status, fields, answer[:-20] + bytes([answer[-20] ^ 1]) + answer[-19:])

    def answer_garbage(self, body: bytes, headers: dict[str, str]) -> None:
        self.reply(200, {"Content-Type": "application/json"}, b'{"EXERCISE": "garbage"}')

    def answer_in_place_of_it(self, body: bytes, headers: dict[str, str]) -> None:
        """The answer to an earlier request, signed by the node itself."""
        earlier_path, earlier_body, earlier_headers = self.server.kept[0]
        self.reply(*self.forward(earlier_path, earlier_body, earlier_headers))

    def keep_for_later(self, body: bytes, headers: dict[str, str]) -> None:
        """Hold a request back: the sender hears nothing, and it arrives after others that were sent later."""
        self.server.kept.append((self.path, body, headers))
        self.close_connection = True

    def bring_what_was_kept(self, body: bytes, headers: dict[str, str]) -> None:
        self.reply(*self.forward(self.path, body, headers))
        for kept in self.server.kept:
            self.forward(*kept)
        self.server.kept.clear()

    def forward(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=120)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        self.server.seen.append(content)
        return answer.status, dict(answer.getheaders()), content

    def reply(self, status: int, fields: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in fields.items():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


def _pieces(whole: bytes) -> list[bytes]:
    size = len(whole) // 20 + 1
    return [whole[first : first + size] for first in range(0, len(whole), size)]


@contextmanager
def line_to(node: Node) -> Iterator[Line]:
    """A line at the node's address; the node itself is served at another port behind it."""
    node.served_at = free_port()
    line = Line(node.port, node.served_at)
    thread = threading.Thread(target=line.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.shutdown()
        line.server_close()
        thread.join()
