"""Reports on a programme's periods: written and submitted by its agency, returned or accepted by somebody else."""

from typing import Any
from uuid import UUID

from ninja import Router

from minassa import programmes as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes_of_programmes import (
    AcceptAsked,
    ProgressAsked,
    ProgressReportTold,
    ReturnAsked,
    ReturnedTold,
    SubmitAsked,
)
from minassa.programmes import ProgressReportView

PROGRESS_REPORT_READ = act_named("progress-report.read")
PROGRESS_REPORT_KEEP = act_named("progress-report.keep")
PROGRESS_REPORT_SUBMIT = act_named("progress-report.submit")
PROGRESS_REPORT_JUDGE = act_named("progress-report.judge")
router = Router(tags=["programmes"])


@router.get(
    "/programmes/periods/{uuid:id}/report", **declared(PROGRESS_REPORT_READ, ProgressReportTold, refusals=(404,))
)
def read_progress_of(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """The report on a period, or a blank one that waits to be written."""
    return _told(room.read_report_of(request.auth, period=id))


@router.put(
    "/programmes/periods/{uuid:id}/report", **declared(PROGRESS_REPORT_KEEP, ProgressReportTold, refusals=(404, 409))
)
def keep_progress(request: Call, id: UUID, given: ProgressAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Keep what is written about a period, whole, over what was kept before. 409 once it is submitted."""
    room.keep_report(request.auth, period=id, reported=given.reported())
    return _told(room.read_report_of(request.auth, period=id))


@router.post(
    "/programmes/periods/{uuid:id}/report/submit",
    **declared(PROGRESS_REPORT_SUBMIT, ProgressReportTold, refusals=(404, 409)),
)
def submit_progress(request: Call, id: UUID, given: SubmitAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Submit the kept report of an open period. 409 where the period is not open or the report is out."""
    del given
    room.submit_report(request.auth, period=id)
    return _told(room.read_report_of(request.auth, period=id))


@router.get("/programmes/reports/{uuid:id}", **declared(PROGRESS_REPORT_READ, ProgressReportTold, refusals=(404,)))
def read_progress(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the same
    """One report on a period."""
    return _told(room.read_report(request.auth, id=id))


@router.post(
    "/programmes/reports/{uuid:id}/return", **declared(PROGRESS_REPORT_JUDGE, ReturnedTold, refusals=(404, 409))
)
def return_progress(request: Call, id: UUID, given: ReturnAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Return a submitted report with a note: its agency mends it. Nobody judges what they submitted."""
    room.return_report(request.auth, id=id, note=given.note)
    return {"returned": id}


@router.post(
    "/programmes/reports/{uuid:id}/accept", **declared(PROGRESS_REPORT_JUDGE, ProgressReportTold, refusals=(404, 409))
)
def accept_progress(request: Call, id: UUID, given: AcceptAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Accept a submitted report: its values count from now on."""
    room.accept_report(request.auth, id=id, verified=frozenset(given.verified), note=given.note)
    return _told(room.read_report(request.auth, id=id))


def _told(found: ProgressReportView) -> dict[str, Any]:
    names = ("id", "programme", "owner", "period", "state", "note", "submitted_at", "judged_at")
    said = {name: getattr(found.reported, name) for name in ("values", "done", "failed", "following")}
    marked = {name: getattr(found, name) for name in ("marks", "obligations", "can")}
    return {**{name: getattr(found, name) for name in names}, **said, **marked}
