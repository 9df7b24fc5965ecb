"""Tables of hashes: CSV in UTF-8 with the columns sha256, pdq, quality, category and reference, in any order.

Another column refuses the whole table: there is no place for content, addresses of content, or names here.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from minassa.base import Fault, Invalid
from minassa.cyber import faults
from minassa.cyber.content.types import CATEGORIES

COLUMNS: Final = ("sha256", "pdq", "quality", "category", "reference")
LONGEST_LINE: Final = 2_000
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_REFERENCE: Final = re.compile(r"[\w .:/#-]{0,120}")
_SEPARATORS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of a table: its values, or the fault for which it cannot be taken."""

    line: int
    sha256: str = ""
    pdq: str = ""
    quality: int | None = None
    category: str = "other"
    reference: str = ""
    fault: Fault | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells two entries apart."""
        return self.sha256, self.pdq


def read_table(file: IO[bytes]) -> Iterator[ReadLine]:
    """The lines of a table below its header. Raises Invalid where it is no such table."""
    texts = _decoded(file)
    header = next(texts, "")
    separator = max(_SEPARATORS, key=header.count)
    names = [cell.strip().lower() for cell in next(iter(csv.reader([header], delimiter=separator)), [])]
    if not {"sha256", "pdq"} & set(names) or not set(names) <= set(COLUMNS) or len(set(names)) != len(names):
        raise Invalid(faults.NO_HASH_COLUMN, columns=", ".join(names)[:100])
    for number, cells in enumerate(_cells(texts, separator), start=2):
        yield _line(number, {name: cell.strip() for name, cell in zip(names, cells, strict=False)})


def hash_of(written: str) -> str:
    """A hash of 64 hexadecimal digits in lower case. Raises Invalid."""
    text = written.strip().lower()
    if not _HASH.fullmatch(text):
        raise Invalid(faults.NOT_A_HASH, value=text[:20])
    return text


def _line(number: int, said: dict[str, str]) -> ReadLine:
    try:
        sha256, pdq = (hash_of(said[name]) if said.get(name) else "" for name in ("sha256", "pdq"))
        if not sha256 and not pdq:
            raise Invalid(faults.NOT_A_HASH, value="")
        category = said.get("category") or "other"
        if category not in CATEGORIES:
            raise Invalid(faults.NO_SUCH_CATEGORY, category=category[:24], categories=", ".join(CATEGORIES))
        return ReadLine(number, sha256, pdq, _quality(said.get("quality", ""), pdq), category, _reference(said))
    except Fault as fault:
        return ReadLine(number, fault=fault)


def _quality(text: str, pdq: str) -> int | None:
    if not text:
        return None
    if not pdq or not (text.isascii() and text.isdigit()) or not 0 <= int(text[:4]) <= 100:
        raise Invalid(faults.BAD_QUALITY)
    return int(text)


def _reference(said: dict[str, str]) -> str:
    """The owner's own reference: a number or a short word, never an address of the content."""
    text = said.get("reference", "").removeprefix("'")
    if not _REFERENCE.fullmatch(text) or "://" in text:
        raise Invalid(faults.BAD_REFERENCE)
    return text


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise Invalid(faults.NOT_A_TABLE, line=number) from None
        if len(text) > LONGEST_LINE or "\0" in text:
            raise Invalid(faults.NOT_A_TABLE, line=number)
        yield text


def _cells(texts: Iterator[str], separator: str) -> Iterator[list[str]]:
    reader = csv.reader(texts, delimiter=separator, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Invalid(faults.NOT_A_TABLE, line=reader.line_num + 1) from None
        if any(cells):
            yield cells
