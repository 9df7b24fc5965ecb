"""Commitments: made when a declaration is adopted, each from its paragraph; given a lead, a day and a proof; settled with a reason."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, door, marks, newest, system_actor
from minassa.base import Conflict, Invalid, new_id, today
from minassa.programmes import checks, faults, rows
from minassa.programmes.acts import (
    COMMITMENT_KEEP,
    COMMITMENT_LIST,
    COMMITMENT_MAKE,
    COMMITMENT_SETTLE,
    LEADERS,
    PLANNERS,
)
from minassa.programmes.models import Answer, Commitment, Programme
from minassa.programmes.rules import CommitmentState, Pillar
from minassa.programmes.types import CommitmentView, ParagraphRef, Undertaking

MOST_LISTED: Final = 500
MOST_PARTNERS: Final = 60


def make_commitments(
    opened: Opened, *, paragraph: ParagraphRef, label: Label, undertakings: Iterable[Undertaking]
) -> tuple[UUID, ...]:
    """Make what follows from one paragraph of a declaration that is being adopted: none, one or several. Gives their ids.

    Called inside the door of the adoption, so that both happen or none. `label` is the edition's audience; its owner keeps the
    commitments. Raises Invalid for a paragraph without key or number, and for days and texts that cannot be.
    """
    with door(system_actor("programmes"), COMMITMENT_MAKE, subject=f"declaration:{paragraph.declaration}") as inner:
        inner.note(owner=label.owner, by=opened.actor.named)
        label_id = inner.intern(label)
        made = []
        for one in undertakings:
            row = Commitment(id=new_id(), owner=label.owner, label_id=label_id, state=CommitmentState.OPEN.value)
            _name_paragraph(row, paragraph)
            _say(row, one)
            rows.touch(inner, row)
            made.append(row.id)
        inner.note(commitments=len(made))
        return tuple(made)


def _name_paragraph(row: Commitment, paragraph: ParagraphRef) -> None:
    row.edition, row.declaration = paragraph.edition, paragraph.declaration
    row.paragraph, row.number = checks.line(paragraph.key, 64), checks.line(paragraph.number, 32)
    row.texts = {language: checks.text(text, needed=True) for language, text in paragraph.text.items()}
    if not row.texts:
        raise Invalid(faults.TEXT, limit=checks.LONGEST_TEXT)


def _say(row: Commitment, given: Undertaking) -> None:
    if len(given.partners) > MOST_PARTNERS:
        raise Invalid(faults.AUDIENCE)
    row.pillar, row.lead, row.due = given.pillar.value, given.lead, given.due
    row.partners = [str(one) for one in dict.fromkeys(given.partners) if one != given.lead]
    row.known_by = checks.text(given.known_by, 2_000)


def keep_commitment(actor: Actor, *, id: UUID, undertaking: Undertaking) -> None:  # noqa: A002 - the word that every room uses
    """Say who leads, with whom, by when and how it will be known. The paragraph never changes. Raises Conflict once it is settled."""
    with door(actor, COMMITMENT_KEEP, subject=f"commitment:{id}") as opened:
        row = rows.own(opened, Commitment, id)
        if row.state != CommitmentState.OPEN.value:
            raise Conflict(faults.OTHER_STATE)
        _say(row, undertaking)
        rows.touch(opened, row)


def settle_commitment(actor: Actor, *, id: UUID, state: CommitmentState, outcome: str) -> None:  # noqa: A002 - the word that every room uses
    """Say what became of a commitment, and why; or open it again. Raises Invalid without words."""
    with door(actor, COMMITMENT_SETTLE, subject=f"commitment:{id}") as opened:
        row = rows.own(opened, Commitment, id)
        row.outcome = checks.text(outcome, 4_000, needed=True)
        row.state = state.value
        rows.touch(opened, row)
        opened.note(state=state.value)


def list_commitments(actor: Actor, *, declaration: UUID | None = None) -> tuple[CommitmentView, ...]:
    """The commitments that this actor sees, of one declaration where it is named, in the order of declarations and paragraphs."""
    with door(actor, COMMITMENT_LIST) as opened:
        only: dict[str, Any] = {"declaration": declaration} if declaration is not None else {}
        listed = newest(Commitment, MOST_LISTED, **only)
        answers = _answers([one.id for one in listed])
        listed.sort(key=lambda one: (str(one.declaration), _turn(one.number), one.id))
        return tuple(_view(opened, one, answers.get(one.id, ())) for one in listed)


def _turn(number: str) -> tuple[tuple[int, str], ...]:
    """Numbers in their order: 2 before 10, 3 (a) before 3 (b)."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in number.replace(".", " ").split())


def read_commitment(actor: Actor, *, id: UUID) -> CommitmentView:  # noqa: A002 - the word that every room uses
    """One commitment. Raises NotFound."""
    with door(actor, COMMITMENT_LIST, subject=f"commitment:{id}") as opened:
        row = rows.found(Commitment, id)
        return _view(opened, row, _answers([id]).get(id, ()))


def _answers(commitments: list[UUID]) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    """The programmes that carry out each of these, as far as the actor sees them."""
    found = Answer.objects.filter(commitment__in=commitments).values_list("commitment_id", "programme_id")
    titles = dict(Programme.objects.filter(id__in={one for _c, one in found}).values_list("id", "title"))
    given: dict[UUID, list[tuple[UUID, str]]] = {}
    for commitment, programme in found:
        if programme in titles:
            given.setdefault(commitment, []).append((programme, titles[programme]))
    return {one: tuple(sorted(named, key=lambda each: each[1])) for one, named in given.items()}


def _view(opened: Opened, row: Commitment, programmes: tuple[tuple[UUID, str], ...]) -> CommitmentView:
    state = CommitmentState(row.state)
    label = opened.label_of(row.label_id)
    return CommitmentView(
        id=row.id,
        owner=row.owner,
        paragraph=ParagraphRef(row.edition, row.declaration, row.paragraph, row.number, row.texts),
        undertaking=Undertaking(Pillar(row.pillar), row.lead, tuple(map(UUID, row.partners)), row.due, row.known_by),
        state=state,
        outcome=row.outcome,
        is_late=state is CommitmentState.OPEN and row.due is not None and row.due < today(),
        programmes=programmes,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        can=_can(opened.actor, row),
        modified=row.modified,
    )


def _can(actor: Actor, row: Commitment) -> tuple[str, ...]:
    if actor.agency != row.owner:
        return ()
    edits = ("edit",) if row.state == CommitmentState.OPEN.value and actor.roles & PLANNERS else ()
    return (*edits, *(("settle",) if actor.roles & LEADERS else ()))
