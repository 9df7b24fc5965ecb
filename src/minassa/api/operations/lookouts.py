"""Lookouts: those that the agency issued or received, drafting, accepting and declining them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import liaison
from minassa.access import Handling, Tlp, act_named
from minassa.access import Purpose as PurposeName
from minassa.api.entrances import Call
from minassa.api.operations.alerts import NothingAsked
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, PLAIN, Asked, Moment, Told, exampled
from minassa.api.shapes_of_requests import CareShape
from minassa.liaison import LookoutKind, LookoutState, LookoutView, Reason, Sought, Tell, Wish

LOOKOUT_LIST = act_named("lookout.list")
LOOKOUT_READ = act_named("lookout.read")
LOOKOUT_DRAFT = act_named("lookout.draft")
LOOKOUT_REPLY = act_named("lookout.reply")
LOOKOUT_WITHDRAW = act_named("lookout.withdraw")
router = Router(tags=["lookouts"])

Written = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=PLAIN)]


class LookoutAsked(Asked):
    """A lookout as it is written. `to` holds agency:<uuid>; numbers are passports, plates, document numbers."""

    model_config = exampled(
        {
            "to": ["agency:0199aa00-0000-7000-8000-000000000000"],
            "kind": "vehicle",
            "title": "EXERCISE white lorry",
            "numbers": ["EX-1234"],
            "why": "EXERCISE carries money",
            "purpose": "counter-terrorism",
            "legal_basis": "EXERCISE Act 2020-1, article 3",
            "expires": "2026-12-31T12:00:00Z",
            "tlp": "amber",
            "handling": ["H0"],
        }
    )

    to: list[Annotated[str, StringConstraints(max_length=60)]] = Field(min_length=1, max_length=200)
    kind: LookoutKind
    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
    names: list[Written] = Field([], max_length=20)
    numbers: list[Annotated[str, StringConstraints(min_length=4, max_length=100, pattern=PLAIN)]] = Field(
        [], max_length=20
    )
    why: Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
    purpose: PurposeName
    legal_basis: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    expires: Moment = Field(description="At most a year from now.")
    wish: Wish = Wish.REPORT
    tell: Tell = Tell.BOTH
    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4)
    care: CareShape | None = Field(None, description="May be left open in a draft; it is not issued without.")

    def sought(self) -> Sought:
        """What is looked for."""
        return Sought(
            to=tuple(self.to),
            kind=self.kind,
            title=self.title,
            names=tuple(self.names),
            numbers=tuple(self.numbers),
            why=self.why,
            purpose=self.purpose.value,
            legal_basis=self.legal_basis,
            expires=self.expires,
            wish=self.wish,
            tell=self.tell,
            tlp=self.tlp,
            handling=frozenset(self.handling),
            care=self.care.care() if self.care else None,
        )


class DeclineAsked(Asked):
    """Why the agency does not look out."""

    model_config = exampled({"reason": "disproportionate"})

    reason: Reason


class LookoutRowTold(Told):
    """One line of the list. `answer`: what your agency said; `met`: how often a check met it, as far as you may know."""

    id: UUID
    title: str
    kind: LookoutKind
    state: LookoutState
    owner: UUID
    mine: bool
    expires: datetime
    expired: bool
    marks: list[str]
    modified: datetime
    answer: bool | None
    met: int


class LookoutPageTold(Told):
    """A page of lookouts, newest first."""

    rows: list[LookoutRowTold]
    next: str
    count: str


class ReplyTold(Told):
    """What one recipient agency said."""

    agency: UUID
    accepted: bool | None
    reason: Reason | None
    at: datetime | None


class MeetingTold(Told):
    """A check of an agency met it."""

    agency: UUID
    at: datetime
    score: int
    exact: bool


class LookoutTold(Told):
    """One lookout; `replies` for the issuer's people."""

    lookout: LookoutRowTold
    names: list[str]
    numbers: list[str]
    why: str
    purpose: str
    legal_basis: str
    wish: Wish
    tell: Tell
    obligations: list[str]
    replies: list[ReplyTold]
    meetings: list[MeetingTold]
    reason: Reason | None
    can: list[str]


@router.get("/lookouts", **declared(LOOKOUT_LIST, LookoutPageTold))
def list_lookouts(
    request: Call,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> dict[str, Any]:
    """Lookouts that your agency issued or received, newest first."""
    rows, following, count = liaison.list_lookouts(request.auth, before=before, size=size)
    return {"rows": rows, "next": following, "count": count}


@router.post("/lookouts", **declared(LOOKOUT_DRAFT, LookoutTold, status=201))
def draft_lookout(request: Call, given: LookoutAsked) -> dict[str, Any]:
    """Keep a draft in your agency. A supervisor issues it."""
    kept = liaison.keep_lookout(request.auth, sought=given.sought(), exercise=settings.MINASSA.node.exercise)
    return told(liaison.read_lookout(request.auth, id=kept))


@router.get("/lookouts/{uuid:id}", **declared(LOOKOUT_READ, LookoutTold, refusals=(404,)))
def read_lookout(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One lookout."""
    return told(liaison.read_lookout(request.auth, id=id))


@router.post("/lookouts/{uuid:id}/accept", **declared(LOOKOUT_REPLY, LookoutTold, refusals=(404, 409)))
def accept_lookout(request: Call, id: UUID, given: NothingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Accept for your agency: its owner is told when a check of yours meets it."""
    del given
    liaison.accept_lookout(request.auth, id=id)
    return told(liaison.read_lookout(request.auth, id=id))


@router.post("/lookouts/{uuid:id}/decline", **declared(LOOKOUT_REPLY, LookoutTold, refusals=(404, 409)))
def decline_lookout(request: Call, id: UUID, given: DeclineAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Decline for your agency, or stop looking out, with a reason."""
    liaison.decline_lookout(request.auth, id=id, reason=given.reason)
    return told(liaison.read_lookout(request.auth, id=id))


@router.post("/lookouts/{uuid:id}/withdraw", **declared(LOOKOUT_WITHDRAW, LookoutTold, refusals=(404, 409)))
def withdraw_lookout(request: Call, id: UUID, given: NothingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Take a lookout of your agency away from everybody at once."""
    del given
    liaison.withdraw_lookout(request.auth, id=id)
    return told(liaison.read_lookout(request.auth, id=id))


def told(view: LookoutView) -> dict[str, Any]:
    """A lookout as the API tells it."""
    sought = view.sought
    plain = ("names", "numbers", "why", "purpose", "legal_basis", "wish", "tell")
    more = ("obligations", "replies", "meetings", "reason", "can")
    return {
        "lookout": view.row,
        **{name: getattr(sought, name) for name in plain},
        **{name: getattr(view, name) for name in more},
    }
