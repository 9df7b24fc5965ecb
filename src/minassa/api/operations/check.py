"""Who is this? The question, and the answer in groups."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router
from pydantic import Field, StringConstraints

from minassa import check as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.pace import CHECKS
from minassa.api.policy import declared
from minassa.api.shapes import Asked, Case, Number, Purpose, Told, exampled
from minassa.api.shapes_of_cyber import AnsweredTold, answered
from minassa.liaison import LookoutKind, Wish

LONGEST_NAME = 300
MOST_HITS = 100
HIT_JUDGE = act_named("hit.judge")

router = Router(tags=["check"])


class Known(Asked):
    """A name or a number, and what else is known of its bearer."""

    name: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] = Field(
        "", description="In any script or spelling.", examples=["عبد الرحمن ولد زرقون"]
    )
    kind: room.Kind | None = None
    birth_date: Annotated[str, StringConstraints(max_length=10)] = Field(
        "", description="A year, a month or a day.", examples=["1976-08"]
    )
    country: Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2})?$")] = Field("", examples=["ML"])
    identifier: Annotated[str, StringConstraints(max_length=100)] = Field(
        "", description="A passport, identity card, phone, account or wallet.", examples=["EX0005522"]
    )

    def question(self) -> room.Question:
        """The question that the check takes."""
        return room.Question(
            name=self.name,
            birth_date=self.birth_date,
            country=self.country,
            identifier=self.identifier,
            kind=self.kind,
        )


class Question(Known):
    """Who is this, and why it is asked."""

    model_config = exampled(
        {"name": "عبد الرحمن ولد زرقون", "country": "ML", "purpose": "counter-terrorism", "case": "EX-2026-014"}
    )

    purpose: Purpose
    case: Case = ""
    limit: Number = Field(room.LIMIT, ge=1, le=MOST_HITS)


class JudgementAsked(Asked):
    """The agency's decision on one hit of a question: it counts while the question and the evidence stay the same."""

    model_config = exampled(
        {
            "question": {"name": "عبد الرحمن ولد زرقون"},
            "source": "un-sc",
            "ref": "EXi.001",
            "fingerprint": "0",
            "verdict": "dismissed",
            "reason": "EXERCISE: another date of birth.",
        }
    )

    question: Known
    source: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(examples=["un-sc"])
    ref: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(examples=["QDi.012"])
    fingerprint: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The hit's own, as it was answered."
    )
    verdict: room.Verdict
    reason: Annotated[str, StringConstraints(min_length=1, max_length=1000)] = Field(
        examples=["EXERCISE: another date of birth and another father's name."]
    )
    case: Case = ""


class Reason(Told):
    """One step of the name's comparison."""

    code: str
    query: str
    name: str


class Finding(Told):
    """One piece of evidence beside the name, and what it did to the score."""

    code: str = Field(examples=["same-birth-day"])
    asked: str
    held: str
    effect: float


class FieldChangeTold(Told):
    """What is no longer stated in a field of a listed subject, and what is now."""

    field: str = Field(examples=["births"])
    gone: list[str]
    come: list[str]


class Judged(Told):
    """What the agency decided of this hit before. `stands` is false where the evidence has changed since; `changed` says how."""

    verdict: str = Field(examples=["dismissed"])
    reason: str
    at: datetime
    stands: bool = True
    changed: list[FieldChangeTold] = Field([])


class Hit(Told):
    """One possible bearer of the name. `why` is the explanation in plain English; reasons and findings are its parts."""

    place: str = Field(examples=["lists"])
    source: str = Field(examples=["un-sc"])
    ref: str = Field(examples=["QDi.012"])
    caption: str
    kind: str
    score: float = Field(ge=0, le=1)
    name_score: float = Field(ge=0, le=1)
    matched_name: str
    weak_alias: bool
    reasons: list[Reason]
    findings: list[Finding]
    why: str
    marks: list[str] = Field(examples=[["TLP:AMBER", "H1"]])
    obligations: list[str] = Field(examples=[["verify-with-owner-before-acting"]])
    as_of: date | None
    judged: Judged | None
    fingerprint: str = Field(description="Changes when the evidence changes: a judgement counts for it alone.")


class MetTold(Told):
    """A lookout that the question met; its owner has been told, unless it is your own."""

    id: UUID
    title: str
    kind: LookoutKind
    owner: UUID
    mine: bool
    wish: Wish
    score: float
    exact: bool
    matched: str
    expires: datetime
    marks: list[str]
    obligations: list[str]


class Answer(Told):
    """The hits of each place, best first; those that the agency dismissed before stand apart."""

    asked_at: datetime
    lists: list[Hit]
    records: list[Hit]
    dismissed: list[Hit]
    observable: AnsweredTold | None = Field(
        description="What the indicators say, where what was asked is a domain, an address, a hash, a wallet or an account."
    )
    lookouts: list[MetTold]


@router.post("/check", **declared(room.CHECK, Answer, pace=CHECKS))
def ask(request: Call, question: Question) -> dict[str, Any]:
    """Ask who a name or a number is: the lists in force, and the records and indicators that you may see."""
    found = room.check(
        request.auth,
        question=question.question(),
        purpose=question.purpose,
        case=question.case,
        limit=question.limit,
    )
    places = {name: getattr(found, name) for name in ("asked_at", "lists", "records", "dismissed", "lookouts")}
    return {**places, "observable": answered(found.observable) if found.observable else None}


@router.post("/check/judgements", **declared(HIT_JUDGE, Judged, status=201, refusals=(404,)))
def judge(request: Call, given: JudgementAsked) -> dict[str, Any]:
    """Confirm or dismiss a hit for your agency, with a reason. A dismissed hit stands apart until its evidence changes."""
    made = room.judge(
        request.auth,
        question=given.question.question(),
        source=given.source,
        ref=given.ref,
        fingerprint=given.fingerprint,
        verdict=given.verdict,
        reason=given.reason,
        case=given.case,
    )
    return {"verdict": made.verdict.value, "reason": made.reason, "at": made.judged_at}
