"""The virus scanner: clamd over a local socket, where the settings name one (`[attachments] scanner`).

Files are streamed with INSTREAM (clamd(8)): each part preceded by its length in four bytes, a zero length at the end. A scanner that is
named but does not answer leaves the file in quarantine; one that is not named is not asked, and every page says "not scanned".
"""

import socket
import struct
from enum import StrEnum
from typing import Final

from django.conf import settings

SECONDS: Final = 30
PART: Final = 65_536
LONGEST_ANSWER: Final = 4096


class Scan(StrEnum):
    """What is known of a file: not scanned here, waiting for the scanner (quarantine), nothing found, something found."""

    NONE = "none"
    WAITING = "waiting"
    CLEAN = "clean"
    FOUND = "found"


def scanned(content: bytes) -> Scan:
    """Ask the scanner about a file."""
    where: str = settings.MINASSA.attachments.scanner
    if not where:
        return Scan.NONE
    try:
        answer = _asked(where, content)
    except OSError:
        return Scan.WAITING
    if answer.endswith(b"FOUND"):
        return Scan.FOUND
    return Scan.CLEAN if answer.endswith(b": OK") else Scan.WAITING


def unscanned() -> Scan:
    """What is known of a file for which nobody can wait: it stays in quarantine until the clock has asked the scanner."""
    return Scan.WAITING if settings.MINASSA.attachments.scanner else Scan.NONE


def scanner_limit() -> str:
    """Why files are not scanned now, in plain words; empty while the scanner answers (`PING`, clamd(8))."""
    where: str = settings.MINASSA.attachments.scanner
    if not where:
        return "no virus scanner is named, so attached files are not scanned"
    try:
        with _connected(where) as line:
            line.sendall(b"zPING\0")
            answers = line.recv(LONGEST_ANSWER).startswith(b"PONG")
    except OSError:
        answers = False
    return "" if answers else f"the virus scanner at {where} does not answer, so attached files wait in quarantine"


def _asked(where: str, content: bytes) -> bytes:
    with _connected(where) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PART):
            part = content[start : start + PART]
            line.sendall(struct.pack(">L", len(part)) + part)
        line.sendall(struct.pack(">L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            if not (more := line.recv(LONGEST_ANSWER)):
                break
            answer += more
    return answer.rstrip(b"\0\n")


def _connected(where: str) -> socket.socket:
    """A connection to `unix:/path` or to `127.0.0.1:port`; the settings name no other (`base.settings`)."""
    kind, _colon, path = where.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(path)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), SECONDS)
