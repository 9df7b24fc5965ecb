"""Versions of lists: take one in, compare it with the one in force, put it in force or in quarantine, accept it.

A list is read twice: first to see that all of it can be read and what of it is new (only fingerprints stay in memory),
then, in one transaction, to write what changed. A process that is killed leaves the version in force as it was.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings
from django.db.models import Max, QuerySet

from minassa.access import Actor, Opened, door
from minassa.base import Conflict, Fault, Invalid, NotFound, now
from minassa.screening import faults
from minassa.screening.acts import LIST_ACCEPT, LIST_IMPORT, LIST_QUARANTINE, LIST_READ
from minassa.screening.identifiers import normalised
from minassa.screening.index import save_index
from minassa.screening.intake import Batch, taken_in
from minassa.screening.models import ListedIdentifier, ListedRow, ListVersion
from minassa.screening.publishers import Source, source_named
from minassa.screening.reads import subject_of, version_view
from minassa.screening.types import Change, ListedSubject, VersionView

MOST_SUBJECTS: Final = 500_000
MOST_FALL: Final = 0.10
_BATCH: Final = 500
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _Survey:
    """A list read once: the fingerprint of every subject by its reference."""

    published: str
    fingerprints: dict[str, str]


def import_list(actor: Actor, *, source: str, path: Path) -> VersionView:
    """Take in a list from a file or folder and put it in force; the same content again changes nothing.

    Raises NotFound for an unknown source or a missing file. A list that cannot be read, or that falls by more than a tenth,
    goes into quarantine, and the fault that says so is raised.
    """
    kind = source_named(source)
    digest = ""
    try:
        with taken_in(path) as batch:
            digest = batch.digest
            version = _take(actor, kind, batch)
    except Invalid as fault:
        _quarantine(actor, kind, digest, fault)
        raise
    save_index()
    return version


def accept_list(actor: Actor, *, source: str) -> VersionView:
    """Put the version in quarantine in force after review.

    Raises NotFound where none waits, and Conflict where the one that waits cannot be read.
    """
    kind = source_named(source)
    with _waiting(kind) as (waiting, batch):
        survey = _survey(kind, batch)
        with door(actor, LIST_ACCEPT) as opened:
            version = _put_in_force(opened, kind, batch, survey, accepted=waiting)
    shutil.rmtree(quarantine_folder(source), ignore_errors=True)
    save_index()
    return version


def review_list(actor: Actor, *, source: str) -> tuple[Change, ...]:
    """What the version in quarantine would add, amend and remove, by reference. Raises as `accept_list` does."""
    kind = source_named(source)
    with door(actor, LIST_READ), _waiting(kind) as (_version, batch):
        stated = {row.ref: row for row in _current(kind).iterator(chunk_size=_BATCH)}
        found = [_change(stated.pop(one.ref, None), one) for one in kind.read(batch).subjects]
        gone = [Change("removed", ref, subject_of(row), None) for ref, row in stated.items()]
        return tuple(sorted((*filter(None, found), *gone), key=lambda change: change.ref))


def _change(row: ListedRow | None, subject: ListedSubject) -> Change | None:
    if row is None:
        return Change("added", subject.ref, None, subject)
    if row.fingerprint == subject.fingerprint():
        return None
    return Change("amended", subject.ref, subject_of(row), subject)


@contextmanager
def _waiting(source: Source) -> Iterator[tuple[ListVersion, Batch]]:
    """The version in quarantine with its files, once they are seen to be those that were put there."""
    waiting = ListVersion.objects.filter(source=source.key, state=ListVersion.QUARANTINED).order_by("-number").first()
    if waiting is None:
        raise NotFound(faults.NOTHING_WAITS, source=source.key)
    folder = quarantine_folder(source.key)
    if not folder.is_dir():
        raise Conflict(faults.CANNOT_ACCEPT, source=source.key)
    with taken_in(folder) as batch:
        if batch.digest != waiting.digest:
            raise Conflict(faults.CANNOT_ACCEPT, source=source.key)
        yield waiting, batch


def quarantine_folder(source: str) -> Path:
    """Where the files of a version in quarantine wait."""
    return Path(settings.MINASSA.home) / "lists" / "quarantine" / source


def _take(actor: Actor, source: Source, batch: Batch) -> VersionView:
    in_force = _in_force(source)
    if in_force is not None and in_force.digest == batch.digest:
        return version_view(in_force, is_new=False)
    survey = _survey(source, batch)
    after = len(survey.fingerprints)
    if in_force is not None and after < in_force.subjects * (1 - MOST_FALL):
        fault = Conflict(faults.FELL, source=source.key, before=in_force.subjects, after=after)
        _keep_files(source, batch)
        _quarantine(actor, source, batch.digest, fault, survey)
        raise fault
    with door(actor, LIST_IMPORT) as opened:
        return _put_in_force(opened, source, batch, survey)


def _in_force(source: Source) -> ListVersion | None:
    return ListVersion.objects.filter(source=source.key, state=ListVersion.IN_FORCE).first()


def _survey(source: Source, batch: Batch) -> _Survey:
    """Read the whole list once; a subject that stands twice, or too many of them, raises Invalid."""
    reading = source.read(batch)
    fingerprints: dict[str, str] = {}
    for subject in reading.subjects:
        if subject.ref in fingerprints:
            raise Invalid(faults.REF_TWICE, where=subject.ref)
        if len(fingerprints) >= MOST_SUBJECTS:
            raise Invalid(faults.TOO_MANY, limit=MOST_SUBJECTS)
        fingerprints[subject.ref] = subject.fingerprint()
    if not fingerprints:
        raise Invalid(faults.FORMAT_UNKNOWN)
    return _Survey(reading.published, fingerprints)


def _put_in_force(
    opened: Opened, source: Source, batch: Batch, survey: _Survey, accepted: ListVersion | None = None
) -> VersionView:
    """Write the difference to the version in force, and the version itself, in the door's transaction."""
    held = _in_force(source)
    if held is not None and held.digest == batch.digest:  # another process was quicker
        return version_view(held, is_new=False)
    version = accepted or _new_version(opened, source, batch.digest, ListVersion.IN_FORCE)
    stated = dict(_current(source).values_list("ref", "fingerprint"))
    changed = {ref for ref, one in survey.fingerprints.items() if stated.get(ref) != one}
    removed = stated.keys() - survey.fingerprints.keys()
    _end((changed & stated.keys()) | removed, source, version.number)
    news = ((one, survey.fingerprints[one.ref]) for one in source.read(batch).subjects if one.ref in changed)
    _write(source, news, version.number)
    ListVersion.objects.filter(source=source.key, state=ListVersion.IN_FORCE).update(state=ListVersion.SUPERSEDED)
    overtaken = ListVersion.objects.filter(source=source.key, state=ListVersion.QUARANTINED)
    overtaken.exclude(pk=version.pk).update(state=ListVersion.SET_ASIDE)
    version.state, version.published, version.subjects = (
        ListVersion.IN_FORCE,
        survey.published,
        len(survey.fingerprints),
    )
    version.added, version.amended = len(changed - stated.keys()), len(changed & stated.keys())
    version.removed = len(removed)
    if accepted is not None:
        version.accepted_at, version.accepted_by = now(), opened.actor.named
    version.save()
    _note(opened, version)
    return version_view(version)


def _new_version(opened: Opened, source: Source, digest: str, state: str) -> ListVersion:
    latest = ListVersion.objects.filter(source=source.key).aggregate(latest=Max("number"))["latest"] or 0
    return ListVersion(source=source.key, number=latest + 1, state=state, digest=digest, made_by=opened.actor.named)


def _current(source: Source) -> QuerySet[ListedRow]:
    return ListedRow.objects.filter(source=source.key, until=None)


def _end(refs: Iterable[str], source: Source, number: int) -> None:
    """Let the present statements on these subjects end with a version."""
    for some in _batches(refs):
        _current(source).filter(ref__in=some).update(until=number)


def _write(source: Source, news: Iterator[tuple[ListedSubject, str]], number: int) -> None:
    """Write new statements, each with its fingerprint."""
    for some in _batches(news):
        rows = ListedRow.objects.bulk_create(_row(source, subject, one, number) for subject, one in some)
        pairs = zip(rows, some, strict=True)
        found = chain.from_iterable(_identifiers(row, subject) for row, (subject, _fingerprint) in pairs)
        ListedIdentifier.objects.bulk_create(found)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(items)
    while some := list(islice(iterator, _BATCH)):
        yield some


def _row(source: Source, subject: ListedSubject, fingerprint: str, number: int) -> ListedRow:
    return ListedRow(
        source=source.key,
        ref=subject.ref,
        first=number,
        kind=subject.kind.value,
        fingerprint=fingerprint,
        content=subject.to_json(),
    )


def _identifiers(row: ListedRow, subject: ListedSubject) -> Iterator[ListedIdentifier]:
    known = {(one.kind, normalised(one.kind, one.value)[:200]) for one in subject.identifiers}
    return (ListedIdentifier(listed=row, kind=kind, value=value) for kind, value in sorted(known) if value)


def _note(opened: Opened, version: ListVersion) -> None:
    opened.note(
        subject=f"list:{version.source}",
        version=version.number,
        subjects=version.subjects,
        added=version.added,
        amended=version.amended,
        removed=version.removed,
    )


def _quarantine(actor: Actor, source: Source, digest: str, fault: Fault, survey: _Survey | None = None) -> None:
    """Record that a list was held back, and why. The version in force stays.

    One that cannot be read does not push aside a readable one that waits for review.
    """
    with door(actor, LIST_QUARANTINE) as opened:
        earlier = ListVersion.objects.filter(source=source.key, state=ListVersion.QUARANTINED)
        is_reviewed_later = survey is None and quarantine_folder(source.key).is_dir() and earlier.exists()
        if not is_reviewed_later:
            earlier.update(state=ListVersion.SET_ASIDE)
        state = ListVersion.SET_ASIDE if is_reviewed_later else ListVersion.QUARANTINED
        version = _new_version(opened, source, digest, state)
        version.fault, version.fault_params = fault.code, {name: str(value) for name, value in fault.params.items()}
        if survey is not None:
            version.published, version.subjects = survey.published, len(survey.fingerprints)
        version.save()
        _note(opened, version)
        opened.note(fault=fault.code)


def _keep_files(source: Source, batch: Batch) -> None:
    """Keep the plain files for the review: first aside, then under their name in one step."""
    folder = quarantine_folder(source.key)
    aside = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True, mode=0o700)
    for name, path in batch.parts.items():
        shutil.copyfile(path, aside / name)
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
