"""Reading the log: pages of lines, proofs and the export. Who may read what is decided above, in `access`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from minassa.audit.keys import keys
from minassa.audit.leaves import COLUMNS, as_json, details_of
from minassa.audit.models import CheckpointRow, LineRow, PlaceRow
from minassa.audit.service import checkpoint_of
from minassa.audit.stored_tree import DAMAGED, StoredTree
from minassa.audit.tree import consistency_path, inclusion_path
from minassa.audit.types import Activity, Checkpoint, ConsistencyProof, Filters, InclusionProof, LineView
from minassa.base import NotFound, Unavailable, canonical_json, fault_code

CHUNK: Final = 500
GRACE: Final = timedelta(minutes=5)
"""How long a line may be written after its moment and still be found by `activity`: an export may take so long."""
NOT_PLACED: Final = fault_code(
    "audit.not-placed",
    _("There is no such line in the sealed part of the log."),
    _("Wait until the log has been sealed, which happens every few seconds, and try again."),
)
NO_CHECKPOINT: Final = fault_code(
    "audit.no-checkpoint",
    _("The log has no checkpoint of that size."),
    _("Name a checkpoint that this log has signed."),
)


def lines(filters: Filters | None = None, *, before: UUID | None = None, limit: int = 50) -> list[LineView]:
    """The newest lines that fit the filters, newest first; `before` is the last id of the page before this one."""
    found = LineRow.objects.filter(_wanted(filters or Filters()))
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found.order_by("-id").values(*COLUMNS)[:limit])
    return _views(rows)


def count_lines(filters: Filters | None = None, *, cap: int = 1000) -> int:
    """How many lines fit the filters, counted no further than `cap` + 1."""
    return LineRow.objects.filter(_wanted(filters or Filters()))[: cap + 1].count()


def activity(*, since: datetime, actions: Iterable[str]) -> list[Activity]:
    """What was done of these kinds since a moment, counted for each actor. Acts that a second person agreed to are left out.

    Reads the range of ids that begins there: lines whose moment is much older than their writing are not among them.
    """
    alike = ("actor", "agency", "action", "outcome", "reason")
    rows = LineRow.objects.filter(id__gte=_id_at(since - GRACE), at__gte=since, action__in=sorted(actions))
    groups = rows.exclude(details__contains='"approval":').order_by().values_list(*alike)
    return [Activity(*one) for one in groups.annotate(n=Count("id"), s=Count("subject", distinct=True))]


def latest_checkpoint() -> Checkpoint | None:
    """The newest signed checkpoint; None before the first sealing."""
    row = CheckpointRow.objects.order_by("-size").first()
    return None if row is None else checkpoint_of(row)


def checkpoints(*, before: int | None = None, limit: int = 50) -> list[Checkpoint]:
    """Signed checkpoints, newest first; `before` is the last size of the page before this one."""
    rows = CheckpointRow.objects.order_by("-size")
    rows = rows if before is None else rows.filter(size__lt=before)
    return [checkpoint_of(row) for row in rows[:limit]]


def prove_inclusion(line: UUID) -> InclusionProof:
    """The proof that a line is in the log of the newest checkpoint. NotFound while it waits for its place."""
    place = PlaceRow.objects.filter(line=line).first()
    last = latest_checkpoint()
    if place is None or last is None:
        raise NotFound(NOT_PLACED)
    path = inclusion_path(place.position, last.size, StoredTree().subtree)
    return InclusionProof(place.position, last.size, bytes(place.leaf), path)


def prove_consistency(old: int) -> ConsistencyProof:
    """The proof that the newest checkpoint's log extends that of the checkpoint of `old` lines. NotFound without one."""
    last = latest_checkpoint()
    if last is None or not 0 < old <= last.size or not CheckpointRow.objects.filter(size=old).exists():
        raise NotFound(NO_CHECKPOINT)
    return ConsistencyProof(old, last.size, consistency_path(old, last.size, StoredTree().subtree))


def export(*, since: int = 0) -> Iterator[str]:
    """The sealed log from a position on, as JSON lines that can be verified elsewhere.

    First `{"log": verifier key}`, then `{"position", "line"}` in order, where the leaf's bytes are the canonical JSON of
    `line`; after the last line of each checkpoint `{"checkpoint": note}`, and where the log's keys were changed
    `{"handover": note}`, signed by the key that ends there. `log` is the first key.
    """
    own, end = keys(), since
    yield _json({"log": own.ring.verifiers[0].text()})
    handovers = dict(own.handovers)
    if since:
        yield from (_json({"handover": note}) for size, note in own.handovers if size <= since)
    notes = dict(CheckpointRow.objects.filter(size__gt=since).values_list("size", "note"))
    size = max(notes, default=0)
    while end < size:
        chunk = PlaceRow.objects.filter(position__gte=end, position__lt=min(size, end + CHUNK)).order_by("position")
        places = list(chunk.values_list("position", "line"))
        rows = {
            row["id"]: row
            for row in LineRow.objects.filter(id__in=[line for _position, line in places]).values(*COLUMNS)
        }
        if len(rows) < min(size, end + CHUNK) - end:
            raise Unavailable(DAMAGED)
        for position, line in places:
            yield _json({"position": position, "line": as_json(rows[line])})
            if position + 1 in notes:
                yield _json({"checkpoint": notes[position + 1]})
            if position + 1 in handovers:
                yield _json({"handover": handovers[position + 1]})
        end += CHUNK


def _json(value: Mapping[str, Any]) -> str:
    return canonical_json(value).decode()


def _wanted(filters: Filters) -> Q:
    equal = ("action", "outcome", "actor", "agency", "owner", "subject", "case")
    wanted = Q(**{name: value for name in equal if (value := getattr(filters, name))})
    if filters.concerns is not None:
        wanted &= Q(agency=filters.concerns) | Q(owner=filters.concerns)
    if filters.since is not None:
        wanted &= Q(id__gte=_first_id(filters.since), at__gte=filters.since)
    if filters.until is not None:
        wanted &= Q(at__lt=filters.until)
    return wanted


def _first_id(moment: datetime) -> UUID:
    """The least id made at a moment: ids begin with their milliseconds. A day's grace for lines with a moment of their own."""
    return _id_at(moment - timedelta(days=1))


def _id_at(moment: datetime) -> UUID:
    return UUID(int=max(0, int(moment.timestamp() * 1000)) << 80)


def _views(rows: list[dict[str, Any]]) -> list[LineView]:
    ids = [row["id"] for row in rows]
    positions = dict(PlaceRow.objects.filter(line__in=ids).values_list("line", "position"))
    return [_view(row, positions.get(row["id"])) for row in rows]


def _view(row: dict[str, Any], position: int | None) -> LineView:
    details: Any = details_of(row["details"])
    return LineView(
        **{name: row[name] for name in COLUMNS if name != "details"},
        position=position,
        details=details if isinstance(details, dict) else {},
    )
