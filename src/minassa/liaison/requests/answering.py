"""The answerer's side: giving a request to somebody, asking back, answering in full or in part, refusing with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson

from minassa.access import Actor, ApprovalView, Opened, ask_approval, door, read_person, system_actor
from minassa.base import Conflict, Invalid, NotFound, canonical_json, now
from minassa.liaison import faults
from minassa.liaison.acts import (
    REQUEST_ANSWER,
    REQUEST_ANSWER_AT_RISK,
    REQUEST_ASSIGN,
    REQUEST_NOTE,
    REQUEST_SPEAK,
    WORKERS,
)
from minassa.liaison.models import Request, RequestMessage
from minassa.liaison.requests import care, enclosing, files, fits, notices, rules, terms
from minassa.liaison.requests.care import Verdict
from minassa.liaison.requests.content import CAREFUL, LONGEST_TEXT, REASONED, TEXT_NEEDED, WITH_FILES
from minassa.liaison.requests.drafting import marks_from_json, marks_to_json
from minassa.liaison.requests.rules import Event, RequestKind, Side, State
from minassa.liaison.requests.talk import digest_of, marks_of, pass_gate, plain, say
from minassa.liaison.requests.types import Marks, Reason, Reply
from minassa.liaison.texts import text_of


def assign_request(actor: Actor, *, id: UUID, person: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Give a request to somebody of the own agency. The asker learns that it is in hand, not with whom."""
    with door(actor, REQUEST_ASSIGN, subject=f"request:{id}") as opened:
        row = files.own_file(opened, id, side=Side.ANSWERER)
        _refuse_assignee(actor, person)
        if row.state == State.RECEIVED.value:
            row.assignee = person
            say(opened, row, plain(row, Event.TAKE), marks_of(row))
        elif State(row.state) in rules.IN_HAND:
            row.assignee, row.modified = person, now()
            row.save(update_fields=["assignee", "modified"])
        else:
            raise Conflict(faults.OUT_OF_TURN)
        notices.assigned(row, by=actor.user_id)


def _refuse_assignee(actor: Actor, person: UUID) -> None:
    try:
        found = read_person(system_actor("liaison"), person=person)
    except NotFound as error:
        raise Invalid(faults.ASSIGNEE) from error
    if found.agency != actor.agency or not found.is_active or not WORKERS & set(found.roles):
        raise Invalid(faults.ASSIGNEE)


def ask_back(actor: Actor, *, id: UUID, text: str, marks: Marks, enclose: Iterable[UUID] = ()) -> None:  # noqa: A002 - the word that every room uses
    """Ask the asker for a clarification; the clock stands still until it comes."""
    words = text_of(text, LONGEST_TEXT)
    with door(actor, REQUEST_SPEAK, subject=f"request:{id}") as opened:
        row = _in_hand(opened, id)
        opened.note(event=Event.QUESTION.value)
        leaving = enclosing.enclosed(actor, row.id, enclose, marks)
        say(opened, row, replace(plain(row, Event.QUESTION, words), enclosed=leaving), marks)


def answer_request(actor: Actor, *, id: UUID, reply: Reply, approval: UUID | None = None) -> None:  # noqa: A002 - the word that every room uses
    """Answer in full, in part, or refuse; show interest, offer help, nominate. What leaves passes the human-rights gate (R13).

    Raises Invalid for a reply that lacks something, Refused where it must not leave, or not without a second person.
    """
    with door(actor, REQUEST_ANSWER, subject=f"request:{id}") as opened:
        row = _in_hand(opened, id)
        whole = _checked(row, reply)
        opened.note(event=whole.event.value, reason=whole.reason.value if whole.reason else None)
        if _needs_care(row, whole):
            digest = digest_of(packed(whole))
            pass_gate(opened, whole.care, REQUEST_ANSWER_AT_RISK, digest=digest, approval=approval)
        leaving = enclosing.enclosed(actor, row.id, whole.files, whole.marks)
        said = replace(plain(row, whole.event, whole.text), enclosed=leaving)
        row.draft, row.reason = "", ""
        parts: dict[str, Any] = {"tender": whole.tender, "nominees": whole.nominees}
        say(opened, row, replace(said, reason=whole.reason, care=whole.care, **parts), whole.marks)


def ask_to_answer(actor: Actor, *, id: UUID, reply: Reply, reason: str) -> ApprovalView:  # noqa: A002 - the word that every room uses
    """Ask a supervisor to agree to an answer despite the risks it names; it waits in the file until then."""
    with door(actor, REQUEST_NOTE, subject=f"request:{id}") as opened:
        row = files.own_file(opened, id, side=Side.ANSWERER)
        whole = _checked(row, reply)
        if whole.care is None or care.weigh(whole.care) is not Verdict.SECOND_PERSON:
            raise Conflict(faults.NO_APPROVAL_NEEDED)
        answer = rules.WHOLE[RequestKind(row.kind)]
        if not rules.may_speak(files.standing_of(row), Side.ANSWERER, answer) and row.state != State.RECEIVED.value:
            raise Conflict(faults.OUT_OF_TURN)
        files.refuse_wider(row, files.message_label(row.holder, row.holder, whole.marks, exercise=row.exercise))
        enclosing.enclosed(actor, row.id, whole.files, whole.marks)  # what cannot leave is told now
        row.draft, row.modified = packed(whole), now()
        row.save(update_fields=["draft", "modified"])
        content = {"digest": digest_of(row.draft)}
    return ask_approval(actor, act=REQUEST_ANSWER_AT_RISK, subject=f"request:{id}", reason=reason, content=content)


def send_pending_answer(actor: Actor, *, id: UUID, approval: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Send the answer that waited in the file, as the second person saw it."""
    with door(actor, REQUEST_ANSWER, subject=f"request:{id}") as opened:
        row = files.own_file(opened, id, side=Side.ANSWERER)
        if not row.draft:
            raise Conflict(faults.OUT_OF_TURN)
        answer_request(actor, id=id, reply=unpacked(row.draft), approval=approval)


def note_request(actor: Actor, *, id: UUID, text: str) -> None:  # noqa: A002 - the word that every room uses
    """Write a note into the own file; it never leaves the agency."""
    words = text_of(text, LONGEST_TEXT)
    with door(actor, REQUEST_NOTE, subject=f"request:{id}") as opened:
        row = files.own_file(opened, id)
        at = now()
        RequestMessage.objects.create(
            request=row,
            label_id=opened.intern(files.file_label(row.holder, exercise=row.exercise)),
            speaker=row.holder,
            author=actor.user_id,
            text=words,
            at=at,
        )
        row.modified = at
        row.save(update_fields=["modified"])


def _in_hand(opened: Opened, request: UUID) -> Request:
    """The file of a request that somebody works on; whoever answers what nobody has taken takes it."""
    row = files.own_file(opened, request, side=Side.ANSWERER)
    if row.state == State.RECEIVED.value:
        row.assignee = opened.actor.user_id
        say(opened, row, plain(row, Event.TAKE), marks_of(row))
    return row


def _checked(row: Request, reply: Reply) -> Reply:
    """A reply as it can be said in this talk, without what its event does not carry. Raises Invalid."""
    event = reply.event
    if event not in rules.answers_of(RequestKind(row.kind)):
        raise Invalid(faults.MESSAGE_WRONG)
    if event in REASONED and reply.reason is None:
        raise Invalid(faults.REASON)
    return replace(
        reply,
        text=text_of(reply.text, LONGEST_TEXT, needed=event in TEXT_NEEDED),
        reason=reply.reason if event in REASONED else None,
        care=reply.care if event in CAREFUL else None,
        files=reply.files if event in WITH_FILES else (),
        tender=terms.checked_tender(reply.tender) if event is Event.OFFER else None,
        nominees=terms.checked_nominees(reply.nominees) if event is Event.NOMINATE else (),
    )


def _needs_care(row: Request, reply: Reply) -> bool:
    """Whether an answer passes the human-rights gate: what leaves, unless it is advice alone and no question was answered."""
    is_asked = terms.needs_care(RequestKind(row.kind), fits.terms_of(row))
    return reply.event in CAREFUL and (is_asked or reply.care is not None)


def packed(reply: Reply) -> str:
    """A reply that waits, as its file keeps it."""
    body: dict[str, Any] = {
        "event": reply.event.value,
        "text": reply.text,
        "marks": marks_to_json(reply.marks),
        "reason": reply.reason.value if reply.reason else None,
        "care": care.care_to_json(reply.care) if reply.care else None,
        "files": [str(one) for one in reply.files],
        "tender": terms.tender_to_json(reply.tender) if reply.tender else None,
        "nominees": terms.nominees_to_json(reply.nominees),
    }
    return canonical_json(body).decode()


def unpacked(draft: str) -> Reply:
    """The reply that `packed` wrote."""
    body: Mapping[str, Any] = orjson.loads(draft)
    return Reply(
        event=Event(body["event"]),
        text=body["text"],
        marks=marks_from_json(body["marks"]),
        reason=Reason(body["reason"]) if body["reason"] else None,
        care=care.care_from_json(body["care"]) if body["care"] else None,
        files=tuple(map(UUID, body.get("files", ()))),
        tender=terms.tender_from_json(body["tender"]) if body.get("tender") else None,
        nominees=terms.nominees_from_json(body["nominees"]) if body.get("nominees") else (),
    )
