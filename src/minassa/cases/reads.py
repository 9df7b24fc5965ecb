"""Reading cases: the list, one case with its evidence and steps, and what waits for whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Opened, Role, door, newest
from minassa.base import cursor_from, cursor_text
from minassa.cases import rows
from minassa.cases.acts import CASE_LIST, CASE_READ
from minassa.cases.deciding import question_of
from minassa.cases.models import Case, CaseEvidence, CaseStepRow
from minassa.cases.rules import DECIDED, CaseState, CaseStep, is_late, wants_second
from minassa.cases.types import CasePage, CaseRow, CaseStepView, CaseView, Changes, EvidenceView, OriginKind
from minassa.check import Verdict
from minassa.desk import WorkItem

LARGEST_PAGE: Final = 200
MOST_STEPS: Final = 1_000


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list is narrowed to: a state, and cases of one person (`assignee`)."""

    state: CaseState | None = None
    assignee: UUID | None = None


def list_cases(actor: Actor, *, wanted: CaseFilter | None = None, before: str = "", size: int = 50) -> CasePage:
    """The cases that this actor sees, newest first."""
    place, most, asked = cursor_from(before), max(1, min(size, LARGEST_PAGE)), wanted or CaseFilter()
    with door(actor, CASE_LIST) as opened:
        found = _newest(most + 1, place, asked)
        shown = found[:most]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(found) > most else ""
        return CasePage(tuple(row_of(row, opened) for row in shown), following)


def _newest(most: int, place: Any, asked: CaseFilter) -> list[Case]:  # noqa: ANN401 - a cursor or none
    if asked.assignee is None:
        equal: dict[str, Any] = {"state": asked.state.value} if asked.state else {}
        return newest(Case, most, place, **equal)
    states = (asked.state,) if asked.state else tuple(CaseState)
    each = (newest(Case, most, place, assignee=asked.assignee, state=one.value) for one in states)
    return nlargest(most, (row for some in each for row in some), key=lambda row: (row.modified, row.id))


def read_case(actor: Actor, *, id: UUID) -> CaseView:  # noqa: A002 - the word that every room uses
    """One case. Raises NotFound where it is absent or hidden: the two look the same."""
    with door(actor, CASE_READ, subject=f"case:{id}") as opened:
        row = rows.found(id)
        opened.note(owner=row.owner)
        return view_of(row, opened)


def row_of(row: Case, opened: Opened) -> CaseRow:
    """One line of the list."""
    state = CaseState(row.state)
    return CaseRow(
        id=row.id,
        title=row.title,
        origin=OriginKind(row.origin),
        origin_title=row.origin_title,
        state=state,
        assignee=row.assignee,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        modified=row.modified,
        due=row.due,
        is_late=is_late(state, row.due, opened.context.at),
        decided_at=row.decided_at,
        marks=rows.marks_of(opened, row.label_id),
        obligations=opened.obligations(row.label_id),
    )


def view_of(row: Case, opened: Opened) -> CaseView:
    """One case, whole: its evidence and its steps as far as this reader sees them."""
    pieces = CaseEvidence.objects.filter(case=row).order_by("added_at", "id")[: 2 * rows.MOST_PIECES]
    steps = CaseStepRow.objects.filter(case=row).order_by("at", "id")[:MOST_STEPS]
    merged = Case.objects.filter(into=row.id).order_by("id").values_list("id", flat=True)
    return CaseView(
        row=row_of(row, opened),
        version=row.version,
        origin_ref=row.origin_ref,
        purpose=row.purpose,
        reference=row.reference,
        reason=row.reason,
        proposed=Verdict(row.proposed) if row.proposed else None,
        asked_by=row.asked_by,
        decided_by=row.decided_by,
        into=row.into,
        came_from=row.came_from,
        merged=tuple(merged),
        links=tuple(row.links),
        evidence=tuple(_evidence(pieces, row, opened)),
        steps=tuple(_step(one) for one in steps),
        needs_second=tuple(one for one in Verdict if wants_second(one.value, settings.MINASSA.cases.second_person)),
        label=opened.label_of(row.label_id),
        can=can(opened.actor, row),
    )


def _evidence(pieces: Iterable[CaseEvidence], row: Case, opened: Opened) -> Iterator[EvidenceView]:
    for piece in pieces:
        here = rows.is_here(opened.actor, piece.about, row.purpose)
        yield EvidenceView(
            id=piece.id,
            title=piece.title if here else "",
            lines=rows.lines_from(piece.lines) if here else (),
            source=piece.source,
            ref=piece.ref,
            about=piece.about,
            question=question_of(piece.asked) if piece.asked else None,
            fingerprint=piece.fingerprint,
            added_at=piece.added_at,
            added_by=piece.added_by,
            came_from=piece.came_from,
            is_set_aside=piece.set_aside_at is not None,
            is_here=here,
            marks=rows.marks_of(opened, piece.label_id),
            obligations=opened.obligations(piece.label_id),
        )


def _step(one: CaseStepRow) -> CaseStepView:
    changes = Changes(rows.lines_from(one.changes.get("gone", ())), rows.lines_from(one.changes.get("come", ())))
    return CaseStepView(one.at, one.by, CaseStep(one.what), one.text, one.about, changes)


def can(actor: Actor, row: Case) -> tuple[str, ...]:
    """What this reader can do with a case of their agency."""
    state = CaseState(row.state)
    if actor.agency != row.owner or actor.user_id is None:
        return ()
    if state is CaseState.OPEN:
        return ("note", "work", "decide", "join")
    if state is CaseState.WAITING:
        return ("note", "work", *(("agree",) if row.asked_by != actor.user_id else ()))
    return ("note", "reopen") if state in DECIDED else ("note", "give-back")


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Cases that this person works on, those whose decision they can agree to, and, for a supervisor, those that nobody has."""
    for row, may, stored in _undecided(actor):
        if row.is_late and "agree" not in may:
            continue
        if "agree" in may:
            yield _item(row, _("To be agreed to by you as the second person"))
        elif stored.assignee == actor.user_id:
            yield _item(row, _("Case that you work on"))
        elif stored.assignee is None and Role.SUPERVISOR in actor.roles:
            yield _item(row, _("Case to be assigned"))


def waiting_on_others(actor: Actor) -> Iterator[WorkItem]:
    """Cases whose decision, which this person proposed, waits for a second one."""
    for row, _may, stored in _undecided(actor):
        if stored.state == CaseState.WAITING.value and stored.asked_by == actor.user_id:
            yield _item(row, _("A second person is to agree"))


def overdue(actor: Actor) -> Iterator[WorkItem]:
    """Late cases of this person; for a supervisor also those that nobody has."""
    for row, may, stored in _undecided(actor):
        nobody = stored.assignee is None and Role.SUPERVISOR in actor.roles
        if row.is_late and "agree" not in may and (stored.assignee == actor.user_id or nobody):
            yield _item(row, _("Case past its deadline"), urgent=True)


def _undecided(actor: Actor) -> list[tuple[CaseRow, tuple[str, ...], Case]]:
    """Undecided cases of this person's agency that could be their business: their own, unassigned ones, and those that wait."""
    with door(actor, CASE_LIST) as opened:
        mine = newest(Case, LARGEST_PAGE, assignee=actor.user_id, state=CaseState.OPEN.value)
        nobodys = [row for row in newest(Case, LARGEST_PAGE, state=CaseState.OPEN.value) if row.assignee is None]
        waiting = newest(Case, LARGEST_PAGE, state=CaseState.WAITING.value)
        found = {row.id: row for row in (*mine, *nobodys, *waiting) if row.owner == actor.agency}
        return [(row_of(row, opened), can(actor, row), row) for row in found.values()]


def _item(row: CaseRow, note: Promise, *, urgent: bool = False) -> WorkItem:
    return WorkItem(
        row.title, f"case:{row.id}", at=row.opened_at, due=row.due, note=note, urgent=urgent, marks=row.marks
    )
