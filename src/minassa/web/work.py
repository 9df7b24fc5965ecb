"""What the pages know of everybody's work: a second person's agreement, and warnings, both of which need words that stand here."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from minassa.access import Actor, ApprovalView, list_approvals
from minassa.access.acts import APPROVAL_LIST
from minassa.desk import WorkItem, work_source
from minassa.records import list_records
from minassa.threats import list_warnings
from minassa.threats.acts import WARNING_LIST
from minassa.web import picture_words
from minassa.web.wording import APPROVAL_STATES, two_person_act

_MOST_GROUPS: Final = 200


def register() -> None:
    """Register this share, once Django has started."""
    work_source("warnings", needs=WARNING_LIST, waiting_on_me=_warned)
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


def _warned(actor: Actor) -> Iterator[WorkItem]:
    """Of what rules warned this person and they have not decided upon."""
    rows = list_warnings(actor).rows
    named = list_records(actor, schema="ArmedGroup", size=_MOST_GROUPS).rows if rows else ()
    groups = {str(one.id): one.caption for one in named}
    for one in rows:
        sentence, reason = picture_words.warned(one.kind, one.facts, groups)
        yield WorkItem(sentence, f"warning:{one.id}", at=one.at, note=f"{reason} · {one.name}", marks=one.marks)


def _item(one: ApprovalView, note: str) -> WorkItem:
    return WorkItem(two_person_act(one.act), f"approval:{one.id}", at=one.asked_at, due=one.expires, note=note)
