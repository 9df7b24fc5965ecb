"""Beginning a threat report with its figures, and making the figures anew."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import orjson

from minassa.access import Actor, AgencyKind, Label, addressed, door, list_agencies, recipients
from minassa.base import Invalid, Json, canonical_json, now
from minassa.briefings import faults, models
from minassa.briefings.acts import BRIEFING_LIST, BRIEFING_MAKE
from minassa.briefings.own import agency_of, own_label, person_of
from minassa.briefings.types import Briefing, Making
from minassa.liaison import Figures, Reporting, keep_report, made_for, read_report
from minassa.threats import OVERVIEW, Scope, Taken, first_day, overview_from_json, overview_to_json, take_overview

_DAY: Final = timedelta(days=1)


def make_briefing(actor: Actor, *, briefing: Briefing, exercise: bool, schedule: UUID | None = None) -> UUID:
    """Begin a report: a draft with the figures of a period and area, its parts still to be written; its id.

    Only what every recipient may see enters the figures. Raises Invalid where that is nothing at all.
    """
    scope = Scope(briefing.first, briefing.last, briefing.countries)
    taken, figures = _taken(actor, scope, _product(actor, briefing, exercise=exercise))
    reporting = Reporting(
        title=briefing.title,
        sections={},
        countries=briefing.countries,
        period=_days(scope),
        to=briefing.to,
        tlp=briefing.tlp,
        handling=briefing.handling,
        figures=figures,
    )
    with door(actor, BRIEFING_MAKE):
        report = keep_report(actor, reporting=reporting, exercise=exercise)
        _note(actor, report, taken, schedule, exercise=exercise)
    return report


def renew_figures(actor: Actor, *, report: UUID, exercise: bool) -> None:
    """Make the figures of a draft anew, for the marks and recipients that it has now. Raises Invalid for one without figures."""
    draft = read_report(actor, id=report).draft
    if draft is None or draft.figures is None or draft.figures.kind != OVERVIEW:
        raise Invalid(faults.NO_FIGURES)
    scope = overview_from_json(draft.figures.body).scope
    asked = Briefing(draft.title, scope.first, scope.last, scope.countries, draft.to, draft.tlp, draft.handling)
    taken, figures = _taken(actor, scope, _product(actor, asked, exercise=exercise))
    with door(actor, BRIEFING_MAKE):
        keep_report(actor, reporting=replace(draft, figures=figures), exercise=exercise, id=report)
        _note(actor, report, taken, _schedule_of(report), exercise=exercise)


def read_making(actor: Actor, *, report: UUID) -> Making | None:
    """From what the figures of a report of one's own agency were made last; None for another's, and for one without."""
    with door(actor, BRIEFING_LIST):
        row = models.Making.objects.filter(report=report).order_by("-modified", "-id").first()
        return _view(row) if row else None


def partners_among(actor: Actor, audience: frozenset[str]) -> bool:
    """Whether some of these readers are no members of the platform: what is for the platform is not for them."""
    members = {AgencyKind.MEMBER, AgencyKind.SECRETARIAT}
    return any(f"agency:{one.id}" in audience and one.kind not in members for one in list_agencies(actor))


def _product(actor: Actor, briefing: Briefing, *, exercise: bool) -> Label:
    """The label under which the report is to leave: its recipients as they are now."""
    label = Label(agency_of(actor), briefing.tlp, handling=briefing.handling, exercise=exercise)
    if not briefing.to:
        return label
    with door(actor, BRIEFING_LIST):
        return addressed(label, recipients(briefing.to, owner=label.owner))


def _taken(actor: Actor, scope: Scope, product: Label) -> tuple[Taken, Figures]:
    """The figures. The long part: it holds no turn to write."""
    taken = take_overview(actor, scope=scope, product=product, partners=partners_among(actor, product.audience))
    if not taken.overview.incidents:
        raise Invalid(faults.NO_INCIDENT)
    return taken, Figures(OVERVIEW, overview_to_json(taken.overview), made_for(product))


def _days(scope: Scope) -> tuple[date, date]:
    return first_day(scope.first), first_day(scope.last + 1) - _DAY


def _note(actor: Actor, report: UUID, taken: Taken, schedule: UUID | None, *, exercise: bool) -> None:
    """Keep from what it was made, in the author's agency."""
    found = taken.overview
    scope: dict[str, Json] = {
        "first": found.scope.first,
        "last": found.scope.last,
        "countries": list(found.scope.countries),
    }
    with door(actor, BRIEFING_MAKE, subject=f"report:{report}") as opened:
        opened.note(owner=agency_of(actor), incidents=found.incidents, left_out=taken.left_out, schedule=schedule)
        models.Making.objects.create(
            label_id=opened.intern(own_label(agency_of(actor), exercise=exercise)),
            report=report,
            person=person_of(actor),
            schedule=schedule,
            scope=canonical_json(scope).decode(),
            incidents=found.incidents,
            left_out=taken.left_out,
            digest=found.digest,
            modified=now(),
        )


def _schedule_of(report: UUID) -> UUID | None:
    row = models.Making.objects.filter(report=report).order_by("modified", "id").first()
    return row.schedule if row else None


def _view(row: models.Making) -> Making:
    scope = orjson.loads(row.scope)
    return Making(
        first=scope["first"],
        last=scope["last"],
        countries=tuple(scope["countries"]),
        incidents=row.incidents,
        left_out=row.left_out,
        digest=row.digest,
        made=row.modified,
        is_scheduled=row.schedule is not None,
    )
