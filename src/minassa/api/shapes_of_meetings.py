"""What programs send about meetings: editions, sessions, invitations, people of delegations, decisions; and what they are told of them."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from minassa.api.shapes import Asked, Told, exampled
from minassa.meetings import (
    Decision,
    DelegateState,
    DelegationKind,
    EditionPlan,
    EditionState,
    Inviting,
    LetterState,
    Named,
    Nominee,
    SessionKind,
    SessionPlan,
)

Language = Annotated[str, StringConstraints(pattern=r"^(?:ar|fr|en|pt)$")]
Spoken = Literal["ar", "en", "fr", "pt", "es", "sw"]
Line = Annotated[str, StringConstraints(max_length=200)]
Texts = dict[Language, Annotated[str, StringConstraints(max_length=20_000)]]
Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class EditionAsked(Asked):
    """What the secretariat says of an edition; days are days of its place, `zone` is its time zone (IANA)."""

    model_config = exampled(
        {
            "number": 12,
            "names": {"en": "EXERCISE 12th meeting"},
            "city": "EXERCISE City",
            "country": "ma",
            "zone": "Africa/Casablanca",
            "start": "2034-02-17",
            "end": "2034-02-18",
        }
    )

    number: Annotated[int, Field(ge=1, le=999)]
    names: Texts
    theme: Texts = Field(default_factory=dict)
    city: Annotated[str, StringConstraints(max_length=100)]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$")]
    zone: Annotated[str, StringConstraints(max_length=64)]
    start: date
    end: date

    def plan(self) -> EditionPlan:
        """The same for the service."""
        given: dict[str, Any] = self.model_dump(exclude={"state"})
        return EditionPlan(**given)


class EditionChangeAsked(EditionAsked):
    """The same of an edition that there is, whole; without `state` that one stays."""

    state: EditionState | None = None


class DayAsked(Asked):
    """What a day of an edition is about."""

    model_config = exampled({"day": "2034-02-17", "title": {"en": "EXERCISE first day"}})

    day: date
    title: Texts


class PersonNamedAsked(Asked):
    """A chair or a speaker."""

    name: Line
    function: Line = ""


class SessionAsked(Asked):
    """A session of the plan, whole; hours by the clock of the place.

    `channels`: languages of interpretation in the order of the channels; `is_open`: observers may be there; `takes_up`: ids of
    recommendations of evaluations.
    """

    model_config = exampled(
        {
            "date": "2034-02-17",
            "kind": "opening",
            "begins": "09:00",
            "ends": "10:00",
            "title": {"en": "EXERCISE opening"},
            "channels": ["ar", "fr"],
            "is_open": True,
        }
    )

    date: date
    kind: SessionKind
    begins: Hour
    ends: Hour
    title: Texts
    theme: Texts = Field(default_factory=dict)
    room: Annotated[str, StringConstraints(max_length=100)] = ""
    chairs: Annotated[list[PersonNamedAsked], Field(max_length=40)] = Field(default_factory=list)
    speakers: Annotated[list[PersonNamedAsked], Field(max_length=40)] = Field(default_factory=list)
    channels: Annotated[list[Spoken], Field(max_length=6)] = Field(default_factory=list)
    is_open: bool = False
    takes_up: Annotated[list[UUID], Field(max_length=50)] | None = None

    def plan(self) -> SessionPlan:
        """The same for the service."""
        return SessionPlan(
            date=self.date,
            kind=self.kind,
            begins=time.fromisoformat(self.begins),
            ends=time.fromisoformat(self.ends),
            title=self.title,
            theme=self.theme,
            room=self.room,
            chairs=tuple(Named(one.name, one.function) for one in self.chairs),
            speakers=tuple(Named(one.name, one.function) for one in self.speakers),
            channels=tuple(self.channels),
            is_open=self.is_open,
            takes_up=tuple(self.takes_up or ()),
        )


class InvitationAsked(Asked):
    """An invitation of one agency of this node."""

    agency: UUID
    kind: DelegationKind
    quota: Annotated[int, Field(ge=1, le=50)] = 4
    answer_by: date | None = None
    word: Annotated[str, StringConstraints(max_length=2_000)] = ""

    def inviting(self) -> Inviting:
        """The same for the service."""
        return Inviting(self.agency, self.kind, self.quota, self.answer_by, self.word)


class InvitationsAsked(Asked):
    """Invitations; one that was sent before is written anew."""

    model_config = exampled(
        {"invitations": [{"agency": "01890a5d-ac96-774b-bcce-b302099a8057", "kind": "agency", "quota": 4}]}
    )

    invitations: Annotated[list[InvitationAsked], Field(min_length=1, max_length=200)]


class NomineeAsked(Asked):
    """A person whom a delegation sends, whole; a draft of the delegation until it nominates. `user`: their login on this node."""

    model_config = exampled({"name": "EXERCISE Awa Diallo", "function": "EXERCISE Director", "speaks": ["fr"]})

    name: Line
    function: Line = ""
    is_head: bool = False
    speaks: Annotated[list[Spoken], Field(max_length=6)] = Field(default_factory=list)
    listens: Spoken | Literal[""] = ""
    needs: Annotated[str, StringConstraints(max_length=2_000)] = ""
    user: UUID | None = None

    def nominee(self) -> Nominee:
        """The same for the service."""
        given: dict[str, Any] = self.model_dump()
        return Nominee(**(given | {"speaks": tuple(self.speaks)}))


class NominateAsked(Asked):
    """Sending the drafts: there is nothing to add."""

    model_config = exampled({})


class AccreditationAsked(Asked):
    """What is decided about a nominated person; a refusal has a reason, which the delegation reads."""

    model_config = exampled({"decision": "accredited"})

    decision: Decision
    reason: Annotated[str, StringConstraints(max_length=300)] = ""


class LetterDecisionAsked(Asked):
    """What is decided about a letter of credentials; a return has a reason, which the delegation reads."""

    model_config = exampled({"accepted": True})

    accepted: bool
    reason: Annotated[str, StringConstraints(max_length=300)] = ""


class ListeningAsked(Asked):
    """The language in which somebody listens to one session: empty for none, null for what they usually do."""

    model_config = exampled({"language": "fr"})

    language: Spoken | Literal[""] | None


class AttendingAsked(Asked):
    """Who is there: the code of a badge, or a person of the list."""

    model_config = exampled({"code": "EXERCISE-code"})

    code: Line = ""
    delegate: UUID | None = None


class MadeTold(Told):
    """The id of what was made."""

    id: UUID


class NominatedTold(Told):
    """How many people the secretariat has been sent."""

    nominated: int


class DelegateTold(Told):
    """A person of a delegation, for it and the secretariat alone. `decision` is null while there is none."""

    id: UUID
    name: str
    function: str
    is_head: bool
    speaks: list[str]
    listens: str
    needs: str
    user: UUID | None
    state: DelegateState
    decision: Decision | None
    reason: str
    badge: str
    came: datetime | None


class LetterTold(Told):
    """A letter of credentials. Its files are attached to `credential:<id>`."""

    id: UUID
    state: LetterState
    sent: datetime | None
    reason: str


class NeedTold(Told):
    """How many people listen to a language in a session, and on which channel (0: it has none)."""

    language: str
    people: int
    channel: int


class SessionNeedsTold(Told):
    """The interpretation that a session needs."""

    session: UUID
    needs: list[NeedTold]


class AttendanceTold(Told):
    """An accredited person who may be in a session; `arrival` is null for whoever is not there."""

    delegate: UUID
    name: str
    delegation: str
    badge: str
    arrival: datetime | None


class CheckedInTold(Told):
    """Who was let in, and since when they are there; `again`: they were there already."""

    delegate: UUID
    name: str
    function: str
    delegation: str
    badge: str
    came: datetime
    again: bool
