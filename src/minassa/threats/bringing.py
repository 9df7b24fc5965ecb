"""Imports: a source's rows become reports, batch by batch; then reports are laid to incidents, or become incidents.

Each batch is a transaction of its own: what was cut off goes on where it stopped when the same file is given again, and a file that was
read whole changes nothing. Memory does not grow with the file but for eight bytes a row and the rows that failed.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, door, insert_rows
from minassa.base import Invalid, new_ids, now
from minassa.base.countries import country_code
from minassa.names import fold
from minassa.records import Ground
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_IMPORT, INCIDENT_IMPORT_PART
from minassa.threats.laying import DETAILS, lay_loose
from minassa.threats.models import ImportTurn, Report, ReportActor
from minassa.threats.sources import SOURCES, BadRow, SourceError, SourceReport, read
from minassa.threats.sources.reading import File
from minassa.threats.types import MOST_BAD_KEPT, Imported

BATCH: Final = 2_000
_FIELDS: Final = ("digest", *DETAILS, "actors", "deaths_low", "deaths_best", "deaths_high", "text", "modified")
_COLUMNS: Final = ("id", "label_id", "incident_id", "source", "source_id", "received", *_FIELDS)

Told = Callable[[Imported], None]


def import_incidents(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor,
    *,
    source: str,
    file: File,
    label: Label,
    ground: Ground,
    case: str = "",
    told: Told | None = None,
) -> Imported:
    """Bring in a file of one source (`sources.SOURCES`) as the actor's agency's own, all under this label and ground.

    `told` hears after each batch how far it is. Raises Invalid where the file as a whole is not of this source; then nothing is changed.
    """
    rows = _opened(source, file)
    if label.owner != actor.agency:
        raise Invalid(faults.NOT_OWN)
    with door(actor, INCIDENT_IMPORT, purpose=ground.purpose, case=case) as opened:
        opened.note(owner=label.owner, source=source)
    done, hear = Imported(), told or (lambda _done: None)
    try:
        while batch := list(islice(rows, BATCH)):
            _take(actor, batch, label, ground.purpose, done)
            hear(done)
    except SourceError as error:
        raise _not_of(source, error) from error
    lay_loose(actor, source=source, label=label, ground=ground, done=done, hear=hear)
    return done


def _opened(source: str, file: File) -> Iterator[SourceReport | BadRow]:
    if source not in SOURCES:
        raise Invalid(faults.NO_SOURCE, source=source[:32], sources=", ".join(SOURCES))
    try:
        return read(source, file, country_code=country_code)
    except SourceError as error:
        raise _not_of(source, error) from error


def _not_of(source: str, error: SourceError) -> Invalid:
    return Invalid(faults.NOT_OF_SOURCE, source=source, missing=", ".join(error.missing) or "-")


def take_turn(agency: UUID) -> None:
    """Wait until no other transaction writes this agency's reports, and hold the turn until this one ends."""
    ImportTurn.objects.get_or_create(agency=agency)
    ImportTurn.objects.select_for_update().get(agency=agency)


def _take(actor: Actor, batch: Sequence[SourceReport | BadRow], label: Label, purpose: str, done: Imported) -> None:
    """Write one batch. What was counted before a fault is not told twice: the batch is counted when it stands."""
    reports = [one for one in batch if isinstance(one, SourceReport)]
    bad = [one for one in batch if isinstance(one, BadRow)]
    with door(actor, INCIDENT_IMPORT_PART, purpose=purpose) as opened:
        take_turn(label.owner)
        held = _held(opened, reports)
        new = [one for one in reports if one.source_id not in held]
        changed = [
            (held[one.source_id], one)
            for one in reports
            if one.source_id in held and held[one.source_id].digest != _digest(one)
        ]
        _add(new, opened.intern(label))
        _amend(changed)
    done.added += len(new)
    done.amended += len(changed)
    done.unchanged += len(reports) - len(new) - len(changed)
    done.failed += len(bad)
    done.bad.extend(bad[: MOST_BAD_KEPT - len(done.bad)])


def own_labels(opened: Opened) -> list[int]:
    """The ids of those of the actor's agency's labels whose rows they may change."""
    return [one for one in opened.writable if opened.label_of(one).owner == opened.actor.agency]


def _held(opened: Opened, reports: Sequence[SourceReport]) -> dict[str, Report]:
    found: dict[str, Report] = {}
    ids, own = [one.source_id for one in reports], own_labels(opened)
    for start in range(0, len(ids), 500):
        some = Report.objects.filter(source=reports[0].source, source_id__in=ids[start : start + 500], label_id__in=own)
        found.update((row.source_id, row) for row in some)
    return found


def _add(reports: Sequence[SourceReport], label_id: int) -> None:
    at, ids = now(), new_ids(len(reports))
    rows = [
        (own, label_id, None, one.source, one.source_id, at, *_values(one, at))
        for own, one in zip(ids, reports, strict=True)
    ]
    insert_rows(Report, _COLUMNS, rows)
    _name([(label_id, own, one.actors) for own, one in zip(ids, reports, strict=True)])


def _amend(changed: Sequence[tuple[Report, SourceReport]]) -> None:
    at = now()
    for row, one in changed:
        for name, value in zip(_FIELDS, _values(one, at), strict=True):
            setattr(row, name, value)
    rows = [row for row, _one in changed]
    Report.objects.bulk_update(rows, _FIELDS, batch_size=100)
    ReportActor.objects.filter(report_id__in=[row.id for row in rows]).delete()
    _name([(row.label_id, row.id, one.actors) for row, one in changed])


def _name(reports: Sequence[tuple[int, UUID, tuple[str, ...]]]) -> None:
    keys = [(label, own, key) for label, own, actors in reports for key in sorted({actor_key(one) for one in actors})]
    insert_rows(
        ReportActor,
        ("id", "label_id", "report_id", "key"),
        [(own, *one) for own, one in zip(new_ids(len(keys)), keys, strict=True)],
    )


def actor_key(name: str) -> str:
    """The form in which actors and the names of groups are compared."""
    return fold(name)[:250] or name.casefold()[:250]


def _values(one: SourceReport, at: datetime) -> tuple[Any, ...]:
    """The values of `_FIELDS`."""
    return (
        _digest(one),
        one.start,
        one.end,
        one.date_precision,
        one.place,
        one.country,
        one.latitude,
        one.longitude,
        one.place_precision,
        one.kind,
        one.type,
        "\n".join(one.actors),
        one.deaths.low,
        one.deaths.best,
        one.deaths.high,
        one.text,
        at,
    )


def _digest(one: SourceReport) -> str:
    """A digest of all that a row says; its place in the file is no part of that."""
    return hashlib.blake2b(repr(replace(one, row=0)).encode(), digest_size=16).hexdigest()
