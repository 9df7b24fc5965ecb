"""Merging cases, giving one back, and splitting one: evidence is copied and set aside, and nothing is ever taken out."""

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door, strictest
from minassa.base import Conflict, Invalid, new_id
from minassa.cases import faults, rows
from minassa.cases.acts import CASE_JOIN
from minassa.cases.deciding import open_again
from minassa.cases.models import Case, CaseEvidence
from minassa.cases.rules import CaseState, CaseStep

_COPIED: Final = ("title", "lines", "source", "ref", "fingerprint", "asked", "about", "added_at", "added_by")


def merge_case(actor: Actor, *, id: UUID, into: UUID, reason: str) -> None:  # noqa: A002 - the word that every room uses
    """Merge an open case into another open one, which gets its evidence and links. Raises Conflict, Invalid, NotFound, Refused.

    A piece is seen in the other case by nobody who did not see it in this one.
    """
    words = rows.text_of(reason)
    if id == into:
        raise Invalid(faults.SELF)
    with door(actor, CASE_JOIN, subject=f"case:{id}") as opened:
        # Always locked in one order, so that two people who merge crosswise do not wait for each other.
        for one in sorted((id, into)):
            rows.own(opened, one, CaseState.OPEN)
        row, other = rows.own(opened, id), rows.own(opened, into)
        _copy(opened, CaseEvidence.objects.filter(case=row, set_aside_at=None).order_by("added_at", "id"), row, other)
        other.links = list(dict.fromkeys([*other.links, *row.links]))[: rows.MOST_LINKS]
        row.state, row.into = CaseState.MERGED.value, other.id
        rows.step(opened, row, CaseStep.MERGED, words, about=f"case:{other.id}")
        rows.step(opened, other, CaseStep.TOOK_IN, about=f"case:{row.id}")


def give_back(actor: Actor, *, id: UUID, reason: str) -> None:  # noqa: A002 - the same
    """Undo a merger: the case is open again, and what it had brought is set aside in the one that took it in."""
    words = rows.text_of(reason)
    with door(actor, CASE_JOIN, subject=f"case:{id}") as opened:
        row = rows.own(opened, id, CaseState.MERGED)
        other = Case.objects.select_for_update().filter(id=row.into).first() if row.into else None
        row.into = None
        open_again(opened, row)
        about = f"case:{other.id}" if other else ""
        rows.step(opened, row, CaseStep.REOPENED, words, about=about)
        if other is not None:
            brought = CaseEvidence.objects.filter(case=other, came_from=row.id, set_aside_at=None)
            brought.update(set_aside_at=opened.context.at)
            rows.step(opened, other, CaseStep.GAVE_BACK, about=f"case:{row.id}")


def split_case(actor: Actor, *, id: UUID, pieces: Collection[UUID], title: str, reason: str) -> UUID:  # noqa: A002 - the same
    """Split some of the evidence off into a new case; gives its id. Raises Invalid where nothing would go, or stay."""
    words, heading = rows.text_of(reason), rows.text_of(title, rows.LONGEST_TITLE)
    with door(actor, CASE_JOIN, subject=f"case:{id}") as opened:
        row = rows.own(opened, id, CaseState.OPEN)
        held = list(CaseEvidence.objects.filter(case=row, set_aside_at=None).order_by("added_at", "id"))
        going = [one for one in held if one.id in set(pieces)]
        if not going or len(going) == len(held) or len(going) != len(set(pieces)):
            raise Invalid(faults.SPLIT)
        made = _split_off(opened, row, going, heading)
        CaseEvidence.objects.filter(id__in=[one.id for one in going]).update(set_aside_at=opened.context.at)
        rows.step(opened, row, CaseStep.SPLIT, words, about=f"case:{made.id}")
        rows.step(opened, made, CaseStep.CAME, words, about=f"case:{row.id}")
        return made.id


def _split_off(opened: Opened, row: Case, going: list[CaseEvidence], heading: str) -> Case:
    """The new case: of the same origin in words, with a key of its own, so that the origin comes back to the old one."""
    if opened.actor.user_id is None:
        raise Conflict(faults.NO_PERSON)
    made_id = new_id()
    made = Case(
        id=made_id,
        label_id=opened.intern(
            strictest(
                [opened.label_of(row.label_id), *(opened.label_of(one.label_id) for one in going)],
                author=opened.actor.user_id,
            )
        ),
        owner=row.owner,
        key=made_id.hex,
        origin=row.origin,
        origin_ref=row.origin_ref,
        origin_title=row.origin_title,
        title=heading,
        purpose=row.purpose,
        reference=row.reference,
        state=CaseState.OPEN.value,
        assignee=row.assignee,
        opened_by=opened.actor.user_id,
        opened_at=opened.context.at,
        started_at=opened.context.at,
        due=row.due,
        came_from=row.id,
        modified=opened.context.at,
    )
    made.save(force_insert=True)
    _copy(opened, going, row, made)
    return made


def _copy(opened: Opened, pieces: Iterable[CaseEvidence], source: Case, into: Case) -> None:
    """Copy pieces into another case: each no wider than it was, nor than that case."""
    for piece in pieces:
        labels = [opened.label_of(into.label_id), opened.label_of(piece.label_id)]
        CaseEvidence.objects.create(
            label_id=opened.intern(strictest(labels, author=opened.actor.user_id)),
            case=into,
            came_from=source.id,
            **{name: getattr(piece, name) for name in _COPIED},
        )
