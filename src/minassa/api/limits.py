"""Limits on what is read (S35): bytes, depth, number and length of values; and JSON read and written strictly."""

from typing import Any, Final

import orjson
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from minassa.api import faults

BODY_BYTES: Final = 1_000_000
DEEPEST: Final = 12
MOST_VALUES: Final = 20_000
LONGEST_TEXT: Final = 65_536
NUL: Final = "\0"


def refuse_excess(value: object) -> None:
    """Refuse JSON that is too deep, holds too many values, a text that is too long, or a NUL. Linear, without recursion."""
    waiting: list[tuple[object, int]] = [(value, 1)]
    seen = 0
    while waiting:
        one, depth = waiting.pop()
        seen += 1
        if seen > MOST_VALUES:
            raise faults.TooLarge(faults.TOO_LONG, most=LONGEST_TEXT, values=MOST_VALUES)
        if isinstance(one, str):
            _refuse_text(one)
        elif isinstance(one, dict | list):
            if depth > DEEPEST:
                raise faults.Unread(faults.TOO_DEEP, most=DEEPEST)
            inner = [*one.keys(), *one.values()] if isinstance(one, dict) else one
            waiting.extend((below, depth + 1) for below in inner)


def _refuse_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise faults.TooLarge(faults.TOO_LONG, most=LONGEST_TEXT, values=MOST_VALUES)
    if NUL in text:
        raise faults.Unread(faults.CONTROL_CHARACTER)


class StrictParser(Parser):
    """Reads JSON as RFC 8259 has it (no NaN, no lone surrogates, UTF-8 only), within the limits."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body as a value. Raises a Fault, or ValueError where it is no JSON."""
        value: Any = orjson.loads(request.body)
        refuse_excess(value)
        return value  # type: ignore[no-any-return] # ninja checks the shape afterwards


class JsonRenderer(BaseRenderer):
    """Writes JSON in UTF-8 as it is, without escapes for what is not ASCII."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ANN401, ARG002 - ninja's signature
        """The bytes of an answer."""
        return orjson.dumps(data)
