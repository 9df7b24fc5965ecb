"""The threat overview as figures that a report carries: read, put on paper, and asked whether it still stands."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from minassa.access import Actor, Label
from minassa.base.countries import country_named
from minassa.briefings.service import partners_among
from minassa.desk import Block
from minassa.liaison import FigureKind
from minassa.threats import Shape, node_shapes, overview_blocks, overview_from_json, shapes_to_draw, still_stands


def _blocks(body: Mapping[str, Any]) -> tuple[Block, ...]:
    shapes = shapes_to_draw(node_shapes(), _written)
    return overview_blocks(overview_from_json(body), country=_country, shapes=shapes)


def _country(code: str) -> str:
    return country_named(code, get_language() or "en")


def _written(shape: Shape) -> str:
    """A country by its name in this language; an area that is no state as the file of shapes has it."""
    return _country(shape.code) if shape.code else shape.name


def _stands(actor: Actor, body: Mapping[str, Any], label: Label) -> bool:
    found = overview_from_json(body)
    return still_stands(actor, overview=found, product=label, partners=partners_among(actor, label.audience))


def _check(body: Mapping[str, Any]) -> None:
    overview_from_json(body)


OVERVIEW = FigureKind(check=_check, blocks=_blocks, stands=_stands)
