"""What may leave in an export, and how it is read: a thousand at a time, each through a door of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from minassa.access import Actor, Handling, Label, Opened, Tlp, door, marks
from minassa.cyber.acts import INDICATOR_EXPORT_PART
from minassa.cyber.models import Indicator
from minassa.cyber.patterns import Named, named_in

CHUNK: Final = 1_000
LEAVES_NOT: Final = frozenset({Handling.H2, Handling.H3})


class Format(StrEnum):
    """In what form indicators are exported."""

    LIST = "list"
    CSV = "csv"
    STIX = "stix"
    MISP = "misp"


FORMATS: Final = tuple(one.value for one in Format)


@dataclass(frozen=True, slots=True)
class Leaving:
    """One indicator that leaves, with what its label says."""

    id: UUID
    stix_id: str
    name: str
    pattern: str
    pattern_type: str
    named: tuple[Named, ...]
    source: str
    valid_from: datetime
    valid_until: datetime | None
    version: datetime
    confidence: int | None
    content: str
    label: Label
    marks: tuple[str, ...]
    obligations: tuple[str, ...]


def may_leave(label: Label) -> bool:
    """Whether anything under this label leaves at all; the door has decided about forwarding before."""
    return label.tlp is not Tlp.RED and not label.handling & LEAVES_NOT


def in_force_rows(opened: Opened) -> "QuerySet[Indicator]":
    """The indicators in force that are seen through this door."""
    at = opened.context.at
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    return Indicator.objects.filter(in_force, revoked=False, valid_from__lte=at)


def leaving_rows(opened: Opened) -> "QuerySet[Indicator]":
    """The indicators in force that may leave through this door."""
    return in_force_rows(opened).filter(label_id__in=[one for one in opened.visible if may_leave(opened.label_of(one))])


def leaving(actor: Actor, *, purpose: str, **equal: Any) -> Iterator[Leaving]:  # noqa: ANN401 - values of the model's own columns
    """What leaves, oldest first. A right that ends meanwhile stops the export with its fault."""
    after: UUID | None = None
    while chunk := _chunk(actor, purpose, after, equal):
        yield from chunk
        after = chunk[-1].id


def _chunk(actor: Actor, purpose: str, after: UUID | None, equal: dict[str, Any]) -> list[Leaving]:
    with door(actor, INDICATOR_EXPORT_PART, purpose=purpose) as opened:
        found = leaving_rows(opened).filter(**equal)
        if after is not None:
            found = found.filter(id__gt=after)
        return [_leaving(row, opened) for row in found.order_by("id")[:CHUNK]]


def _leaving(row: Indicator, opened: Opened) -> Leaving:
    label = opened.label_of(row.label_id)
    return Leaving(
        id=row.id,
        stix_id=row.stix_id,
        name=row.name,
        pattern=row.pattern,
        pattern_type=row.pattern_type,
        named=named_in(row.pattern) if row.pattern_type == "stix" else (),
        source=row.source,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        version=row.version,
        confidence=row.confidence,
        content=row.content,
        label=label,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
    )
