"""Working on a case: giving it to somebody, notes, evidence, links, its deadline."""

from datetime import datetime
from uuid import UUID

from minassa.access import Actor, door
from minassa.base import Invalid
from minassa.cases import faults, rows
from minassa.cases.acts import CASE_WORK
from minassa.cases.assigning import assign_to
from minassa.cases.opening import changes_in
from minassa.cases.rules import CaseState, CaseStep
from minassa.cases.types import Evidence

OPEN = CaseState.OPEN
WAITING = CaseState.WAITING


def assign_case(actor: Actor, *, id: UUID, person: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Give a case to somebody of the agency, or to somebody else. Raises NotFound, Refused, Conflict, Invalid."""
    with door(actor, CASE_WORK, subject=f"case:{id}") as opened:
        assign_to(opened, rows.own(opened, id, OPEN, WAITING), person)


def note_case(actor: Actor, *, id: UUID, text: str) -> None:  # noqa: A002 - the same
    """Write a note into a case, whatever its state."""
    with door(actor, CASE_WORK, subject=f"case:{id}") as opened:
        rows.step(opened, rows.own(opened, id), CaseStep.NOTED, rows.text_of(text))


def set_due(actor: Actor, *, id: UUID, due: datetime, reason: str = "") -> None:  # noqa: A002 - the same
    """Set the deadline of a case. Raises Invalid for one that is past."""
    with door(actor, CASE_WORK, subject=f"case:{id}") as opened:
        row = rows.own(opened, id, OPEN, WAITING)
        if due <= opened.context.at:
            raise Invalid(faults.DUE)
        row.due = due
        rows.step(opened, row, CaseStep.DUE, rows.text_of(reason, needed=False), about=due.isoformat())


def add_evidence(actor: Actor, *, id: UUID, evidence: Evidence, purpose: str = "") -> None:  # noqa: A002 - the same
    """Put a piece of evidence into an open case, under a label within the case's own. Nothing is done for one that is there unchanged."""
    rows.refuse_evidence((evidence,))
    with door(actor, CASE_WORK, subject=f"case:{id}", purpose=purpose) as opened:
        row = rows.own(opened, id, OPEN)
        if evidence.source and changes_in(row, evidence) is None:
            return
        (put,) = rows.put_evidence(opened, row, (evidence,))
        rows.step(opened, row, CaseStep.EVIDENCE, about=evidence.about, label_id=put.label_id)


def link_case(actor: Actor, *, id: UUID, thing: str) -> None:  # noqa: A002 - the same
    """Link a case to a record, a request or another thing ("record:<uuid>"). Raises Invalid."""
    about = rows.thing_of(thing)
    with door(actor, CASE_WORK, subject=f"case:{id}") as opened:
        row = rows.own(opened, id, OPEN, WAITING)
        if about in row.links:
            return
        if len(row.links) >= rows.MOST_LINKS:
            raise Invalid(faults.THING, most=rows.MOST_LINKS)
        row.links = [*row.links, about]
        rows.step(opened, row, CaseStep.LINKED, about=about)


def unlink_case(actor: Actor, *, id: UUID, thing: str) -> None:  # noqa: A002 - the same
    """Take a link away; the step stays."""
    about = rows.thing_of(thing)
    with door(actor, CASE_WORK, subject=f"case:{id}") as opened:
        row = rows.own(opened, id, OPEN, WAITING)
        if about in row.links:
            row.links = [one for one in row.links if one != about]
            rows.step(opened, row, CaseStep.UNLINKED, about=about)
