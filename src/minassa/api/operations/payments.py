"""Payments: one message screened before it goes, what was stopped, and the decision."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import payments as room
from minassa.api.entrances import Call
from minassa.api.pace import PAYMENTS
from minassa.api.policy import declared
from minassa.api.shapes import Asked, Case, Choice, Purpose, Told, exampled
from minassa.payments.acts import PAYMENT_DECIDE, PAYMENT_LIST, PAYMENT_READ, PAYMENT_SCREEN

router = Router(tags=["payments"])

_EXAMPLE = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf><GrpHdr><MsgId>EX-1</MsgId></GrpHdr>'
    '<CdtTrfTxInf><PmtId><EndToEndId>EX-1-1</EndToEndId></PmtId><IntrBkSttlmAmt Ccy="XOF">1500</IntrBkSttlmAmt>'
    "<Dbtr><Nm>EXERCISE Aminata Coulibaly</Nm></Dbtr><Cdtr><Nm>EXERCISE Grain Cooperative</Nm></Cdtr>"
    "</CdtTrfTxInf></FIToFICstmrCdtTrf></Document>"
)


class PaymentMessage(Asked):
    """A message as the bank's system wrote it: pain.001, pacs.008, pacs.009 or camt.053 in XML, or MT103."""

    model_config = exampled({"message": _EXAMPLE, "purpose": "counter-terrorism", "case": "EX-2026-014"})

    message: Annotated[str, StringConstraints(min_length=1, max_length=200_000)] = Field(
        description="At most fifty payments; longer ones are sent as a file.", examples=[_EXAMPLE]
    )
    purpose: Purpose
    case: Case = ""


class PaymentDecisionAsked(Asked):
    """A person's decision on a stopped payment."""

    model_config = exampled({"verdict": "released", "reason": "EXERCISE: another date of birth."})

    verdict: room.State = Field(description="`released` or `confirmed`.", examples=["released"])
    reason: Annotated[str, StringConstraints(min_length=1, max_length=4000)] = Field(
        examples=["EXERCISE: another date of birth."]
    )


class PaymentSecond(Asked):
    """What a second person says to a decision."""

    model_config = exampled({"agrees": True})

    agrees: Choice = Field(description="False puts the payment back for a new decision.")


class PaymentFound(Told):
    """One hit: which part of the payment was asked, in which role and where in the message, and what was found."""

    what: str = Field(examples=["name"], description="`name`, `number`, or `text`: a name that stands in free text.")
    role: str = Field(examples=["creditor"])
    path: str = Field(examples=["Document/FIToFICstmrCdtTrf/CdtTrfTxInf[1]/Cdtr"])
    words: str
    source: str = Field(examples=["un-sc"])
    ref: str = Field(examples=["QDi.012"])
    caption: str
    score: float = Field(ge=0, le=1)
    why: str
    judged: str = Field(
        description="`dismissed` or `confirmed` before, with this very question and evidence; else empty."
    )


class PaymentScreened(Told):
    """One payment with its outcome. `stopped` names it where it waits for a decision."""

    number: int
    sort: str = Field(examples=["pacs.008.001.08"])
    references: dict[str, str]
    amount: str = Field(examples=["1500.00"])
    currency: str
    outcome: room.Outcome
    why: room.Cause
    found: list[PaymentFound]
    stopped: UUID | None
    problems: list[str]


class StoppedTold(Told):
    """A stopped payment in a list."""

    id: UUID
    file: UUID | None
    number: int
    sort: str
    reference: str
    amount: str
    currency: str
    debtor: str
    creditor: str
    state: room.State
    marks: list[str]
    created: datetime


class StoppedList(Told):
    """Stopped payments, the newest first; `following` is the cursor of the next ones, empty at the end."""

    rows: list[StoppedTold]
    following: str


class PaymentNumber(Told):
    """An identifier; of a card its first six and last four digits, and a keyed digest."""

    kind: str = Field(examples=["iban"])
    shown: str
    digest: str


class PaymentParty(Told):
    """Somebody in a payment, as they are named there."""

    role: str
    path: str
    name: str
    country: str
    birth_date: str
    address: list[str]
    numbers: list[PaymentNumber]


class PaymentText(Told):
    """Words that somebody wrote freely."""

    text: str
    path: str


class PaymentDecision(Told):
    """What was decided, or asked to be, and by whom."""

    verdict: room.State
    reason: str
    asked_by: UUID | None
    asked_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None


class StoppedWhole(Told):
    """A stopped payment with all that was read of it. Hits on records that you may not see are left out."""

    row: StoppedTold
    references: dict[str, str]
    day: str
    parties: list[PaymentParty]
    texts: list[PaymentText]
    found: list[PaymentFound]
    purpose: str
    case: str
    decision: PaymentDecision | None
    may_decide: bool
    may_confirm: bool


class PaymentState(Told):
    """How far the decision on a payment is now."""

    state: room.State


@router.post("/payments/screen", **declared(PAYMENT_SCREEN, list[PaymentScreened], pace=PAYMENTS))
def screen_payment(request: Call, asked: PaymentMessage) -> list[dict[str, Any]]:
    """Screen the payments of one message against the lists in force and the records that you may see: stop or pass, and why."""
    found = room.screen_message(request.auth, message=asked.message, purpose=asked.purpose, case=asked.case)
    return [
        {**{name: getattr(one, name) for name in _SCREENED}, "found": _found(one.found), "problems": list(one.problems)}
        for one in found
    ]


_SCREENED = ("number", "sort", "references", "amount", "currency", "outcome", "why", "stopped")


class StoppedWanted(Asked):
    """Which stopped payments are listed."""

    state: room.State | None = None
    file: UUID | None = None
    before: str = ""


@router.get("/payments/stopped", **declared(PAYMENT_LIST, StoppedList))
def list_stopped_payments(request: Call, wanted: Query[StoppedWanted]) -> room.StoppedPage:
    """The agency's stopped payments."""
    return room.list_stopped(request.auth, file=wanted.file, state=wanted.state, before=wanted.before)


@router.get("/payments/stopped/{uuid:id}", **declared(PAYMENT_READ, StoppedWhole, refusals=(404,)))
def read_stopped_payment(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word of all addresses
    """One stopped payment, and what stopped it."""
    found = room.read_stopped(request.auth, id=id)
    names = ("row", "references", "day", "parties", "purpose", "case", "decision", "may_decide", "may_confirm")
    texts = [{"text": text, "path": path} for text, path in found.texts]
    return {**{name: getattr(found, name) for name in names}, "texts": texts, "found": _found(found.found)}


@router.post("/payments/stopped/{uuid:id}/decide", **declared(PAYMENT_DECIDE, PaymentState, refusals=(404, 409)))
def decide_stopped_payment(request: Call, id: UUID, asked: PaymentDecisionAsked) -> dict[str, Any]:  # noqa: A002 - the word of all addresses
    """Release a stopped payment or confirm that it stays stopped, with a reason; each hit is remembered."""
    return {"state": room.decide_payment(request.auth, id=id, verdict=asked.verdict, reason=asked.reason)}


@router.post("/payments/stopped/{uuid:id}/confirm", **declared(PAYMENT_DECIDE, PaymentState, refusals=(404, 409)))
def confirm_stopped_payment(request: Call, id: UUID, asked: PaymentSecond) -> dict[str, Any]:  # noqa: A002 - the word of all addresses
    """Agree, as a second person, with what another has decided, or put the payment back, where the node asks for two."""
    if asked.agrees:
        return {"state": room.confirm_decision(request.auth, id=id)}
    room.refuse_decision(request.auth, id=id)
    return {"state": room.State.STOPPED}


def _found(found: tuple[room.Found, ...]) -> list[dict[str, Any]]:
    return [
        {
            "what": one.what,
            "role": one.role,
            "path": one.path,
            "words": one.words,
            "source": one.hit.source,
            "ref": one.hit.ref,
            "caption": one.hit.caption,
            "score": one.hit.score,
            "why": one.hit.why,
            "judged": one.hit.judged.verdict if one.hit.judged else "",
        }
        for one in found
        if one.hit is not None
    ]
