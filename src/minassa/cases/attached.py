"""Files of cases: whoever sees a case sees its files; the agency's people attach them. They do not travel, and are no wider than the case."""

from uuid import UUID

from minassa.access import Actor, Label, door
from minassa.base import Conflict, NotFound, Refused
from minassa.cases import faults
from minassa.cases.acts import CASE_LIST
from minassa.cases.models import Case
from minassa.cases.rules import CaseState
from minassa.desk import attachable


def register() -> None:
    """Register cases as things to which files are attached, once Django has started."""
    attachable("case", reads=_as_reader, attaches=_as_worker, bounded=True)


def _as_reader(actor: Actor, key: str, _purpose: str) -> Label:
    with door(actor, CASE_LIST) as opened:
        return opened.label_of(_found(key).label_id)


def _as_worker(actor: Actor, key: str, _purpose: str) -> Label:
    with door(actor, CASE_LIST) as opened:
        row = _found(key)
        if row.owner != actor.agency:
            raise Refused(faults.NOT_YOURS)
        if row.state == CaseState.MERGED.value:
            raise Conflict(faults.STATE)
        return opened.label_of(row.label_id)


def _found(key: str) -> Case:
    try:
        row = Case.objects.filter(id=UUID(key)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row
