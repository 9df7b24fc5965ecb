"""Indicators in the database: how a checked object becomes a row with its keys, and how it is read back."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from minassa.access import Opened, insert_rows, marks
from minassa.base import new_ids
from minassa.cyber.models import Indicator, IndicatorKey, IndicatorNetwork
from minassa.cyber.observables import held_keys
from minassa.cyber.patterns import Named, named_in
from minassa.cyber.types import Given, IndicatorRow, State

LONGEST_NAME: Final = 250
LONGEST_SOURCE: Final = 120


def moment(text: str) -> datetime:
    """A STIX timestamp. Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a STIX timestamp is in UTC")
    return found


def fill(row: Indicator, given: Given, at: datetime) -> tuple[Named, ...]:
    """Put an indicator's content into its row; the observables that its pattern names. Raises ValueError."""
    one: dict[str, Any] = given.object.object
    until, confidence = one.get("valid_until"), one.get("confidence")
    row.stix_id, row.version = given.object.id, moment(given.object.version)
    row.pattern_type, row.pattern = one["pattern_type"][:32], one["pattern"]
    row.valid_from, row.valid_until = moment(one["valid_from"]), moment(until) if until else None
    row.revoked = one.get("revoked", False)
    row.confidence = confidence if isinstance(confidence, int) else None
    row.source, row.content, row.modified = given.source[:LONGEST_SOURCE], given.object.raw.decode(), at
    named = named_in(row.pattern) if row.pattern_type == "stix" else ()
    row.kind = named[0].observable.kind.value if named else ""
    row.name = (one.get("name") or (named[0].observable.text if named else row.stix_id))[:LONGEST_NAME]
    return named


def write_keys(rows: Iterable[Indicator], named: Iterable[tuple[Named, ...]]) -> None:
    """Write the keys of rows that have none."""
    keys: list[tuple[Any, ...]] = []
    networks: list[tuple[Any, ...]] = []
    for row, some in zip(rows, named, strict=True):
        for one in some:
            for key in held_keys(one.observable):
                if one.observable.is_network:
                    length = int(one.observable.value.rpartition("/")[2])
                    networks.append((row.label_id, row.id, key, one.observable.kind.value, length, one.alone))
                else:
                    keys.append((row.label_id, row.id, key, one.alone))
    columns = ("id", "label_id", "indicator_id", "key", "alone")
    insert_rows(IndicatorKey, columns, [(own, *one) for own, one in zip(new_ids(len(keys)), keys, strict=True)])
    wider = ("id", "label_id", "indicator_id", "key", "kind", "length", "alone")
    insert_rows(
        IndicatorNetwork, wider, [(own, *one) for own, one in zip(new_ids(len(networks)), networks, strict=True)]
    )


def drop_keys(ids: Sequence[UUID]) -> None:
    """Take away the keys, to write them anew."""
    IndicatorKey.objects.filter(indicator_id__in=ids).delete()
    IndicatorNetwork.objects.filter(indicator_id__in=ids).delete()


def state_of(row: Indicator, at: datetime) -> State:
    """Whether an indicator is in force at this moment."""
    if row.revoked:
        return State.REVOKED
    if row.valid_until is not None and row.valid_until <= at:
        return State.EXPIRED
    return State.NOT_YET if row.valid_from > at else State.VALID


def indicator_row(row: Indicator, opened: Opened) -> IndicatorRow:
    """An indicator as lists show it."""
    label = opened.label_of(row.label_id)
    named = named_in(row.pattern) if row.pattern_type == "stix" else ()
    return IndicatorRow(
        id=row.id,
        name=row.name,
        kind=row.kind,
        observables=tuple(one.observable for one in named),
        state=state_of(row, opened.context.at),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        owner=label.owner,
        mine=label.owner == opened.actor.agency,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        received=row.received,
        modified=row.modified,
    )


def content_of(row: Indicator) -> dict[str, Any]:
    """The author's object."""
    found: dict[str, Any] = json.loads(row.content)
    return found
