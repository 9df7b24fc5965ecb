"""Drafting a report from a case, its review by a second person, sending it, and following what its FIU says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Opened, door, system_actor
from minassa.base import Conflict, Invalid, NotFound, Refused, new_id
from minassa.cases import CaseView, EvidenceView, read_case
from minassa.check import Kind
from minassa.desk import notice_kind, notify
from minassa.suspicions import faults, rows
from minassa.suspicions.acts import SUSPICION_DRAFT, SUSPICION_FOLLOW, SUSPICION_REVIEW, SUSPICION_SEND
from minassa.suspicions.content import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_PARTIES,
    MOST_TRANSACTIONS,
    Head,
    PartyKind,
    ReportContent,
    ReportParty,
    ReportTransaction,
    clean_head,
    clean_party,
    clean_transaction,
    lacking,
)
from minassa.suspicions.models import FiuReply, Suspicion
from minassa.suspicions.parts import PARTS
from minassa.suspicions.types import ReplyKind, SuspicionAct, SuspicionState

Part = TypeVar("Part")
_HOW_IT_WAS_FOUND: Final = frozenset({"as-of", "kind", "matched-name", "score", "why"})
REVIEWED: Final = notice_kind(
    "suspicion.reviewed",
    _("A suspicious-transaction report that you submitted was reviewed."),
    topic=_("Suspicious-transaction reports"),
    addressed=True,
)
DRAFT, REVIEW, APPROVED, SENT = (
    SuspicionState.DRAFT,
    SuspicionState.REVIEW,
    SuspicionState.APPROVED,
    SuspicionState.SENT,
)


def draft_report(actor: Actor, *, case: UUID) -> UUID:
    """Draft a report from a case of the actor's agency; gives its id. It begins with what the actor sees of the case, under its label.

    Raises NotFound for a case that is hidden or absent.
    """
    with door(actor, SUSPICION_DRAFT, subject=f"case:{case}") as opened:
        view = read_case(actor, id=case)
        if actor.agency is None or actor.user_id is None or view.label.owner != actor.agency:
            raise NotFound(faults.NOT_FOUND)
        row = Suspicion(
            id=new_id(),
            label_id=opened.intern(view.label),
            owner=actor.agency,
            case=case,
            title=view.row.title,
            state=DRAFT.value,
            content=_begun(view).to_json(),
            drafted_by=actor.user_id,
            created=opened.context.at,
            modified=opened.context.at,
        )
        row.save(force_insert=True)
        opened.note(subject=f"suspicion:{row.id}", owner=row.owner, case=case)
        rows.step(opened, row, SuspicionAct.DRAFTED)
        return row.id


def _begun(view: CaseView) -> ReportContent:
    """What a report begins with. A piece that is narrower than the case stays out: the report has the case's label."""
    pieces = [one for one in view.evidence if one.is_here and not one.is_set_aside and one.marks == view.row.marks]
    told = "\n".join(f"{one.title}: " + "; ".join(_facts(one)) for one in pieces)
    reason = "\n\n".join(filter(None, (view.reason, told)))[:LONGEST_TEXT]
    parties = tuple(dict.fromkeys(party for one in pieces for party in _parties(one)))[:MOST_PARTIES]
    return ReportContent(Head(reference=view.reference, reason=reason), parties)


def _facts(piece: EvidenceView) -> Iterator[str]:
    """What a piece says of its subject; how alike names are, and how a match came about, is no reason for suspicion."""
    return (line.text for line in piece.lines if line.kind not in _HOW_IT_WAS_FOUND)


def _parties(piece: EvidenceView) -> Iterator[ReportParty]:
    """Whom or what a piece names: the one who was asked about, and accounts."""
    if piece.question is not None and piece.question.name:
        kind = PartyKind.ENTITY if piece.question.kind is Kind.ORGANISATION else PartyKind.PERSON
        number = piece.question.identifier[:LONGEST_LINE]
        yield ReportParty(kind, piece.question.name[:LONGEST_LINE], number=number)
    for line in piece.lines:
        if line.kind == "account":
            yield ReportParty(PartyKind.ACCOUNT, line.text[:LONGEST_LINE], number=line.text[:LONGEST_LINE])


def change_head(actor: Actor, *, id: UUID, head: Head, version: int) -> None:  # noqa: A002 - the word that every room uses
    """Let the head of a draft say something else. Raises Invalid, Conflict, NotFound."""
    made = clean_head(head)
    with door(actor, SUSPICION_DRAFT, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, DRAFT, version=version)
        _say(opened, row, replace(rows.content_of(row), head=made))


def add_party(actor: Actor, *, id: UUID, party: ReportParty) -> None:  # noqa: A002 - the same
    """Put a party into a draft. Raises Invalid, Conflict, NotFound."""
    made = clean_party(party)
    with door(actor, SUSPICION_DRAFT, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, DRAFT)
        content = rows.content_of(row)
        if len(content.parties) >= MOST_PARTIES:
            raise Invalid(faults.TOO_MANY, most=MOST_PARTIES)
        _say(opened, row, replace(content, parties=(*content.parties, made)))


def add_transaction(actor: Actor, *, id: UUID, transaction: ReportTransaction) -> None:  # noqa: A002 - the same
    """Put a transaction into a draft. Raises Invalid, Conflict, NotFound."""
    made = clean_transaction(transaction)
    with door(actor, SUSPICION_DRAFT, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, DRAFT)
        content = rows.content_of(row)
        if len(content.transactions) >= MOST_TRANSACTIONS:
            raise Invalid(faults.TOO_MANY, most=MOST_TRANSACTIONS)
        _say(opened, row, replace(content, transactions=(*content.transactions, made)))


def drop_part(actor: Actor, *, id: UUID, part: str, place: int, version: int) -> None:  # noqa: A002 - the same
    """Take a party (`parties`) or a transaction (`transactions`) out of a draft by its place, counted from 0."""
    with door(actor, SUSPICION_DRAFT, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, DRAFT, version=version)
        content = rows.content_of(row)
        if part == "parties":
            content = replace(content, parties=_without(content.parties, place))
        else:
            content = replace(content, transactions=_without(content.transactions, place))
        _say(opened, row, content)


def _without(parts: tuple[Part, ...], place: int) -> tuple[Part, ...]:
    return parts[:place] + parts[place + 1 :] if 0 <= place < len(parts) else parts


def _say(opened: Opened, row: Suspicion, content: ReportContent) -> None:
    row.content = content.to_json()
    opened.note(parties=len(content.parties), transactions=len(content.transactions))
    rows.keep(row, opened.context.at)


def submit_report(actor: Actor, *, id: UUID, version: int) -> None:  # noqa: A002 - the same
    """Ask a second person to review a draft. Raises Conflict while something is lacking."""
    with door(actor, SUSPICION_DRAFT, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, DRAFT, version=version)
        if missing := tuple(lacking(rows.content_of(row))):
            raise Conflict(faults.LACKING, what=", ".join(str(PARTS[one]) for one in missing))
        row.state, row.submitted_by = REVIEW.value, actor.user_id
        rows.step(opened, row, SuspicionAct.SUBMITTED)


def review_report(actor: Actor, *, id: UUID, agree: bool, version: int, reason: str = "") -> SuspicionState:  # noqa: A002 - the same
    """Agree that a report may leave, or return it for a reason; as the second person. Raises Refused for whoever submitted it.

    Where it is made of what other agencies own, `reason` names their permission to pass it on. Raises Invalid without.
    """
    with door(actor, SUSPICION_REVIEW, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, REVIEW, version=version)
        words = text_of(reason, needed=not agree or rows.needs_permission(opened, row))
        if actor.user_id is None or row.submitted_by == actor.user_id:
            raise Refused(faults.SECOND_PERSON)
        state = APPROVED if agree else DRAFT
        row.state = state.value
        row.reviewed_by, row.reviewed_at = (actor.user_id, opened.context.at) if agree else (None, None)
        rows.step(opened, row, SuspicionAct.APPROVED if agree else SuspicionAct.RETURNED, words)
        if row.submitted_by is not None:
            notify(
                system_actor("cases"),
                person=row.submitted_by,
                agency=row.owner,
                kind=REVIEWED,
                about=f"suspicion:{row.id}",
            )
        return state


def take_back(actor: Actor, *, id: UUID, reason: str) -> None:  # noqa: A002 - the same
    """Make an approved report that has not been sent a draft again; it is reviewed anew."""
    words = text_of(reason)
    with door(actor, SUSPICION_DRAFT, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, APPROVED)
        row.state, row.reviewed_by, row.reviewed_at = DRAFT.value, None, None
        rows.step(opened, row, SuspicionAct.RETURNED, words)


def mark_sent(actor: Actor, *, id: UUID, reference: str = "") -> None:  # noqa: A002 - the same
    """Note that an approved report went to its FIU, and what the FIU calls it, where that is known."""
    words = text_of(reference, LONGEST_LINE, needed=False)
    with door(actor, SUSPICION_SEND, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, APPROVED)
        row.state, row.sent_at, row.sent_reference = SENT.value, opened.context.at, words
        rows.step(opened, row, SuspicionAct.SENT, words)


def note_reply(actor: Actor, *, id: UUID, kind: ReplyKind, text: str, due: datetime | None = None) -> UUID:  # noqa: A002 - the same
    """Note what the FIU said; a question has a deadline, where it named one. Gives the reply's id."""
    words = text_of(text)
    with door(actor, SUSPICION_FOLLOW, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, SENT, SuspicionState.CLOSED)
        made = FiuReply.objects.create(
            label_id=row.label_id,
            suspicion=row,
            kind=kind.value,
            text=words,
            received_at=opened.context.at,
            due=due if kind is ReplyKind.QUESTION else None,
            noted_by=actor.user_id,
        )
        row.state = SENT.value
        opened.note(reply=kind.value)
        rows.step(opened, row, SuspicionAct.REPLIED, words)
        return made.id


def answer_reply(actor: Actor, *, id: UUID, reply: UUID, answer: str) -> None:  # noqa: A002 - the same
    """Note what was answered to a question of the FIU. Raises Conflict for one that was answered."""
    words = text_of(answer)
    with door(actor, SUSPICION_FOLLOW, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, SENT)
        asked = FiuReply.objects.select_for_update().filter(id=reply, suspicion=row).first()
        if asked is None:
            raise NotFound(faults.NOT_FOUND)
        if asked.kind != ReplyKind.QUESTION.value or asked.answered_at is not None:
            raise Conflict(faults.STATE)
        asked.answered_at, asked.answered_by, asked.answer = opened.context.at, actor.user_id, words
        asked.save()
        rows.step(opened, row, SuspicionAct.ANSWERED, words)


def close_report(actor: Actor, *, id: UUID, reason: str) -> None:  # noqa: A002 - the same
    """Say that nothing more is expected about a report; what its FIU says later opens it again. Raises Conflict while it asks."""
    words = text_of(reason)
    with door(actor, SUSPICION_FOLLOW, subject=f"suspicion:{id}") as opened:
        row = rows.own(opened, id, SENT)
        if FiuReply.objects.filter(suspicion=row, kind=ReplyKind.QUESTION.value, answered_at=None).exists():
            raise Conflict(faults.STATE)
        row.state = SuspicionState.CLOSED.value
        rows.step(opened, row, SuspicionAct.CLOSED, words)


def text_of(written: str, most: int = LONGEST_TEXT, *, needed: bool = True) -> str:
    """A text that a person wrote. Raises Invalid for none where one is needed, or for one that is too long."""
    text = written.strip()
    if (needed and not text) or len(text) > most or "\0" in text:
        raise Invalid(faults.FIELD, field=PARTS["text"])
    return text
