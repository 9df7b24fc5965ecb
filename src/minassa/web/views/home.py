"""My work: what waits for me, what I wait for, what is overdue, and what I have begun."""

from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.shortcuts import render

from minassa.desk import WorkItem, read_inbox, waiting_on
from minassa.records.acts import RECORD_ADD
from minassa.web.drafts import drafts_of
from minassa.web.inbox import with_ways
from minassa.web.pieces import Task, handled
from minassa.web.policy import LOGIN, Call, page
from minassa.web.rights import may
from minassa.web.ways import way_to

_NEWS = 3


@page(LOGIN)
def home(request: Call) -> HttpResponse:
    """The four lists of a person's work, and the latest of the inbox."""
    work = waiting_on(request.actor)
    items = (*work.waiting_on_me, *work.waiting_on_others, *work.overdue, *work.drafts)
    context = {
        "notices": with_ways(read_inbox(request.actor, unread_only=True, size=_NEWS).notices),
        "mine": list(_tasks(work.waiting_on_me)),
        "others": list(_tasks(work.waiting_on_others)),
        "overdue": list(_tasks(work.overdue)),
        "drafts": [*_tasks(work.drafts), *drafts_of(request.actor)],
        "unread": work.unread,
        "may_add": may(request.actor, RECORD_ADD),
        "handling": handled((one.marks, ()) for one in items),
    }
    return render(request, "web/home.html", context)


def _tasks(items: Iterable[WorkItem]) -> Iterator[Task]:
    for one in items:
        yield Task(one.title, way_to(one.about), one.at, one.note, one.due, one.urgent, one.marks)
