"""Cases: those of the agency, as far as the person may see them; opening one from a match, working on it, deciding."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import StringConstraints

from minassa import cases
from minassa.access import Count, act_named
from minassa.api.entrances import Call
from minassa.api.operations.check import Known
from minassa.api.pace import CHECKS
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, Asked, Case, Choice, Moment, Number, Purpose, Told, exampled
from minassa.cases import CaseFilter, CaseRow, CaseState, CaseStep, CaseView, EvidenceView, OriginKind
from minassa.check import Verdict

CASE_LIST = act_named("case.list")
CASE_READ = act_named("case.read")
CASE_COUNT = act_named("case.count")
CASE_OPEN = act_named("case.open")
CASE_WORK = act_named("case.work")
CASE_DECIDE = act_named("case.decide")
router = Router(tags=["cases"])

Words = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
MaybeWords = Annotated[str, StringConstraints(max_length=4_000)]


class CaseAsked(Asked):
    """A match of which a case is opened: the question, and the list and reference of the subject. The question is asked again."""

    model_config = exampled(
        {
            "question": {"name": "EXERCISE Nobody of this name"},
            "source": "un-sc",
            "ref": "EXi.001",
            "purpose": "terrorism-financing",
            "case": "EX-2026-014",
        }
    )

    question: Known
    source: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    ref: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    purpose: Purpose
    case: Case = ""
    note: MaybeWords = ""
    assignee: UUID | None = None
    due: Moment | None = None


class CaseNoteAsked(Asked):
    """A note."""

    model_config = exampled({"text": "EXERCISE the bank was asked"})

    text: Words


class CaseAssignAsked(Asked):
    """To whom the case is given."""

    model_config = exampled({"person": "0199aa00-0000-7000-8000-000000000000"})

    person: UUID


class CaseDecisionAsked(Asked):
    """The verdict with its reason; `version` is that of the case which was read."""

    model_config = exampled({"verdict": "dismissed", "reason": "EXERCISE another date of birth", "version": 2})

    verdict: Verdict
    reason: Words
    version: Number


class CaseAgreeAsked(Asked):
    """The second person's word; not to agree needs a reason."""

    model_config = exampled({"agree": True, "version": 3})

    agree: Choice
    version: Number
    reason: MaybeWords = ""


class EvidenceLineTold(Told):
    """One line of evidence: its kind, and what stands there."""

    kind: str
    text: str


class CaseEvidenceTold(Told):
    """A piece of evidence as it was when it was put into the case; without words where what it was taken from is no longer here."""

    id: UUID
    title: str
    lines: list[EvidenceLineTold]
    source: str
    ref: str
    about: str
    added_at: datetime
    added_by: UUID | None
    is_set_aside: bool
    is_here: bool
    marks: list[str]
    obligations: list[str]


class CaseStepTold(Told):
    """One step; `gone` and `come` say what changed where evidence came up again."""

    at: datetime
    by: UUID | None
    what: CaseStep
    text: str
    about: str
    gone: list[EvidenceLineTold]
    come: list[EvidenceLineTold]


class CaseRowTold(Told):
    """One line of the list of cases."""

    id: UUID
    title: str
    origin: OriginKind
    origin_title: str
    state: CaseState
    assignee: UUID | None
    opened_by: UUID
    opened_at: datetime
    modified: datetime
    due: datetime | None
    is_late: bool
    decided_at: datetime | None
    marks: list[str]
    obligations: list[str]


class CasePageTold(Told):
    """A page of cases, newest first."""

    rows: list[CaseRowTold]
    next: str


class CaseTold(Told):
    """One case, whole. `can` is what you can do; `needs_second` which verdicts a second person must agree to."""

    case: CaseRowTold
    version: int
    reference: str
    reason: str
    proposed: Verdict | None
    asked_by: UUID | None
    decided_by: UUID | None
    into: UUID | None
    came_from: UUID | None
    merged: list[UUID]
    links: list[str]
    evidence: list[CaseEvidenceTold]
    steps: list[CaseStepTold]
    needs_second: list[Verdict]
    can: list[str]


class CaseCountTold(Told):
    """How many: `text` is "1000+" beyond the cap."""

    of: str
    number: int
    text: str


class CaseFiguresTold(Told):
    """Figures of the cases that you may see; the median (seconds) is that of the latest thousand decisions at most."""

    states: list[CaseCountTold]
    origins: list[CaseCountTold]
    late: CaseCountTold
    median_seconds: float | None
    decided: int
    decided_capped: bool


@router.get("/cases", **declared(CASE_LIST, CasePageTold))
def list_all_cases(
    request: Call,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
    state: CaseState | None = None,
    mine: bool = False,  # noqa: FBT001, FBT002 - a parameter of the address
) -> dict[str, Any]:
    """The cases that you may see, newest first; `mine` leaves those that are given to you."""
    wanted = CaseFilter(state, request.auth.user_id if mine else None)
    page = cases.list_cases(request.auth, wanted=wanted, before=before, size=size)
    return {"rows": [_row(one) for one in page.rows], "next": page.next}


@router.get("/cases/figures", **declared(CASE_COUNT, CaseFiguresTold))
def count_cases(request: Call) -> dict[str, Any]:
    """How many cases there are, and how long decisions took."""
    found = cases.case_figures(request.auth)
    return {
        "states": [_count(one.value, count) for one, count in found.states],
        "origins": [_count(one.value, count) for one, count in found.origins],
        "late": _count("late", found.late),
        "median_seconds": found.median.total_seconds() if found.median is not None else None,
        "decided": found.decided,
        "decided_capped": found.decided_capped,
    }


@router.post("/cases", **declared(CASE_OPEN, CaseTold, status=201, refusals=(404,), pace=CHECKS))
def open_case(request: Call, given: CaseAsked) -> dict[str, Any]:
    """Open a case of a match; where your agency has one of this question and subject, that one is given. 404 where nothing matches."""
    made = cases.open_case_of_hit(
        request.auth,
        question=given.question.question(),
        source=given.source,
        ref=given.ref,
        purpose=given.purpose,
        reference=given.case,
        note=given.note,
        assignee=given.assignee,
        due=given.due,
    )
    return _read(request, made)


@router.get("/cases/{uuid:id}", **declared(CASE_READ, CaseTold, refusals=(404,)))
def read_case(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One case."""
    return _read(request, id)


@router.post("/cases/{uuid:id}/notes", **declared(CASE_WORK, CaseTold, refusals=(404, 409)))
def note_on_case(request: Call, id: UUID, given: CaseNoteAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Write a note."""
    cases.note_case(request.auth, id=id, text=given.text)
    return _read(request, id)


@router.post("/cases/{uuid:id}/assign", **declared(CASE_WORK, CaseTold, refusals=(404, 409)))
def assign_case(request: Call, id: UUID, given: CaseAssignAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Give the case to somebody of your agency."""
    cases.assign_case(request.auth, id=id, person=given.person)
    return _read(request, id)


@router.post("/cases/{uuid:id}/decide", **declared(CASE_DECIDE, CaseTold, refusals=(404, 409)))
def decide_case(request: Call, id: UUID, given: CaseDecisionAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Confirm or dismiss it, or propose that where a second person must agree. 409 where somebody worked on it meanwhile."""
    cases.decide_case(request.auth, id=id, verdict=given.verdict, reason=given.reason, version=given.version)
    return _read(request, id)


@router.post("/cases/{uuid:id}/agree", **declared(CASE_DECIDE, CaseTold, refusals=(404, 409)))
def agree_to_case(request: Call, id: UUID, given: CaseAgreeAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Agree to what somebody else proposed, or leave the case open."""
    cases.agree_case(request.auth, id=id, agree=given.agree, reason=given.reason, version=given.version)
    return _read(request, id)


def _read(request: Call, case: UUID) -> dict[str, Any]:
    return _told(cases.read_case(request.auth, id=case))


def _told(view: CaseView) -> dict[str, Any]:
    """A case as the API tells it."""
    own = set(CaseTold.model_fields) - {"case", "evidence", "steps"}
    return {name: getattr(view, name) for name in own} | {
        "case": _row(view.row),
        "evidence": [_piece(one) for one in view.evidence],
        "steps": [
            {name: getattr(one, name) for name in ("at", "by", "what", "text", "about")}
            | {"gone": one.changes.gone, "come": one.changes.come}
            for one in view.steps
        ],
    }


def _piece(one: EvidenceView) -> dict[str, Any]:
    return {name: getattr(one, name) for name in CaseEvidenceTold.model_fields}


def _row(row: CaseRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CaseRowTold.model_fields}


def _count(of: str, count: Count) -> dict[str, Any]:
    return {"of": of, "number": count.number, "text": count.text}
