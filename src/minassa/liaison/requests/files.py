"""A side's file of a request in the database: finding it, moving it, and keeping what was said in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from minassa.access import Handling, Label, Opened, Tlp
from minassa.base import Invalid, NotFound, Refused, canonical_json
from minassa.liaison import faults
from minassa.liaison.models import Request, RequestMessage
from minassa.liaison.own import agency_of
from minassa.liaison.requests import clock, rules
from minassa.liaison.requests.content import Said, said_to_json
from minassa.liaison.requests.rules import Event, RequestKind, Side, Standing, State
from minassa.liaison.requests.types import Marks

LEVELS: Final = (Tlp.AMBER_STRICT, Tlp.AMBER, Tlp.GREEN)
"""Between two agencies: RED names persons, CLEAR is for everybody."""


_APART: Final = frozenset({"title", "text", "thread", "to", "event", "files"})
"""What a message's details do not hold: it has columns of its own, and files lie on the shelf."""


def file_label(agency: UUID, *, exercise: bool) -> Label:
    """The label of a file and of its notes: the agency's own people alone."""
    return Label(agency, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=exercise)


def message_label(speaker: UUID, to: UUID, marks: Marks, *, exercise: bool) -> Label:
    """The label of what one side says to the other. Raises Invalid for marks that do not fit."""
    if marks.tlp not in LEVELS:
        raise Invalid(faults.TLP)
    if not marks.handling:
        raise Invalid(faults.HANDLING)
    return Label(speaker, marks.tlp, frozenset({f"agency:{to}"}), marks.handling, exercise=exercise)


def refuse_wider(file: Request, label: Label) -> None:
    """A talk is nowhere wider than its request. Raises Invalid for a message that would be, or that mixes in an exercise."""
    if label.tlp.width > Tlp(file.tlp).width or label.exercise != file.exercise:
        raise Invalid(faults.TOO_WIDE)


def own_file(opened: Opened, request: UUID, *, side: Side | None = None) -> Request:
    """The agency's own file, locked for this transaction. Raises NotFound, Refused for the other side's part."""
    row = Request.objects.select_for_update().filter(id=request, holder=agency_of(opened.actor)).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    opened.note(subject=f"request:{row.id}", owner=row.holder)
    if side is not None and row.side != side.value:
        raise Refused(faults.OUT_OF_TURN)
    return row


def standing_of(row: Request) -> Standing:
    """Where the request stands for the file's side."""
    rated = frozenset(map(Side, row.rated.split()))
    return Standing(State(row.state), row.questions, RequestKind(row.kind), rated)


def move(row: Request, event: Event, standing: Standing, at: datetime) -> None:
    """Put a file where an event has brought it, with its clock. Not saved yet."""
    _turn_clock(row, event, at)
    row.state, row.questions = standing.state.value, standing.questions
    row.rated = " ".join(sorted(standing.rated))
    row.last_at = row.modified = at
    if event in rules.ANSWERS or event is Event.RETRACT:
        row.outcome = event.value
        row.replied = row.replied or at
    if standing.state in rules.OVER and row.over is None:
        row.over = at


def _turn_clock(row: Request, event: Event, at: datetime) -> None:
    if row.due is None:
        return
    turned = clock.Clock(row.due, row.stopped)
    if event is Event.QUESTION:
        turned = clock.stop(turned, at)
    elif event is Event.CLARIFY:
        turned = clock.go_on(turned, at)
        row.told = ""
    row.due, row.stopped = turned.due, turned.stopped


def keep_message(  # noqa: PLR0913 - a message's parts
    row: Request, said: Said, *, label_id: int, speaker: UUID, at: datetime, parcel: UUID, author: UUID | None = None
) -> RequestMessage:
    """Keep what was said in a file, under the label that its speaker gave it."""
    body = said_to_json(said)
    asking = said.asking
    kept: Mapping[str, Any] = {key: body[key] for key in body if key not in _APART}
    if names := [*(one.name for one in said.files), *(one.name for one in said.enclosed)]:
        kept = {**kept, "files": names}
    return RequestMessage.objects.create(
        request=row,
        label_id=label_id,
        parcel=parcel,
        speaker=speaker,
        author=author,
        event=said.event.value,
        title=asking.title if asking else "",
        text=asking.text if asking else said.text,
        details=canonical_json(kept).decode(),
        at=at,
    )
