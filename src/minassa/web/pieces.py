"""Pieces that several pages put into their context: the way here, the handling band, counts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise

from minassa.base import Conflict, Invalid
from minassa.web import wording


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page; the last one has no address."""

    title: str | Promise
    href: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a list of work: what, where, since when and until when, under which marks."""

    title: str | Promise
    href: str
    at: datetime | None = None
    note: str | Promise = ""
    due: datetime | None = None
    urgent: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handled:
    """What the handling band shows: all marks on the page, the strictest TLP only, and what readers must observe."""

    marks: tuple[str, ...]
    obligations: tuple[str, ...] = ()


CLEAR: Final = Handled(("TLP:CLEAR",), ())
"""The band of pages that show public lists only."""

_TLP_ORDER: Final = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")


def done(request: HttpRequest, act: Callable[[], object], said: str, back: str) -> HttpResponse:
    """Do something, say so, and go back; what is refused as invalid or overtaken is said there too."""
    try:
        act()
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(back)


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
