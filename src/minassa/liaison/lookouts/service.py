"""Lookouts: written by whoever works with content, issued and renewed by a supervisor, accepted or declined by each agency."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import (
    Actor,
    Label,
    Opened,
    Parcel,
    Recipients,
    Step,
    Tlp,
    addressed,
    door,
    holders,
    next_version,
    recipients,
    release,
)
from minassa.base import Conflict, Invalid, NotFound, Refused, canonical_json, new_id, now
from minassa.desk import FileChoice, FileReason, choices, follow_marks, remove_attachments, take_back_files
from minassa.liaison import faults
from minassa.liaison.acts import LOOKOUT_DRAFT, LOOKOUT_ISSUE, LOOKOUT_LIST, LOOKOUT_REPLY, LOOKOUT_WITHDRAW
from minassa.liaison.attached import send_chosen
from minassa.liaison.lookouts import content
from minassa.liaison.lookouts.content import Word, word_to_json
from minassa.liaison.lookouts.types import LookoutState, Sought
from minassa.liaison.models import Lookout, LookoutBook, LookoutReply
from minassa.liaison.own import agency_of
from minassa.liaison.requests import care
from minassa.liaison.requests.care import Verdict
from minassa.liaison.requests.files import file_label
from minassa.liaison.requests.types import Marks, Reason
from minassa.liaison.texts import text_of

KIND: Final = "lookout"
LONGEST_REASON: Final = 1_000


def keep_lookout(actor: Actor, *, sought: Sought, exercise: bool, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep a draft in the agency, a new one or over an old one. Gives its id. Raises Invalid for what could not be issued."""
    with door(actor, LOOKOUT_DRAFT) as opened:
        whole = _checked(actor, sought, opened.context.at)
        row = _own(opened, id, LookoutState.DRAFT) if id else Lookout(id=new_id(), owner=agency_of(actor))
        row.state, row.kind, row.title = LookoutState.DRAFT.value, whole.kind.value, whole.title
        row.content, row.expires, row.modified = "{}", whole.expires, now()
        row.label_id = opened.intern(file_label(row.owner, exercise=exercise))
        row.save()
        opened.note(subject=f"lookout:{row.id}", owner=row.owner, kind=row.kind)
        LookoutBook.objects.filter(lookout=row).delete()
        LookoutBook.objects.create(label_id=row.label_id, lookout=row, draft=_text(whole), author=actor.user_id)
        return row.id


def discard_lookout(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw a draft away. Raises Conflict for a lookout that was issued: it is withdrawn."""
    with door(actor, LOOKOUT_DRAFT, subject=f"lookout:{id}") as opened:
        _own(opened, id, LookoutState.DRAFT).delete()
        remove_attachments(_stream(id))


def issue_lookout(actor: Actor, *, id: UUID, files: Iterable[UUID] = ()) -> None:  # noqa: A002 - the word that every room uses
    """Send a draft to the agencies that it names. Needs a supervisor and a fresh factor (S07).

    The human-rights answers pass the same gate as a request's (R13): a real risk bars, and where a second person must agree,
    whoever issues it is not who wrote it. Of the files about it only those named here go with it; raises Invalid for one that
    cannot leave, and nothing is issued then.
    """
    with door(actor, LOOKOUT_ISSUE, subject=f"lookout:{id}") as opened:
        row = _own(opened, id, LookoutState.DRAFT)
        book = LookoutBook.objects.get(lookout=row)
        sought = _checked(actor, content.unpacked(orjson.loads(book.draft)), opened.context.at)
        _pass_gate(actor, sought, book)
        to = recipients(sought.to, owner=row.owner)
        _say(opened, row, sought, to, Step.SHARE)
        send_chosen(opened, _stream(row.id), files, to=to, under=opened.label_of(row.label_id))


def send_lookout_files(actor: Actor, *, id: UUID, files: Iterable[UUID]) -> int:  # noqa: A002 - the word that every room uses
    """Let files about a lookout follow it, to all who have it and lack them; how many."""
    with door(actor, LOOKOUT_ISSUE, subject=f"lookout:{id}") as opened:
        row = _own(opened, id, LookoutState.ACTIVE)
        to = holders(_stream(row.id), row.owner)
        return send_chosen(opened, _stream(row.id), files, to=to, under=opened.label_of(row.label_id))


def lookout_files(actor: Actor, *, id: UUID) -> tuple[FileChoice, ...]:  # noqa: A002 - the word that every room uses
    """The files of the own agency about a lookout, each with whether it can go to those who have it, or would get the draft now."""
    with door(actor, LOOKOUT_LIST, subject=f"lookout:{id}") as opened:
        row = found(id)
        if row.owner != actor.agency or row.state == LookoutState.WITHDRAWN.value:
            return ()
        label = opened.label_of(row.label_id)
        if row.state == LookoutState.ACTIVE.value:
            return choices(opened, _stream(row.id), to=holders(_stream(row.id), row.owner), under=label)
        sought = content.unpacked(orjson.loads(LookoutBook.objects.get(lookout=row).draft))
        to = recipients(sought.to, owner=row.owner)
        plain = Label(row.owner, sought.tlp, handling=sought.handling, exercise=label.exercise)
        return choices(opened, _stream(row.id), to=to, under=addressed(plain, to))


def renew_lookout(actor: Actor, *, id: UUID, until: datetime, reason: str) -> None:  # noqa: A002 - the word that every room uses
    """Let a lookout live longer, for a stated reason; at most a year from now."""
    words = text_of(reason, LONGEST_REASON)
    with door(actor, LOOKOUT_ISSUE, subject=f"lookout:{id}") as opened:
        row = _own(opened, id, LookoutState.ACTIVE)
        content.refuse_life(until, opened.context.at)
        book = LookoutBook.objects.get(lookout=row)
        sought = replace(content.unpacked(orjson.loads(book.draft)), expires=until)
        book.draft, book.renewed = _text(sought), words
        book.save(update_fields=["draft", "renewed"])
        _say(opened, row, sought, holders(_stream(row.id), row.owner), Step.CORRECT)


def withdraw_lookout(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Take a lookout away from everybody at once; nothing meets it any more."""
    with door(actor, LOOKOUT_WITHDRAW, subject=f"lookout:{id}") as opened:
        row = _own(opened, id, LookoutState.ACTIVE)
        label, gone = opened.label_of(row.label_id), holders(_stream(row.id), row.owner)
        if gone.agencies:
            take_back_files(_stream(row.id), gone, FileReason.WITHDRAWN)
            _release(opened, row, Step.WITHDRAW, label=addressed(label, gone), body={}, to=gone)
        row.state, row.modified = LookoutState.WITHDRAWN.value, opened.context.at
        row.label_id = opened.intern(file_label(row.owner, exercise=label.exercise))
        row.save()


def accept_lookout(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Accept for the own agency: from now on a check that meets it tells its owner."""
    _reply(actor, id, Word("accept"))


def decline_lookout(actor: Actor, *, id: UUID, reason: Reason) -> None:  # noqa: A002 - the word that every room uses
    """Decline, or stop looking out, with a reason; an ordinary outcome."""
    _reply(actor, id, Word("decline", reason))


def _reply(actor: Actor, lookout: UUID, word: Word) -> None:
    with door(actor, LOOKOUT_REPLY, subject=f"lookout:{lookout}") as opened:
        row, agency, at = found(lookout), agency_of(actor), opened.context.at
        if row.owner == agency:
            raise Refused(faults.OWN_LOOKOUT)
        if row.state != LookoutState.ACTIVE.value or row.expires <= at:
            raise Conflict(faults.LOOKOUT_OVER)
        opened.note(owner=row.owner, event=word.event)
        exercise = opened.label_of(row.label_id).exercise
        label_id = opened.intern(file_label(agency, exercise=exercise))
        keep_reply(row, label_id=label_id, holder=agency, agency=agency, word=word, at=at)
        say_to_owner(opened, row, agency, word, exercise=exercise)


def keep_reply(  # noqa: PLR0913 - a reply's parts
    row: Lookout, *, label_id: int, holder: UUID, agency: UUID, word: Word, at: datetime
) -> None:
    """Keep what an agency said, over what it said before, in one side's books."""
    LookoutReply.objects.filter(lookout=row, holder=holder, agency=agency).delete()
    LookoutReply.objects.create(
        label_id=label_id,
        lookout=row,
        holder=holder,
        agency=agency,
        accepted=word.event == "accept",
        reason=word.reason.value if word.reason else "",
        at=at,
    )


def say_to_owner(opened: Opened, row: Lookout, agency: UUID, word: Word, *, exercise: bool) -> None:
    """Tell the owner what an agency says, for the owner's people alone."""
    label = Label(agency, Tlp.AMBER_STRICT, frozenset({f"agency:{row.owner}"}), Marks().handling, exercise=exercise)
    parcel = Parcel(
        id=new_id(),
        kind=KIND,
        stream=_stream(row.id),
        version=next_version(_stream(row.id), agency),
        step=Step.MESSAGE,
        owner=agency,
        label=label,
        content=word_to_json(word),
        at=opened.context.at,
    )
    release(opened, parcel, to=label.audience)


def _say(opened: Opened, row: Lookout, sought: Sought, to: Recipients, step: Step) -> None:
    exercise = opened.label_of(row.label_id).exercise
    label = addressed(Label(row.owner, sought.tlp, handling=sought.handling, exercise=exercise), to)
    body = content.sought_to_json(sought)
    row.version = next_version(_stream(row.id), row.owner)
    row.state, row.content = LookoutState.ACTIVE.value, canonical_json(body).decode()
    row.expires, row.modified, row.label_id = sought.expires, opened.context.at, opened.intern(label)
    row.save()
    if step is Step.CORRECT:
        follow_marks(_stream(row.id), label)
    opened.note(owner=row.owner, version=row.version, agencies=len(to.agencies))
    _release(opened, row, step, label=label, body=body, to=to)


def _release(  # noqa: PLR0913 - a parcel's parts
    opened: Opened, row: Lookout, step: Step, *, label: Label, body: dict[str, Any], to: Recipients
) -> None:
    parcel = Parcel(
        id=new_id(),
        kind=KIND,
        stream=_stream(row.id),
        version=next_version(_stream(row.id), row.owner),
        step=step,
        owner=row.owner,
        label=label,
        content=body,
        at=opened.context.at,
    )
    release(opened, parcel, to=to)


def _pass_gate(actor: Actor, sought: Sought, book: LookoutBook) -> None:
    if sought.care is None:
        raise Invalid(faults.CARE_MISSING)
    verdict = care.weigh(sought.care)
    if verdict is Verdict.BARRED:
        raise Refused(faults.BARRED)
    if verdict is Verdict.SECOND_PERSON and book.author == actor.user_id:
        raise Refused(faults.SECOND_PERSON)


def _checked(actor: Actor, sought: Sought, at: datetime) -> Sought:
    """A lookout as it can be issued. Raises Invalid."""
    if sought.tlp in {Tlp.RED, Tlp.CLEAR}:
        raise Invalid(faults.TLP)
    if not sought.handling:
        raise Invalid(faults.HANDLING)
    if not all(one.startswith("agency:") for one in sought.to):
        raise Invalid(faults.RECIPIENTS)
    content.refuse_life(sought.expires, at)
    recipients(sought.to, owner=agency_of(actor))
    if sought.care is not None:
        care.weigh(sought.care)
    return content.trimmed(sought)


def found(lookout: UUID) -> Lookout:
    """A lookout that this actor sees. Raises NotFound."""
    row = Lookout.objects.filter(id=lookout).first()
    if row is None:
        raise NotFound(faults.NO_LOOKOUT)
    return row


def _own(opened: Opened, lookout: UUID, state: LookoutState) -> Lookout:
    if found(lookout).owner != opened.actor.agency:
        raise Refused(faults.NOT_YOUR_LOOKOUT)
    row = Lookout.objects.select_for_update().get(id=lookout)
    if row.state != state.value:
        raise Conflict(faults.LOOKOUT_OVER)
    opened.note(owner=row.owner)
    return row


def _text(sought: Sought) -> str:
    return canonical_json(content.packed(sought)).decode()


def _stream(lookout: UUID) -> str:
    return f"{KIND}:{lookout}"
