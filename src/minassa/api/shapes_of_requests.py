"""What programs send and read of requests for information and assistance, and of offers of training."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from minassa.access import Handling, Tlp
from minassa.access import Purpose as PurposeName
from minassa.api.shapes import PLAIN, Asked, Case, Choice, Number, Told, exampled
from minassa.api.shapes_of_help import (
    NomineeShape,
    NomineeTold,
    Places,
    TenderShape,
    TenderTold,
    TermsShape,
    TermsTold,
)
from minassa.liaison import Asking, Care, Concern, Event, Marks, Reason, Reply, RequestKind, Risk, Side, State, Urgency

LONGEST_TEXT = 20_000
MOST_AGENCIES = 20

Words = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Enclosed = Annotated[list[UUID], Field(max_length=10)]
FILES = "Attachments of your own file of the request; together at most 2 MB without metadata."
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]


class MarksShape(Asked):
    """How a message is handled: AMBER+STRICT, AMBER or GREEN, and codes. It addresses the other agency alone."""

    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4, examples=[["H0"]])

    def marks(self) -> Marks:
        """The marks."""
        return Marks(self.tlp, frozenset(self.handling))


class CareShape(Asked):
    """The human-rights questions (R13): the risk of each concern, the assurance relied on, and that it is neutral."""

    torture: Risk
    death_penalty: Risk
    refoulement: Risk
    fair_trial: Risk
    assurance: Annotated[str, StringConstraints(max_length=2_000)] = ""
    neutral: Choice = Field(description="It is not for political, military, religious or racial grounds.")

    def care(self) -> Care:
        """The answers."""
        risks = {one: Risk(getattr(self, one.value.replace("-", "_"))) for one in Concern}
        return Care(risks, self.assurance, self.neutral)


NO_RISK = {"torture": "none", "death_penalty": "none", "refoulement": "none", "fair_trial": "none", "neutral": True}
MARKED = {"tlp": "amber", "handling": ["H0"]}


class RequestAsked(Asked):
    """A request for information or assistance, or an offer of training. Each agency is asked alone, and does not learn of the others.

    Assistance and training have `terms`; where these are open, each agency sees which others are asked.
    """

    model_config = exampled(
        {
            "to": ["0199aa00-0000-7000-8000-000000000000"],
            "title": "EXERCISE driver of a white lorry",
            "text": "EXERCISE who owns the lorry EX-1234?",
            "urgency": "routine",
            "purpose": "counter-terrorism",
            "legal_basis": "EXERCISE Act 2020-1, article 3",
            "marks": MARKED,
            "care": NO_RISK,
            "case": "EX-2026-014",
        }
    )

    to: list[UUID] = Field(min_length=1, max_length=MOST_AGENCIES)
    title: Title
    text: Words = Field(min_length=1)
    urgency: Urgency
    purpose: PurposeName
    legal_basis: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    marks: MarksShape
    care: CareShape | None = Field(None, description="May be left open in a draft; it is not sent without.")
    case: Case = ""
    about: UUID | None = Field(None, description="The recipient's own record that it is about.")
    kind: RequestKind = RequestKind.INFORMATION
    terms: TermsShape | None = Field(None, description="Of assistance and training alone.")

    def asking(self) -> Asking:
        """What is asked."""
        return Asking(
            to=tuple(self.to),
            title=self.title,
            text=self.text,
            urgency=self.urgency,
            purpose=self.purpose.value,
            legal_basis=self.legal_basis,
            marks=self.marks.marks(),
            care=self.care.care() if self.care else None,
            case=self.case,
            about=self.about,
            kind=self.kind,
            terms=self.terms.terms() if self.terms else None,
        )


class SendAsked(Asked):
    """Sending a draft; `approval` where a second person has agreed to a risk."""

    model_config = exampled({})

    approval: UUID | None = None


class DiscardAsked(Asked):
    """Throwing a draft away: there is nothing to add."""

    model_config = exampled({})


class DiscardedTold(Told):
    """The draft that is gone."""

    discarded: UUID


class SayingAsked(Asked):
    """Something said to the other agency."""

    model_config = exampled({"text": "EXERCISE the white one", "marks": MARKED})

    text: Words = ""
    marks: MarksShape


class RetractingAsked(SayingAsked):
    """Taking back what was offered, and why."""

    model_config = exampled({"reason": "no-capacity", "text": "EXERCISE the team is needed here", "marks": MARKED})

    reason: Reason


class EnclosingAsked(SayingAsked):
    """Something said to the other agency, with files that go with it."""

    files: Enclosed = Field([], description=FILES)


class ReplyAsked(Asked):
    """An answer: `full`, `part` or `refuse`. A part and a refusal have a reason; what leaves has its care.

    To assistance: `interest`, `offer` with its `tender`, or `refuse`; to a training `interest`, `nominate` with `nominees`, or `refuse`.
    """

    model_config = exampled({"event": "full", "text": "EXERCISE a hired lorry", "marks": MARKED, "care": NO_RISK})

    event: Event
    text: Words = ""
    marks: MarksShape
    reason: Reason | None = None
    care: CareShape | None = None
    files: Enclosed = Field([], description=FILES)
    approval: UUID | None = None
    tender: TenderShape | None = None
    nominees: list[NomineeShape] = Field([], max_length=500)

    def reply(self) -> Reply:
        """The answer."""
        return Reply(
            self.event,
            self.text,
            self.marks.marks(),
            self.reason,
            self.care.care() if self.care else None,
            tuple(self.files),
            self.tender.tender() if self.tender else None,
            tuple(one.nominee() for one in self.nominees),
        )


class ChoosingAsked(Asked):
    """Which nominees are confirmed, or came."""

    model_config = exampled({"chosen": [1], "text": "", "marks": MARKED})

    chosen: Places
    text: Words = ""
    marks: MarksShape


class RatingAsked(Asked):
    """How it went: 1 (very poor) to 5 (very good), and in words."""

    model_config = exampled({"stars": 4, "text": "EXERCISE well prepared", "marks": MARKED})

    stars: Number = Field(ge=1, le=5)
    text: Words = Field(min_length=1)
    marks: MarksShape


class NoteAsked(Asked):
    """A note that stays in the agency."""

    model_config = exampled({"text": "EXERCISE found in our files"})

    text: Words = Field(min_length=1)


class AssignAsked(Asked):
    """To whom of the own agency a request is given."""

    model_config = exampled({"person": "0199aa00-0000-7000-8000-000000000000"})

    person: UUID


class RequestRowTold(Told):
    """One line of the list. `due` counts while nothing was replied; `stopped` while a question back is open."""

    id: UUID
    kind: RequestKind
    side: Side
    state: State
    title: str
    partners: list[UUID]
    urgency: Urgency
    marks: list[str]
    sent: datetime | None
    due: datetime | None
    overdue: bool
    stopped: bool
    assignee: UUID | None
    outcome: Event | None
    modified: datetime


class RequestPageTold(Told):
    """A page of requests, newest first."""

    rows: list[RequestRowTold]
    next: str
    count: str


class MessageTold(Told):
    """One message; `event` is null for a note of the own agency."""

    id: UUID
    event: Event | None
    speaker: UUID
    mine: bool
    title: str
    text: str
    at: datetime
    marks: list[str]
    obligations: list[str]
    reason: Reason | None
    files: list[str] = Field(description="Names of the files that went with it.")
    tender: TenderTold | None
    nominees: list[NomineeTold]
    chosen: list[int] = Field(description="Places in the list of nominees, from 1.")
    stars: int | None
    superseded: bool = Field(description="A rating that its side has changed since.")


class RequestTold(Told):
    """One request with its thread, and what the caller can do with it now."""

    request: RequestRowTold
    thread: UUID
    text: str
    purpose: str
    legal_basis: str
    case: str
    about: UUID | None
    terms: TermsTold | None
    seats: int = Field(description="Places of your training that are confirmed, with all agencies together.")
    names_until: date | None = Field(description="The last day on which the names of nominees are kept.")
    messages: list[MessageTold]
    can: list[str]
    obligations: list[str]
    reason: Reason | None


class SentTold(Told):
    """The files that sending a request has made, one for each agency."""

    requests: list[UUID]


class SideTold(Told):
    """How one side of the agency's requests went."""

    side: Side
    sent: int
    open: int
    overdue: int
    replied: int
    in_time: int
    partly: int
    refused: int
    withdrawn: int
    retracted: int
    median_seconds: int | None
    slowest_seconds: int | None
    reasons: dict[str, int]


class PartnerTold(Told):
    """The same of one partner."""

    partner: UUID
    side: Side
    sent: int
    replied: int
    in_time: int
    median_seconds: int | None


class StatisticsTold(Told):
    """Reply times of both sides since a moment, from the own agency's files alone."""

    since: datetime
    sides: list[SideTold]
    partners: list[PartnerTold]
