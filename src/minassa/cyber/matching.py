"""What is known of observables: equality of stored keys, in batches, through the asker's own door.

What is not in force drops out here: revoked, expired, not yet valid. What the asker may not see is not counted either.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from minassa import audit
from minassa.access import Actor, Opened, door, marks
from minassa.base import Invalid, now
from minassa.cyber import faults
from minassa.cyber.acts import OBSERVABLE_CHECK, OBSERVABLE_MATCH
from minassa.cyber.models import IndicatorKey, IndicatorNetwork
from minassa.cyber.observables import MOST_FOUND, Observable, asked_keys, networks_around
from minassa.cyber.types import Answered, Match, ObservablesAnswer

MOST_MATCHES: Final = 10
"""Indicators shown for one observable."""
_BATCH: Final = 900
_COLUMNS: Final = (
    "key",
    "alone",
    "indicator_id",
    "indicator__name",
    "indicator__source",
    "indicator__label_id",
    "indicator__valid_from",
    "indicator__valid_until",
    "indicator__received",
    "indicator__confidence",
)
_Row = tuple[Any, ...]


def check_observables(
    actor: Actor, *, observables: Sequence[Observable], purpose: str, case: str = ""
) -> ObservablesAnswer:
    """Ask what is known of these observables, each answered in its place.

    Raises Invalid for none or too many, Refused without a purpose. The audit line holds how many were asked and known, and a
    keyed digest of them, never a value.
    """
    if not observables:
        raise Invalid(faults.NOTHING_READ)
    if len(observables) > MOST_FOUND:
        raise Invalid(faults.TOO_MANY, most=MOST_FOUND)
    with door(actor, OBSERVABLE_CHECK, purpose=purpose, case=case) as opened:
        answers = _answers(opened, observables)
        digest = audit.keyed_digest("\n".join(sorted(f"{one.kind}:{one.text}" for one in observables)))
        opened.note(asked=len(observables), known=sum(one.is_known for one in answers), digest=digest)
        return ObservablesAnswer(now(), answers)


def match_observable(actor: Actor, *, observable: Observable, purpose: str, case: str = "") -> Answered:
    """What is known of one observable; asked by the check, which writes the audit line."""
    with door(actor, OBSERVABLE_MATCH, purpose=purpose, case=case) as opened:
        return _answers(opened, (observable,))[0]


def _answers(opened: Opened, observables: Sequence[Observable]) -> tuple[Answered, ...]:
    found: dict[Observable, dict[UUID, Match]] = defaultdict(dict)
    wanted: dict[UUID, list[Observable]] = defaultdict(list)
    for one in dict.fromkeys(observables):
        for key in asked_keys(one):
            wanted[key].append(one)
    marked = _Marks(opened)
    for row in _held(IndicatorKey, wanted, opened.context.at):
        for one in wanted[row[0]]:
            _keep(found[one], marked.match(row))
    for row, one, network in _around(observables, opened.context.at):
        _keep(found[one], marked.match(row, through=network))
    return tuple(_answered(one, found.get(one, {})) for one in observables)


def _keep(matches: dict[UUID, Match], match: Match) -> None:
    """One match for each indicator: the one that says most."""
    other = matches.get(match.indicator)
    if other is None or (match.alone, not match.through) > (other.alone, not other.through):
        matches[match.indicator] = match


def _answered(one: Observable, matches: dict[UUID, Match]) -> Answered:
    if not matches:  # most of a long list is not known
        return Answered(one)
    best = sorted(matches.values(), key=lambda match: (match.alone, match.valid_from, match.indicator), reverse=True)
    return Answered(one, tuple(best[:MOST_MATCHES]), max(0, len(best) - MOST_MATCHES))


def _held(model: type[IndicatorKey | IndicatorNetwork], keys: Iterable[UUID], at: datetime) -> Iterator[_Row]:
    """Rows of indicators in force that stand under these keys."""
    in_force = Q(indicator__valid_until__isnull=True) | Q(indicator__valid_until__gt=at)
    waiting = iter(keys)
    while batch := list(islice(waiting, _BATCH)):
        rows = model.objects.filter(in_force, key__in=batch, indicator__revoked=False, indicator__valid_from__lte=at)
        yield from rows.values_list(*_COLUMNS)


def _around(observables: Iterable[Observable], at: datetime) -> Iterator[tuple[_Row, Observable, str]]:
    """Rows of the networks in which asked addresses lie, each with the address and the network."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for kind, length in IndicatorNetwork.objects.values_list("kind", "length").distinct():
        lengths[kind].add(length)
    wanted: dict[UUID, list[tuple[Observable, str]]] = defaultdict(list)
    for one in dict.fromkeys(observables) if lengths else ():
        own = (one,) if one.is_network else ()
        for network in (*networks_around(one, lengths.get(one.kind.value, ())), *own):
            for key in asked_keys(network):
                wanted[key].append((one, "" if network is one else network.value))
    for row in _held(IndicatorNetwork, wanted, at):
        for one, network in wanted[row[0]]:
            yield row, one, network


class _Marks:
    """Matches made of rows: what a label says is worked out once for each label."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.known: dict[int, tuple[UUID, tuple[str, ...], tuple[str, ...]]] = {}

    def match(self, row: _Row, *, through: str = "") -> Match:
        """The match that a row is."""
        _key, alone, indicator, name, source, label_id, valid_from, valid_until, received, confidence = row
        if label_id not in self.known:
            label = self.opened.label_of(label_id)
            self.known[label_id] = (label.owner, marks(label), self.opened.obligations(label_id))
        owner, marked, obliged = self.known[label_id]
        return Match(
            indicator,
            name,
            source,
            owner,
            marked,
            obliged,
            valid_from,
            valid_until,
            received,
            confidence,
            alone,
            through,
        )
