"""What the pages know of everybody's work: requests for a second person's agreement, which need words that stand here."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from minassa.access import Actor, ApprovalView, list_approvals
from minassa.access.acts import APPROVAL_LIST
from minassa.desk import WorkItem, work_source
from minassa.web.wording import APPROVAL_STATES, two_person_act


def register() -> None:
    """Register this share, once Django has started."""
    work_source("approvals", needs=APPROVAL_LIST, waiting_on_me=_to_decide_or_do, waiting_on_others=_asked)


def _to_decide_or_do(actor: Actor) -> Iterator[WorkItem]:
    """What this person can agree to, and what was granted to them and waits to be carried out."""
    for one in list_approvals(actor, waiting=False):
        if one.can_decide:
            yield _item(one, _("Asked by %(name)s") % {"name": one.asked_by_name})
        elif one.asked_by == actor.user_id and one.state == "granted":
            yield _item(one, str(APPROVAL_STATES[one.state]))


def _asked(actor: Actor) -> Iterator[WorkItem]:
    for one in list_approvals(actor):
        if one.asked_by == actor.user_id:
            yield _item(one, str(APPROVAL_STATES[one.state]))


def _item(one: ApprovalView, note: str) -> WorkItem:
    return WorkItem(two_person_act(one.act), f"approval:{one.id}", at=one.asked_at, due=one.expires, note=note)
