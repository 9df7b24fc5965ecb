"""Alerts: written by whoever works with content, issued, updated and stood down by a supervisor, acknowledged by each agency."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from minassa.access import (
    Actor,
    ActorKind,
    Label,
    Opened,
    Parcel,
    Recipients,
    Step,
    Tlp,
    acknowledge,
    addressed,
    door,
    holders,
    list_received,
    next_version,
    recipients,
    release,
)
from minassa.base import Conflict, Invalid, NotFound, Refused, new_id, now
from minassa.desk import FileChoice, acknowledge_about, choices, follow_marks, remove_attachments
from minassa.liaison import faults
from minassa.liaison.acts import ALERT_ACKNOWLEDGE, ALERT_DRAFT, ALERT_ISSUE, ALERT_READ
from minassa.liaison.alerts import content, rows
from minassa.liaison.alerts.content import Told
from minassa.liaison.alerts.rules import ACKNOWLEDGE_WITHIN, STAND_DOWN_WITHIN, AlertState
from minassa.liaison.alerts.types import Alerting, Growth
from minassa.liaison.attached import send_chosen
from minassa.liaison.models import Alert, AlertBook
from minassa.liaison.own import agency_of
from minassa.liaison.requests.files import file_label
from minassa.liaison.texts import line_of, text_of
from minassa.records import read_record

KIND: Final = "alert"


def keep_alert(actor: Actor, *, alerting: Alerting, exercise: bool, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep a draft in the agency, a new one or over an old one. Gives its id. Raises Invalid for what could not be issued."""
    with door(actor, ALERT_DRAFT) as opened:
        whole = _checked(actor, alerting)
        label_id = opened.intern(file_label(agency_of(actor), exercise=exercise))
        row = _draft(opened, id) if id else Alert(id=new_id(), owner=agency_of(actor), state=AlertState.DRAFT.value)
        row.label_id, row.gravity, row.title, row.text = label_id, whole.gravity.value, whole.title, whole.text
        row.modified = now()
        row.save()
        opened.note(subject=f"alert:{row.id}", owner=row.owner, gravity=row.gravity)
        AlertBook.objects.filter(alert=row).delete()
        AlertBook.objects.create(label_id=label_id, alert=row, draft=content.packed(whole), author=actor.user_id)
        return row.id


def discard_alert(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw a draft away. Raises Conflict for an alert that was issued: it is stood down."""
    with door(actor, ALERT_DRAFT, subject=f"alert:{id}") as opened:
        _draft(opened, id).delete()
        remove_attachments(f"alert:{id}")


def issue_alert(actor: Actor, *, id: UUID, files: Iterable[UUID] = ()) -> None:  # noqa: A002 - the word that every room uses
    """Send a draft to the agencies and communities that it names. Needs a supervisor and a fresh factor (S07).

    Of the files about it only those named here go with it. Raises Invalid for one that cannot leave; nothing is issued then.
    """
    with door(actor, ALERT_ISSUE, subject=f"alert:{id}") as opened:
        row = _draft(opened, id)
        alerting = _checked(actor, content.unpacked(_book(row).draft))
        to = recipients(alerting.to, owner=row.owner)
        _say(opened, row, _Saying(alerting), new=to)
        send_chosen(opened, f"alert:{row.id}", files, to=to, under=opened.label_of(row.label_id))


def send_alert_files(actor: Actor, *, id: UUID, files: Iterable[UUID]) -> int:  # noqa: A002 - the word that every room uses
    """Let files about an alert follow it, to all who have it and lack them; how many."""
    with door(actor, ALERT_ISSUE, subject=f"alert:{id}") as opened:
        row = _active(opened, id)
        to = holders(_stream(row.id), row.owner)
        return send_chosen(opened, f"alert:{row.id}", files, to=to, under=opened.label_of(row.label_id))


def alert_files(actor: Actor, *, id: UUID) -> tuple[FileChoice, ...]:  # noqa: A002 - the word that every room uses
    """The files of the own agency about an alert, each with whether it can go to those who have the alert, or would get the draft now."""
    with door(actor, ALERT_READ, subject=f"alert:{id}") as opened:
        row = found(id)
        opened.note(owner=row.owner)
        if row.owner != actor.agency:
            return ()
        label = opened.label_of(row.label_id)
        if row.state == AlertState.DRAFT.value:
            alerting = content.unpacked(_book(row).draft)
            to = recipients(alerting.to, owner=row.owner)
            label = addressed(Label(row.owner, alerting.tlp, handling=alerting.handling, exercise=label.exercise), to)
        else:
            to = holders(_stream(row.id), row.owner)
        return choices(opened, f"alert:{row.id}", to=to, under=label)


def update_alert(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    alerting: Alerting,
    change: str,
    growth: Growth | None = None,
) -> None:
    """Let an alert say something else, to all who have it; `change` says what is new. Each acknowledges anew.

    With `growth` it also goes to further agencies, as a whole with what it said before. Those who have it keep it.
    """
    with door(actor, ALERT_ISSUE, subject=f"alert:{id}") as opened:
        row = _active(opened, id)
        words = text_of(change, content.LONGEST_CHANGE)
        book = _book(row)
        further = growth.to if growth else ()
        whole = _checked(
            actor, replace(alerting, to=tuple(dict.fromkeys((*content.unpacked(book.draft).to, *further))))
        )
        book.draft = content.packed(whole)
        book.save(update_fields=["draft"])
        _say(opened, row, _Saying(whole, change=words), new=_further(row, growth), growth=growth)


def _further(row: Alert, growth: Growth | None) -> Recipients | None:
    """The agencies of a growth that do not have the alert yet; None for none. Raises Invalid for unknown ones."""
    if growth is None or not growth.to:
        return None
    having = holders(_stream(row.id), row.owner).agencies
    named = recipients(growth.to, owner=row.owner).through
    through = {agency: community for agency, community in named.items() if agency not in having}
    return Recipients(through) if through else None


def stand_down_alert(actor: Actor, *, id: UUID, change: str) -> None:  # noqa: A002 - the word that every room uses
    """End an alert for all who have it; `change` says why. It stays readable and is not updated any more."""
    with door(actor, ALERT_ISSUE, subject=f"alert:{id}") as opened:
        row = _active(opened, id)
        words = text_of(change, content.LONGEST_CHANGE)
        _say(opened, row, _Saying(content.unpacked(_book(row).draft), words, AlertState.STOOD_DOWN))


def acknowledge_alert(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Acknowledge for the own agency that an alert, as it is now, was read. Raises Conflict where nothing is owed."""
    with door(actor, ALERT_ACKNOWLEDGE, subject=f"alert:{id}") as opened:
        row = found(id)
        waiting = [one for one in list_received(actor, stream=_stream(row.id)) if one.waits]
        if not waiting:
            raise Conflict(faults.NOTHING_OWED)
        for one in waiting:
            acknowledge(actor, arrival=one.id)
        opened.note(owner=row.owner, version=row.version)
        if actor.kind is ActorKind.USER:  # a program has no inbox
            acknowledge_about(actor, about=f"alert:{row.id}")


@dataclass(frozen=True, slots=True)
class _Saying:
    """One version of an alert as it is about to be said."""

    alerting: Alerting
    change: str = ""
    state: AlertState = AlertState.ACTIVE

    def due(self, at: datetime) -> datetime:
        """By when it is acknowledged."""
        is_over = self.state is AlertState.STOOD_DOWN
        return at + (STAND_DOWN_WITHIN if is_over else ACKNOWLEDGE_WITHIN[self.alerting.gravity])


def _say(
    opened: Opened, row: Alert, saying: _Saying, *, new: Recipients | None = None, growth: Growth | None = None
) -> None:
    """Put a version of an alert into its row, and release it to those who have it and to those who get it now."""
    version = next_version(_stream(row.id), row.owner)  # it holds the stream: who has it stays the same until the end
    having, exercise = holders(_stream(row.id), row.owner), opened.label_of(row.label_id).exercise
    everybody = Recipients({**having.through, **(new.through if new else {})})
    alerting = saying.alerting
    plain = Label(row.owner, alerting.tlp, handling=alerting.handling, exercise=exercise)
    label = addressed(plain, everybody)
    if not everybody.agencies:  # nobody has it any more; an empty audience of TLP:GREEN would be for everybody
        label = replace(plain, audience=frozenset({f"agency:{row.owner}"}))
    history = rows.history_of(row)[-content.MOST_PAST :]
    told = _told(
        opened.actor, row, saying, everybody, told_of=_told_of(row, everybody, new, growth), at=opened.context.at
    )
    rows.put(row, told, label_id=opened.intern(label), at=opened.context.at)
    if having.agencies:
        follow_marks(f"alert:{row.id}", label)
    if new:
        rows.widen_versions(opened, row, new.tokens)
    opened.note(owner=row.owner, version=told.number, gravity=row.gravity, agencies=len(everybody.agencies))
    if new:
        opened.note(new=len(new.agencies))
    sent = [(told, one, Step.CORRECT) for one in _in_groups(having, told.recipients)]
    whole = replace(told, history=history)
    sent += [(whole, one, Step.SHARE) for one in _in_groups(new, told.recipients)]
    for place, (says, to, step) in enumerate(sent):
        _send(opened, row, says, addressed(plain, to), to, step, version + place)


def _in_groups(to: Recipients | None, told_of: tuple[UUID, ...]) -> list[Recipients]:
    """Those of whom all are told together; each other one alone, so that no label tells of it."""
    through = to.through if to else {}
    known = {agency: community for agency, community in through.items() if agency in told_of}
    alone = [{agency: community} for agency, community in sorted(through.items()) if agency not in known]
    return [Recipients(one) for one in (known, *alone) if one]


def _send(  # noqa: PLR0913, PLR0917 - a parcel's parts
    opened: Opened, row: Alert, told: Told, label: Label, to: Recipients, step: Step, version: int
) -> None:
    """Release one version to these agencies; its label names them alone: of others its content tells."""
    parcel = Parcel(
        id=new_id(),
        kind=KIND,
        stream=_stream(row.id),
        version=version,
        step=step,
        owner=row.owner,
        label=label,
        content=content.told_to_json(told),
        at=opened.context.at,
    )
    release(opened, parcel, to=to)


def _told_of(row: Alert, everybody: Recipients, new: Recipients | None, growth: Growth | None) -> tuple[UUID, ...]:
    """The agencies of which recipients are told: all from the first version, later ones where the owner has them told."""
    if not row.version:
        return tuple(sorted(everybody.agencies, key=str))
    known = set(rows.recipients_of(row)) & everybody.agencies
    if new and growth and growth.announced:
        known |= new.agencies
    return tuple(sorted(known, key=str))


def _told(  # noqa: PLR0913 - an alert's parts
    actor: Actor, row: Alert, saying: _Saying, to: Recipients, *, told_of: tuple[UUID, ...], at: datetime
) -> Told:
    alerting = saying.alerting
    return Told(
        number=row.version + 1,
        title=alerting.title,
        text=alerting.text,
        gravity=alerting.gravity,
        state=saying.state,
        countries=alerting.countries,
        valid_until=alerting.valid_until,
        records=tuple(one for one in alerting.records if _is_seen_by_all(actor, one, to)),
        change=saying.change,
        due=saying.due(at),
        recipients=told_of,
    )


def _is_seen_by_all(actor: Actor, record: UUID, to: Recipients) -> bool:
    """Whether every recipient may see this record: nobody learns the number of one that they may not."""
    try:
        label = read_record(actor, id=record).label
    except (NotFound, Refused):
        return False
    if label.purposes or label.opens or label.closes or label.tlp is Tlp.RED or label.owner != actor.agency:
        return False
    is_for_all = label.tlp in {Tlp.CLEAR, Tlp.GREEN} and not label.audience
    return is_for_all or to.tokens <= label.audience


def _stream(alert: UUID) -> str:
    return f"{KIND}:{alert}"


def found(alert: UUID) -> Alert:
    """An alert that this actor sees. Raises NotFound."""
    row = Alert.objects.filter(id=alert).first()
    if row is None:
        raise NotFound(faults.NO_ALERT)
    return row


def _own(opened: Opened, alert: UUID, state: AlertState) -> Alert:
    if found(alert).owner != opened.actor.agency:
        raise Refused(faults.NOT_YOUR_ALERT)
    row = Alert.objects.select_for_update().get(id=alert)
    if row.state != state.value:
        raise Conflict(faults.ALERT_OVER)
    opened.note(owner=row.owner)
    return row


def _draft(opened: Opened, alert: UUID) -> Alert:
    return _own(opened, alert, AlertState.DRAFT)


def _active(opened: Opened, alert: UUID) -> Alert:
    return _own(opened, alert, AlertState.ACTIVE)


def _book(row: Alert) -> AlertBook:
    return AlertBook.objects.get(alert=row)


def _checked(actor: Actor, alerting: Alerting) -> Alerting:
    """An alert as it can be issued, its texts trimmed. Raises Invalid."""
    if alerting.tlp is Tlp.RED:
        raise Invalid(faults.ALERT_TLP)
    if not alerting.handling:
        raise Invalid(faults.HANDLING)
    if alerting.valid_until is not None and alerting.valid_until <= now():
        raise Invalid(faults.VALID_UNTIL)
    if len(alerting.records) > content.MOST_RECORDS:
        raise Invalid(faults.TOO_MANY_RECORDS, limit=content.MOST_RECORDS)
    recipients(alerting.to, owner=agency_of(actor))
    return replace(
        alerting,
        title=line_of(alerting.title, content.LONGEST_TITLE),
        text=text_of(alerting.text, content.LONGEST_TEXT),
        countries=content.countries_of(alerting.countries),
    )
