"""Taking in what the other side says: from another node, or from an agency of this one. Nothing that comes is believed.

A message is kept where it is addressed to an agency of this node, bears a label that fits it, belongs to a talk with
exactly its speaker, and can have been said at this point. Everything else is refused and leaves nothing behind.
"""

from typing import Final
from uuid import UUID

from minassa.access import Label, Opened, Parcel, Step, door, system_actor
from minassa.base import Invalid, Refused, new_id
from minassa.liaison import faults
from minassa.liaison.acts import REQUEST_RECEIVE
from minassa.liaison.models import Request
from minassa.liaison.requests import clock, enclosing, files, fits, notices, rules
from minassa.liaison.requests.content import Said, said_from_json
from minassa.liaison.requests.rules import AGREED, ARRIVED, Event, Side, State
from minassa.liaison.requests.talk import give_receipt

_AGREED: Final = AGREED | {State.DONE}


def receive(_opened: Opened, parcel: Parcel) -> None:
    """Take in a message from another node. Raises Invalid and Refused."""
    _receive(parcel)


def here(_opened: Opened, parcel: Parcel, _agency: UUID) -> None:
    """Take in a message for an agency of this node: its own file holds its own copy."""
    _receive(parcel)


def _receive(parcel: Parcel) -> None:
    said = said_from_json(parcel.content)
    _refuse_misaddressed(parcel, said)
    with door(system_actor("liaison"), REQUEST_RECEIVE) as opened:
        opened.note(owner=parcel.owner, event=said.event.value)
        row = _begin(opened, parcel, said) if said.event is Event.ASK else _continue(opened, parcel, said)
        opened.note(subject=f"request:{row.id}")


def _refuse_misaddressed(parcel: Parcel, said: Said) -> None:
    """The address, the label and the stream say the same. Raises Invalid."""
    fits = parcel.step is Step.MESSAGE and parcel.about == said.thread and parcel.owner != said.to
    if not fits or parcel.label.audience != frozenset({f"agency:{said.to}"}):
        raise Invalid(faults.MESSAGE_WRONG)
    _refuse_label(parcel.label)


def _refuse_label(label: Label) -> None:
    if label.tlp not in files.LEVELS:
        raise Invalid(faults.TLP)
    if not label.handling:
        raise Invalid(faults.HANDLING)
    if label.purposes or label.opens or label.closes:
        raise Invalid(faults.MESSAGE_WRONG)


def _begin(opened: Opened, parcel: Parcel, said: Said) -> Request:
    """A new file for what came; the asker hears that it is here."""
    if said.asking is None or Request.objects.filter(thread=said.thread, holder=said.to).exists():
        raise Refused(faults.NEVER_ASKED)
    received = opened.context.at
    at = clock.believed(parcel.at, after=received - clock.REPLY_WITHIN[said.asking.urgency], received=received)
    row = Request(
        id=new_id(),
        label_id=opened.intern(files.file_label(said.to, exercise=parcel.label.exercise)),
        thread=said.thread,
        holder=said.to,
        side=Side.ANSWERER.value,
        kind=said.asking.kind.value,
        partner=parcel.owner,
        state=ARRIVED.state.value,
        urgency=said.asking.urgency.value,
        purpose=said.asking.purpose,
        tlp=parcel.label.tlp.value,
        exercise=parcel.label.exercise,
        sent=at,
        due=clock.started(said.asking.urgency, at).due,
        last_at=at,
        modified=received,
    )
    row.batch = row.id
    row.save(force_insert=True)
    _keep(opened, row, parcel, said)
    notices.arrived(row)
    give_receipt(opened, row)
    return row


def _continue(opened: Opened, parcel: Parcel, said: Said) -> Request:
    row = Request.objects.select_for_update().filter(thread=said.thread, holder=said.to).first()
    if row is None:
        raise Refused(faults.NEVER_ASKED)
    if row.partner != parcel.owner:
        raise Refused(faults.NOT_A_PARTY)
    files.refuse_wider(row, parcel.label)
    standing = rules.hear(files.standing_of(row), Side(row.side), said.event, question=said.question)
    fits.refuse_unfit(row, said)
    received = opened.context.at
    at = clock.believed(parcel.at, after=row.last_at or received, received=received)
    fits.refuse_late(row, said, speaker=parcel.owner, at=at)
    was_agreed = State(row.state) in _AGREED
    if said.reason is not None:
        row.reason = said.reason.value
    files.move(row, said.event, standing, at)
    row.save()
    _keep(opened, row, parcel, said)
    notices.heard(row, said.event, was_agreed=was_agreed)
    return row


def _keep(opened: Opened, row: Request, parcel: Parcel, said: Said) -> None:
    label_id = opened.intern(parcel.label)
    files.keep_message(
        row, said, label_id=label_id, speaker=parcel.owner, at=row.last_at or parcel.at, parcel=parcel.id
    )
    enclosing.keep(row.id, said.files, parcel.label)
