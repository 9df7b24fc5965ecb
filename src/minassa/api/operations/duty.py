"""Duty contacts: whom to call now in which agency, and keeping one's own current."""

from datetime import datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from ninja import Router
from pydantic import Field, StringConstraints

from minassa import liaison
from minassa.access import Handling, Tlp, act_named
from minassa.api.entrances import Call
from minassa.api.operations.alerts import NothingAsked
from minassa.api.policy import declared
from minassa.api.shapes import PLAIN, Asked, Choice, Moment, Number, Told, exampled
from minassa.liaison import Channel, ChannelKind, Contact, ContactView, Hours, Sharing, Shift, Turn

DUTY_LIST = act_named("duty.list")
DUTY_KEEP = act_named("duty.keep")
router = Router(tags=["duty contacts"])

Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=PLAIN)]
Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class ChannelShape(Asked):
    """One way to be reached."""

    kind: ChannelKind
    value: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]


class ShiftShape(Asked):
    """Hours on one weekday, 0 is Monday; one that ends at or before its beginning ends the next day."""

    day: Number = Field(ge=0, le=6)
    begins: Hour
    ends: Hour


class TurnShape(Asked):
    """Who has the duty from one moment until another."""

    name: Name
    begins: Moment
    ends: Moment


class ContactAsked(Asked):
    """A contact point of the caller's agency, and who sees it."""

    model_config = exampled(
        {
            "name": "EXERCISE operations room",
            "languages": ["fr", "ar"],
            "channels": [{"kind": "phone", "value": "+223 20 00 00 00"}],
            "zone": "Africa/Bamako",
            "always": True,
            "everyone": True,
            "tlp": "green",
            "handling": ["H0"],
        }
    )

    name: Name
    about: Annotated[str, StringConstraints(max_length=1_000)] = ""
    languages: list[Language] = Field(min_length=1, max_length=12)
    channels: list[ChannelShape] = Field(min_length=1, max_length=20)
    zone: Annotated[str, StringConstraints(max_length=64)]
    always: Choice = True
    shifts: list[ShiftShape] = Field([], max_length=28)
    roster: list[TurnShape] = Field([], max_length=100)
    everyone: Choice = True
    to: list[Annotated[str, StringConstraints(max_length=60)]] = Field([], max_length=200)
    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4)

    def contact(self) -> Contact:
        """The contact."""
        shifts = tuple(
            Shift(one.day, time.fromisoformat(one.begins), time.fromisoformat(one.ends)) for one in self.shifts
        )
        return Contact(
            name=self.name,
            about=self.about,
            languages=tuple(self.languages),
            channels=tuple(Channel(one.kind, one.value) for one in self.channels),
            hours=Hours(self.zone, self.always, shifts),
            roster=tuple(Turn(one.name, one.begins, one.ends) for one in self.roster),
        )

    def sharing(self) -> Sharing:
        """Who sees it."""
        return Sharing(self.everyone, tuple(self.to), self.tlp, frozenset(self.handling))


class ChannelTold(Told):
    """One way to be reached."""

    kind: ChannelKind
    value: str


class ShiftTold(Told):
    """Hours on one weekday, by the contact's own clock."""

    day: int
    begins: str
    ends: str


class TurnTold(Told):
    """Who has the duty from one moment until another."""

    name: str
    begins: datetime
    ends: datetime


class ContactTold(Told):
    """A contact as it is now."""

    id: UUID
    owner: UUID
    mine: bool
    name: str
    about: str
    languages: list[str]
    channels: list[ChannelTold]
    zone: str
    always: bool
    shifts: list[ShiftTold]
    roster: list[TurnTold]
    marks: list[str]
    obligations: list[str]
    on_duty: bool
    now: list[str]
    changes: datetime | None
    confirmed: datetime
    stale: bool


@router.get("/duty", **declared(DUTY_LIST, list[ContactTold]))
def list_contacts(request: Call, agency: UUID | None = None) -> list[dict[str, Any]]:
    """The duty contacts that you may see, those on duty first; of one agency where it is named."""
    return [told(one) for one in liaison.list_contacts(request.auth, agency=agency)]


@router.post("/duty", **declared(DUTY_KEEP, ContactTold, status=201))
def add_contact(request: Call, given: ContactAsked) -> dict[str, Any]:
    """Add a contact of your agency and share it."""
    return told(liaison.read_contact(request.auth, id=_kept(request, given)))


@router.get("/duty/{uuid:id}", **declared(DUTY_LIST, ContactTold, refusals=(404,)))
def read_contact(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One duty contact."""
    return told(liaison.read_contact(request.auth, id=id))


@router.put("/duty/{uuid:id}", **declared(DUTY_KEEP, ContactTold, refusals=(404,)))
def change_contact(request: Call, id: UUID, given: ContactAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Write a contact of your agency anew; whoever is left out loses it."""
    return told(liaison.read_contact(request.auth, id=_kept(request, given, id)))


@router.post("/duty/{uuid:id}/confirm", **declared(DUTY_KEEP, ContactTold, refusals=(404,)))
def confirm_contact(request: Call, id: UUID, given: NothingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Say that a contact is still right."""
    del given
    liaison.confirm_contact(request.auth, id=id)
    return told(liaison.read_contact(request.auth, id=id))


def _kept(request: Call, given: ContactAsked, contact: UUID | None = None) -> UUID:
    return liaison.keep_contact(
        request.auth,
        contact=given.contact(),
        sharing=given.sharing(),
        exercise=settings.MINASSA.node.exercise,
        id=contact,
    )


def told(view: ContactView) -> dict[str, Any]:
    """A contact as the API tells it."""
    contact, hours = view.contact, view.contact.hours
    own = ("id", "owner", "mine", "marks", "obligations", "on_duty", "now", "changes", "confirmed", "stale")
    return {
        **{name: getattr(view, name) for name in own},
        **{name: getattr(contact, name) for name in ("name", "about", "languages", "channels", "roster")},
        "zone": hours.zone,
        "always": hours.always,
        "shifts": [
            {"day": one.day, "begins": f"{one.begins:%H:%M}", "ends": f"{one.ends:%H:%M}"} for one in hours.shifts
        ],
    }
