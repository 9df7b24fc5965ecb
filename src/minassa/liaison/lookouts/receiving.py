"""Taking in lookouts of other agencies, and what agencies say about ours. Only who was asked answers."""

from uuid import UUID

from minassa.access import (
    Opened,
    Parcel,
    Step,
    Tlp,
    addressed_here,
    door,
    holders,
    system_actor,
)
from minassa.base import Conflict, Invalid, Refused, canonical_json
from minassa.desk import remove_attachments
from minassa.liaison import faults
from minassa.liaison.acts import LOOKOUT_RECEIVE
from minassa.liaison.addressed import bearable, taken_out
from minassa.liaison.lookouts import notices
from minassa.liaison.lookouts.content import (
    LONGEST_LIFE,
    TOLD_EVERY,
    sought_from_json,
    sought_to_json,
    word_from_json,
)
from minassa.liaison.lookouts.service import keep_reply
from minassa.liaison.lookouts.types import LookoutState
from minassa.liaison.models import Lookout, LookoutMeeting
from minassa.liaison.requests.files import file_label


def receive(_opened: Opened, parcel: Parcel) -> None:
    """Take in a lookout, its renewal, its withdrawal, or an answer to ours."""
    with door(system_actor("liaison"), LOOKOUT_RECEIVE, subject=f"lookout:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, step=parcel.step.value, version=parcel.version)
        if parcel.step is Step.MESSAGE:
            _hear(opened, parcel)
        elif parcel.step is Step.WITHDRAW:
            _take_away(opened, parcel)
        else:
            _take_in(opened, parcel)


def here(_opened: Opened, parcel: Parcel, agency: UUID) -> None:
    """Tell an agency of this node: of a lookout whose row is here already, or of an answer to its own."""
    if parcel.step is Step.WITHDRAW:
        return
    with door(system_actor("liaison"), LOOKOUT_RECEIVE, subject=f"lookout:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, step=parcel.step.value)
        if parcel.step is Step.MESSAGE:
            _hear(opened, parcel)
        else:
            notices.arrived(Lookout.objects.get(id=parcel.about), agency)


def _take_in(opened: Opened, parcel: Parcel) -> None:
    if not parcel.label.audience:
        raise Invalid(faults.TLP)
    label = bearable(parcel.label, without=frozenset({Tlp.RED, Tlp.CLEAR}), fault=faults.TLP)
    row = Lookout.objects.select_for_update().filter(id=parcel.about).first()
    if row is not None and (row.owner != parcel.owner or row.state != LookoutState.ACTIVE.value):
        raise Refused(faults.LOOKOUT_UNKNOWN)
    if (row is None) is not (parcel.step is Step.SHARE):
        raise Refused(faults.LOOKOUT_UNKNOWN)
    if row is not None and opened.label_of(row.label_id).exercise != label.exercise:
        raise Invalid(faults.TOO_WIDE)
    sought = sought_from_json(parcel.content)
    if sought.care is None:
        raise Invalid(faults.CARE_MISSING)
    row = row or Lookout(id=parcel.about, owner=parcel.owner)
    row.version, row.state, row.kind, row.title = (
        parcel.version,
        LookoutState.ACTIVE.value,
        sought.kind.value,
        sought.title,
    )
    row.content = canonical_json(sought_to_json(sought)).decode()
    row.expires = min(sought.expires, opened.context.at + LONGEST_LIFE)
    row.label_id, row.modified = opened.intern(label), opened.context.at
    row.save()
    for agency in sorted(addressed_here(label)):
        notices.arrived(row, agency)


def _take_away(opened: Opened, parcel: Parcel) -> None:
    row = Lookout.objects.select_for_update().filter(id=parcel.about, owner=parcel.owner).first()
    if row is None:
        raise Refused(faults.LOOKOUT_UNKNOWN)
    gone = frozenset(f"agency:{one}" for one in addressed_here(parcel.label))
    if not taken_out(opened, row, gone):
        row.delete()
        remove_attachments(parcel.stream)


def _hear(opened: Opened, parcel: Parcel) -> None:
    """What an agency says about a lookout of this node: only who has it, and only to its owner."""
    row = Lookout.objects.filter(id=parcel.about).first()
    word = word_from_json(parcel.content)
    if row is None or parcel.label.audience != frozenset({f"agency:{row.owner}"}):
        raise Refused(faults.LOOKOUT_UNKNOWN)
    if parcel.owner not in holders(parcel.stream, row.owner).agencies:
        raise Refused(faults.NOT_ASKED)
    if row.state != LookoutState.ACTIVE.value:
        raise Conflict(faults.LOOKOUT_OVER)
    exercise = opened.label_of(row.label_id).exercise
    if parcel.label.tlp is not Tlp.AMBER_STRICT or parcel.label.exercise != exercise:
        raise Invalid(faults.TOO_WIDE)
    label_id = opened.intern(file_label(row.owner, exercise=exercise))
    at = opened.context.at
    if word.event != "met":
        keep_reply(row, label_id=label_id, holder=row.owner, agency=parcel.owner, word=word, at=at)
        notices.answered(row, parcel.owner)
        return
    told = LookoutMeeting.objects.filter(lookout=row, holder=row.owner, agency=parcel.owner, at__gt=at - TOLD_EVERY)
    if told.exists():  # a node that says it more often than ours would only makes noise
        return
    LookoutMeeting.objects.create(
        label_id=label_id,
        lookout=row,
        holder=row.owner,
        agency=parcel.owner,
        at=at,
        score=word.score,
        exact=word.exact,
    )
    notices.met(row, parcel.owner)
