"""Reading good practices and lessons: the list with its filters, one of them, and drafts that wait."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Label, Opened, door, marks, recipients
from minassa.base import Invalid, cursor_from, cursor_text
from minassa.desk import WorkItem
from minassa.liaison.acts import ISSUERS, PRACTICE_LIST, PRACTICE_READ
from minassa.liaison.expertise.content import is_code
from minassa.liaison.models import Practice, PracticeBook
from minassa.liaison.practices import content, rows
from minassa.liaison.practices.rules import PracticeState
from minassa.liaison.practices.types import PracticeFilter, PracticePage, PracticeRow, PracticeView, Writing

LARGEST_PAGE: Final = 200


def list_practices(
    actor: Actor, *, wanted: PracticeFilter | None = None, before: str = "", size: int = 50
) -> PracticePage:
    """What this actor sees of what is wanted, newest first."""
    place, most = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, PRACTICE_LIST) as opened:
        found = Practice.objects.filter(*_narrowing(wanted or PracticeFilter())).order_by("-modified", "-id")
        if place is not None:
            at, key = place
            found = found.filter(Q(modified__lt=at) | Q(modified=at, id__lt=key))
        seen = list(found[: most + 1])
        shown = seen[:most]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(seen) > most else ""
        return PracticePage(tuple(_row(one, opened) for one in shown), following)


def _narrowing(wanted: PracticeFilter) -> list[Q]:
    """The conditions of a search; what is no country's code finds nothing."""
    found = []
    if wanted.kind:
        found.append(Q(kind=wanted.kind.value))
    if wanted.field:
        found.append(Q(field=wanted.field.value))
    if wanted.country:
        is_country = is_code(wanted.country)
        found.append(Q(countries__contains=f" {wanted.country} ") if is_country else Q(pk__in=()))
    return found


def read_practice(actor: Actor, *, id: UUID) -> PracticeView:  # noqa: A002 - the word that every room uses
    """One document; for its author's agency, as it was written and whom it reaches. Raises NotFound."""
    with door(actor, PRACTICE_READ, subject=f"practice:{id}") as opened:
        row = rows.found(id)
        opened.note(owner=row.owner, version=row.version)
        is_own = row.owner == actor.agency
        book = PracticeBook.objects.filter(practice=row).first() if is_own else None
        draft = content.unpacked(book.draft) if book else None
        label = opened.label_of(row.label_id)
        return PracticeView(
            row=_row(row, opened),
            change=row.change,
            draft=draft,
            meant=_meant(row, draft),
            leaves=_leaves(row, draft, exercise=label.exercise),
            audience=tuple(UUID(one[7:]) for one in sorted(label.audience) if one.startswith("agency:")),
            can=_can(actor, row, draft),
        )


def _meant(row: Practice, draft: Writing | None) -> tuple[UUID, ...]:
    """The agencies that a release of a draft would reach now; a recipient that is closed since reaches nobody."""
    if draft is None or not draft.to or row.state != PracticeState.DRAFT.value:
        return ()
    try:
        return tuple(sorted(recipients(draft.to, owner=row.owner).agencies))
    except Invalid:
        return ()


def _leaves(row: Practice, draft: Writing | None, *, exercise: bool) -> tuple[str, ...]:
    """The marks under which a draft would leave; nothing for what is out."""
    if draft is None or row.state != PracticeState.DRAFT.value:
        return ()
    return marks(Label(row.owner, draft.tlp, handling=draft.handling, exercise=exercise))


def _row(row: Practice, opened: Opened) -> PracticeRow:
    return PracticeRow(
        id=row.id,
        lesson=content.unpacked_lesson(row.content),
        state=PracticeState(row.state),
        owner=row.owner,
        mine=row.owner == opened.actor.agency,
        version=row.version,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
        modified=row.modified,
    )


def _can(actor: Actor, row: Practice, draft: Writing | None) -> tuple[str, ...]:
    if draft is None:
        return ()
    may_release = bool(actor.roles & ISSUERS)
    if row.state == PracticeState.DRAFT.value:
        return ("edit", "discard", *(("release",) if may_release and draft.to else ()))
    return ("correct", "withdraw") if may_release and row.state == PracticeState.RELEASED.value else ()


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Drafts that a supervisor can release."""
    if not actor.roles & ISSUERS:
        return
    for row in list_practices(actor, size=LARGEST_PAGE).rows:
        if row.state is PracticeState.DRAFT and row.mine:
            note = _("Draft of a good practice or lesson, to be released")
            yield WorkItem(row.lesson.title, f"practice:{row.id}", at=row.modified, note=note, marks=row.marks)
