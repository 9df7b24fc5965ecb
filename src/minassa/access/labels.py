"""Labels in the database and in memory: interned once, read once, and decided once for each actor."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from minassa.access.models import LabelRow
from minassa.access.registry import Act, ActKind
from minassa.access.rules import decide, may_see
from minassa.access.sql import LabelState
from minassa.access.types import Actor, Context, Handling, Label, Tlp
from minassa.access.walls import WallError
from minassa.base import canonical_json

_MOST_KEPT: Final = 512
_ID_BITS: Final = 31
_MOST_COLLISIONS: Final = 8


def body_of(label: Label) -> dict[str, Any]:
    """A label as canonical JSON keeps it."""
    return {
        "owner": str(label.owner),
        "tlp": label.tlp.value,
        "audience": sorted(label.audience),
        "handling": sorted(label.handling),
        "purposes": sorted(label.purposes),
        "exercise": label.exercise,
        "opens": label.opens.isoformat() if label.opens else None,
        "closes": label.closes.isoformat() if label.closes else None,
    }


def label_from(body: Mapping[str, Any]) -> Label:
    """The label that `body_of` wrote."""
    return Label(
        owner=UUID(body["owner"]),
        tlp=Tlp(body["tlp"]),
        audience=frozenset(body["audience"]),
        handling=frozenset(map(Handling, body["handling"])),
        purposes=frozenset(body["purposes"]),
        exercise=body["exercise"],
        opens=datetime.fromisoformat(body["opens"]) if body["opens"] else None,
        closes=datetime.fromisoformat(body["closes"]) if body["closes"] else None,
    )


def _first_id(body: Mapping[str, Any]) -> int:
    digest = hashlib.sha256(canonical_json(body)).digest()
    return int.from_bytes(digest[:4]) >> (32 - _ID_BITS) or 1


def interned(label: Label) -> int:
    """The id of this label, with a row made for it where there is none. Two labels of one digest take the next free id."""
    body = body_of(label)
    one = _first_id(body)
    while True:
        row, _made = LabelRow.objects.get_or_create(id=one, defaults={"owner": label.owner, "body": body})
        if row.body == body:
            _labels[one] = label
            return one
        one = (one + 1) % (1 << _ID_BITS)


def known_id(label: Label, ids: frozenset[int]) -> int | None:
    """The id of this label among these, which the database has, without asking it; None where it must be asked."""
    first = _first_id(body_of(label))
    places = ((first + step) % (1 << _ID_BITS) for step in range(_MOST_COLLISIONS + 1))
    return next((one for one in places if one in ids and _labels.get(one) == label), None)


_labels: Final[dict[int, Label]] = {}
_lock: Final = threading.Lock()


def label_of(label_id: int) -> Label:
    """The label of this id. Raises KeyError for an id that no row has."""
    if label_id not in _labels:
        row = LabelRow.objects.filter(id=label_id).first()
        if row is None:
            raise KeyError(label_id)
        _labels[label_id] = _read(row)
    return _labels[label_id]


def _read(row: LabelRow) -> Label:
    """The label of a row whose id still fits its content. Raises WallError for one that was altered in the database."""
    if (row.id - _first_id(row.body)) % (1 << _ID_BITS) > _MOST_COLLISIONS:
        raise WallError(f"label {row.id} is not what it was when it was made")
    return label_from(row.body)


def all_labels() -> dict[int, Label]:
    """All labels of this node by id, reading only those that this process has not read before."""
    ids = list(LabelRow.objects.values_list("id", flat=True))
    unread = [one for one in ids if one not in _labels]
    for row in LabelRow.objects.filter(id__in=unread).iterator() if unread else ():
        _labels[row.id] = _read(row)
    return {one: _labels[one] for one in ids}


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor sees and may write while doing one act, from `since` until `valid_until` (the next embargo or expiry)."""

    state: LabelState
    since: datetime
    visible: frozenset[int]
    writable: frozenset[int]
    valid_until: datetime | None


_sights: Final[OrderedDict[tuple[Actor, str, str, bool], Sight]] = OrderedDict()


def sight(actor: Actor, act: Act, context: Context, state: LabelState) -> Sight:
    """The labels that this actor sees and may write, decided once for each label and kept while nothing changes.

    The key holds the whole actor, with the rights version, so rights that changed never meet an old answer (S15).
    """
    key = (actor, act.name, context.purpose, context.approved)
    with _lock:
        kept = _sights.get(key)
        if kept and kept.state == state and _is_valid(kept, context.at):
            _sights.move_to_end(key)
            return kept
    made = _look(actor, act, context, state)
    with _lock:
        _sights[key] = made
        while len(_sights) > _MOST_KEPT:
            _sights.popitem(last=False)
    return made


def _is_valid(kept: Sight, at: datetime) -> bool:
    return kept.since <= at and (kept.valid_until is None or at < kept.valid_until)


def _look(actor: Actor, act: Act, context: Context, state: LabelState) -> Sight:
    labels = all_labels()
    writes = act.kind is not ActKind.READ
    limits = [
        moment
        for label in labels.values()
        for moment in (label.opens, label.closes)
        if moment is not None and moment > context.at
    ]
    return Sight(
        state=state,
        since=context.at,
        visible=frozenset(one for one, label in labels.items() if may_see(actor, act, label, context)),
        writable=frozenset(
            one for one, label in labels.items() if writes and decide(actor, act, label, context).allowed
        ),
        valid_until=min(limits, default=None),
    )


def forget_labels() -> None:
    """Forget what this process has read (a test's database was replaced)."""
    _labels.clear()
    _sights.clear()
