"""Good practices and lessons learned: those that one may see, and drafts of one's own agency. A person releases them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import liaison
from minassa.access import Handling, Tlp, act_named
from minassa.api.entrances import Call
from minassa.api.operations.alerts import Country, Recipient
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, PLAIN, Asked, Told, exampled
from minassa.api.shapes_of_requests import DiscardAsked, DiscardedTold
from minassa.liaison import Field as Skill
from minassa.liaison import Lesson, PracticeFilter, PracticeKind, PracticeRow, PracticeState, PracticeView, Writing

PRACTICE_LIST = act_named("practice.list")
PRACTICE_READ = act_named("practice.read")
PRACTICE_DRAFT = act_named("practice.draft")
router = Router(tags=["good practices"])


class PracticeAsked(Asked):
    """A good practice or lesson as it is written. `to` holds agency:<uuid> and community:<uuid>; it may be empty in a draft."""

    model_config = exampled(
        {
            "kind": "lesson",
            "title": "EXERCISE elders at the table",
            "text": "EXERCISE they were heard, and the roads stayed open",
            "field": "prevention",
            "countries": ["ml"],
            "tlp": "amber",
            "handling": ["H0"],
        }
    )

    kind: PracticeKind
    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
    field: Skill
    countries: list[Country] = Field([], max_length=60)
    to: list[Recipient] = Field([], max_length=200)
    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4)

    def writing(self) -> Writing:
        """What is written."""
        lesson = Lesson(self.kind, self.title, self.text, self.field, tuple(self.countries))
        return Writing(lesson, tuple(self.to), self.tlp, frozenset(self.handling))


class PracticeRowTold(Told):
    """One line of the list."""

    id: UUID
    kind: PracticeKind
    title: str
    field: Skill
    countries: list[str]
    state: PracticeState
    owner: UUID
    mine: bool
    version: int
    marks: list[str]
    modified: datetime


class PracticePageTold(Told):
    """A page of good practices and lessons, newest first."""

    rows: list[PracticeRowTold]
    next: str


class PracticeTold(Told):
    """One document; `change` says what was new in its last version, `reaches` whom its release would reach, or has reached."""

    practice: PracticeRowTold
    text: str
    change: str
    obligations: list[str]
    reaches: list[UUID]
    can: list[str]


@router.get("/practices", **declared(PRACTICE_LIST, PracticePageTold))
def list_practices(  # noqa: PLR0913, PLR0917 - the filters, each a parameter of the address
    request: Call,
    kind: PracticeKind | None = None,
    field: Skill | None = None,
    country: Country | None = None,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> dict[str, Any]:
    """Good practices and lessons that you may see, newest first; narrowed by kind, field and country."""
    wanted = PracticeFilter(kind, field, country or "")
    page = liaison.list_practices(request.auth, wanted=wanted, before=before, size=size)
    return {"rows": [_row(one) for one in page.rows], "next": page.next}


@router.post("/practices", **declared(PRACTICE_DRAFT, PracticeTold, status=201))
def draft_practice(request: Call, given: PracticeAsked) -> dict[str, Any]:
    """Keep a draft in your agency. A supervisor releases it."""
    return told(liaison.read_practice(request.auth, id=_kept(request, given)))


@router.get("/practices/{uuid:id}", **declared(PRACTICE_READ, PracticeTold, refusals=(404,)))
def read_practice(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One document."""
    return told(liaison.read_practice(request.auth, id=id))


@router.put("/practices/{uuid:id}", **declared(PRACTICE_DRAFT, PracticeTold, refusals=(404, 409)))
def change_practice(request: Call, id: UUID, given: PracticeAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Write a draft of your agency anew. 409 for a document that was released: a supervisor corrects it."""
    return told(liaison.read_practice(request.auth, id=_kept(request, given, id)))


@router.post("/practices/{uuid:id}/discard", **declared(PRACTICE_DRAFT, DiscardedTold, refusals=(404, 409)))
def discard_practice(request: Call, id: UUID, given: DiscardAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Throw a draft away. 409 for a document that was released: a supervisor takes it back."""
    del given
    liaison.discard_practice(request.auth, id=id)
    return {"discarded": id}


def _kept(request: Call, given: PracticeAsked, practice: UUID | None = None) -> UUID:
    exercise = settings.MINASSA.node.exercise
    return liaison.keep_practice(request.auth, writing=given.writing(), exercise=exercise, id=practice)


def _row(row: PracticeRow) -> dict[str, Any]:
    lesson = ("kind", "title", "field", "countries")
    own = ("id", "state", "owner", "mine", "version", "marks", "modified")
    return {name: getattr(row.lesson, name) for name in lesson} | {name: getattr(row, name) for name in own}


def told(view: PracticeView) -> dict[str, Any]:
    """A document as the API tells it."""
    return {
        "practice": _row(view.row),
        "text": view.row.lesson.text,
        "change": view.change,
        "obligations": view.row.obligations,
        "reaches": view.meant or view.audience,
        "can": view.can,
    }
