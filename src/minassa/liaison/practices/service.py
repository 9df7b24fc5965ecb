"""Good practices and lessons: written by whoever works with content, released, corrected and taken back by a supervisor."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from minassa.access import (
    Actor,
    Label,
    Opened,
    Recipients,
    Shared,
    Step,
    Tlp,
    addressed,
    door,
    holders,
    recipients,
    send_shared,
)
from minassa.base import Invalid, new_id
from minassa.desk import FileChoice, FileReason, choices, follow_marks, remove_attachments, take_back_files
from minassa.liaison import faults
from minassa.liaison.acts import PRACTICE_DRAFT, PRACTICE_LIST, PRACTICE_RELEASE
from minassa.liaison.attached import send_chosen
from minassa.liaison.models import Practice, PracticeBook
from minassa.liaison.own import agency_of
from minassa.liaison.practices import content, rows
from minassa.liaison.practices.rules import PracticeState
from minassa.liaison.practices.types import Writing
from minassa.liaison.requests.files import file_label
from minassa.liaison.texts import text_of

KIND: Final = "practice"


def keep_practice(actor: Actor, *, writing: Writing, exercise: bool, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep a draft in the agency, a new one or over an old one. Gives its id. Raises Invalid for what it cannot say or bear."""
    lesson = content.checked(writing.lesson)
    with door(actor, PRACTICE_DRAFT) as opened:
        _refuse_marks(writing)
        if writing.to:
            recipients(writing.to, owner=agency_of(actor))
        row = rows.own(opened, id, PracticeState.DRAFT) if id else Practice(id=new_id(), owner=agency_of(actor))
        opened.note(subject=f"practice:{row.id}", owner=row.owner)
        row.state = PracticeState.DRAFT.value
        label_id = opened.intern(file_label(row.owner, exercise=exercise))
        rows.say(row, lesson, label_id=label_id, at=opened.context.at)
        PracticeBook.objects.filter(practice=row).delete()
        PracticeBook.objects.create(label_id=label_id, practice=row, draft=content.packed(writing))
        return row.id


def discard_practice(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw a draft away. Raises Conflict for a document that was released: it is taken back."""
    with door(actor, PRACTICE_DRAFT, subject=f"practice:{id}") as opened:
        rows.own(opened, id, PracticeState.DRAFT).delete()
        remove_attachments(f"practice:{id}")


def release_practice(actor: Actor, *, id: UUID, files: Iterable[UUID] = ()) -> None:  # noqa: A002 - the word that every room uses
    """Release a draft to the agencies and communities that it names. Needs a supervisor and a fresh factor (S07).

    Of the files about it only those named here go with it. Raises Invalid for one that cannot leave; nothing is released then.
    """
    with door(actor, PRACTICE_RELEASE, subject=f"practice:{id}") as opened:
        row = rows.own(opened, id, PracticeState.DRAFT)
        writing = content.unpacked(rows.book_of(row).draft)
        to = recipients(writing.to, owner=row.owner)
        _say(opened, row, writing, to, step=Step.SHARE)
        send_chosen(opened, _stream(row), files, to=to, under=opened.label_of(row.label_id))


def send_practice_files(actor: Actor, *, id: UUID, files: Iterable[UUID]) -> int:  # noqa: A002 - the word that every room uses
    """Let files about a document follow it, to all who have it and lack them; how many."""
    with door(actor, PRACTICE_RELEASE, subject=f"practice:{id}") as opened:
        row = rows.own(opened, id, PracticeState.RELEASED)
        to = holders(_stream(row), row.owner)
        return send_chosen(opened, _stream(row), files, to=to, under=opened.label_of(row.label_id))


def practice_files(actor: Actor, *, id: UUID) -> tuple[FileChoice, ...]:  # noqa: A002 - the word that every room uses
    """The files of the own agency about a document, each with whether it can go to those who have it, or would get the draft now."""
    with door(actor, PRACTICE_LIST, subject=f"practice:{id}") as opened:
        row = rows.found(id)
        if row.owner != actor.agency or row.state == PracticeState.WITHDRAWN.value:
            return ()
        label = opened.label_of(row.label_id)
        if row.state == PracticeState.RELEASED.value:
            return choices(opened, _stream(row), to=holders(_stream(row), row.owner), under=label)
        writing = content.unpacked(rows.book_of(row).draft)
        if not writing.to:
            return ()
        to = recipients(writing.to, owner=row.owner)
        plain = Label(row.owner, writing.tlp, handling=writing.handling, exercise=label.exercise)
        return choices(opened, _stream(row), to=to, under=addressed(plain, to))


def correct_practice(actor: Actor, *, id: UUID, writing: Writing, change: str) -> None:  # noqa: A002 - the word that every room uses
    """Let a document say something else, to all who have it; `change` says what is new. Each recipient acknowledges (R06).

    The recipients stay: who else shall have it gets a document of its own.
    """
    with door(actor, PRACTICE_RELEASE, subject=f"practice:{id}") as opened:
        row = rows.own(opened, id, PracticeState.RELEASED)
        words = text_of(change, content.LONGEST_CHANGE)
        _refuse_marks(writing)
        book = rows.book_of(row)
        kept = Writing(content.checked(writing.lesson), content.unpacked(book.draft).to, writing.tlp, writing.handling)
        book.draft = content.packed(kept)
        book.save(update_fields=["draft"])
        _say(opened, row, kept, holders(_stream(row), row.owner), step=Step.CORRECT, change=words)


def withdraw_practice(actor: Actor, *, id: UUID, change: str) -> None:  # noqa: A002 - the word that every room uses
    """Take a document back from all who have it; their copies go, and it does not come back. It stays here, marked so."""
    with door(actor, PRACTICE_RELEASE, subject=f"practice:{id}") as opened:
        row = rows.own(opened, id, PracticeState.RELEASED)
        words = text_of(change, content.LONGEST_CHANGE)
        to, label = holders(_stream(row), row.owner), opened.label_of(row.label_id)
        if to.agencies:
            take_back_files(_stream(row), to, FileReason.WITHDRAWN)
            send_shared(opened, Shared(KIND, row.id, row.owner, {}), addressed(label, to), to, Step.WITHDRAW)
        row.state, row.modified, row.change = PracticeState.WITHDRAWN.value, opened.context.at, words
        row.label_id = rows.book_of(row).label_id
        row.save()
        opened.note(step=Step.WITHDRAW.value, agencies=len(to.agencies))


def _say(  # noqa: PLR0913 - a release's parts
    opened: Opened, row: Practice, writing: Writing, to: Recipients, *, step: Step, change: str = ""
) -> None:
    exercise = opened.label_of(row.label_id).exercise
    plain = Label(row.owner, writing.tlp, handling=writing.handling, exercise=exercise)
    label = addressed(plain, to) if to.agencies else file_label(row.owner, exercise=exercise)
    row.state, row.version = PracticeState.RELEASED.value, row.version + 1
    rows.say(row, writing.lesson, label_id=opened.intern(label), at=opened.context.at, change=change)
    opened.note(version=row.version, step=step.value, agencies=len(to.agencies))
    if step is Step.CORRECT:
        follow_marks(_stream(row), label)
    if to.agencies:  # all who had it may have left the platform
        shared = Shared(KIND, row.id, row.owner, content.told_to_json(writing.lesson, change))
        send_shared(opened, shared, label, to, step)


def _refuse_marks(writing: Writing) -> None:
    if writing.tlp in {Tlp.RED, Tlp.CLEAR}:
        raise Invalid(faults.TLP)
    if not writing.handling:
        raise Invalid(faults.HANDLING)


def _stream(row: Practice) -> str:
    return f"{KIND}:{row.id}"
