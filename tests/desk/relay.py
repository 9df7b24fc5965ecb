"""A mail relay on loopback for tests: it speaks SMTP (RFC 5321) and keeps what it was given."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Relay:
    """What a relay was given, what it was greeted with, and which recipients or connections it refuses."""

    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    closed: bool = False
    offers: tuple[str, ...] = ()


class _Talk(socketserver.StreamRequestHandler):
    relay: Relay

    def handle(self) -> None:
        relay = self.relay
        if relay.closed:
            self._say("421 busy")
            return
        self._say("220 relay.example ESMTP")
        to = ""
        while line := self.rfile.readline().decode().strip():
            relay.said.append(line)
            verb, rest = line[:4].upper(), line[4:]
            if verb == "EHLO":
                lines = ["relay.example", *relay.offers]
                for one in lines[:-1]:
                    self._say(f"250-{one}")
                self._say(f"250 {lines[-1]}")
            elif verb == "RCPT":
                to = rest.partition("<")[2].partition(">")[0]
                self._say(f"{relay.refused.get(to, 250)} recipient")
            elif verb == "DATA":
                self._say("354 go on")
                relay.taken.append((to, self._message()))
                self._say("250 taken")
            elif verb == "STAR":
                self._say("454 not now")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _message(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        found = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def running_relay() -> Iterator[Relay]:
    """A relay at a free port of this machine."""
    relay = Relay()
    talk = type("Talk", (_Talk,), {"relay": relay})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        relay.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield relay
        finally:
            server.shutdown()
            thread.join()
