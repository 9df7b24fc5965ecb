"""What is reported as JSON, both ways: decimals as texts, blanks as null. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.base.canonical import canonical_json
from minassa.programmes.rules import Evidence
from minassa.programmes.types import Cell, Reported, ValueGiven

NUMBERS: Final = ("value", "numerator", "denominator")
DIMENSIONS: Final = ("sex", "age", "place")


def plain(value: Decimal | None) -> str | None:
    """A decimal as text without an exponent; None for none."""
    return None if value is None else f"{value:f}"


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def cell_to_json(cell: Cell) -> dict[str, Any]:
    """A part of a value."""
    return {name: getattr(cell, name) for name in DIMENSIONS} | {name: plain(getattr(cell, name)) for name in NUMBERS}


def cell_from_json(body: Mapping[str, Any]) -> Cell:
    """What `cell_to_json` wrote."""
    value, numerator, denominator = (_decimal(body[name]) for name in NUMBERS)
    return Cell(body["sex"], body["age"], body["place"], value, numerator, denominator)


def packed(reported: Reported) -> str:
    """What a row keeps."""
    body: dict[str, Any] = {
        "done": reported.done,
        "failed": reported.failed,
        "following": reported.following,
        "values": [_value_to_json(one) for one in reported.values],
    }
    return canonical_json(body).decode()


def unpacked(text: str) -> Reported:
    """What `packed` wrote."""
    body: dict[str, Any] = orjson.loads(text)
    values = tuple(_value_from_json(one) for one in body["values"])
    return Reported(values, body["done"], body["failed"], body["following"])


def _value_to_json(given: ValueGiven) -> dict[str, Any]:
    return {
        "indicator": str(given.indicator),
        "measured_on": given.measured_on.isoformat() if given.measured_on else None,
        "evidence": given.evidence.value,
        "source": given.source,
        "cells": [cell_to_json(one) for one in given.cells],
        **{name: plain(getattr(given, name)) for name in NUMBERS},
    }


def _value_from_json(body: Mapping[str, Any]) -> ValueGiven:
    value, numerator, denominator = (_decimal(body[name]) for name in NUMBERS)
    return ValueGiven(
        indicator=UUID(body["indicator"]),
        value=value,
        numerator=numerator,
        denominator=denominator,
        measured_on=date.fromisoformat(body["measured_on"]) if body["measured_on"] else None,
        evidence=Evidence(body["evidence"]),
        source=body["source"],
        cells=tuple(cell_from_json(one) for one in body["cells"]),
    )
