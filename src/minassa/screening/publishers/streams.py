"""Reading XML elements and CSV rows one at a time, with the faults of a bad file told in its lines."""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from minassa.base import Invalid, markup
from minassa.screening import faults
from minassa.screening.texts import text

BOM: Final = codecs.BOM_UTF8


def elements(path: Path, tags: frozenset[str]) -> Iterator[Element]:
    """The elements with these tags, each whole, and dropped from memory afterwards. The root comes first, empty.

    Raises Invalid for XML that is broken, cut off, or declares a document type (billion laughs, external entities).
    """
    try:
        with path.open("rb") as opened:
            yield from markup.elements(opened, tags)
    except markup.RefusedMarkupError as error:
        raise Invalid(faults.XML_REFUSED) from error
    except markup.BrokenMarkupError as error:
        raise Invalid(faults.XML_BROKEN, line=error.line) from error


def child_texts(element: Element, tag: str, where: object) -> list[str]:
    """The non-empty texts of the children with a tag, or of their VALUE children, tidied."""
    found = (text(one.text, where) for child in element.findall(tag) for one in (child.findall("VALUE") or [child]))
    return [one for one in found if one]


def child_text(element: Element, tag: str, where: object) -> str:
    """The first non-empty text of `child_texts`, or an empty string."""
    return next(iter(child_texts(element, tag, where)), "")


def lines(path: Path, encodings: tuple[str, ...] = ("utf-8",)) -> Iterator[str]:
    """The lines of a text file in the first encoding that fits the whole of it; NUL bytes raise Invalid."""
    encoding = _fitting(path, encodings)
    with path.open("rb") as opened:
        for number, raw in enumerate(opened, start=1):
            if b"\x00" in raw:
                raise Invalid(faults.CONTROL_CHARACTERS, where=number)
            yield (raw.removeprefix(BOM) if number == 1 else raw).decode(encoding)


def _fitting(path: Path, encodings: tuple[str, ...]) -> str:
    bad_line = 1
    for encoding in encodings:
        with path.open("rb") as opened:
            bad_line = _first_bad_line(opened, encoding)
        if not bad_line:
            return encoding
    raise Invalid(faults.ENCODING, line=bad_line)


def _first_bad_line(opened: Iterable[bytes], encoding: str) -> int:
    for number, raw in enumerate(opened, start=1):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            return number
    return 0


def rows(source: Iterator[str], *, delimiter: str = ",", skipped: int = 0) -> Iterator[tuple[int, list[str]]]:
    """CSV rows with their line numbers; `skipped` lines were taken from the source before. Broken quoting raises Invalid."""
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Invalid(faults.CSV_BROKEN, line=reader.line_num + skipped) from error
        if any(cell.strip() for cell in row):
            yield reader.line_num + skipped, row


class Columns:
    """A header line: cells by column name, whatever the publisher's capitals, spaces and underscores."""

    def __init__(self, header: list[str], required: Mapping[str, tuple[str, ...]]) -> None:
        """Find the required columns, each under one of its names; Invalid names those that are missing."""
        self.width = len(header)
        self._places: dict[str, int] = {}
        for place, cell in enumerate(header):
            self._places.setdefault(_plain(cell), place)
        missing = [wanted for wanted, names in required.items() if not any(_plain(n) in self._places for n in names)]
        if missing:
            raise Invalid(faults.HEADER_MISSING, columns=", ".join(missing))

    def get(self, row: list[str], *names: str) -> str:
        """The raw cell under the first of these names that the header has and that is not empty."""
        for one in names:
            place = self._places.get(_plain(one))
            if place is not None and place < len(row) and row[place].strip():
                return row[place]
        return ""

    def check(self, row: list[str], line: int) -> None:
        """Refuse a row that is wider than the header, as rows are when the quoting broke."""
        if len(row) > self.width:
            raise Invalid(faults.CSV_BROKEN, line=line)


def _plain(cell: str) -> str:
    return "".join(one for one in cell.lower() if one.isalnum())
