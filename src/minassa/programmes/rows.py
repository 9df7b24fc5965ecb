"""Strategies, commitments and programmes in the database: finding one, and relabelling one with all its parts."""

from typing import TypeVar
from uuid import UUID

from minassa.access import Guarded, Label, Opened
from minassa.base import Conflict, NotFound, Refused
from minassa.programmes import faults
from minassa.programmes.models import Commitment, OfProgramme, Programme, ProgressReport, Strategy
from minassa.programmes.rules import ProgrammeState, ReportState

Owned = TypeVar("Owned", Strategy, Commitment, Programme)
_FAULTS = {Strategy: faults.NO_STRATEGY, Commitment: faults.NO_COMMITMENT, Programme: faults.NO_PROGRAMME}


def found(model: type[Owned], row_id: UUID) -> Owned:
    """A row that this actor sees. Raises NotFound."""
    row = model.objects.filter(id=row_id).first()
    if row is None:
        raise NotFound(_FAULTS[model])
    return row


def own(opened: Opened, model: type[Owned], row_id: UUID) -> Owned:
    """A row of the actor's agency, locked. Raises NotFound, Refused."""
    if found(model, row_id).owner != opened.actor.agency:
        raise Refused(faults.NOT_YOURS)
    opened.note(owner=opened.actor.agency)
    return model.objects.select_for_update().get(id=row_id)


def own_programme(opened: Opened, row_id: UUID, *states: ProgrammeState) -> Programme:
    """A programme of the actor's agency, locked, in one of these states. Raises NotFound, Refused, Conflict."""
    row = own(opened, Programme, row_id)
    if ProgrammeState(row.state) not in states:
        raise Conflict(faults.OTHER_STATE)
    return row


def part_of(programme: Programme, model: type[OfProgramme], part: UUID) -> OfProgramme:
    """A part of a programme. Raises NotFound."""
    row = model.objects.filter(id=part, programme=programme).first()
    if row is None:
        raise NotFound(faults.NO_PART)
    return row


def touch(opened: Opened, row: Strategy | Commitment | Programme) -> None:
    """Say that something of a row was changed now, and save it."""
    row.modified = opened.context.at
    row.save()


def relabel(opened: Opened, programme: Programme, label: Label) -> None:
    """Give a programme, all its parts and its accepted reports this label. What is written or judged keeps its own."""
    label_id = opened.intern(label)
    programme.label_id = label_id
    programme.modified = opened.context.at
    programme.save()
    for model in OfProgramme.parts():
        model.objects.filter(programme=programme).update(label_id=label_id)
    accepted = ProgressReport.objects.filter(programme=programme, state=ReportState.ACCEPTED.value)
    accepted.update(label_id=label_id)


def label_of(opened: Opened, row: Guarded) -> Label:
    """A row's label."""
    return opened.label_of(row.label_id)
