"""XML one element at a time, from files of others: no document type, no entities, and a line for whatever is broken."""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse


class RefusedMarkupError(Exception):
    """The file declares a document type or entities (billion laughs, external entities)."""


class BrokenMarkupError(Exception):
    """The file is no XML, or is cut off; `line` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def elements(opened: IO[bytes], tags: frozenset[str]) -> Iterator[Element]:
    """The elements with these tags, each whole, and dropped from memory afterwards. The root comes first, empty.

    Raises RefusedMarkupError and BrokenMarkupError.
    """
    trail: list[Element] = []
    try:
        for event, element in iterparse(opened, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                if not trail:
                    yield element
                trail.append(element)
                continue
            trail.pop()
            if element.tag in tags:
                yield element
                if trail:
                    trail[-1].remove(element)
    except DefusedXmlException as error:
        raise RefusedMarkupError from error
    except (ParseError, LookupError, ValueError) as error:
        raise BrokenMarkupError(error.position[0] if isinstance(error, ParseError) else 1) from error
