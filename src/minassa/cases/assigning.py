"""To whom a case is given: somebody of the agency who works on cases and may see what it is made of."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import Context, Opened, actor_of_person, decide, system_actor
from minassa.base import Fault, Invalid
from minassa.cases import faults
from minassa.cases.acts import CASE_WORK
from minassa.cases.models import Case
from minassa.cases.rows import step
from minassa.cases.rules import CaseStep
from minassa.desk import notice_kind, notify

CASE_ASSIGNED: Final = notice_kind(
    "case.assigned", _("A case was assigned to you."), topic=_("Cases given to you"), addressed=True
)


def assign_to(opened: Opened, row: Case, person: UUID) -> None:
    """Give a case to this person, who is told. Raises Invalid for somebody who could not work on it."""
    if not may_work_on(opened, row, person):
        raise Invalid(faults.ASSIGNEE)
    row.assignee = person
    step(opened, row, CaseStep.ASSIGNED, about=f"user:{person}")
    if person != opened.actor.user_id:
        notify(system_actor("cases"), person=person, agency=row.owner, kind=CASE_ASSIGNED, about=f"case:{row.id}")


def may_work_on(opened: Opened, row: Case, person: UUID) -> bool:
    """Whether the access decision lets this person work on the case: the policy is asked as it will be when they do."""
    try:
        actor = actor_of_person(person)
    except Fault:
        return False
    label = opened.label_of(row.label_id)
    context = Context(at=opened.context.at, purpose=opened.context.purpose)
    return actor.agency == row.owner and decide(actor, CASE_WORK, label, context).allowed
