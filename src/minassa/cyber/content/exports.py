"""The list of known hashes as a table that another node, or a filter, takes in. What may not leave stays (`exports.leaving`)."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, capped_count, door, marks
from minassa.cyber.acts import CONTENT_EXPORT, CONTENT_EXPORT_PART
from minassa.cyber.content.tables import COLUMNS
from minassa.cyber.exports.leaving import CHUNK, may_leave
from minassa.cyber.models import KnownContent
from minassa.cyber.tables import line

COUNTED: Final = 1_000_000
MARKS: Final = ("source", "owner", "marks", "obligations")


def export_content(actor: Actor, *, purpose: str = "", case: str = "") -> Iterator[bytes]:
    """A CSV table of the hashes that may leave, oldest first. Needs a fresh factor; decided and counted before its first line."""
    with door(actor, CONTENT_EXPORT, purpose=purpose, case=case) as opened:
        count = capped_count(KnownContent.objects.filter(label_id__in=_leaving(opened)), COUNTED)
        opened.note(owner=actor.agency, count=count.text)
    return _lines(actor, purpose)


def _leaving(opened: Opened) -> list[int]:
    return [one for one in opened.visible if may_leave(opened.label_of(one))]


def _lines(actor: Actor, purpose: str) -> Iterator[bytes]:
    yield line((*COLUMNS, *MARKS))
    after: UUID | None = None
    while True:
        with door(actor, CONTENT_EXPORT_PART, purpose=purpose) as opened:
            found = KnownContent.objects.filter(label_id__in=_leaving(opened))
            rows = list((found.filter(id__gt=after) if after else found).order_by("id")[:CHUNK])
            cells = [_cells(row, opened) for row in rows]
        yield from map(line, cells)
        if len(rows) < CHUNK:
            return
        after = rows[-1].id


def _cells(row: KnownContent, opened: Opened) -> tuple[str, ...]:
    label = opened.label_of(row.label_id)
    quality = "" if row.quality is None else str(row.quality)
    said = (" ".join(marks(label)), " ".join(opened.obligations(row.label_id)))
    return row.sha256, row.pdq, quality, row.category, row.reference, row.source, str(label.owner), *said
