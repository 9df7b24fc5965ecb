"""The share of requests in "My work"."""

from collections.abc import Iterator

from minassa.access import Actor
from minassa.desk import WorkItem
from minassa.liaison.acts import OFFICERS
from minassa.liaison.requests.clock import Urgency
from minassa.liaison.requests.reads import open_requests
from minassa.liaison.requests.rules import AGREED, OPEN, REPLIED, Side, State
from minassa.liaison.requests.types import RequestRow
from minassa.liaison.requests.views import UNANSWERED
from minassa.liaison.requests.words import REQUEST_KINDS, state_name

_TO_DO_ASKED = frozenset({State.DRAFT, State.QUESTIONED}) | REPLIED | AGREED
_TO_DO_ANSWERING = frozenset({State.RECEIVED, State.ASSIGNED, State.PARTLY})


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """What is to be sent, clarified, closed, taken or answered: by an officer all of it, by others what is theirs."""
    for row in open_requests(actor, side=Side.ANSWERER, states=_TO_DO_ANSWERING):
        if row.assignee == actor.user_id or (row.assignee is None and _speaks(actor)):
            yield _item(row)
    for row in open_requests(actor, side=Side.ASKER, states=_TO_DO_ASKED):
        if _speaks(actor):
            yield _item(row)


def waiting_on_others(actor: Actor) -> Iterator[WorkItem]:
    """What the other side has in hand: answers to us, and clarifications that we asked for."""
    for side, states in ((Side.ASKER, UNANSWERED), (Side.ANSWERER, frozenset({State.QUESTIONED}))):
        for row in open_requests(actor, side=side, states=states):
            if _speaks(actor) or actor.user_id in {row.assignee, row.author}:
                yield _item(row)


def overdue(actor: Actor) -> Iterator[WorkItem]:
    """What is late, on either side."""
    for side in Side:
        for row in open_requests(actor, side=side, states=OPEN):
            if row.overdue and (_speaks(actor) or actor.user_id in {row.assignee, row.author}):
                yield _item(row)


def _speaks(actor: Actor) -> bool:
    return bool(actor.roles & OFFICERS)


def _item(row: RequestRow) -> WorkItem:
    return WorkItem(
        title=row.title or REQUEST_KINDS[row.kind],
        about=f"request:{row.id}",
        at=row.modified,
        due=row.due if row.state is not State.DRAFT else None,
        note=state_name(row.kind, row.side, row.state),
        urgent=row.urgency is Urgency.URGENT and row.state in OPEN,
        marks=row.marks,
    )
