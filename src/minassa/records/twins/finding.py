"""Finding suspected duplicates: the clock follows the change feed and compares what changed with what it could be.

Work is bounded: candidates are those with the same number, and the few whose names are closest (the name index looks up the words of a
name, not all records); so many changes are taken at a time. Proposals are written for each agency of this node one of whose records is
concerned, under a label for that agency alone; who sees one of the two records only is shown none of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from minassa.access import Handling, Label, Opened, Tlp, door, is_local, system_actor
from minassa.base import now
from minassa.names import NameIndex
from minassa.records import shaping
from minassa.records.acts import TWIN_FIND
from minassa.records.index import present_index
from minassa.records.items import Properties
from minassa.records.models import IndexState, Record, RecordChange, RecordKey, Twin
from minassa.records.twins.rules import CLOSE, Traits, identifies, is_whole_match, reasons_for, traits_of
from minassa.records.vocabulary import schema

SORT: Final = "twins"
AT_ONCE: Final = 500
MOST_OF_A_NUMBER: Final = 20
MOST_OF_A_NAME: Final = 6
MOST_NAMES: Final = 4


@dataclass(frozen=True, slots=True)
class _Seen:
    """A record as it is compared."""

    id: UUID
    owner: UUID
    exercise: bool
    traits: Traits
    names: tuple[str, ...]
    kind: str


def find_twins(*, most: int = 2_000) -> int:
    """Compare at most so many changed records; how many were compared."""
    done = 0
    while done < most:
        changes = _changes()
        if not changes:
            break
        _compare(list(dict.fromkeys(one.record_id for one in changes)))
        _keep(changes[-1].id)
        done += len(changes)
    return done


def _changes() -> list[RecordChange]:
    state = IndexState.objects.filter(sort=SORT).first()
    return list(RecordChange.objects.filter(id__gt=state.last_change if state else 0).order_by("id")[:AT_ONCE])


def _keep(last: int) -> None:
    IndexState.objects.update_or_create(sort=SORT, defaults={"folder": "", "last_change": last})


def _compare(ids: list[UUID]) -> None:
    """Forget what was proposed of these and is not decided, then propose anew."""
    index = present_index()
    with door(system_actor("records-twins"), TWIN_FIND) as opened:
        Twin.objects.filter(decision="", one__in=ids).delete()
        Twin.objects.filter(decision="", other__in=ids).delete()
        changed = _seen(ids, opened)
        pairs: dict[tuple[UUID, UUID], tuple[bool, float]] = {}
        for first, second in _with_same_number(changed):
            pairs[_pair(first, second)] = (True, 0.0)
        for own, other, score in _with_like_names(changed, index):
            shares, before = pairs.get(_pair(own, other), (False, 0.0))
            pairs[_pair(own, other)] = (shares, max(before, score))
        others = _seen([one for pair in pairs for one in pair if one not in changed], opened)
        _propose(pairs, {**changed, **others}, opened)


def _pair(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one < other else (other, one)


def _seen(ids: Iterable[UUID], opened: Opened) -> dict[UUID, _Seen]:
    """These records as they are compared; links and events are not."""
    found = {}
    rows = Record.objects.only("id", "label_id", "schema", "content").filter(
        id__in=list(dict.fromkeys(ids)), is_link__in=[False]
    )
    for row in rows:
        of, properties = schema(row.schema), shaping.unpacked(row.content)[0]
        traits = traits_of(of, properties)
        if traits.family:
            label = opened.label_of(row.label_id)
            found[row.id] = _Seen(row.id, label.owner, label.exercise, traits, _names(of.kind, properties), of.kind)
    return found


def _names(kind: str, properties: Properties) -> tuple[str, ...]:
    if not kind:
        return ()
    return tuple(value for name in ("name", "alias", "previousName") for value in properties.get(name, ()))


def _with_same_number(changed: Mapping[UUID, _Seen]) -> Iterable[tuple[UUID, UUID]]:
    """Pairs that have a number in common, at most so many of one number."""
    own = RecordKey.objects.filter(record_id__in=list(changed)).values_list("key", "property", "record__schema")
    keys = {key for key, name, kind in own if identifies(schema(kind), name)}
    found: dict[str, list[UUID]] = {}
    having_them = RecordKey.objects.filter(key__in=list(keys)).order_by("key", "record_id")
    for key, name, kind, record in having_them.values_list("key", "property", "record__schema", "record_id"):
        if identifies(schema(kind), name) and record not in found.setdefault(key, []):
            found[key].append(record)
    for having in found.values():
        some = having[:MOST_OF_A_NUMBER]
        for mine in (each for each in having if each in changed):
            yield from ((mine, other) for other in some if other != mine)


def _with_like_names(changed: Mapping[UUID, _Seen], index: NameIndex) -> Iterable[tuple[UUID, UUID, float]]:
    """Pairs whose names are close, with how close: the few closest of each name."""
    for one in changed.values():
        kind: Literal["person", "organisation"] = "person" if one.kind == "person" else "organisation"
        for name in one.names[:MOST_NAMES]:
            for hit in index.search(name, kind=kind, limit=MOST_OF_A_NAME):
                if hit.score >= CLOSE and hit.id != str(one.id) and is_whole_match(name, hit):
                    yield one.id, UUID(hit.id), hit.score


def _propose(pairs: Mapping[tuple[UUID, UUID], tuple[bool, float]], seen: Mapping[UUID, _Seen], opened: Opened) -> None:
    known = set(Twin.objects.filter(one__in=[one for one, _other in pairs]).values_list("one", "other", "label_id"))
    made = []
    for (first, second), (shares, score) in pairs.items():
        one, other = seen.get(first), seen.get(second)
        if one is None or other is None:
            continue
        reasons = reasons_for(one.traits, other.traits, shares_number=shares, names=score)
        for agency in dict.fromkeys((one.owner, other.owner)) if reasons else ():
            label = _label_of(agency, exercise=one.exercise or other.exercise, opened=opened)
            if label is not None and (first, second, label) not in known:
                made.append(Twin(label_id=label, one=first, other=second, reasons=" ".join(reasons), modified=now()))
    Twin.objects.bulk_create(made, batch_size=200)


def _label_of(agency: UUID, *, exercise: bool, opened: Opened) -> int | None:
    """The label of proposals to one agency; None for an agency that has nobody here."""
    if not is_local(agency):
        return None
    return opened.intern(Label(agency, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=exercise))
