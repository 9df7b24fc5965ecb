"""The directory of expertise: who offers what, keeping one's own entries current, and who could help with something."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import liaison
from minassa.access import Handling, Tlp, act_named
from minassa.api.entrances import Call
from minassa.api.operations.alerts import NothingAsked, Recipient
from minassa.api.policy import declared
from minassa.api.shapes import Asked, Choice, Day, Told, exampled
from minassa.api.shapes_of_help import Code, Codes, SuggestionTold, suggestion_told
from minassa.liaison import ExpertiseView, Need, Offer, Sharing, Wanted
from minassa.liaison import Field as Skill

EXPERTISE_LIST = act_named("expertise.list")
EXPERTISE_KEEP = act_named("expertise.keep")
router = Router(tags=["expertise"])


class ExpertiseAsked(Asked):
    """What the caller's agency offers in one field, and who sees it."""

    model_config = exampled(
        {
            "field": "forensics",
            "languages": ["fr", "ar"],
            "offered": "EXERCISE a laboratory for traces",
            "contact": "EXERCISE head of the laboratory",
            "everyone": True,
            "tlp": "green",
            "handling": ["H0"],
        }
    )

    field: Skill
    languages: Codes
    offered: Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
    contact: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    until: Day | None = None
    everyone: Choice = True
    to: list[Recipient] = Field([], max_length=200)
    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4)

    def offer(self) -> Offer:
        """What is offered."""
        return Offer(self.field, tuple(self.languages), self.offered, self.contact, self.until)

    def sharing(self) -> Sharing:
        """Who sees it."""
        return Sharing(self.everyone, tuple(self.to), self.tlp, frozenset(self.handling))


class ExpertiseTold(Told):
    """An entry as it is now. `stale`: nobody confirmed it for 180 days. `over`: its last day has passed."""

    id: UUID
    owner: UUID
    mine: bool
    field: Skill
    languages: list[str]
    offered: str
    contact: str
    until: date | None
    marks: list[str]
    obligations: list[str]
    confirmed: datetime
    stale: bool
    over: bool


class RemovedTold(Told):
    """The entry that is gone."""

    removed: UUID


@router.get("/expertise", **declared(EXPERTISE_LIST, list[ExpertiseTold]))
def list_expertise(
    request: Call, field: Skill | None = None, language: Code | None = None, country: Code | None = None
) -> list[dict[str, Any]]:
    """What agencies offer that you may see, by field; of one field, language or country where it is named."""
    wanted = Wanted(field, language or "", country or "")
    return [told(one) for one in liaison.list_expertise(request.auth, wanted=wanted)]


@router.post("/expertise", **declared(EXPERTISE_KEEP, ExpertiseTold, status=201))
def add_expertise(request: Call, given: ExpertiseAsked) -> dict[str, Any]:
    """Add an entry of your agency and share it."""
    return told(liaison.read_expertise(request.auth, id=_kept(request, given)))


@router.get("/expertise/suggestions", **declared(EXPERTISE_LIST, list[SuggestionTold]))
def suggest_agencies(
    request: Call,
    field: Skill | None = None,
    languages: Annotated[list[Code], Query(max_length=12)] = [],  # noqa: B006 - ninja reads it, nobody changes it
    ends: Day | None = None,
) -> list[dict[str, Any]]:
    """Other agencies that offer a skill, the best first: with all languages, with some, with none, then interpreters.

    From the entries that you may see and from nothing else; nobody for no field. `ends` is the last day of the need.
    """
    need = Need(field, tuple(dict.fromkeys(languages)), ends) if field else None
    return [suggestion_told(one) for one in liaison.suggest_agencies(request.auth, need=need)]


@router.get("/expertise/{uuid:id}", **declared(EXPERTISE_LIST, ExpertiseTold, refusals=(404,)))
def read_expertise(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One entry."""
    return told(liaison.read_expertise(request.auth, id=id))


@router.put("/expertise/{uuid:id}", **declared(EXPERTISE_KEEP, ExpertiseTold, refusals=(404,)))
def change_expertise(request: Call, id: UUID, given: ExpertiseAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Write an entry of your agency anew; whoever is left out loses it."""
    return told(liaison.read_expertise(request.auth, id=_kept(request, given, id)))


@router.post("/expertise/{uuid:id}/confirm", **declared(EXPERTISE_KEEP, ExpertiseTold, refusals=(404, 409)))
def confirm_expertise(request: Call, id: UUID, given: NothingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Say that an entry is still right. 409 for one whose last day has passed: change it."""
    del given
    liaison.confirm_expertise(request.auth, id=id)
    return told(liaison.read_expertise(request.auth, id=id))


@router.post("/expertise/{uuid:id}/remove", **declared(EXPERTISE_KEEP, RemovedTold, refusals=(404,)))
def remove_expertise(request: Call, id: UUID, given: NothingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Take an entry away from everybody."""
    del given
    liaison.remove_expertise(request.auth, id=id)
    return {"removed": id}


def _kept(request: Call, given: ExpertiseAsked, entry: UUID | None = None) -> UUID:
    return liaison.keep_expertise(
        request.auth,
        offer=given.offer(),
        sharing=given.sharing(),
        exercise=settings.MINASSA.node.exercise,
        id=entry,
    )


def told(view: ExpertiseView) -> dict[str, Any]:
    """An entry as the API tells it."""
    own = ("id", "owner", "mine", "marks", "obligations", "confirmed", "stale", "over")
    offered = ("field", "languages", "offered", "contact", "until")
    return {name: getattr(view, name) for name in own} | {name: getattr(view.offer, name) for name in offered}
