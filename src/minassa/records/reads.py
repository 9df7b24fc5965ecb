"""Reading records: one, its history, lists newest first, those due for review, those with a given identifier."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, capped_count, door, newest
from minassa.base import NotFound, cursor_from, cursor_text, today
from minassa.records import faults
from minassa.records.acts import RECORD_LIST, RECORD_READ
from minassa.records.models import Record, RecordVersion
from minassa.records.pages import page_size
from minassa.records.rules import WARN_BEFORE
from minassa.records.types import Page, RecordRow, RecordView, Sort, VersionView
from minassa.records.views import record_row, record_view, version_view
from minassa.records.vocabulary import schema as schema_named

MOST_VERSIONS: Final = 200
MOST_DUE: Final = 500


def read_record(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> RecordView:  # noqa: A002 - the word that every room uses
    """One record. Raises NotFound where it is absent or hidden: the two look the same."""
    with door(actor, RECORD_READ, purpose=purpose, case=case, subject=f"record:{id}") as opened:
        row = _found(id)
        opened.note(owner=opened.label_of(row.label_id).owner)
        return record_view(row, opened)


def read_history(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> tuple[VersionView, ...]:  # noqa: A002 - the word that every room uses
    """The past states of a record that this actor may see, latest first; the present state is not among them."""
    with door(actor, RECORD_READ, purpose=purpose, case=case, subject=f"record:{id}") as opened:
        row = _found(id)
        opened.note(owner=opened.label_of(row.label_id).owner, part="history")
        past = RecordVersion.objects.filter(record_id=id).order_by("-number")[:MOST_VERSIONS]
        return tuple(version_view(one, opened) for one in past)


def list_records(  # noqa: PLR0913 - each narrows the list
    actor: Actor, *, schema: str = "", sort: Sort = Sort.ALL, before: str = "", size: int = 50, purpose: str = ""
) -> Page:
    """Records newest first: of one schema where it is named, else of one sort. `before` is the `next` of the page that went before."""
    wanted_columns = _columns(schema, sort)
    place, wanted = cursor_from(before), page_size(size)
    with door(actor, RECORD_LIST, purpose=purpose) as opened:
        rows = newest(Record, wanted + 1, place, **wanted_columns)
        # Django writes "is this boolean false?" as NOT, for which SQLite uses no index; IN it does.
        count = capped_count(Record.objects.filter(**{f"{name}__in": [one] for name, one in wanted_columns.items()}))
        shown = rows[:wanted]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(rows) > wanted else ""
        return Page(tuple(record_row(row, opened) for row in shown), following, count.text)


def _columns(schema: str, sort: Sort) -> dict[str, Any]:
    """What a list asks of a record's columns; each has its index. Raises Invalid for a schema that there is not."""
    if schema:
        return {"schema": schema_named(schema).name}
    return {} if sort is Sort.ALL else {"is_link": sort is Sort.LINKS}


def find_records(actor: Actor, *, ids: Iterable[UUID], purpose: str = "") -> dict[UUID, RecordRow]:
    """Those of these records that the actor may see, as lines of a list: for lists of what is about records."""
    with door(actor, RECORD_LIST, purpose=purpose) as opened:
        rows = Record.objects.in_bulk(list(ids))
        return {row.id: record_row(row, opened) for row in rows.values()}


def due_reviews(actor: Actor) -> tuple[RecordRow, ...]:
    """The agency's own records whose review is within half a year, or overdue, the most urgent first (R07)."""
    with door(actor, RECORD_LIST) as opened:
        own = [one for one in opened.visible if opened.label_of(one).owner == actor.agency]
        due = Record.objects.filter(label_id__in=own, review_on__lte=today() + WARN_BEFORE)
        return tuple(record_row(row, opened) for row in due.order_by("review_on", "id")[:MOST_DUE])


def _found(record_id: UUID) -> Record:
    row = Record.objects.filter(id=record_id).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row
