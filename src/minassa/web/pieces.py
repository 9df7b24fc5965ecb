"""Pieces that several pages put into their context: the way here, the handling band, counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise

from minassa.web import wording


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page; the last one has no address."""

    title: str | Promise
    href: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a list of work: what, where, since when."""

    title: str | Promise
    href: str
    at: datetime | None = None
    note: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Handled:
    """What the handling band shows: all marks on the page, the strictest TLP only, and what readers must observe."""

    marks: tuple[str, ...]
    obligations: tuple[str, ...] = ()


CLEAR: Final = Handled(("TLP:CLEAR",), ())
"""The band of pages that show public lists only."""

_TLP_ORDER: Final = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")


def handled(shown: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> Handled | None:
    """The band for a page that shows several marked things, each given as (marks, obligations); None for none."""
    marks: set[str] = set()
    words: dict[str, None] = {}
    for each, obligations in shown:
        marks.update(each)
        words.update(dict.fromkeys(obligations))
    if not marks:
        return None
    tlp = next((one for one in _TLP_ORDER if one in marks), "")
    others = sorted((one for one in marks if not one.startswith("TLP:")), key=lambda one: (one == "EXERCISE", one))
    return Handled((*((tlp,) if tlp else ()), *others), wording.obligations(tuple(words)))
