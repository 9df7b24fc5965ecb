"""Releases: what would leave, who has it, taking it back; what was received; proposals of changes.

A release itself is a supervisor's act with a fresh factor, which no token can show: it is done at a page.
"""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import access, records
from minassa.access import DeliveryState, Step, act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, WHY_PURPOSE, Asked, Case, Choice, Line, Moment, Purpose, Told, exampled
from minassa.api.shapes_of_records import MOST_TOKENS, LabelAsked, Token
from minassa.base import cursor_from, cursor_text
from minassa.desk import FileChoice
from minassa.records import CHOSEN_REASONS, ProposalState, Why, WithdrawReason

RELEASE_LIST = act_named("release.list")
PARCEL_LIST = act_named("parcel.list")
PARCEL_ACKNOWLEDGE = act_named("parcel.acknowledge")
RECORD_PREVIEW = act_named("record.preview-release")
RECORD_WITHDRAW = act_named("record.withdraw")
RECORD_PROPOSE = act_named("record.propose")
RECORD_ANSWER = act_named("record.answer-proposal")
PROPOSAL_LIST = act_named("record.proposals")
router = Router(tags=["releases"])

_EXAMPLE: Final = "agency:0199aa00-0000-7000-8000-000000000000"
_REASONS: Final = ", ".join(one.value for one in CHOSEN_REASONS)
Place = Annotated[str, Query(max_length=80, description="`next` of the page that went before.")]
Owed = Annotated[bool, Query(description="Only what is not acknowledged yet.")]
Size = Annotated[int, Query(ge=1, le=MOST_ROWS)]
StatedPurpose = Annotated[str, Query(max_length=40, description=WHY_PURPOSE, examples=["counter-terrorism"])]
Text = Annotated[str, StringConstraints(max_length=2_000)]
Recipients = Annotated[list[Token], Field(min_length=1, max_length=MOST_TOKENS, examples=[[_EXAMPLE]])]


class DeliveryTold(Told):
    """One line of what your agency released: what, to whom, and what became of it."""

    id: UUID
    parcel: UUID
    kind: str = Field(examples=["record"])
    stream: str
    version: int
    step: Step
    agency: UUID
    community: UUID | None = Field(
        description="Through which community it reached the agency; null where it was named."
    )
    state: DeliveryState
    code: str = Field(description="The fault of a refusal, or of the last failed try.")
    created: datetime
    received_at: datetime | None
    acknowledged_at: datetime | None
    due: datetime | None = Field(description="By when it must be acknowledged; null where it need not be.")
    is_overdue: bool
    reason: str


class ReceivedTold(Told):
    """One line of what your agency received."""

    id: UUID
    parcel: UUID
    kind: str = Field(examples=["record"])
    stream: str
    version: int
    step: Step
    owner: UUID
    marks: list[str] = Field(examples=[["TLP:AMBER", "H1"]])
    reason: str
    received_at: datetime
    due: datetime | None
    acknowledged_at: datetime | None


class DeliveriesTold(Told):
    """A page of what was released; `next` is empty at the end."""

    rows: list[DeliveryTold]
    next: str


class ReceivedPageTold(Told):
    """A page of what was received; `next` is empty at the end."""

    rows: list[ReceivedTold]
    next: str


class PreviewAsked(Asked):
    """To whom a record would be released, and under which marks. The audience follows from `to`."""

    model_config = exampled({"to": [_EXAMPLE], "label": {"tlp": "amber", "handling": ["H1"]}})

    to: Recipients
    label: LabelAsked
    files: list[UUID] = Field([], max_length=20, description="Files about the record that shall go with it.")


class LeftOutTold(Told):
    """A property that stays, wholly or in part."""

    property: str
    why: Why


class FileChoiceTold(Told):
    """A file about the record, and whether it can go with the release."""

    id: UUID
    name: str
    format: str = Field(examples=["pdf"])
    size: int = Field(description="Of the form without metadata.")
    marks: list[str]
    sharing: str = Field(description="plain, stripped, unproven, confirmed.")
    left: list[str] = Field(description="What could not be taken out of it.")
    fresh: list[UUID] = Field(description="Who would get it for the first time.")
    stays: str = Field(
        description="Why it cannot go: source, unproven, quarantine, marks, present; empty where it can."
    )
    chosen: bool


class PreviewTold(Told):
    """Exactly what would leave, and who would get it."""

    record: UUID
    version: int
    content: dict[str, Any]
    left_out: list[LeftOutTold]
    narratives: list[str] = Field(description="Free texts that leave: could they tell who the source is?")
    recipients: list[UUID]
    fresh: list[UUID] = Field(description="Those that do not have it yet.")
    marks: list[str]
    obligations: list[str]
    needs_approval: bool = Field(description="Whether a second person must agree.")
    files: list[FileChoiceTold] = Field(description="All files about the record; none goes that was not asked for.")


class AcknowledgeAsked(Asked):
    """Nothing: the address says it all."""

    model_config = exampled({})


class WithdrawAsked(Asked):
    """From whom, and why. A recall is urgent, because of a disclosure by mistake, and has a deadline."""

    model_config = exampled({"reason": "inaccurate"})

    reason: WithdrawReason = Field(WithdrawReason.INACCURATE, description=f"One of {_REASONS}.")
    agencies: list[UUID] = Field([], max_length=MOST_TOKENS, description="Empty: all that have it.")
    recall: Choice = False
    due: Moment | None = Field(None, description="The deadline of a recall; a day from now where none is given.")
    case: Case = ""


class WithdrawnTold(Told):
    """From how many agencies it was withdrawn."""

    agencies: int


class ProposalAsked(Asked):
    """What should change in another agency's record, and why."""

    model_config = exampled({"text": "EXERCISE The year is wrong.", "properties": {"birthDate": ["1985"]}})

    text: Text
    properties: dict[str, list[Line]] = Field({}, max_length=100, description="New values, where you have them.")
    purpose: Purpose = ""
    case: Case = ""


class AnswerAsked(Asked):
    """Whether the owner accepts a proposal; a refusal says why."""

    model_config = exampled({"accept": False, "answer": "EXERCISE We have the passport."})

    accept: Choice
    answer: Text = ""
    purpose: Purpose = ""
    case: Case = ""


class ProposalTold(Told):
    """A proposed change, and what became of it."""

    id: UUID
    record: UUID
    owner: UUID
    by: UUID
    mine: bool
    text: str
    properties: dict[str, list[str]]
    state: ProposalState
    answer: str
    created: datetime
    answered_at: datetime | None
    marks: list[str]


@router.get("/releases", **declared(RELEASE_LIST, DeliveriesTold))
def list_releases(request: Call, owed: Owed = False, before: Place = "", size: Size = 50) -> dict[str, Any]:  # noqa: FBT002 - a word of the address
    """What your agency released, the latest first."""
    found = access.list_deliveries(request.auth, owed=owed, before=cursor_from(before), size=size + 1)
    shown, more = found[:size], len(found) > size and not owed
    return {"rows": list(shown), "next": cursor_text(shown[-1].created, shown[-1].id) if more else ""}


@router.get("/records/{uuid:id}/releases", **declared(RELEASE_LIST, list[DeliveryTold], refusals=(404,)))
def list_releases_of(request: Call, id: UUID) -> list[access.DeliveryView]:  # noqa: A002 - the word that every room uses
    """What was released of one record of your agency; empty for records of others."""
    return list(access.list_deliveries(request.auth, stream=records.stream_of(id)))


@router.get("/received", **declared(PARCEL_LIST, ReceivedPageTold))
def list_received(request: Call, owed: Owed = False, before: Place = "", size: Size = 50) -> dict[str, Any]:  # noqa: FBT002 - a word of the address
    """What your agency received, the latest first."""
    found = access.list_received(request.auth, owed=owed, before=cursor_from(before), size=size + 1)
    shown, more = found[:size], len(found) > size and not owed
    following = cursor_text(shown[-1].received_at, shown[-1].id) if more else ""
    return {"rows": [_received(one) for one in shown], "next": following}


@router.post("/received/{uuid:id}/acknowledge", **declared(PARCEL_ACKNOWLEDGE, ReceivedTold, refusals=(404, 409)))
def acknowledge(request: Call, id: UUID, asked: AcknowledgeAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """Acknowledge for your agency what it received: it was read and, where it was withdrawn, destroyed."""
    del asked  # it says nothing yet
    return _received(access.acknowledge(request.auth, arrival=id))


# Asked by POST, because marks and recipients stand in the body; nothing is changed by it.
@router.post("/records/{uuid:id}/release/preview", **declared(RECORD_PREVIEW, PreviewTold, refusals=(404, 409)))
def preview_release(request: Call, id: UUID, asked: PreviewAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """Exactly what a release would let out, and who would get it."""
    shown = records.preview_release(
        request.auth, id=id, to=asked.to, label=asked.label.label(request.auth), files=asked.files
    )
    plain = ("record", "version", "content", "left_out", "narratives", "marks", "obligations", "needs_approval")
    return {
        **{name: getattr(shown, name) for name in plain},
        "recipients": sorted(shown.recipients.agencies),
        "fresh": sorted(shown.fresh),
        "files": [_file(one) for one in shown.files],
    }


def _file(one: FileChoice) -> dict[str, Any]:
    plain = ("id", "name", "format", "size", "marks", "sharing", "left", "chosen")
    told = {name: getattr(one, name) for name in plain}
    return {**told, "fresh": sorted(one.fresh), "stays": one.stays or ""}


@router.post("/records/{uuid:id}/withdraw", **declared(RECORD_WITHDRAW, WithdrawnTold, refusals=(404, 409)))
def withdraw_record(request: Call, id: UUID, asked: WithdrawAsked) -> dict[str, int]:  # noqa: A002 - the word that every room uses
    """Withdraw a record of your agency from those who have it, or recall it. The record itself stays."""
    whom = asked.agencies or None
    if asked.recall:
        count = records.recall_record(request.auth, id=id, agencies=whom, due=asked.due, case=asked.case)
    else:
        count = records.withdraw_record(request.auth, id=id, reason=asked.reason, agencies=whom, case=asked.case)
    return {"agencies": count}


@router.get("/records/{uuid:id}/proposals", **declared(PROPOSAL_LIST, list[ProposalTold], refusals=(404,)))
def list_proposals(request: Call, id: UUID, purpose: StatedPurpose = "") -> list[dict[str, Any]]:  # noqa: A002 - the word that every room uses
    """The changes to a record that your agency proposed or was proposed, the latest first."""
    return [_proposal(one) for one in records.list_proposals(request.auth, record=id, purpose=purpose)]


@router.post("/records/{uuid:id}/proposals", **declared(RECORD_PROPOSE, ProposalTold, status=201, refusals=(404, 409)))
def propose_change(request: Call, id: UUID, asked: ProposalAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """Propose a change to another agency's record. Only the owner changes it."""
    made = records.propose_change(
        request.auth,
        record=id,
        text=asked.text,
        properties=asked.properties,
        purpose=asked.purpose,
        case=asked.case,
    )
    return _proposal(made)


@router.post("/proposals/{uuid:id}/answer", **declared(RECORD_ANSWER, ProposalTold, refusals=(404, 409)))
def answer_proposal(request: Call, id: UUID, asked: AnswerAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """Accept or refuse, as the owner, what another agency proposes. Accepted values change the record and its copies."""
    answered = records.answer_proposal(
        request.auth,
        proposal=id,
        accept=asked.accept,
        answer=asked.answer,
        purpose=asked.purpose,
        case=asked.case,
    )
    return _proposal(answered)


def _received(one: access.ReceivedView) -> dict[str, Any]:
    plain = ("id", "parcel", "kind", "stream", "version", "step", "owner", "reason")
    more = ("received_at", "due", "acknowledged_at")
    return {**{name: getattr(one, name) for name in (*plain, *more)}, "marks": one.marks.split()}


def _proposal(one: records.ProposalView) -> dict[str, Any]:
    plain = ("id", "record", "owner", "by", "mine", "text", "state", "answer", "created", "answered_at", "marks")
    properties = {name: list(values) for name, values in one.properties.items()}
    return {**{name: getattr(one, name) for name in plain}, "properties": properties}
