"""The letters of a file, read in any encoding in use and given on as UTF-8: what cannot be read becomes U+FFFD and is told.

A transaction with such a letter is bad; those beside it are not. Document types are refused before a parser sees them.
"""

import codecs
import re
from typing import Final, Protocol

from minassa.payments.messages.types import NotPaymentsError, RefusedMarkupError

UNREADABLE: Final = "\ufffd"
_CHUNK: Final = 1 << 16
_ENCODINGS: Final = re.compile(
    r"utf-?8|utf-?16(?:[bl]e)?|us-ascii|iso-8859-\d{1,2}|windows-125\d|cp125\d", re.IGNORECASE
)
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_DOCTYPE: Final = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_OVERLAP: Final = 16


class Readable(Protocol):
    """What a stream of bytes must be able to do."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


class BudgetError(Exception):
    """More was read without a whole transaction than any transaction is long."""


class Letters:
    """A binary stream read as text. `mark()` says that something whole was read: what comes until the next one is bounded."""

    def __init__(self, stream: Readable, most: int) -> None:
        self._stream = stream
        self._most = most
        self._since = 0
        head = stream.read(_CHUNK)
        self.declared = _encoding(head)
        self._decoder = codecs.getincrementaldecoder(self.declared)("replace")
        self._head: bytes | None = head

    def mark(self) -> None:
        """Something whole was read."""
        self._since = 0

    def text(self) -> str:
        """The next letters; none at the end. Raises BudgetError."""
        while True:
            raw = self._head if self._head is not None else self._stream.read(_CHUNK)
            self._head = None
            found = _NO_TEXT.sub(UNREADABLE, self._decoder.decode(raw, final=not raw))
            if found or not raw:
                break
        self._since += len(found)
        if self._since > self._most:
            raise BudgetError
        return found


class Markup:
    """What an XML parser reads: `Letters` in UTF-8 without the declaration. Raises RefusedMarkupError for a document type."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._tail = ""
        self._is_first = True
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        if not self._held:
            self._held = self._next()
        if size < 0:
            size = len(self._held)
        given, self._held = self._held[:size], self._held[size:]
        return given

    def _next(self) -> bytes:
        text = self._letters.text()
        if self._is_first:
            text, self._is_first = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).lstrip(), False
        if _DOCTYPE.search(self._tail + text):
            raise RefusedMarkupError
        self._tail = text[-_OVERLAP:]
        return text.encode("utf-8", "replace")


def _encoding(head: bytes) -> str:
    """The encoding by its mark or by what the XML declares; UTF-8 else. Raises NotPaymentsError for one that is not in use."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(mark):
            return name
    if head.startswith(b"<\0?\0"):
        return "utf-16-le"
    if head.startswith(b"\0<\0?"):
        return "utf-16-be"
    found = _DECLARED.match(head)
    declared = found[1].decode("ascii") if found else "utf-8"
    if not _ENCODINGS.fullmatch(declared):
        raise NotPaymentsError(declared)
    # A file that says UTF-16 but is written in bytes of one letter each is neither.
    return "utf-8" if declared.lower().startswith("utf-16") else declared
