"""Figures of cases: how many in each state, of each origin and person, and how long decisions took. All are of what the reader sees."""

from datetime import timedelta
from typing import Final

from minassa.access import Actor, capped_count, door, list_people, newest
from minassa.cases.acts import CASE_COUNT
from minassa.cases.models import Case
from minassa.cases.rows import agency_of
from minassa.cases.rules import DECIDED, UNDECIDED, CaseState, median_time
from minassa.cases.types import CaseFigures, OriginKind

CAP: Final = 1_000
MOST_PEOPLE: Final = 200


def case_figures(actor: Actor) -> CaseFigures:
    """The figures, each counted up to a thousand; the median is that of the latest thousand decisions."""
    everybody = [one for one in list_people(actor) if one.agency == actor.agency and one.is_active][:MOST_PEOPLE]
    with door(actor, CASE_COUNT) as opened:
        undecided = [one.value for one in UNDECIDED]
        own = Case.objects.filter(owner=agency_of(actor))
        times, capped = _times()
        people = ((one.id, capped_count(own.filter(assignee=one.id, state__in=undecided), CAP)) for one in everybody)
        nobody = capped_count(own.filter(assignee=None, state__in=undecided), CAP)
        return CaseFigures(
            states=tuple((one, capped_count(own.filter(state=one.value), CAP)) for one in CaseState),
            origins=tuple((one, capped_count(own.filter(origin=one.value), CAP)) for one in OriginKind),
            people=((None, nobody), *((key, count) for key, count in people if count.number)),
            late=capped_count(own.filter(state__in=undecided, due__lte=opened.context.at), CAP),
            median=median_time(times),
            decided=len(times),
            decided_capped=capped,
        )


def _times() -> tuple[list[timedelta], bool]:
    """How long the latest decisions took, and whether there were more."""
    some = [row for one in DECIDED for row in newest(Case, CAP + 1, by="decided_at", state=one.value)]
    latest = sorted((row for row in some if row.decided_at), key=lambda row: (row.decided_at, row.id), reverse=True)
    times = [row.decided_at - row.started_at for row in latest[:CAP] if row.decided_at]
    return times, len(latest) > CAP
