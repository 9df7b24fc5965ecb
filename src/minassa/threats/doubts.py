"""Reports of which a person decides whether they tell of an incident that is known."""

from typing import Final
from uuid import UUID

from django.db.models import Min, Q

from minassa.access import Actor, Opened, capped_count, door
from minassa.base import Conflict, NotFound, cursor_from, cursor_text, now
from minassa.records import Ground, remove_written
from minassa.threats import faults
from minassa.threats.acts import DOUBT_DECIDE, DOUBT_LIST, DOUBT_UNDO
from minassa.threats.laying import make_incidents, own_labels, own_seen, tell_copies
from minassa.threats.models import ActorName, Doubt, Incident, Report
from minassa.threats.reads import LARGEST_PAGE, incident_rows, report_view
from minassa.threats.reporting import lay_reports
from minassa.threats.turns import take_turn
from minassa.threats.types import DoubtPage, DoubtView, IncidentRow, Waiting

SAME: Final = "same"
OTHER: Final = "other"


def list_doubts(actor: Actor, *, decision: str = "", before: str = "", size: int = 50, purpose: str = "") -> DoubtPage:
    """The agency's reports that wait for a decision, or that were decided "same" or "other", the newest first."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, DOUBT_LIST, purpose=purpose) as opened:
        found = Doubt.objects.filter(decision=decision, label_id__in=own_seen(opened))
        if place is not None:
            found = found.filter(Q(modified__lt=place[0]) | Q(modified=place[0], id__lt=place[1]))
        rows = list(found.order_by("-modified", "-id")[: wanted + 1])
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
        if doubt is None or doubt.label_id not in own_labels(opened):
            raise NotFound(faults.NO_DOUBT)
        owner = opened.label_of(doubt.label_id).owner
        take_turn(owner)
        opened.note(owner=owner, same=int(is_same))
        report = Report.objects.get(id=doubt.report_id)
        decided = {"decision": SAME if is_same else OTHER, "decided_by": actor.named, "modified": now()}
        if report.incident_id or not Doubt.objects.filter(id=id, decision="").update(**decided):
            raise Conflict(faults.DECIDED)
        return _laid(opened, doubt, report, is_same=is_same)


def undo_decision(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> None:  # noqa: A002 - the word that every room uses
    """Let a report wait for a decision again. Raises NotFound, and Conflict where what was made by the decision has been worked on since."""
    with door(actor, DOUBT_UNDO, purpose=purpose, case=case, subject=f"doubt:{id}") as opened:
        doubt = Doubt.objects.filter(id=id).first()
        if doubt is None or doubt.label_id not in own_labels(opened):
            raise NotFound(faults.NO_DOUBT)
        owner = opened.label_of(doubt.label_id).owner
        take_turn(owner)
        opened.note(owner=owner)
        undone = Doubt.objects.filter(id=id, decision=doubt.decision).exclude(decision="")
        report = Report.objects.get(id=doubt.report_id)
        laid = report.incident_id
        if not undone.update(decision="", decided_by="", modified=now()) or laid is None:
            raise Conflict(faults.DECIDED)
        lay_reports({report.id: None})
        if doubt.decision == OTHER:
            _unmake(opened, laid)
        else:
            tell_copies(opened, [laid])


def _unmake(opened: Opened, incident: UUID) -> None:
    """Take back the incident that a decision made, which must be as it was made."""
    row = Incident.objects.filter(id=incident).first()
    told = Report.objects.filter(incident_id=incident).exists() or Doubt.objects.filter(incident_id=incident).exists()
    if row is None or told or not remove_written(opened, row.record_id):
        raise Conflict(faults.WORKED_ON)


def count_waiting(actor: Actor) -> Waiting:
    """How many questions wait for a decision of the actor's agency, and since when: about reports, and about names of groups."""
    with door(actor, DOUBT_LIST) as opened:
        own = own_seen(opened)
        doubts = Doubt.objects.filter(decision="", label_id__in=own)
        names = ActorName.objects.filter(decision="", label_id__in=own)
        since = [one.aggregate(first=Min("modified"))["first"] for one in (doubts, names)]
        return Waiting(capped_count(doubts), since[0], capped_count(names), since[1])


def _laid(opened: Opened, doubt: Doubt, report: Report, *, is_same: bool) -> UUID:
    if is_same:
        lay_reports({report.id: doubt.incident_id})
        tell_copies(opened, [doubt.incident_id], quietly=True)
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
        decision=row.decision,
    )
