"""JSON text with its faults: duplicate keys, numbers out of range, NUL, half surrogates, depth; and where a value ends.

The standard library's scanner, which is in C, tells where a value ends, so that the exact bytes of each object can be kept.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

from minassa.stix.types import Code, Json, Limits

# I-JSON (RFC 7493, 2.2) and STIX 2.1, 2.8: integers that every reader holds exactly.
_LARGEST_INTEGER: Final = 2**53 - 1
_LONGEST_INTEGER: Final = 17
_SPACE: Final = re.compile(r"[ \t\n\r]*")
# A text without an end reaches to the end of the input, so that no place is looked at twice.
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)


class Scanner:
    """Reads JSON values out of a text, one after the other. `faults` holds what was wrong with the last one."""

    def __init__(self, text: str) -> None:
        """`text` may hold escaped bad bytes (`surrogateescape`)."""
        self.text = text
        self.faults: dict[Code, str] = {}
        self._careful = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._members,
            parse_int=self._integer,
            parse_float=self._number,
            parse_constant=self._constant,
        )

    def skip(self, at: int) -> int:
        """The place of the next character that is not white space."""
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int) -> tuple[Json, int]:
        """The value at this place, and where it ends. Raises ValueError or RecursionError where there is none to be read.

        The library's error counts the lines from the beginning of its text. After the first one, values are cut out before they
        are read, so that a million broken ones are not a million times the whole.
        """
        self.faults = {}
        end = self.end_of_brackets(at) if self._careful else -1
        if end >= 0:
            return self._decoder.raw_decode(self.text[at:end])[0], end
        try:
            return self._decoder.raw_decode(self.text, at)
        except ValueError:
            self._careful = True
            raise

    def end_of_brackets(self, at: int) -> int:
        """Where the brackets that open here close again, or -1: finds the end of an object that cannot be parsed."""
        depth = 0
        if self.text[at : at + 1] not in {"{", "["}:
            return -1
        for token in _TOKEN.finditer(self.text, at):
            sign = token[0]
            depth += (sign in "{[") - (sign in "}]")
            if depth <= 0:
                return token.end() if depth == 0 and sign in "}]" else -1
        return -1

    def _members(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(pairs)
        if len(found) != len(pairs):
            self.faults.setdefault(Code.DUPLICATE_KEY, "")
        return found

    def _integer(self, digits: str) -> int:
        if len(digits) <= _LONGEST_INTEGER:
            number = int(digits)
            if -_LARGEST_INTEGER <= number <= _LARGEST_INTEGER:
                return number
        self.faults.setdefault(Code.NUMBER, "integer")
        return 0

    def _number(self, digits: str) -> float:
        number = float(digits)
        if number in (float("inf"), float("-inf")):
            self.faults.setdefault(Code.NUMBER, "float")
            return 0.0
        return number

    def _constant(self, name: str) -> float:
        self.faults.setdefault(Code.NUMBER, name)
        return 0.0


def broken_limits(value: Json, text: str, limits: Limits) -> Iterator[tuple[Code, str]]:
    """What in this value is too deep, too long or not text. Counts in the text come first: they spare the walk nearly always."""
    if text.count(",") > limits.values:
        yield Code.TOO_LARGE, "values"
        return
    deep = text.count("{") + text.count("[") > limits.depth
    if not (deep or len(text) > limits.text or _has_odd_escapes(text)):
        return
    level: list[Json] = [value]
    for _depth in range(limits.depth):
        if not level:
            return
        yield from _broken_texts(level, limits)
        level = [inner for one in level for inner in _inside(one)]
    if any(isinstance(one, dict | list) for one in level):
        yield Code.TOO_DEEP, ""


def _has_odd_escapes(text: str) -> bool:
    return "\\u" in text and ("\\u0000" in text or "\\ud" in text or "\\uD" in text)


def _inside(one: Json) -> Iterator[Json]:
    if isinstance(one, dict):
        yield from one
        yield from one.values()
    elif isinstance(one, list):
        yield from one


def _broken_texts(level: list[Json], limits: Limits) -> Iterator[tuple[Code, str]]:
    for one in level:
        if isinstance(one, str):
            if len(one) > limits.text:
                yield Code.TOO_LARGE, "text"
            if "\0" in one or not _is_text(one):
                yield Code.TEXT, ""


def _is_text(one: str) -> bool:
    """Whether every character can be written in UTF-8: halves of surrogate pairs cannot."""
    return one.isascii() or not re.search("[\ud800-\udfff]", one)
