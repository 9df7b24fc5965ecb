"""Entering an incident and working on it: changing it, notes, the two clocks, recalls, what was learnt, closing.

Whoever notices something enters it. From then on it is for its keepers (and the inspectors, and whoever entered it) alone.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door, system_actor
from minassa.base import Conflict, Invalid, Refused
from minassa.records import recall_record
from minassa.safeguards import faults
from minassa.safeguards.acts import BREACH_CLOSE, BREACH_ENTER, BREACH_FILE, BREACH_KEEP, BREACH_RECALL
from minassa.safeguards.audience import people
from minassa.safeguards.breaches import notices, rows
from minassa.safeguards.breaches.rules import (
    BreachKind,
    BreachState,
    Party,
    RightsRisk,
    Severity,
    Step,
    Told,
    lacking,
    needs_second,
)
from minassa.safeguards.breaches.types import Entering
from minassa.safeguards.breaches.words import BREACH_KINDS
from minassa.safeguards.models import Breach, BreachStep
from minassa.safeguards.scraping.reads import read_scraping
from minassa.safeguards.scraping.service import uphold_scraping
from minassa.safeguards.texts import text_of

LONGEST_NOTE: Final = 4_000
OPEN: Final = BreachState.OPEN


def enter_breach(actor: Actor, *, said: Entering) -> UUID:
    """Enter an incident in the register of the actor's agency. Gives its id. Raises Invalid, Refused."""
    with door(actor, BREACH_ENTER) as opened:
        row = _filed(opened.context.at, said, agency=actor.agency, by=actor.user_id, apart=())
        opened.note(subject=f"breach:{row.id}", owner=row.owner, kind=row.kind, severity=row.severity)
        return row.id


def enter_for_scraping(actor: Actor, *, alert: UUID, reason: str) -> UUID:
    """Uphold an alert on reading, and enter it as an incident; whom it is about does not read that either."""
    with door(actor, BREACH_ENTER) as opened:
        found = read_scraping(actor, id=alert)
        words = text_of(reason, LONGEST_NOTE)
        said = Entering(
            BreachKind.SCRAPING,
            title=f"{BREACH_KINDS[BreachKind.SCRAPING]}, {found.created:%Y-%m-%d %H:%M} UTC",
            what=words,
            noticed=found.created,
            severity=Severity.HIGH,
            risk=RightsRisk.LIKELY,
            concerns=tuple(one for one in (f"scraping:{alert}", found.who) if one),
        )
        uphold_scraping(actor, id=alert, reason=words)
        apart = (found.person,) if found.person else ()
        row = _filed(opened.context.at, said, agency=found.agency or actor.agency, by=actor.user_id, apart=apart)
        opened.note(subject=f"breach:{row.id}", owner=row.owner, kind=row.kind, severity=row.severity)
        return row.id


def enter_broken_log(*, code: str, line: int | None) -> UUID | None:
    """Enter that the audit log does not hold; None where an open incident says so already. For whoever owns the node's folder."""
    with door(system_actor("safeguards"), BREACH_FILE) as opened:
        if Breach.objects.filter(kind=BreachKind.LOG_BROKEN.value).exclude(state=BreachState.CLOSED.value).exists():
            return None
        said = Entering(
            BreachKind.LOG_BROKEN,
            title=f"{BREACH_KINDS[BreachKind.LOG_BROKEN]}, {opened.context.at:%Y-%m-%d}",
            what=f"minassa audit verify: {code}, {line or '-'}",
            noticed=opened.context.at,
            severity=Severity.CRITICAL,
            risk=RightsRisk.LIKELY,
        )
        return _filed(opened.context.at, said, agency=None, by=None, apart=()).id


def _filed(at: datetime, said: Entering, *, agency: UUID | None, by: UUID | None, apart: Iterable[UUID]) -> Breach:
    """Put an incident into the register, and tell its keepers."""
    everybody = people()
    row = Breach(agency=agency, reported_by=by, apart=[str(one) for one in apart], state=OPEN.value)
    row.authority = row.telling = Told.WAITING.value
    row.created = at
    rows.say(row, said, at)
    made = rows.circle(everybody, row)
    if made is None:
        raise Refused(faults.NOBODY)
    with door(system_actor("safeguards"), BREACH_FILE) as filing:
        row.owner, row.label_id = made.owner, filing.intern(made.label)
        row.save(force_insert=True)
        rows.step(row, Step.ENTERED, at=at, by=by)
        filing.note(subject=f"breach:{row.id}", owner=row.owner, kind=row.kind)
    notices.give(everybody, (made.keepers | made.others) - {by}, notices.ENTERED, row.id)
    return row


def change_breach(actor: Actor, *, id: UUID, version: int, said: Entering, reason: str) -> None:  # noqa: A002 - the word that every room uses
    """Let an incident say something else; the step keeps why. Raises Invalid, Conflict, NotFound, Refused."""
    with door(actor, BREACH_KEEP, subject=f"breach:{id}") as opened:
        row = rows.own(opened, id, OPEN)
        if row.version != version:
            raise Conflict(faults.CHANGED)
        rows.say(row, said, opened.context.at)
        _step(opened, row, Step.CHANGED, text_of(reason, LONGEST_NOTE))


def note_step(actor: Actor, *, id: UUID, text: str) -> None:  # noqa: A002 - the same
    """Write down what was done."""
    with door(actor, BREACH_KEEP, subject=f"breach:{id}") as opened:
        _step(opened, rows.own(opened, id, OPEN), Step.NOTED, text_of(text, LONGEST_NOTE))


def settle_clock(  # noqa: PLR0913 - who was told, whether, when, and in which words
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the same
    party: Party,
    told: bool,
    note: str,
    at: datetime | None = None,
) -> None:
    """Say that a party was told (`note` is the reference), or why it is not to be told. Raises Invalid for a moment to come."""
    with door(actor, BREACH_KEEP, subject=f"breach:{id}") as opened:
        row = rows.own(opened, id, OPEN)
        when, words = at or opened.context.at, text_of(note, LONGEST_NOTE)
        if not row.noticed <= when <= opened.context.at:
            raise Invalid(faults.NOTICED)
        state = (Told.TOLD if told else Told.NOT_NEEDED).value
        if party is Party.AUTHORITY:
            row.authority, row.authority_at, row.authority_note = state, when, words
        else:
            row.telling, row.telling_at, row.telling_note = state, when, words
        opened.note(party=party.value, told=told)
        _step(opened, row, Step.AUTHORITY if party is Party.AUTHORITY else Step.PERSONS, words, about=f"told:{state}")


def write_lessons(actor: Actor, *, id: UUID, text: str) -> None:  # noqa: A002 - the same
    """Write down what was learnt; closing needs it."""
    with door(actor, BREACH_KEEP, subject=f"breach:{id}") as opened:
        row = rows.own(opened, id, OPEN)
        row.lessons = text_of(text, rows.LONGEST_TEXT)
        _step(opened, row, Step.LEARNT)


def start_recall(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the same
    record: UUID,
    agencies: Iterable[UUID] | None = None,
    due: datetime | None = None,
) -> int:
    """Recall a record from those who have it, or from some, because of an incident: what `recall_record` does, and the step.

    Gives the number of agencies. Raises Invalid where nobody has it, NotFound, Refused for a record of another agency.
    """
    with door(actor, BREACH_RECALL, subject=f"breach:{id}") as opened:
        row = rows.own(opened, id, OPEN)
        count = recall_record(actor, id=record, agencies=agencies, due=due, case=f"breach:{id}")
        if (about := f"record:{record}") not in row.concerns:
            row.concerns = [*row.concerns, about]
        opened.note(record=record, agencies=count)
        _step(opened, row, Step.RECALLED, about=about)
        return count


def ask_to_close(actor: Actor, *, id: UUID, reason: str) -> BreachState:  # noqa: A002 - the same
    """Close an incident, or ask a second keeper to where it is grave. Raises Conflict while something is lacking."""
    with door(actor, BREACH_CLOSE, subject=f"breach:{id}") as opened:
        row, words = rows.own(opened, id, OPEN), text_of(reason, LONGEST_NOTE)
        told = {Party.AUTHORITY: Told(row.authority), Party.PERSONS: Told(row.telling)}
        if lacking(told, row.lessons):
            raise Conflict(faults.LACKING)
        if not needs_second(Severity(row.severity), RightsRisk(row.risk)):
            return _closed(opened, row, words)
        row.state = BreachState.CLOSING.value
        _step(opened, row, Step.CLOSING, words)
        _tell(row, notices.CLOSING, keepers_only=True, but=actor.user_id)
        return BreachState.CLOSING


def decide_closing(actor: Actor, *, id: UUID, agree: bool, reason: str = "") -> BreachState:  # noqa: A002 - the same
    """Close an incident as the second person, or keep it open for a reason. Raises Refused for whoever asked, Conflict, Invalid."""
    with door(actor, BREACH_CLOSE, subject=f"breach:{id}") as opened:
        row = rows.own(opened, id, BreachState.CLOSING)
        if asked_by(row) == actor.user_id:
            raise Refused(faults.SECOND_PERSON)
        if agree:
            return _closed(opened, row, reason.strip()[:LONGEST_NOTE])
        row.state = OPEN.value
        _step(opened, row, Step.KEPT_OPEN, text_of(reason, LONGEST_NOTE))
        return OPEN


def asked_by(row: Breach) -> UUID | None:
    """Who asked to close an incident."""
    if row.state != BreachState.CLOSING.value:
        return None
    last = BreachStep.objects.filter(breach=row, what=Step.CLOSING.value).order_by("-at", "-id").first()
    return last.by if last else None


def _closed(opened: Opened, row: Breach, words: str) -> BreachState:
    row.state, row.closed_at, row.closed_by = BreachState.CLOSED.value, opened.context.at, opened.actor.user_id
    _step(opened, row, Step.CLOSED, words)
    _tell(row, notices.CLOSED, keepers_only=False, but=opened.actor.user_id)
    return BreachState.CLOSED


def _step(opened: Opened, row: Breach, what: Step, text: str = "", *, about: str = "") -> None:
    opened.note(step=what.value)
    rows.step(row, what, at=opened.context.at, by=opened.actor.user_id, text=text, about=about)


def _tell(row: Breach, kind: str, *, keepers_only: bool, but: UUID | None) -> None:
    everybody = people()
    if (made := rows.circle(everybody, row)) is not None:
        told = made.keepers if keepers_only else made.keepers | made.others
        notices.give(everybody, told - {but}, kind, row.id)
