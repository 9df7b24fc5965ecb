"""What follows an offer: taking it back, accepting it, confirming who comes and recording who came, and rating it afterwards."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from minassa.access import Actor, door
from minassa.base import Invalid
from minassa.liaison import faults
from minassa.liaison.acts import REQUEST_SPEAK
from minassa.liaison.requests import files
from minassa.liaison.requests.content import LONGEST_TEXT, TEXT_NEEDED
from minassa.liaison.requests.rules import Event, Side
from minassa.liaison.requests.talk import plain, say
from minassa.liaison.requests.terms import stars_of
from minassa.liaison.requests.types import Marks, Reason
from minassa.liaison.texts import text_of


def accept_offer(actor: Actor, *, id: UUID, text: str, marks: Marks) -> None:  # noqa: A002 - the word that every room uses
    """Accept the help that one agency offers; offers of others stay as they are, until they are accepted or closed too."""
    _say(actor, id, Event.ACCEPT, text, marks)


def confirm_nominees(actor: Actor, *, id: UUID, chosen: Iterable[int], text: str, marks: Marks) -> None:  # noqa: A002 - the same
    """Confirm who comes to a training, by their places in the list of nominees (from 1).

    Raises Invalid for nobody, for somebody who was not nominated, and for more than there are places, all agencies together.
    """
    _say(actor, id, Event.CONFIRM, text, marks, chosen=tuple(sorted(set(chosen))))


def record_attendance(actor: Actor, *, id: UUID, attended: Iterable[int], text: str, marks: Marks) -> None:  # noqa: A002 - the same
    """Record which of the confirmed came to a training; it may be nobody. Raises Invalid for anybody else."""
    _say(actor, id, Event.ATTEND, text, marks, chosen=tuple(sorted(set(attended))))


def rate_request(actor: Actor, *, id: UUID, stars: int, text: str, marks: Marks) -> None:  # noqa: A002 - the same
    """Rate what was done, 1 (very poor) to 5 (very good) and in words; once, after it was closed. Both sides see it, nobody else."""
    _say(actor, id, Event.RATE, text, marks, side=None, stars=stars_of(stars))


def change_rating(actor: Actor, *, id: UUID, stars: int, text: str, marks: Marks) -> None:  # noqa: A002 - the same
    """Change the own rating within thirty days of the first one; both sides go on seeing what it was. Raises Conflict later."""
    _say(actor, id, Event.RERATE, text, marks, side=None, stars=stars_of(stars))


def retract_offer(actor: Actor, *, id: UUID, reason: Reason | None, text: str, marks: Marks) -> None:  # noqa: A002 - the same
    """Take back the help that was offered, or the people who were nominated, with the reason: also after it was accepted.

    The asker is told, urgently where it had accepted. Raises Invalid without a reason, Conflict when it is over.
    """
    if reason is None:
        raise Invalid(faults.REASON)
    _say(actor, id, Event.RETRACT, text, marks, side=Side.ANSWERER, reason=reason)


def _say(  # noqa: PLR0913 - a message's parts
    actor: Actor,
    request: UUID,
    event: Event,
    text: str,
    marks: Marks,
    *,
    side: Side | None = Side.ASKER,
    **parts: Any,  # noqa: ANN401 - the parts of a message that only some have
) -> None:
    words = text_of(text, LONGEST_TEXT, needed=event in TEXT_NEEDED)
    with door(actor, REQUEST_SPEAK, subject=f"request:{request}") as opened:
        row = files.own_file(opened, request, side=side)
        opened.note(event=event.value, reason=parts["reason"].value if "reason" in parts else None)
        say(opened, row, replace(plain(row, event, words), **parts), marks)
