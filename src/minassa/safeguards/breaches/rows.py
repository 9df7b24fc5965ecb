"""Incidents in the database: finding one, letting it say something, its clocks and its steps."""

import re
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from minassa.access import Opened, PersonView
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.safeguards import faults
from minassa.safeguards.audience import Circle, circle_of
from minassa.safeguards.breaches.rules import (
    KINDS_OF_THINGS,
    BreachKind,
    BreachState,
    Clock,
    Party,
    RightsRisk,
    Severity,
    Step,
    Told,
    deadlines,
)
from minassa.safeguards.breaches.types import Entering
from minassa.safeguards.models import Breach, BreachStep
from minassa.safeguards.texts import text_of

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 10_000
MOST_THINGS: Final = 200
MOST_PERSONS: Final = 1_000_000_000
_THING: Final = re.compile(r"([a-z]{1,24}):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def found(breach: UUID) -> Breach:
    """An incident that this actor sees. Raises NotFound."""
    row = Breach.objects.filter(id=breach).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row


def own(opened: Opened, breach: UUID, *states: BreachState) -> Breach:
    """An incident that this actor's agency keeps, locked, in one of these states. Raises NotFound, Refused, Conflict."""
    row = found(breach)
    opened.note(owner=row.owner)
    if row.owner != opened.actor.agency:
        raise Refused(faults.NOT_YOURS)
    row = Breach.objects.select_for_update().get(id=breach)
    if row.state not in {one.value for one in states}:
        raise Conflict(faults.NOT_OPEN)
    return row


def say(row: Breach, said: Entering, at: datetime) -> None:
    """Let an incident say this from now on. Raises Invalid. A deadline follows the moment at which it was noticed."""
    if said.noticed > at:
        raise Invalid(faults.NOTICED)
    if len(said.concerns) > MOST_THINGS or not all(map(_is_thing, said.concerns)):
        raise Invalid(faults.CONCERNS, most=MOST_THINGS)
    if said.persons is not None and not 0 <= said.persons <= MOST_PERSONS:
        raise Invalid(faults.CONCERNS, most=MOST_THINGS)
    row.kind, row.severity, row.risk = said.kind.value, said.severity.value, said.risk.value
    row.title, row.what = text_of(said.title, LONGEST_TITLE), text_of(said.what, LONGEST_TEXT)
    row.noticed, row.persons, row.concerns = said.noticed, said.persons, list(dict.fromkeys(said.concerns))
    due = deadlines(said.noticed, settings.MINASSA.breaches)
    row.authority_due, row.telling_due = due[Party.AUTHORITY], due[Party.PERSONS]


def _is_thing(written: str) -> bool:
    match = _THING.fullmatch(written)
    return match is not None and match[1] in KINDS_OF_THINGS


def said_by(row: Breach) -> Entering:
    """What an incident says."""
    return Entering(
        kind=BreachKind(row.kind),
        title=row.title,
        what=row.what,
        noticed=row.noticed,
        severity=Severity(row.severity),
        risk=RightsRisk(row.risk),
        persons=row.persons,
        concerns=tuple(row.concerns),
    )


def clocks_of(row: Breach) -> tuple[Clock, ...]:
    """Both clocks of an incident."""
    return (
        Clock(Party.AUTHORITY, Told(row.authority), row.authority_due, row.authority_at, row.authority_note),
        Clock(Party.PERSONS, Told(row.telling), row.telling_due, row.telling_at, row.telling_note),
    )


def step(  # noqa: PLR0913 - the parts of a step
    row: Breach, what: Step, *, at: datetime, by: UUID | None, text: str = "", about: str = ""
) -> None:
    """Write a step down, and note that the incident changed."""
    BreachStep.objects.create(label_id=row.label_id, breach=row, at=at, by=by, what=what.value, text=text, about=about)
    row.modified, row.version = at, row.version + 1
    row.save()


def circle(everybody: tuple[PersonView, ...], row: Breach) -> Circle | None:
    """Who may know of an incident now: its keepers, the inspectors and whoever reported it, never whom it is about."""
    made = circle_of(everybody, row.agency, apart=frozenset(map(UUID, row.apart)))
    reporter = [one.id for one in everybody if one.id == row.reported_by and str(one.id) not in row.apart]
    return made.with_readers(reporter) if made else None


def relabel(row: Breach, label_id: int) -> None:
    """Put an incident and its steps under another label."""
    BreachStep.objects.filter(breach=row).update(label_id=label_id)
    row.label_id = label_id
    row.save(update_fields=["label"])
