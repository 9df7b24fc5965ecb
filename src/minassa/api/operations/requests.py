"""Requests for information and assistance, offers of training: drafting, sending, answering, and what both sides see."""

from dataclasses import fields
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from ninja import Query, Router

from minassa import liaison
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS
from minassa.api.shapes_of_help import FittingTold, match_told
from minassa.api.shapes_of_requests import (
    AssignAsked,
    ChoosingAsked,
    DiscardAsked,
    DiscardedTold,
    EnclosingAsked,
    NoteAsked,
    RatingAsked,
    ReplyAsked,
    RequestAsked,
    RequestPageTold,
    RequestTold,
    RetractingAsked,
    SayingAsked,
    SendAsked,
    SentTold,
    StatisticsTold,
)
from minassa.liaison import Need, PartnerStatistics, RequestKind, RequestView, Side, SideStatistics

EXPERTISE_LIST = act_named("expertise.list")
REQUEST_LIST = act_named("request.list")
REQUEST_READ = act_named("request.read")
REQUEST_DRAFT = act_named("request.draft")
REQUEST_SEND = act_named("request.send")
REQUEST_SPEAK = act_named("request.speak")
REQUEST_ANSWER = act_named("request.answer")
REQUEST_ASSIGN = act_named("request.assign")
REQUEST_NOTE = act_named("request.note")
REQUEST_STATISTICS = act_named("request.statistics")
router = Router(tags=["requests"])

Size = Annotated[int, Query(ge=1, le=MOST_ROWS)]
_SPOKEN = (404, 409)


@router.get("/requests", **declared(REQUEST_LIST, RequestPageTold))
def list_requests(
    request: Call,
    side: Side | None = None,
    kind: RequestKind | None = None,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Size = 50,
) -> dict[str, Any]:
    """Your agency's requests, newest first: those it asked, those it was asked, or both; of one kind where it is named."""
    page = liaison.list_requests(request.auth, side=side, kind=kind, before=before, size=size)
    return {"rows": page.rows, "next": page.next, "count": page.count_text}


@router.post("/requests", **declared(REQUEST_DRAFT, RequestTold, status=201))
def draft_request(request: Call, given: RequestAsked) -> dict[str, Any]:
    """Keep a draft in your agency. A liaison officer sends it."""
    kept = liaison.keep_request(request.auth, asking=given.asking(), exercise=_is_exercise())
    return told(liaison.read_request(request.auth, id=kept))


def _is_exercise() -> bool:
    return bool(settings.MINASSA.node.exercise)


@router.get("/requests/statistics", **declared(REQUEST_STATISTICS, StatisticsTold))
def request_statistics(request: Call, days: Annotated[int, Query(ge=1, le=365)] = 90) -> dict[str, Any]:
    """Reply times of both sides, from your own agency's files alone; times in seconds."""
    found = liaison.request_statistics(request.auth, days=days)
    return {
        "since": found.since,
        "sides": [
            _plain(one)
            | {"slowest_seconds": _seconds(one.slowest), "reasons": {key.value: n for key, n in one.reasons.items()}}
            for one in found.sides
        ],
        "partners": [_plain(one) | {"partner": one.partner} for one in found.partners],
    }


def _plain(one: SideStatistics | PartnerStatistics) -> dict[str, Any]:
    counted = {each.name: getattr(one, each.name) for each in fields(one) if each.name not in _TIMES}
    return counted | {"median_seconds": _seconds(one.median)}


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())


_TIMES = frozenset({"median", "slowest", "reasons", "partner"})


@router.get("/requests/{uuid:id}", **declared(REQUEST_READ, RequestTold, refusals=(404,)))
def read_request(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One request with its thread."""
    return told(liaison.read_request(request.auth, id=id))


@router.put("/requests/{uuid:id}", **declared(REQUEST_DRAFT, RequestTold, refusals=_SPOKEN))
def change_request(request: Call, id: UUID, given: RequestAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Write a draft of your agency anew. 409 for a request that was sent."""
    liaison.keep_request(request.auth, asking=given.asking(), exercise=_is_exercise(), id=id)
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/discard", **declared(REQUEST_DRAFT, DiscardedTold, refusals=_SPOKEN))
def discard_request(request: Call, id: UUID, given: DiscardAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Throw a draft away. 409 for a request that was sent: withdraw it."""
    del given
    liaison.discard_request(request.auth, id=id)
    return {"discarded": id}


@router.post("/requests/{uuid:id}/send", **declared(REQUEST_SEND, SentTold, refusals=_SPOKEN))
def send_request(request: Call, id: UUID, given: SendAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Send a draft to the agencies that it names. The first request to a partner needs a person's fresh proof."""
    return {"requests": liaison.send_request(request.auth, id=id, approval=given.approval)}


@router.post("/requests/{uuid:id}/assign", **declared(REQUEST_ASSIGN, RequestTold, refusals=_SPOKEN))
def assign_request(request: Call, id: UUID, given: AssignAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Give a request to somebody of your agency. The asker learns that it is in hand, not with whom."""
    liaison.assign_request(request.auth, id=id, person=given.person)
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/answer", **declared(REQUEST_ANSWER, RequestTold, refusals=_SPOKEN))
def answer_request(request: Call, id: UUID, given: ReplyAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Answer in full or in part, offer help, nominate, or refuse with a reason."""
    liaison.answer_request(request.auth, id=id, reply=given.reply(), approval=given.approval)
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/question", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def ask_back(request: Call, id: UUID, given: EnclosingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Ask the asker for a clarification; your clock stands still until it comes."""
    liaison.ask_back(request.auth, id=id, text=given.text, marks=given.marks.marks(), enclose=given.files)
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/clarify", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def clarify_request(request: Call, id: UUID, given: EnclosingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Answer what the other side asked back."""
    liaison.clarify_request(request.auth, id=id, text=given.text, marks=given.marks.marks(), enclose=given.files)
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/remark", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def remark_request(request: Call, id: UUID, given: EnclosingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Write to the other agency without changing where the request stands."""
    liaison.remark(request.auth, id=id, text=given.text, marks=given.marks.marks(), enclose=given.files)
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/accept", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def accept_offer(request: Call, id: UUID, given: SayingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Accept the help that this agency offers."""
    liaison.accept_offer(request.auth, id=id, text=given.text, marks=given.marks.marks())
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/confirm", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def confirm_nominees(request: Call, id: UUID, given: ChoosingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Confirm who comes to your training: no more than it has places, all agencies together."""
    marks = given.marks.marks()
    liaison.confirm_nominees(request.auth, id=id, chosen=given.chosen, text=given.text, marks=marks)
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/attend", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def record_attendance(request: Call, id: UUID, given: ChoosingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Record which of the confirmed came to your training."""
    marks = given.marks.marks()
    liaison.record_attendance(request.auth, id=id, attended=given.chosen, text=given.text, marks=marks)
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/rate", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def rate_request(request: Call, id: UUID, given: RatingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Rate what was done, once, after it was closed. Both sides see it, nobody else."""
    liaison.rate_request(request.auth, id=id, stars=given.stars, text=given.text, marks=given.marks.marks())
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/rerate", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def change_rating(request: Call, id: UUID, given: RatingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Change your rating within thirty days of the first one; what it was stays in the thread. 409 later."""
    liaison.change_rating(request.auth, id=id, stars=given.stars, text=given.text, marks=given.marks.marks())
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/retract", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def retract_offer(request: Call, id: UUID, given: RetractingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Take back the help you offered or the people you nominated, also after it was accepted; the asker is told why."""
    liaison.retract_offer(request.auth, id=id, reason=given.reason, text=given.text, marks=given.marks.marks())
    return told(liaison.read_request(request.auth, id=id))


@router.get("/requests/{uuid:id}/contacts", **declared(EXPERTISE_LIST, list[FittingTold], refusals=(404,)))
def fitting_contacts(request: Call, id: UUID) -> list[dict[str, Any]]:  # noqa: A002 - the same
    """What your own agency offers that fits the assistance or training. Needs `requests:read` too."""
    terms = liaison.read_request(request.auth, id=id).asking.terms
    need = Need(terms.field, terms.languages, terms.ends) if terms else None
    return [match_told(one) for one in liaison.own_fitting(request.auth, need=need)] if need else []


@router.post("/requests/{uuid:id}/close", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def close_request(request: Call, id: UUID, given: SayingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Close a request that was answered."""
    liaison.close_request(request.auth, id=id, text=given.text, marks=given.marks.marks())
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/withdraw", **declared(REQUEST_SPEAK, RequestTold, refusals=_SPOKEN))
def withdraw_request(request: Call, id: UUID, given: SayingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Take a request back before it is answered."""
    liaison.withdraw_request(request.auth, id=id, text=given.text, marks=given.marks.marks())
    return told(liaison.read_request(request.auth, id=id))


@router.post("/requests/{uuid:id}/notes", **declared(REQUEST_NOTE, RequestTold, status=201, refusals=(404,)))
def note_request(request: Call, id: UUID, given: NoteAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Keep a note in your agency; it never leaves it."""
    liaison.note_request(request.auth, id=id, text=given.text)
    return told(liaison.read_request(request.auth, id=id))


def told(view: RequestView) -> dict[str, Any]:
    """A request as the API tells it."""
    asking = view.asking
    return {
        "request": view.row,
        "thread": view.thread,
        "text": asking.text,
        "purpose": asking.purpose,
        "legal_basis": asking.legal_basis,
        "case": asking.case,
        "about": asking.about,
        "terms": asking.terms,
        "seats": view.seats,
        "names_until": view.names_until,
        "messages": view.messages,
        "can": view.can,
        "obligations": view.obligations,
        "reason": view.reason,
    }
