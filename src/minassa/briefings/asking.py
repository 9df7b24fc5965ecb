"""Threat reports whose figures take long to make: asked for, begun by the clock as whoever asked, left and found again."""

import logging
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import Q

from minassa.access import Actor, Handling, Tlp, actor_of_person, door, newest, system_actor
from minassa.base import Fault, NotFound, canonical_json, now
from minassa.briefings import faults, notices
from minassa.briefings.acts import BRIEFING_DUE, BRIEFING_LIST, BRIEFING_MAKE
from minassa.briefings.models import Asked
from minassa.briefings.own import agency_of, own_label, person_of
from minassa.briefings.service import make_briefing
from minassa.briefings.types import AskedView, Briefing
from minassa.desk import notify
from minassa.threats import Scope, overview_reads_more_than

logger = logging.getLogger(__name__)

LONG: Final = 2_000
"""Incidents from which on the figures are not made while somebody waits for the page."""
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
STALE: Final = timedelta(minutes=15)
MOST_TRIES: Final = 2
SHOWN: Final = timedelta(days=2)
_MOST: Final = 20
_KEPT: Final = timedelta(days=30)


def is_long(actor: Actor, *, briefing: Briefing) -> bool:
    """Whether the figures take longer than somebody should wait for a page."""
    scope = Scope(briefing.first, briefing.last, briefing.countries)
    return overview_reads_more_than(actor, scope=scope, number=LONG)


def ask_briefing(actor: Actor, *, briefing: Briefing, exercise: bool) -> UUID:
    """Have a report begun by the clock, with the rights that the actor has then; the question's id (`read_asked`)."""
    with door(actor, BRIEFING_MAKE) as opened:
        row = Asked.objects.create(
            label_id=opened.intern(own_label(agency_of(actor), exercise=exercise)),
            owner=agency_of(actor),
            person=person_of(actor),
            wanted=canonical_json(_to_json(briefing)).decode(),
        )
        opened.note(subject=f"briefing-asked:{row.id}", owner=row.owner, part="asked")
        return row.id


def read_asked(actor: Actor, *, id: UUID) -> AskedView:  # noqa: A002 - the word that every room uses
    """How far it is. Raises NotFound for what somebody else asked for."""
    with door(actor, BRIEFING_LIST):
        row = Asked.objects.filter(id=id, person=person_of(actor)).first()
        if row is None:
            raise NotFound(faults.NOT_ASKED)
        return _view(row)


def list_asked(actor: Actor) -> tuple[AskedView, ...]:
    """What the actor asked for these days, the newest first."""
    with door(actor, BRIEFING_LIST):
        rows = newest(Asked, _MOST, by="created")
        return tuple(_view(one) for one in rows if one.person == actor.user_id and one.created > now() - SHOWN)


def make_asked() -> int:
    """Begin what was asked for, each as its person; how many were taken up. One whose process died is taken up once more."""
    taken = 0
    while (row := _claimed()) is not None:
        _make(*row)
        taken += 1
    return taken


def _claimed() -> tuple[UUID, UUID, UUID, Briefing, bool] | None:
    at = now()
    with door(system_actor("briefings"), BRIEFING_DUE) as opened:
        Asked.objects.filter(state__in=(DONE, FAILED), created__lt=at - _KEPT).delete()
        died = Q(state=RUNNING, heard__lt=at - STALE)
        Asked.objects.filter(died, tries__gte=MOST_TRIES).update(state=FAILED, fault=faults.CUT_OFF)
        for row in Asked.objects.filter(Q(state=WAITING) | died).order_by("created", "id")[:5]:
            mine = Asked.objects.filter(id=row.id, state=row.state, tries=row.tries)
            if mine.update(state=RUNNING, heard=at, tries=row.tries + 1):
                exercise = opened.label_of(row.label_id).exercise
                return row.id, row.person, row.owner, _from_json(orjson.loads(row.wanted)), exercise
    return None


def _make(asked: UUID, person: UUID, agency: UUID, briefing: Briefing, exercise: bool) -> None:  # noqa: FBT001 - the columns of `_claimed`
    report, code = None, ""
    try:
        report = make_briefing(actor_of_person(person), briefing=briefing, exercise=exercise)
    except Fault as fault:
        code = fault.code
        logger.warning("a report that was asked for was not begun: %s", code)
    with door(system_actor("briefings"), BRIEFING_DUE):
        Asked.objects.filter(id=asked).update(state=FAILED if code else DONE, report=report, fault=code[:64])
        kind = notices.NOT_READY if code else notices.READY
        about = f"report:{report}" if report else f"briefing-asked:{asked}"
        notify(system_actor("briefings"), person=person, agency=agency, kind=kind, about=about)


def _view(row: Asked) -> AskedView:
    return AskedView(row.id, orjson.loads(row.wanted)["title"], row.state, row.report, row.fault, row.created)


def _to_json(briefing: Briefing) -> dict[str, Any]:
    return {
        "title": briefing.title,
        "first": briefing.first,
        "last": briefing.last,
        "countries": list(briefing.countries),
        "to": list(briefing.to),
        "tlp": briefing.tlp.value,
        "handling": sorted(briefing.handling),
    }


def _from_json(body: dict[str, Any]) -> Briefing:
    return Briefing(
        title=body["title"],
        first=body["first"],
        last=body["last"],
        countries=tuple(body["countries"]),
        to=tuple(body["to"]),
        tlp=Tlp(body["tlp"]),
        handling=frozenset(map(Handling, body["handling"])),
    )
