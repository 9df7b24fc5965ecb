"""The job: each rule is looked at with the eyes of its keeper, when what they see has changed, and once a day."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from minassa.access import Actor, actor_of_person, door, system_actor
from minassa.base import Fault, now, today
from minassa.threats.acts import WARNING_DUE, WARNING_LIST, WARNING_LOOK
from minassa.threats.cells import cell_of
from minassa.threats.models import Incident, Warned, WarningRule
from minassa.threats.picture.kept import stamp_of
from minassa.threats.picture.own import own_label
from minassa.threats.picture.series import CHUNK, groups_of, known_groups
from minassa.threats.sources import PLACED_WELL
from minassa.threats.warnings.finding import Happening, Seen, Wanted, find

logger = logging.getLogger(__name__)
DAILY: Final = timedelta(days=1)
LONGEST_PAST: Final = timedelta(days=12 * 366)
"""How far back rules look: the longest time for which a rule may call something new, and more than the season's five years."""

Found = list[tuple[WarningRule, list[Happening]]]


def look() -> int:
    """Look at every rule that is due; called by the clock. How many happenings were new."""
    with door(system_actor("threats"), WARNING_DUE):
        rules = list(WarningRule.objects.filter(paused=False).values_list("keeper", "purpose", "id"))
    of_keeper: defaultdict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for keeper, purpose, rule in rules:
        of_keeper[keeper, purpose].append(rule)
    return sum(_looked(keeper, purpose, some) for (keeper, purpose), some in sorted(of_keeper.items()))


def _looked(keeper: UUID, purpose: str, rules: Sequence[UUID]) -> int:
    try:
        actor = actor_of_person(keeper)
        stamp, found = _found(actor, purpose, rules)
        return _told(actor, purpose, stamp, found) if found else 0
    except Fault as fault:
        logger.warning("%s rules cannot be looked at: %s", len(rules), fault.code)
        with door(system_actor("threats"), WARNING_DUE):
            WarningRule.objects.filter(id__in=rules).update(stopped=fault.code, looked=now())
        return 0


def _found(actor: Actor, purpose: str, rules: Sequence[UUID]) -> tuple[str, Found]:
    """The rules that are due, with what they find; nothing is read where none is."""
    with door(actor, WARNING_LIST, purpose=purpose):
        stamp, long_ago = stamp_of().text(), now() - DAILY
        rows = list(WarningRule.objects.filter(id__in=rules))
        due = [row for row in rows if row.stamp != stamp or row.looked is None or row.looked < long_ago]
        seen = list(_seen()) if due else []
    return stamp, [(row, find(_wanted(row), seen, today())) for row in due]


def _wanted(row: WarningRule) -> Wanted:
    group = str(row.group) if row.group else ""
    return Wanted(row.kind, row.country, group, row.least, row.months, row.days)  # type: ignore[arg-type] # the column holds such words


def _seen() -> Iterator[Seen]:
    """The incidents of the last years that the open door lets through."""
    last = Incident.objects.filter(start__lte=today()).order_by("-start").values_list("start", flat=True).first()
    found = Incident.objects.filter(start__gte=(last or date.max) - LONGEST_PAST, start__lte=today())
    named = groups_of(found, known_groups())
    columns = ("id", "start", "country", "kind", "latitude", "longitude", "place_precision")
    for own, day, country, kind, north, east, how in found.values_list(*columns).iterator(chunk_size=CHUNK):
        is_placed = north is not None and east is not None and how in PLACED_WELL
        cell = cell_of(float(north or 0), float(east or 0)) if is_placed else None
        yield Seen(own, day, country, kind, cell, frozenset(named.get(own, ())))


def _told(actor: Actor, purpose: str, stamp: str, found: Found) -> int:
    """Write what is new into the keeper's own work, and that it was looked."""
    with door(actor, WARNING_LOOK, purpose=purpose) as opened:
        label_id, at = opened.intern(own_label(actor)), now()
        fresh: list[Warned] = []
        for row, happenings in found:
            known = set(Warned.objects.filter(label_id=label_id, rule=row.id).values_list("key", flat=True))
            fresh += [_warned(row, one, label_id) for one in happenings if one.key not in known]
            WarningRule.objects.filter(id=row.id).update(stamp=stamp, looked=at, stopped="")
        Warned.objects.bulk_create(fresh, batch_size=100)
        opened.note(owner=actor.agency, rules=len(found), found=len(fresh))
        return len(fresh)


def _warned(row: WarningRule, one: Happening, label_id: int) -> Warned:
    incidents = [str(own) for own in one.incidents]
    return Warned(
        label_id=label_id,
        rule=row.id,
        name=row.name,
        kind=row.kind,
        key=one.key,
        facts=dict(one.facts),
        incidents=incidents,
    )
