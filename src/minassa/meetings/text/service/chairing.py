"""What the chair decides, written by the secretariat: which proposals go into the text, what is agreed, and what the room sees."""

from datetime import datetime
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import Conflict, NotFound
from minassa.meetings.models import Declaration, Paragraph, Proposal
from minassa.meetings.text import faults, notices, rows
from minassa.meetings.text.acts import TEXT_MOVE_ON, TEXT_SETTLE, TEXT_SHOW
from minassa.meetings.text.rules import (
    Agreement,
    Doing,
    ParagraphKind,
    ProposalKind,
    ProposalState,
    Step,
    after,
    number_between,
    reading_after,
    refuse_agreement,
    refuse_clean,
    refuse_unless,
)
from minassa.meetings.text.service.drafting import MOVED, REMOVED, put_behind, renumber, touch
from minassa.meetings.text.wording import digest_of

SETTLED: Final = "settled"
REOPENED: Final = "reopened"


def settle_proposal(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    reason: str = "",
    close_rivals: bool = False,
) -> None:
    """Write a proposal into the text. Rivals stay on the table, unless `close_rivals` says that the room has done with them too.

    A proposal that was written against other words is refused (Conflict): its sponsor writes it anew. Words go into the proposal's
    language; the others become stale.
    """
    with door(actor, TEXT_SETTLE, subject=f"proposal:{id}") as opened:
        found, row = _before_chair(opened, id)
        why = rows.reason_of(reason, needed=False)
        one = _carried_out(opened, row, found)
        notices.settled(found.id, ProposalState.ACCEPTED, why, opened.context.at)
        if found.parent_id is not None:
            notices.settled(found.parent_id, ProposalState.ACCEPTED, why, opened.context.at)
        notices.fall_with(found.parent_id or found.id, opened.context.at)
        if close_rivals:
            _close_rivals(found, why, opened.context.at)
        elif one.gone and Proposal.objects.filter(paragraph=one, state=ProposalState.TABLED.value).exists():
            raise Conflict(faults.IN_BRACKETS)
        opened.note(paragraph=one.key, kind=found.kind)
        touch(opened, row)


def _before_chair(opened: Opened, id: UUID) -> tuple[Proposal, Declaration]:  # noqa: A002 - the word that every room uses
    found = rows.proposal(id)
    row = rows.kept(opened, found.declaration_id)
    refuse_unless(Doing.SETTLE, rows.state_of(row))
    found.refresh_from_db(fields=["state", "text"])
    if found.state != ProposalState.TABLED.value:
        raise Conflict(faults.OTHER_STATE)
    return found, row


def _carried_out(opened: Opened, row: Declaration, found: Proposal) -> Paragraph:
    """Change the text as a proposal says; gives the paragraph."""
    root = rows.proposal(found.parent_id) if found.parent_id else found
    if found.parent_id and (root.state != ProposalState.TABLED.value or digest_of(root.text) != found.base):
        raise Conflict(faults.CHANGED)
    if root.kind == ProposalKind.ADD.value:
        return _added(opened, row, root, found)
    if root.paragraph is None:
        raise NotFound(faults.NO_TEXT)
    one = Paragraph.objects.select_for_update().get(id=root.paragraph.id)
    words = rows.words_in(one, root.language)
    if one.gone or (digest_of(words) if words else "") != root.base:
        raise Conflict(faults.CHANGED)
    if one.agreement == Agreement.AGREED.value:
        raise Conflict(faults.OTHER_STATE)
    if root.kind == ProposalKind.MOVE.value:
        one = put_behind(row, one.key, root.behind)
        rows.note_event(one, MOVED, opened.context.at, proposal=found.id)
        return one
    _reworded(opened, one, found, is_gone=root.kind == ProposalKind.DELETE.value)
    return one


def _reworded(opened: Opened, one: Paragraph, found: Proposal, *, is_gone: bool) -> None:
    one.agreement, one.modified, one.gone = Agreement.OPEN.value, opened.context.at, is_gone
    if not is_gone:
        one.revision += 1
        one.language = found.language
        one.words[found.language] = {"text": found.text, "revision": one.revision}
    one.save()
    what = REMOVED if is_gone else SETTLED
    rows.note_event(one, what, opened.context.at, language=found.language, text=found.text, proposal=found.id)


def _added(opened: Opened, row: Declaration, root: Proposal, found: Proposal) -> Paragraph:
    """A new paragraph, numbered between its neighbours (3 bis) so that all others keep theirs until the text is clean."""
    behind = root.paragraph
    if behind is not None and behind.gone:
        raise Conflict(faults.CHANGED)
    kind = ParagraphKind(root.new_kind)
    taken = [one.number for one in rows.paragraphs(row)]
    made = Paragraph(
        label_id=row.label_id,
        declaration=row,
        key=rows.new_key(),
        kind=kind.value,
        number=number_between(behind.number if behind else "", kind, taken),
        place=rows.make_room(row, behind.key if behind else ""),
        agreement=Agreement.OPEN.value,
        language=found.language,
        words={found.language: {"text": found.text, "revision": 1}},
        modified=opened.context.at,
    )
    made.save()
    rows.note_event(made, SETTLED, opened.context.at, language=found.language, text=found.text, proposal=found.id)
    return made


def _close_rivals(found: Proposal, reason: str, at: datetime) -> None:
    """Close what stands beside a proposal in the same paragraph; additions behind it are no rivals of a rewording."""
    tabled = Proposal.objects.filter(
        declaration_id=found.declaration_id, paragraph=found.paragraph, state=ProposalState.TABLED.value
    )
    standing = {one.id: one for one in tabled.exclude(id=found.id)}
    is_addition = _adds(rows.proposal(found.parent_id) if found.parent_id else found)
    for one in standing.values():
        root = standing.get(one.parent_id, one) if one.parent_id else one
        if found.kind == ProposalKind.DELETE.value or _adds(root) == is_addition:
            notices.settled(one.id, ProposalState.NOT_RETAINED, reason, at)


def _adds(one: Proposal) -> bool:
    return one.kind == ProposalKind.ADD.value


def close_proposal(actor: Actor, *, id: UUID, reason: str) -> None:  # noqa: A002 - the word that every room uses
    """Take a proposal off the table because the room did not retain it, with the reason; it stays on record with its sponsors."""
    why = rows.reason_of(reason)
    with door(actor, TEXT_SETTLE, subject=f"proposal:{id}") as opened:
        found, row = _before_chair(opened, id)
        notices.settled(found.id, ProposalState.NOT_RETAINED, why, opened.context.at)
        notices.fall_with(found.id, opened.context.at)
        touch(opened, row)


def agree_paragraph(actor: Actor, *, declaration: UUID, key: str, agreement: Agreement, revision: int) -> None:
    """Note that a paragraph is agreed *ad referendum*, or finally. Raises Conflict while something in it is in brackets."""
    with door(actor, TEXT_SETTLE, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        refuse_unless(Doing.SETTLE, rows.state_of(row))
        one = rows.standing_paragraph(row, key)
        if one.revision != revision:
            raise Conflict(faults.CHANGED)
        tabled = Proposal.objects.filter(paragraph=one, state=ProposalState.TABLED.value).count()
        words = [rendering.text for rendering in rows.renderings(one).values()]
        refuse_agreement(Agreement(one.agreement), agreement, tabled, words)
        one.agreement, one.modified = agreement.value, opened.context.at
        one.save(update_fields=["agreement", "modified"])
        rows.note_event(one, agreement.value, opened.context.at)
        touch(opened, row)


def reopen_paragraph(actor: Actor, *, declaration: UUID, key: str, reason: str) -> None:
    """Open an agreed paragraph again, with the reason; a clean text goes back into negotiation by it."""
    why = rows.reason_of(reason)
    with door(actor, TEXT_SETTLE, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        if rows.state_of(row).value == "clean":
            _step(opened, row, Step.REOPEN)
        refuse_unless(Doing.SETTLE, rows.state_of(row))
        one = rows.standing_paragraph(row, key)
        if one.agreement == Agreement.OPEN.value:
            raise Conflict(faults.OTHER_STATE)
        open_again(one, why, opened.context.at)
        touch(opened, row)


def open_again(one: Paragraph, reason: str, at: datetime) -> None:
    """Open a paragraph, and say why in its history."""
    one.agreement, one.modified = Agreement.OPEN.value, at
    one.save(update_fields=["agreement", "modified"])
    rows.note_event(one, REOPENED, at, reason=reason)


def open_negotiation(actor: Actor, *, declaration: UUID) -> None:
    """Open the zero draft to the delegations: its first reading."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        if not rows.paragraphs(row):
            raise Conflict(faults.OTHER_STATE)
        _step(opened, row, Step.OPEN)
        notices.opened(row)


def begin_reading(actor: Actor, *, declaration: UUID) -> None:
    """Begin the next reading of a text in negotiation: the compilation goes on as it stands, under a new number."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        _step(opened, rows.kept(opened, declaration), Step.NEXT_READING)


def make_clean(actor: Actor, *, declaration: UUID) -> None:
    """Close the negotiation: the text without brackets, its paragraphs numbered anew. Raises Conflict while one is open."""
    with door(actor, TEXT_MOVE_ON, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        state = rows.state_of(row)
        after(state, Step.CLEAN)
        refuse_clean(rows.hindering(row))
        _step(opened, row, Step.CLEAN)
        renumber(row)


def show_in_room(actor: Actor, *, declaration: UUID, key: str = "") -> None:
    """Show a paragraph on the screens of the room, which follow; an empty key shows the whole text."""
    with door(actor, TEXT_SHOW, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        if key:
            rows.standing_paragraph(row, key)
        row.screen, row.modified = key, opened.context.at
        row.save(update_fields=["screen", "modified"])


def _step(opened: Opened, row: Declaration, step: Step) -> None:
    """Take a step, and count the reading."""
    row.state = after(rows.state_of(row), step).value
    row.reading = reading_after(row.reading, step)
    row.modified = opened.context.at
    row.save(update_fields=["state", "reading", "modified"])
    opened.note(state=row.state, reading=row.reading)
