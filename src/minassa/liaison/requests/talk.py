"""Saying something in a request: into the own file, and to the other side as a parcel, in one transaction."""

import hashlib
from typing import Final
from uuid import UUID

from minassa.access import Act, Opened, Parcel, Step, Tlp, door, release
from minassa.base import Invalid, Refused, new_id, now
from minassa.liaison import faults
from minassa.liaison.models import Request
from minassa.liaison.requests import care, files, fits, rules
from minassa.liaison.requests.care import Care, Verdict
from minassa.liaison.requests.content import Said, said_to_json
from minassa.liaison.requests.rules import Event, Side
from minassa.liaison.requests.types import Marks

KIND: Final = "request"


def say(opened: Opened, row: Request, said: Said, marks: Marks) -> None:
    """Say something as the file's side. Raises Conflict out of turn, Invalid for marks wider than the request's and what does not fit it."""
    standing = rules.speak(files.standing_of(row), Side(row.side), said.event)
    at = now()
    fits.refuse_unfit(row, said)
    fits.refuse_late(row, said, speaker=row.holder, at=at)
    if said.reason is not None:
        row.reason = said.reason.value
    files.move(row, said.event, standing, at)
    _tell(opened, row, said, marks)


def give_receipt(opened: Opened, row: Request) -> None:
    """Tell the asker that the request is here; the answerer's file stands at "received" already."""
    _tell(opened, row, plain(row, Event.RECEIPT), marks_of(row))


def _tell(opened: Opened, row: Request, said: Said, marks: Marks) -> None:
    """Save the file with the message, and release it to the other side."""
    label = files.message_label(row.holder, said.to, marks, exercise=row.exercise)
    files.refuse_wider(row, label)
    label_id, at = opened.intern(label), row.last_at or now()
    row.spoken += 1
    row.save()
    parcel = Parcel(
        id=new_id(),
        kind=KIND,
        stream=f"{KIND}:{row.thread}",
        version=row.spoken,
        step=Step.MESSAGE,
        owner=row.holder,
        label=label,
        content=said_to_json(said),
        at=at,
    )
    author = opened.actor.user_id
    files.keep_message(row, said, label_id=label_id, speaker=row.holder, at=at, parcel=parcel.id, author=author)
    # Last: an agency of this node hears it at once, and what it says back changes this file.
    release(opened, parcel, to=label.audience)


def plain(row: Request, event: Event, text: str = "", *, question: int = 0) -> Said:
    """A message that has words at most."""
    if row.partner is None:
        raise Refused(faults.OUT_OF_TURN)
    return Said(event, row.thread, row.partner, text=text, question=question)


def marks_of(row: Request) -> Marks:
    """The marks of what has no content of its own, such as a receipt: those of the request."""
    return Marks(Tlp(row.tlp))


def pass_gate(opened: Opened, given: Care | None, act: Act, *, digest: str, approval: UUID | None) -> None:
    """Let through what the human-rights answers allow (R13). Raises Invalid unanswered, Refused barred or without approval."""
    if given is None:
        raise Invalid(faults.CARE_MISSING)
    verdict = care.weigh(given)
    if verdict is Verdict.BARRED:
        raise Refused(faults.BARRED)
    if verdict is Verdict.SECOND_PERSON:
        with door(opened.actor, act, subject=opened.subject, approval=approval) as risky:
            if dict(risky.granted or {}) != {"digest": digest}:
                raise Refused(faults.OTHER_THAN_GRANTED)


def digest_of(body: str) -> str:
    """What a second person agreed to, exactly (SHA-256 of the canonical JSON)."""
    return hashlib.sha256(body.encode()).hexdigest()
