"""Documents in the database: finding one, and letting it say something from now on."""

from datetime import datetime
from uuid import UUID

from minassa.access import Opened
from minassa.base import Conflict, NotFound, Refused
from minassa.liaison import faults
from minassa.liaison.models import Practice, PracticeBook
from minassa.liaison.practices.content import packed_lesson
from minassa.liaison.practices.rules import PracticeState
from minassa.liaison.practices.types import Lesson


def found(practice: UUID) -> Practice:
    """A document that this actor sees. Raises NotFound."""
    row = Practice.objects.filter(id=practice).first()
    if row is None:
        raise NotFound(faults.NO_PRACTICE)
    return row


def own(opened: Opened, practice: UUID, state: PracticeState) -> Practice:
    """A document of the actor's agency, locked, in this state. Raises NotFound, Refused, Conflict."""
    if found(practice).owner != opened.actor.agency:
        raise Refused(faults.NOT_YOUR_PRACTICE)
    row = Practice.objects.select_for_update().get(id=practice)
    if row.state != state.value:
        raise Conflict(faults.PRACTICE_OTHER_STATE)
    opened.note(owner=row.owner)
    return row


def book_of(row: Practice) -> PracticeBook:
    """The author agency's own book of a document."""
    return PracticeBook.objects.get(practice=row)


def say(row: Practice, lesson: Lesson, *, label_id: int, at: datetime, change: str = "") -> None:
    """Let a document say this from now on, under this label, also where it is searched; and save it."""
    row.content, row.kind, row.field = packed_lesson(lesson), lesson.kind.value, lesson.field.value
    row.countries = f" {' '.join(lesson.countries)} "
    row.label_id, row.modified, row.change = label_id, at, change
    row.save()
