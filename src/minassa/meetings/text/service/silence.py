"""The silence procedure: its clock, objections, and adoption; and what delegations put on record beside the text."""

from datetime import datetime
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door, system_actor
from minassa.base import Conflict, now
from minassa.meetings.models import Declaration, Objection, Silence, TextStatement
from minassa.meetings.text import faults, notices, rows
from minassa.meetings.text.acts import TEXT_ADOPT, TEXT_BREAK, TEXT_MOVE_ON, TEXT_OBJECT, TEXT_STATE, TEXT_WATCH
from minassa.meetings.text.rules import (
    Doing,
    StatementKind,
    Step,
    TextState,
    after,
    reading_after,
    refuse_early,
    refuse_silence,
    refuse_unless,
    silence_until,
)
from minassa.meetings.text.service.chairing import open_again
from minassa.meetings.text.wording import plain_wording

RUNNING: Final = "running"
BROKEN: Final = "broken"
ENDED: Final = "ended"


def start_silence(actor: Actor, *, declaration: UUID, hours: int) -> datetime:
    """Put the clean text under silence for 72 hours or more; gives when it ends.

    Raises Conflict while a bracket, an open paragraph, or a missing or stale language remains.
    """
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        state = after(rows.state_of(row), Step.START_SILENCE)
        refuse_silence(rows.hindering(row))
        ends = silence_until(opened.context.at, hours)
        row.state, row.quiet_until, row.modified = state.value, ends, opened.context.at
        row.save(update_fields=["state", "quiet_until", "modified"])
        Silence.objects.create(
            label_id=row.label_id,
            declaration=row,
            reading=row.reading,
            began=opened.context.at,
            ends=ends,
            state=RUNNING,
        )
        opened.note(hours=hours)
        notices.silence_began(row)
        return ends


def object_to_text(actor: Actor, *, declaration: UUID, reason: str, key: str = "") -> None:
    """Break the silence with an objection, to a paragraph or the whole text, with the reason. The text is negotiated again."""
    why = rows.reason_of(reason)
    with door(actor, TEXT_OBJECT, subject=f"text:{declaration}") as opened:
        row = rows.held(declaration)
        delegation = rows.taking_part(opened, row)
        after(rows.state_of(row), Step.OBJECT)
        if row.quiet_until is None or opened.context.at >= row.quiet_until:
            raise Conflict(faults.OTHER_STATE)
        if key:
            rows.standing_paragraph(row, key)
        silence = Silence.objects.get(declaration=row, state=RUNNING)
        Objection.objects.create(
            label_id=rows.tabled_label(opened, row, delegation.agency),
            silence=silence,
            delegation=delegation,
            agency=delegation.agency,
            key=key,
            reason=why,
            at=opened.context.at,
        )
        _break(row.id, key, why, opened.context.at)
        notices.silence_broken(row, delegation.name)


def _break(declaration: UUID, key: str, reason: str, at: datetime) -> None:
    """What an objection does by itself: the secretariat's text goes back into negotiation, its paragraph open."""
    with door(system_actor("meetings"), TEXT_BREAK, subject=f"text:{declaration}"):
        row = Declaration.objects.select_for_update().get(id=declaration)
        row.state = after(TextState(row.state), Step.OBJECT).value
        row.reading = reading_after(row.reading, Step.OBJECT)
        row.quiet_until, row.modified = None, at
        row.save(update_fields=["state", "reading", "quiet_until", "modified"])
        Silence.objects.filter(declaration=row, state=RUNNING).update(state=BROKEN)
        if key:
            open_again(rows.standing_paragraph(row, key), reason, at)


def adopt_text(actor: Actor, *, declaration: UUID) -> None:
    """Note that nobody objected: the text is adopted when its silence has ended. The clock does it too."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        _adopt(opened, rows.kept(opened, declaration))


def watch_silences() -> None:
    """What the clock does: adopt each text whose silence has ended, once, in a transaction of its own."""
    with door(system_actor("meetings"), TEXT_WATCH):
        ended = Declaration.objects.filter(state=TextState.SILENCE.value, quiet_until__lte=now())
        due = list(ended.values_list("id", flat=True))
    for one in due:
        with door(system_actor("meetings"), TEXT_ADOPT, subject=f"text:{one}") as opened:
            row = Declaration.objects.select_for_update().get(id=one)
            if row.state == TextState.SILENCE.value:
                _adopt(opened, row)


def _adopt(opened: Opened, row: Declaration) -> None:
    state = after(rows.state_of(row), Step.ADOPT)
    if row.quiet_until is None:
        raise Conflict(faults.OTHER_STATE)
    refuse_early(row.quiet_until, opened.context.at)
    refuse_silence(rows.hindering(row))
    row.state, row.quiet_until = state.value, None
    row.adopted = row.modified = opened.context.at
    row.save(update_fields=["state", "quiet_until", "adopted", "modified"])
    Silence.objects.filter(declaration=row, state=RUNNING).update(state=ENDED)
    opened.note(owner=row.owner, reading=row.reading)
    notices.adopted(row)


def make_statement(  # noqa: PLR0913 - what a statement is
    actor: Actor, *, declaration: UUID, kind: StatementKind, language: str, text: str, key: str = ""
) -> UUID:
    """Put a reservation, an explanation of position or a dissociation on record, to a paragraph or the whole text. Gives its id."""
    words, spoken = plain_wording(text), rows.language_of(language)
    with door(actor, TEXT_STATE, subject=f"text:{declaration}") as opened:
        row = rows.declaration(declaration)
        refuse_unless(Doing.MAKE_STATEMENT, rows.state_of(row))
        delegation = rows.taking_part(opened, row)
        if key:
            rows.standing_paragraph(row, key)
        made = TextStatement.objects.create(
            label_id=rows.tabled_label(opened, row, delegation.agency),
            declaration=row,
            delegation=delegation,
            agency=delegation.agency,
            kind=kind.value,
            key=key,
            language=spoken,
            text=words,
            at=opened.context.at,
        )
        opened.note(kind=kind.value)
        return made.id
