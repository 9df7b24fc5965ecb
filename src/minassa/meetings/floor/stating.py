"""Statements by heads of delegation: the delegation's own until they are delivered, the session's participants' from then on."""

from uuid import UUID

from minassa.access import Actor, door
from minassa.base import LANGUAGES, Conflict, Invalid, NotFound, Refused, new_id
from minassa.meetings import faults, labels
from minassa.meetings.acts import STATEMENT_WRITE
from minassa.meetings.editions import content
from minassa.meetings.floor import rows
from minassa.meetings.floor.rules import StatementState
from minassa.meetings.models import Statement
from minassa.meetings.texts import Text, line, passages


def keep_statement(  # noqa: PLR0913 - what a statement is, each part named
    actor: Actor,
    *,
    session: UUID,
    speaker: str,
    original: str,
    texts: Text,
    id: UUID | None = None,  # noqa: A002 - the word that every room uses
) -> UUID:
    """Keep a statement as a draft of the own delegation; of one that was delivered only translations are added. Gives its id.

    Raises Invalid for a text without its original, Conflict for a change of words that were spoken, Refused, NotFound.
    """
    said = passages(texts)
    if original not in LANGUAGES or original not in said:
        raise Invalid(faults.ORIGINAL_MISSING)
    with door(actor, STATEMENT_WRITE, subject=f"session:{session}") as opened:
        edition, item = rows.session_of(session)
        delegation = rows.speaking_for(opened, edition)
        row = Statement.objects.filter(id=id, delegation=delegation, session=item.session).first() if id else None
        if id is not None and row is None:
            raise NotFound(faults.NO_STATEMENT)
        exercise = opened.label_of(edition.label_id).exercise
        row = row or Statement(
            id=new_id(),
            edition=edition,
            session=item.session,
            delegation=delegation,
            state=StatementState.DRAFT.value,
            label_id=opened.intern(labels.own(delegation.agency, exercise=exercise)),
        )
        opened.note(statement=row.id, owner=delegation.agency)
        if row.state == StatementState.DELIVERED.value:
            _refuse_other_words(row, original, said)
        row.speaker, row.original, row.texts = line(speaker, longest=200), original, said
        row.modified = opened.context.at
        row.save()
        return row.id


def _refuse_other_words(row: Statement, original: str, said: Text) -> None:
    """What was spoken stays as it was spoken: the original is not changed after delivery."""
    if original != row.original or said[original] != row.texts[row.original]:
        raise Conflict(faults.SPOKEN_STAYS)


def deliver_statement(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Say that the own statement was delivered: from now on all participants of the session read it. Raises Conflict, NotFound."""
    with door(actor, STATEMENT_WRITE, subject=f"statement:{id}") as opened:
        row = Statement.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.NO_STATEMENT)
        edition, item = rows.session_of(row.session)
        if rows.speaking_for(opened, edition).id != row.delegation_id:
            raise Refused(faults.NOT_YOUR_DELEGATION)
        opened.note(owner=row.delegation.agency)
        if row.state == StatementState.DELIVERED.value:
            raise Conflict(faults.SPOKEN_STAYS)
        is_open = content.session_from_json(item.content).is_open
        label = labels.for_participants(opened, edition, row.delegation.agency, observers=is_open)
        row.label_id = opened.intern(label)
        row.state, row.delivered = StatementState.DELIVERED.value, opened.context.at
        row.save(update_fields=["label", "state", "delivered"])
