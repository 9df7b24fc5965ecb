"""Partners' activities: files of IATI brought in, found by place, sector, organisation and status, and thrown away.

They are context beside our programmes: who does what where. None of them counts in any score.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Final
from uuid import UUID

from minassa.access import Actor, Opened, door, insert_rows, marks, newest
from minassa.base import Invalid, NotFound, Refused, cursor_from, cursor_text, markup, new_id
from minassa.base.cells import guarded
from minassa.programmes import checks, faults
from minassa.programmes.acts import ACTIVITY_DISCARD, ACTIVITY_IMPORT, ACTIVITY_LIST, ACTIVITY_READ
from minassa.programmes.iati import keeping
from minassa.programmes.iati.activities import (
    ActivityFileView,
    ActivityPage,
    ActivityRow,
    FaultyActivity,
    ReadActivity,
    Unread,
    Wanted,
)
from minassa.programmes.iati.reading import read_activities
from minassa.programmes.labelling import agency_of, shared_label, sharing_of
from minassa.programmes.models import ActivityFile, ActivityKey, PartnerActivity
from minassa.programmes.types import Sharing

LARGEST: Final = 50_000_000
MOST_ACTIVITIES: Final = 5_000
MOST_FAULTY: Final = 2_000
MOST_FILES: Final = 100
CHUNK: Final = 500
_COLUMNS: Final = ("id", "label_id", "owner", "file_id", "identifier", "title", "status", "content", "modified")


@dataclass(slots=True)
class _Counted:
    """What became of a file so far."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    faulty: list[FaultyActivity] = field(default_factory=list)


def import_activities(
    actor: Actor, *, file: IO[bytes], name: str, sharing: Sharing, exercise: bool
) -> ActivityFileView:
    """Bring in a file of IATI (2.0x, 1.0x, or a dump of the datastore) under a label. All of it or, where it breaks off, nothing.

    An activity with a known identifier is updated; those that cannot be taken are counted and told with their reason. Raises
    Invalid for what is no XML, declares entities, holds no activity, or holds too many.
    """
    with door(actor, ACTIVITY_IMPORT) as opened:
        owner = agency_of(actor)
        label_id = opened.intern(shared_label(owner, sharing, exercise=exercise))
        row = ActivityFile(id=new_id(), owner=owner, label_id=label_id, name=checks.line(name[-200:], 200))
        row.added = row.updated = row.unchanged = row.failed = 0
        row.modified = opened.context.at
        row.save()
        counted = _Counted()
        for chunk in _chunks(_read(file)):
            _take(row, chunk, counted)
        row.added, row.updated, row.unchanged = counted.added, counted.updated, counted.unchanged
        row.failed = len(counted.faulty)
        row.faulty = [[one.place, one.identifier, one.why.value] for one in counted.faulty[:MOST_FAULTY]]
        row.save()
        opened.note(owner=owner, file=row.id, added=row.added, updated=row.updated, failed=row.failed)
        return _file_view(opened, row)


def _read(file: IO[bytes]) -> Iterator[ReadActivity]:
    place = 0
    try:
        for one in read_activities(file):
            place = one.place
            if place > MOST_ACTIVITIES:
                raise Invalid(faults.TOO_MANY_ACTIVITIES, limit=MOST_ACTIVITIES)
            yield one
    except markup.RefusedMarkupError as error:
        raise Invalid(faults.ENTITIES) from error
    except markup.BrokenMarkupError as error:
        raise Invalid(faults.BROKEN, line=error.line) from error
    if not place:
        raise Invalid(faults.NO_ACTIVITIES)


def _chunks(found: Iterable[ReadActivity]) -> Iterator[list[ReadActivity]]:
    chunk: list[ReadActivity] = []
    for one in found:
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _take(row: ActivityFile, chunk: list[ReadActivity], counted: _Counted) -> None:
    known = {
        one.identifier: one
        for one in PartnerActivity.objects.filter(owner=row.owner, identifier__in=[one.identifier for one in chunk])
    }
    fresh: list[PartnerActivity] = []
    for one in chunk:
        if one.activity is None:
            counted.faulty.append(FaultyActivity(one.place, one.identifier, one.why or Unread.IDENTIFIER))
            continue
        before = known.get(one.identifier)
        said = keeping.packed(one.activity)
        made = before or PartnerActivity(id=new_id(), owner=row.owner, identifier=one.identifier)
        if before is None:
            counted.added += 1
        elif before.content == said:
            counted.unchanged += 1
        else:
            counted.updated += 1
        is_same = before is not None and (before.content, before.label_id) == (said, row.label_id)
        made.title, made.status, made.content = one.activity.title, one.activity.status, said
        made.file, made.label_id = row, row.label_id
        made.modified = made.modified if is_same else row.modified
        fresh.append(made)
    _write(fresh, known.values())


def _write(made: list[PartnerActivity], known: Iterable[PartnerActivity]) -> None:
    """Old keys go and new ones come: what is not new is written over."""
    before = {one.id for one in known}
    ActivityKey.objects.filter(activity__in=before).delete()
    fresh = [one for one in made if one.id not in before]
    insert_rows(PartnerActivity, _COLUMNS, [[getattr(one, name) for name in _COLUMNS] for one in fresh])
    for one in made:
        if one.id in before:
            one.save()
    keys = ((one, key) for one in made for key in keeping.keys_of(keeping.unpacked(one.content)))
    columns = ("id", "label_id", "activity_id", "key")
    insert_rows(ActivityKey, columns, [(new_id(), one.label_id, one.id, key) for one, key in keys])


def list_activities(actor: Actor, *, wanted: Wanted | None = None, size: int = 50, before: str = "") -> ActivityPage:
    """A page of partners' activities that this actor sees, newest first. Raises Invalid for a place that is none."""
    with door(actor, ACTIVITY_LIST) as opened:
        place = cursor_from(before)
        keys = keeping.keys_wanted(wanted or Wanted())
        if keys:
            found = PartnerActivity.objects.all()
            for key in keys:
                found = found.filter(id__in=ActivityKey.objects.filter(key=key).values("activity"))
            if place is not None:
                when, last = place
                found = found.filter(modified__lte=when).exclude(modified=when, id__gte=last)
            rows = list(found.order_by("-modified", "-id")[: size + 1])
        else:
            rows = newest(PartnerActivity, size + 1, place)
        shown = tuple(_row(opened, one) for one in rows[:size])
        return ActivityPage(shown, "" if len(rows) <= size else cursor_text(shown[-1].modified, shown[-1].id))


def read_activity(actor: Actor, *, id: UUID) -> ActivityRow:  # noqa: A002 - the word that every room uses
    """One activity of a partner. Raises NotFound."""
    with door(actor, ACTIVITY_READ, subject=f"partner-activity:{id}") as opened:
        row = PartnerActivity.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.NO_ACTIVITY)
        opened.note(owner=row.owner)
        return _row(opened, row)


def _row(opened: Opened, row: PartnerActivity) -> ActivityRow:
    return ActivityRow(
        id=row.id,
        owner=row.owner,
        file=row.file_id,
        activity=keeping.unpacked(row.content),
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
        modified=row.modified,
    )


def list_activity_files(actor: Actor) -> tuple[ActivityFileView, ...]:
    """The files of activities that this actor sees, the newest first."""
    with door(actor, ACTIVITY_LIST) as opened:
        return tuple(_file_view(opened, one) for one in newest(ActivityFile, MOST_FILES))


def _file_view(opened: Opened, row: ActivityFile) -> ActivityFileView:
    label = opened.label_of(row.label_id)
    return ActivityFileView(
        id=row.id,
        name=row.name,
        added=row.added,
        updated=row.updated,
        unchanged=row.unchanged,
        failed=row.failed,
        faulty=tuple(FaultyActivity(place, named, Unread(why)) for place, named, why in row.faulty),
        mine=row.owner == opened.actor.agency,
        sharing=sharing_of(label),
        marks=marks(label),
        modified=row.modified,
    )


def faulty_activities(actor: Actor, *, id: UUID) -> bytes:  # noqa: A002 - the word that every room uses
    """The activities of a file that were not taken, as a table (CSV): place in the file, identifier, reason. Raises NotFound."""
    with door(actor, ACTIVITY_READ, subject=f"activity-file:{id}") as opened:
        found = _file_view(opened, _file(id))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(("place", "iati-identifier", "reason"))
    table.writerows((one.place, guarded(one.identifier), one.why.value) for one in found.faulty)
    return ("\ufeff" + out.getvalue()).encode()


def discard_activities(actor: Actor, *, id: UUID) -> int:  # noqa: A002 - the word that every room uses
    """Throw away a file with the activities that came last from it; how many they were. Raises NotFound, Refused."""
    with door(actor, ACTIVITY_DISCARD, subject=f"activity-file:{id}") as opened:
        row = _file(id)
        if row.owner != actor.agency:
            raise Refused(faults.NOT_YOURS)
        count = PartnerActivity.objects.filter(file=row).count()
        row.delete()
        opened.note(owner=actor.agency, activities=count)
        return count


def _file(file: UUID) -> ActivityFile:
    row = ActivityFile.objects.filter(id=file).first()
    if row is None:
        raise NotFound(faults.NO_ACTIVITY)
    return row
