"""Imports: a source's rows become reports, batch by batch; then reports are laid to incidents, or become incidents.

Each batch is a transaction of its own: what was cut off goes on where it stopped when the same file is given again, and a file that was
read whole changes nothing. Memory does not grow with the file but for eight bytes a row and the rows that failed.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from minassa.access import Actor, Label, Opened, door
from minassa.base import Invalid
from minassa.base.countries import country_code
from minassa.records import Ground
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_IMPORT, INCIDENT_IMPORT_PART
from minassa.threats.groups.naming import propose_names
from minassa.threats.laying import lay_loose, own_labels, tell_copies
from minassa.threats.models import Report
from minassa.threats.reporting import add_reports, amend_reports, digest_of
from minassa.threats.sources import SOURCES, BadRow, SourceError, SourceReport, read
from minassa.threats.sources.reading import File
from minassa.threats.turns import take_turn
from minassa.threats.types import MOST_BAD_KEPT, Imported

BATCH: Final = 2_000

Told = Callable[[Imported], None]
Keep = Callable[[Imported, int], None]
"""Hears, within the transaction that wrote a batch, what is done by now and how many rows it had."""


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
    done, hear = Imported(), told or (lambda _done: None)
    for _step in bringing(lambda: actor, source=source, file=file, label=label, ground=ground, case=case, done=done):
        hear(done)
    return done


def bringing(  # noqa: PLR0913 - what an import must state, each part named
    actor_of: Callable[[], Actor],
    *,
    source: str,
    file: File,
    label: Label,
    ground: Ground,
    done: Imported,
    case: str = "",
    skip: int = 0,
    keep: Keep = lambda _done, _rows: None,
) -> Iterator[None]:
    """The same step by step: each stop stands between two transactions. The first `skip` rows stand already, and are counted in `done`."""
    rows = opened_file(source, file)
    if label.owner != actor_of().agency:
        raise Invalid(faults.NOT_OWN)
    if not skip:
        with door(actor_of(), INCIDENT_IMPORT, purpose=ground.purpose, case=case) as opened:
            opened.note(owner=label.owner, source=source)
    try:
        for start in range(0, skip, BATCH):
            _passed = sum(1 for _row in islice(rows, min(BATCH, skip - start)))
            yield
        while batch := list(islice(rows, BATCH)):
            _take(actor_of(), batch, label, ground.purpose, done, keep)
            yield
    except SourceError as error:
        raise _not_of(source, error) from error
    yield from lay_loose(actor_of, source=source, label=label, ground=ground, done=done, keep=keep)
    with door(actor_of(), INCIDENT_IMPORT_PART, purpose=ground.purpose) as opened:
        take_turn(label.owner)
        done.names = propose_names(opened)
        keep(done, 0)


def opened_file(source: str, file: File) -> Iterator[SourceReport | BadRow]:
    """The rows of a file of this source. Raises Invalid where it is none."""
    if source not in SOURCES:
        raise Invalid(faults.NO_SOURCE, source=source[:32], sources=", ".join(SOURCES))
    try:
        return read(source, file, country_code=country_code)
    except SourceError as error:
        raise _not_of(source, error) from error


def _not_of(source: str, error: SourceError) -> Invalid:
    return Invalid(faults.NOT_OF_SOURCE, source=source, missing=", ".join(error.missing) or "-")


def _take(  # noqa: PLR0913, PLR0917 - one step of `bringing`
    actor: Actor, batch: Sequence[SourceReport | BadRow], label: Label, purpose: str, done: Imported, keep: Keep
) -> None:
    """Write one batch, with how far the whole is by it."""
    reports = [one for one in batch if isinstance(one, SourceReport)]
    bad = [one for one in batch if isinstance(one, BadRow)]
    with door(actor, INCIDENT_IMPORT_PART, purpose=purpose) as opened:
        take_turn(label.owner)
        held = _held(opened, reports)
        new = [one for one in reports if one.source_id not in held]
        changed = [
            (held[one.source_id], one)
            for one in reports
            if one.source_id in held and held[one.source_id].digest != digest_of(one)
        ]
        add_reports(new, opened.intern(label))
        amend_reports(changed)
        tell_copies(opened, {row.incident_id for row, _one in changed if row.incident_id})
        done.added += len(new)
        done.amended += len(changed)
        done.unchanged += len(reports) - len(new) - len(changed)
        done.failed += len(bad)
        done.bad.extend(bad[: MOST_BAD_KEPT - len(done.bad)])
        keep(done, len(batch))


def _held(opened: Opened, reports: Sequence[SourceReport]) -> dict[str, Report]:
    found: dict[str, Report] = {}
    ids, own = [one.source_id for one in reports], own_labels(opened)
    for start in range(0, len(ids), 500):
        some = Report.objects.filter(source=reports[0].source, source_id__in=ids[start : start + 500], label_id__in=own)
        found.update((row.source_id, row) for row in some)
    return found
