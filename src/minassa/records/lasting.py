"""What lasts of records: deletions, and every change of what a record says or of who may see it. Holds last too: see `holds`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import Label, LastingAct, Opened, body_of, forget_content, label_from, lasting_kind, outlast
from minassa.records import holds, rows  # noqa: F401 - holds register a kind of their own
from minassa.records.details import follow_label
from minassa.records.models import Record

DELETED: Final = "record.deleted"
CHANGED: Final = "record.changed"


def note_deleted(row_id: UUID, owner: UUID) -> None:
    """Let a deletion outlast a restore."""
    outlast(DELETED, subject=f"record:{row_id}", facts={"owner": str(owner)})


def note_changed(opened: Opened, changed: Iterable[Record]) -> None:
    """Let these records as they are now outlast a restore; what they say is sealed."""
    states = [_state(row, opened.label_of(row.label_id)) for row in changed]
    if states:
        outlast(
            CHANGED, subject=f"record:{states[0]['id']}", facts={"count": len(states)}, content=orjson.dumps(states)
        )


def _state(row: Record, label: Label) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in rows.KEPT}
    return {**kept, "id": str(row.id), "version": row.version, "label": body_of(label)}


def _change(opened: Opened, act: LastingAct) -> bool:
    """Bring the records that the backup has to their later state. Those entered after it are lost with it."""
    states = {UUID(one["id"]): one for one in orjson.loads(act.content or b"[]")}
    older = [row for row in Record.objects.filter(id__in=list(states)) if row.version < states[row.id]["version"]]
    for row in older:
        _bring_up(opened, row, states[row.id])
    rows.tell_index([row.id for row in older])
    return bool(older)


def _bring_up(opened: Opened, row: Record, state: dict[str, Any]) -> None:
    rows.keep_version(row).save(force_insert=True)
    for name in rows.KEPT:
        setattr(row, name, _READ.get(name, lambda value: value)(state[name]))
    row.version, row.label_id = state["version"], opened.intern(label_from(state["label"]))
    rows.drop_derived([row.id])
    follow_label(row.schema, row.id, row.label_id)
    row.save(force_update=True)
    rows.write_derived([row], [rows.item_of(row)])


_READ: Final = {"review_on": date.fromisoformat, "modified": datetime.fromisoformat}


def _delete(_opened: Opened, act: LastingAct) -> bool:
    """Delete it again, and what its releases said, which may have been put back a moment ago."""
    row = Record.objects.filter(id=UUID(act.subject.partition(":")[2])).first()
    forgotten = forget_content(act.subject, UUID(act.facts["owner"]))
    if row is not None:
        rows.remove(row)
    return row is not None or forgotten > 0


lasting_kind(DELETED, _delete)
lasting_kind(CHANGED, _change)
