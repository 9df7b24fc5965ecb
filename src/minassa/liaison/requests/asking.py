"""The asker's side: sending a request, clarifying it, withdrawing and closing it; and remarks, which both sides make."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from minassa.access import Actor, ApprovalView, Opened, ask_approval, door
from minassa.base import Conflict, Invalid, new_id
from minassa.liaison import faults
from minassa.liaison.acts import REQUEST_DRAFT, REQUEST_SEND, REQUEST_SEND_AT_RISK, REQUEST_SEND_FIRST, REQUEST_SPEAK
from minassa.liaison.models import Request
from minassa.liaison.own import agency_of
from minassa.liaison.requests import care, clock, enclosing, files, terms
from minassa.liaison.requests.care import Verdict
from minassa.liaison.requests.content import LONGEST_TEXT, Said
from minassa.liaison.requests.drafting import checked, unpacked
from minassa.liaison.requests.rules import Event, Side, State
from minassa.liaison.requests.talk import digest_of, pass_gate, plain, say
from minassa.liaison.requests.terms import Terms
from minassa.liaison.requests.types import Asking, Marks
from minassa.liaison.texts import text_of


def send_request(actor: Actor, *, id: UUID, approval: UUID | None = None) -> tuple[UUID, ...]:  # noqa: A002 - the word that every room uses
    """Send a draft to the agencies that it names, each in a talk of its own; gives the ids of the files.

    The first request ever to a partner needs a fresh factor (S07); a risk that the human-rights answers name, a second
    person who has granted exactly this (`approval`, R13). Raises Refused for what must not be sent at all.
    """
    with door(actor, REQUEST_SEND, subject=f"request:{id}") as opened:
        row = _sendable(opened, id)
        asking = checked(actor, unpacked(row.draft))
        _refuse_past(opened, asking)
        if asking.care is not None or terms.needs_care(asking.kind, asking.terms):
            pass_gate(opened, asking.care, REQUEST_SEND_AT_RISK, digest=digest_of(row.draft), approval=approval)
        _refuse_stranger(actor, asking)
        opened.note(request=row.kind, urgency=row.urgency, agencies=len(asking.to))
        return tuple(_ask(opened, each, asking) for each in _one_for_each(row, asking))


def ask_to_send(actor: Actor, *, id: UUID, reason: str) -> ApprovalView:  # noqa: A002 - the word that every room uses
    """Ask a supervisor to agree that a draft is sent despite the risks it names; then `send_request(..., approval=...)`."""
    with door(actor, REQUEST_DRAFT, subject=f"request:{id}") as opened:
        row = _sendable(opened, id)
        asking = unpacked(row.draft)
        if asking.care is None:
            raise Invalid(faults.CARE_MISSING)
        if care.weigh(asking.care) is not Verdict.SECOND_PERSON:
            raise Conflict(faults.NO_APPROVAL_NEEDED)
        digest = digest_of(row.draft)
    return ask_approval(
        actor, act=REQUEST_SEND_AT_RISK, subject=f"request:{id}", reason=reason, content={"digest": digest}
    )


def _sendable(opened: Opened, request: UUID) -> Request:
    row = files.own_file(opened, request, side=Side.ASKER)
    if row.state != State.DRAFT.value:
        raise Conflict(faults.OUT_OF_TURN)
    return row


def _refuse_past(opened: Opened, asking: Asking) -> None:
    """Nobody can come to what is over."""
    if asking.terms is not None and asking.terms.ends < opened.context.at.date():
        raise Invalid(faults.DAYS)


def _refuse_stranger(actor: Actor, asking: Asking) -> None:
    """Pass a door that asks for a fresh factor where one of these agencies was never written to before."""
    known = Request.objects.filter(holder=agency_of(actor), partner__in=asking.to, sent__isnull=False)
    if set(asking.to) - set(known.values_list("partner", flat=True)):
        with door(actor, REQUEST_SEND_FIRST) as first:
            first.note(owner=actor.agency, agencies=len(asking.to))


def _one_for_each(row: Request, asking: Asking) -> list[Request]:
    """The draft's own row for the first agency, and a copy of it for each other one: they do not learn of each other."""
    others = [
        Request(
            id=new_id(),
            label_id=row.label_id,
            thread=new_id(),
            holder=row.holder,
            side=row.side,
            kind=row.kind,
            partner=agency,
            batch=row.batch,
            state=row.state,
            urgency=row.urgency,
            purpose=row.purpose,
            tlp=row.tlp,
            exercise=row.exercise,
            author=row.author,
        )
        for agency in asking.to[1:]
    ]
    row.partner, row.draft = asking.to[0], ""
    return [row, *others]


def _ask(opened: Opened, row: Request, asking: Asking) -> UUID:
    if row.partner is None:
        raise Invalid(faults.RECIPIENTS)
    row.sent = opened.context.at
    row.due = clock.started(asking.urgency, row.sent).due
    row.save()
    told = replace(asking, to=(row.partner,), terms=_told(asking, row.partner))
    said = Said(Event.ASK, row.thread, row.partner, asking=told)
    say(opened, row, said, asking.marks)
    return row.id


def _told(asking: Asking, to: UUID) -> Terms | None:
    """The terms as one agency reads them: whom else was asked only where the asker chose so."""
    if asking.terms is None:
        return None
    also = tuple(one for one in asking.to if one != to) if asking.terms.openly else ()
    return replace(asking.terms, also=also)


def clarify_request(actor: Actor, *, id: UUID, text: str, marks: Marks, enclose: Iterable[UUID] = ()) -> None:  # noqa: A002 - the word that every room uses
    """Answer what the other side asked back, with files of the own file where they are named; its clock goes on."""
    _speak(actor, id, Event.CLARIFY, text, marks, side=Side.ASKER, enclose=enclose)


def withdraw_request(actor: Actor, *, id: UUID, text: str, marks: Marks) -> None:  # noqa: A002 - the word that every room uses
    """Take a request back before it is answered. The reason may be left out."""
    _speak(actor, id, Event.WITHDRAW, text, marks, side=Side.ASKER, needed=False)


def close_request(actor: Actor, *, id: UUID, text: str, marks: Marks) -> None:  # noqa: A002 - the word that every room uses
    """Close a request that was answered, in full, in part or with a refusal. Words of thanks may be left out."""
    _speak(actor, id, Event.CLOSE, text, marks, side=Side.ASKER, needed=False)


def remark(actor: Actor, *, id: UUID, text: str, marks: Marks, enclose: Iterable[UUID] = ()) -> None:  # noqa: A002 - the word that every room uses
    """Write to the other side, with files of the own file where they are named, without changing where the request stands."""
    _speak(actor, id, Event.REMARK, text, marks, enclose=enclose)


def _speak(  # noqa: PLR0913 - a message's parts
    actor: Actor,
    request: UUID,
    event: Event,
    text: str,
    marks: Marks,
    *,
    side: Side | None = None,
    needed: bool = True,
    enclose: Iterable[UUID] = (),
) -> None:
    words = text_of(text, LONGEST_TEXT, needed=needed)
    with door(actor, REQUEST_SPEAK, subject=f"request:{request}") as opened:
        row = files.own_file(opened, request, side=side)
        opened.note(event=event.value)
        said = plain(row, event, words, question=row.questions)
        say(opened, row, replace(said, enclosed=enclosing.enclosed(actor, row.id, enclose, marks)), marks)
