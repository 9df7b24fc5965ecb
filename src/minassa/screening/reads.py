"""Reading lists: what is in force, what changed, and one subject with its history."""

from collections.abc import Iterator

from django.db.models import Max

from minassa.access import Actor, door
from minassa.base import Fault, NotFound
from minassa.screening import faults
from minassa.screening.acts import LIST_READ
from minassa.screening.models import Fetched, ListedRow, ListVersion
from minassa.screening.publishers import Source, source_named, sources
from minassa.screening.types import Change, ListedSubject, ListStatus, SubjectPage, VersionView


def version_view(row: ListVersion, *, is_new: bool = True) -> VersionView:
    """A version as it crosses the room's edge."""
    return VersionView(
        source=row.source,
        number=row.number,
        state=row.state,
        digest=row.digest,
        published=row.published,
        subjects=row.subjects,
        added=row.added,
        amended=row.amended,
        removed=row.removed,
        made_at=row.made_at,
        made_by=row.made_by,
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_by,
        why=str(Fault(row.fault, **row.fault_params)) if row.fault else "",
        is_new=is_new,
    )


def status(actor: Actor) -> tuple[ListStatus, ...]:
    """Every source with its version in force and the one in quarantine."""
    with door(actor, LIST_READ):
        rows = ListVersion.objects.filter(state__in=(ListVersion.IN_FORCE, ListVersion.QUARANTINED))
        by_place = {(row.source, row.state): version_view(row) for row in rows.order_by("number")}
        checked = dict(Fetched.objects.values_list("source").annotate(at=Max("checked_at")))
        return tuple(
            ListStatus(
                source.key,
                source.title,
                source.publisher,
                by_place.get((source.key, ListVersion.IN_FORCE)),
                by_place.get((source.key, ListVersion.QUARANTINED)),
                checked.get(source.key),
            )
            for source in sources()
        )


def versions(actor: Actor, *, source: str) -> tuple[VersionView, ...]:
    """All versions of a list, the newest first."""
    source_named(source)
    with door(actor, LIST_READ):
        return tuple(version_view(row) for row in ListVersion.objects.filter(source=source).order_by("-number"))


def delta(actor: Actor, *, source: str, version: int) -> tuple[Change, ...]:
    """What a version added, amended and removed, by reference. Raises NotFound for a version that there is not."""
    source_named(source)
    with door(actor, LIST_READ):
        if not ListVersion.objects.filter(source=source, number=version).exists():
            raise NotFound(faults.VERSION_UNKNOWN, source=source, number=version)
        return tuple(changes(source, version))


def changes(source: str, version: int) -> Iterator[Change]:
    """The differences between a version and the one before, by reference."""
    ended = {row.ref: row for row in ListedRow.objects.filter(source=source, until=version)}
    begun = {row.ref: row for row in ListedRow.objects.filter(source=source, first=version)}
    for ref in sorted(ended.keys() | begun.keys()):
        before, after = ended.get(ref), begun.get(ref)
        what = "amended" if before and after else "added" if after else "removed"
        yield Change(what, ref, subject_of(before) if before else None, subject_of(after) if after else None)


def subject_of(row: ListedRow) -> ListedSubject:
    """The subject that a row holds."""
    return ListedSubject.from_json(row.content)


def read_subject(actor: Actor, *, source: str, ref: str) -> SubjectPage:
    """A listed subject with its history; one that was removed says so. Raises NotFound."""
    kind = source_named(source)
    with door(actor, LIST_READ):
        rows = list(ListedRow.objects.filter(source=source, ref=ref).order_by("-first"))
        if not rows:
            raise NotFound(faults.SUBJECT_UNKNOWN, source=source, ref=ref)
        return _page(kind, rows)


def _page(source: Source, rows: list[ListedRow]) -> SubjectPage:
    numbers = {number for row in rows for number in (row.first, row.until) if number is not None}
    found = ListVersion.objects.filter(source=source.key, number__in=numbers)
    by_number = {row.number: version_view(row) for row in found}
    newest = rows[0]
    return SubjectPage(
        source=source.key,
        subject=subject_of(newest),
        fingerprint=newest.fingerprint,
        is_listed=newest.until is None,
        version=by_number[newest.first],
        removed_in=None if newest.until is None else by_number[newest.until],
        history=tuple((by_number[row.first], subject_of(row)) for row in rows),
    )
