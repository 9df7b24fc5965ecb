"""Streams and tombstones: how far each agency's stream has come here, and what does not come back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from minassa import audit
from minassa.access.lasting.service import outlast
from minassa.access.releases.models import Stream, Tombstone, TombstoneMark


def take_turn(stream: str, owner: UUID) -> Stream:
    """The state of one agency's stream, locked until the transaction ends; made where it is new."""
    held = Stream.objects.select_for_update().filter(stream=stream, owner=owner)
    known = held.first()
    if known is None:
        Stream.objects.get_or_create(stream=stream, owner=owner)
        known = held.get()
    return known


def next_version(stream: str, owner: UUID) -> int:
    """The version of the next parcel of an agency's stream. Whoever calls it holds the door in which it releases."""
    return take_turn(stream, owner).version + 1


def bury(stream: str, owner: UUID, *, version: int, at: datetime, agency: UUID | None = None) -> Tombstone:
    """Note that something was withdrawn; `agency` is for whom, where it stays for others here."""
    row, _made = Tombstone.objects.get_or_create(
        stream=stream, owner=owner, agency=agency, defaults={"version": version, "at": at}
    )
    return row


def mark_tombstones(stream: str, owner: UUID, marks: Iterable[str]) -> None:
    """Let the tombstones of a stream recognise its content by these marks (plain texts; only keyed digests are kept)."""
    digests = sorted({audit.keyed_digest(one) for one in marks})
    outlast("stream.marks", subject=stream, facts={"owner": str(owner), "digests": digests})
    for row in tombstones_of(stream, owner):
        known = set(row.marks.values_list("digest", flat=True))
        TombstoneMark.objects.bulk_create(
            [TombstoneMark(tombstone=row, digest=one) for one in digests if one not in known]
        )


def tombstones_of(stream: str, owner: UUID) -> "QuerySet[Tombstone]":
    """The tombstones of one agency's stream."""
    return Tombstone.objects.filter(stream=stream, owner=owner)


def is_withdrawn(stream: str, owner: UUID, *, agency: UUID | None = None) -> bool:
    """Whether the owner has withdrawn this from everybody here, or from this agency."""
    return Tombstone.objects.filter(Q(agency=None) | Q(agency=agency), stream=stream, owner=owner).exists()


def withdrawn_marks(marks: Iterable[str], *, agency: UUID) -> frozenset[str]:
    """Those of these marks by which an agency of this node would bring back what another agency withdrew from it."""
    digests = {audit.keyed_digest(one): one for one in marks}
    withdrawn = Q(tombstone__agency=None) | Q(tombstone__agency=agency)
    rows = TombstoneMark.objects.filter(withdrawn, digest__in=list(digests)).exclude(tombstone__owner=agency)
    return frozenset(digests[one] for one in rows.values_list("digest", flat=True))
