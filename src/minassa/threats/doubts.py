"""Reports of which a person decides whether they tell of an incident that is known."""

from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door, newest
from minassa.base import Conflict, NotFound, cursor_from, cursor_text, now
from minassa.records import Ground
from minassa.threats import faults
from minassa.threats.acts import DOUBT_DECIDE, DOUBT_LIST
from minassa.threats.bringing import take_turn
from minassa.threats.laying import make_incidents
from minassa.threats.models import Doubt, Incident, Report
from minassa.threats.reads import LARGEST_PAGE, incident_rows, report_view
from minassa.threats.types import DoubtPage, DoubtView, IncidentRow

SAME: Final = "same"
OTHER: Final = "other"


def list_doubts(actor: Actor, *, before: str = "", size: int = 50, purpose: str = "") -> DoubtPage:
    """Reports that wait for a decision, the newest first."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, DOUBT_LIST, purpose=purpose) as opened:
        rows = newest(Doubt, wanted + 1, place, decision="")
        following = cursor_text(rows[wanted - 1].modified, rows[wanted - 1].id) if len(rows) > wanted else ""
        seen = {row.id: row for row in Incident.objects.filter(id__in=[one.incident_id for one in rows[:wanted]])}
        told = {row.id: row for row in Report.objects.filter(id__in=[one.report_id for one in rows[:wanted]])}
        shown = [one for one in rows[:wanted] if one.incident_id in seen and one.report_id in told]
        known = {one.id: one for one in incident_rows(list(seen.values()), opened)}
        views = tuple(_view(one, told[one.report_id], known[one.incident_id], opened) for one in shown)
        return DoubtPage(views, following)


def decide_doubt(actor: Actor, *, id: UUID, is_same: bool, purpose: str = "", case: str = "") -> UUID:  # noqa: A002 - the word that every room uses
    """Say whether the report tells of the incident; the id of the incident that it now belongs to.

    One that does not becomes an incident of its own. A person may lay two reports of one source to one incident. Raises NotFound, and Conflict where somebody was quicker.
    """
    with door(actor, DOUBT_DECIDE, purpose=purpose, case=case, subject=f"doubt:{id}") as opened:
        doubt = Doubt.objects.filter(id=id).first()
        if doubt is None or doubt.label_id not in opened.writable:
            raise NotFound(faults.NO_DOUBT)
        owner = opened.label_of(doubt.label_id).owner
        take_turn(owner)
        opened.note(owner=owner, same=int(is_same))
        report = Report.objects.get(id=doubt.report_id)
        decided = {"decision": SAME if is_same else OTHER, "decided_by": actor.named, "modified": now()}
        if report.incident_id or not Doubt.objects.filter(id=id, decision="").update(**decided):
            raise Conflict(faults.DECIDED)
        return _laid(opened, doubt, report, is_same=is_same)


def _laid(opened: Opened, doubt: Doubt, report: Report, *, is_same: bool) -> UUID:
    if is_same:
        Report.objects.filter(id=report.id).update(incident_id=doubt.incident_id)
        return doubt.incident_id
    ground = Ground(doubt.legal_basis, doubt.purpose, doubt.review_on)
    return make_incidents(opened, [report], ground)[0]


def _view(row: Doubt, report: Report, incident: IncidentRow, opened: Opened) -> DoubtView:
    distance, days, actors, deaths = map(float, row.weights.split())
    return DoubtView(
        id=row.id,
        report=report_view(report, opened),
        incident=incident,
        km=row.km,
        days=row.days,
        distance=distance,
        by_days=days,
        by_actors=actors,
        by_deaths=deaths,
        since=row.modified,
    )
