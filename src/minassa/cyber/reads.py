"""Reading indicators: one, and the list, newest first."""

from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, capped_count, door, newest
from minassa.base import Invalid, NotFound
from minassa.cyber import faults
from minassa.cyber.acts import INDICATOR_LIST, INDICATOR_READ
from minassa.cyber.models import Indicator, Sighting
from minassa.cyber.observables import Kind
from minassa.cyber.pages import LARGEST_PAGE, Cursor, cursor_from, cursor_text
from minassa.cyber.rows import content_of, indicator_row, state_of
from minassa.cyber.sightings import sighting_view
from minassa.cyber.threats import related_to
from minassa.cyber.types import IndicatorView, Page, State

CHUNK: Final = 200
MOST_EXAMINED: Final = 2_000
SIGHTINGS_SHOWN: Final = 20


def list_indicators(  # noqa: PLR0913 - each filter is named
    actor: Actor, *, kind: str = "", state: State | None = None, before: str = "", size: int = 50, purpose: str = ""
) -> Page:
    """Indicators newest first, of one kind and in one state where they are named.

    For a state at most two thousand are looked at for a page: `next` goes on where a page ended, which may then be short.
    """
    named = kind_named(kind).value if kind else ""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, INDICATOR_LIST, purpose=purpose) as opened:
        found, following = _walked(opened, named, state, place, wanted)
        rows = Indicator.objects.filter(kind=named) if named else Indicator.objects.all()
        count = "" if state else capped_count(rows).text
        return Page(tuple(indicator_row(row, opened) for row in found), following, count)


def _walked(
    opened: Opened, kind: str, state: State | None, place: Cursor | None, wanted: int
) -> tuple[list[Indicator], str]:
    """The rows of one page, and the place where the next begins (empty at the end)."""
    found: list[Indicator] = []
    size = CHUNK if state else wanted + 1
    for _round in range(MOST_EXAMINED // CHUNK):
        chunk = newest(Indicator, size, place, kind=kind) if kind else newest(Indicator, size, place)
        for row in chunk:
            if len(found) == wanted:
                return found, cursor_text(*_place(found[-1]))
            if state is None or state_of(row, opened.context.at) is state:
                found.append(row)
        if len(chunk) < size:
            return found, ""
        place = _place(chunk[-1])
    return found, cursor_text(*place) if place else ""


def _place(row: Indicator) -> Cursor:
    return row.modified, row.id


def read_indicator(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> IndicatorView:  # noqa: A002 - the word that every room uses
    """One indicator. Raises NotFound where it is absent or hidden: the two look the same."""
    with door(actor, INDICATOR_READ, purpose=purpose, case=case, subject=f"indicator:{id}") as opened:
        row = Indicator.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.NOT_FOUND)
        label, one = opened.label_of(row.label_id), content_of(row)
        opened.note(owner=label.owner)
        return IndicatorView(
            row=indicator_row(row, opened),
            stix_id=row.stix_id,
            version=row.version,
            pattern=row.pattern,
            pattern_type=row.pattern_type,
            description=one.get("description", ""),
            indicator_types=tuple(one.get("indicator_types", ())),
            confidence=row.confidence,
            references=tuple(one.get("external_references", ())),
            related=related_to(opened, row.stix_id),
            sightings=tuple(
                sighting_view(each, opened) for each in newest(Sighting, SIGHTINGS_SHOWN, by="arrived", ref=row.stix_id)
            ),
            sightings_text=capped_count(Sighting.objects.filter(ref=row.stix_id)).text,
            label=label,
            content=row.content,
        )


def kind_named(name: str) -> Kind:
    """The kind of observables of this name. Raises Invalid."""
    try:
        return Kind(name)
    except ValueError:
        raise Invalid(faults.NO_SUCH_KIND, kind=name[:32], kinds=", ".join(Kind)) from None
