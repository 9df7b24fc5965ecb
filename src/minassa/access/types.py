"""The words of access: roles, labels, purposes, actors and decisions. Pure values; nothing here touches a database."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.access.faults import LABEL_INVALID
from minassa.base import Invalid


class Role(StrEnum):
    """What a person does in their agency. A person may have several."""

    ANALYST = "analyst"
    LIAISON_OFFICER = "liaison_officer"
    SUPERVISOR = "supervisor"
    FIU_ANALYST = "fiu_analyst"
    CERT_ANALYST = "cert_analyst"
    PROGRAMME_OFFICER = "programme_officer"
    SECRETARIAT = "secretariat"
    DELEGATE = "delegate"
    HEAD_OF_DELEGATION = "head_of_delegation"
    OBSERVER = "observer"
    INSPECTOR = "inspector"
    NODE_ADMINISTRATOR = "node_administrator"


EVERYONE: Final = frozenset(Role)
CONTENT_ROLES: Final = EVERYONE - {Role.INSPECTOR, Role.NODE_ADMINISTRATOR}


class AgencyKind(StrEnum):
    """A member state's agency, a partner organisation, or the secretariat of the platform."""

    MEMBER = "member"
    PARTNER = "partner"
    SECRETARIAT = "secretariat"


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0 (FIRST), from the narrowest to the widest."""

    RED = "red"
    AMBER_STRICT = "amber_strict"
    AMBER = "amber"
    GREEN = "green"
    CLEAR = "clear"

    @property
    def width(self) -> int:
        """How wide this level is: 0 for RED to 4 for CLEAR."""
        return tuple(Tlp).index(self)

    @property
    def mark(self) -> str:
        """The level as it is printed, such as TLP:AMBER+STRICT."""
        return "TLP:" + self.value.upper().replace("_", "+")


class Handling(StrEnum):
    """Handling codes after the European model; an axis of its own beside the TLP (R02)."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


class Purpose(StrEnum):
    """Why data may be used: the closed list from which a label and a search choose (R05)."""

    COUNTER_TERRORISM = "counter-terrorism"
    TERRORISM_FINANCING = "terrorism-financing"
    ORGANISED_CRIME = "organised-crime"
    CYBER = "cyber"
    BORDER = "border"
    ARMS_TRAFFICKING = "arms-trafficking"
    PROTECTION = "protection"
    RIGHTS_REVIEW = "rights-review"
    TRAINING = "training"


ROLE_NAMES: Final[dict[Role, Promise]] = {
    Role.ANALYST: _("Analyst"),
    Role.LIAISON_OFFICER: _("Liaison officer"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.FIU_ANALYST: _("Financial intelligence analyst"),
    Role.CERT_ANALYST: _("Cyber incident analyst"),
    Role.PROGRAMME_OFFICER: _("Programme officer"),
    Role.SECRETARIAT: _("Secretariat"),
    Role.DELEGATE: _("Delegate"),
    Role.HEAD_OF_DELEGATION: _("Head of delegation"),
    Role.OBSERVER: _("Observer"),
    Role.INSPECTOR: _("Inspector"),
    Role.NODE_ADMINISTRATOR: _("Node administrator"),
}
PURPOSE_NAMES: Final[dict[Purpose, Promise]] = {
    Purpose.COUNTER_TERRORISM: _("Counter-terrorism"),
    Purpose.TERRORISM_FINANCING: _("Financing of terrorism"),
    Purpose.ORGANISED_CRIME: _("Organised crime"),
    Purpose.CYBER: _("Cyber security"),
    Purpose.BORDER: _("Border security"),
    Purpose.ARMS_TRAFFICKING: _("Arms trafficking"),
    Purpose.PROTECTION: _("Protection of victims and witnesses"),
    Purpose.RIGHTS_REVIEW: _("Review of a person's rights"),
    Purpose.TRAINING: _("Training and exercises"),
}

_AUDIENCE_KINDS: Final = frozenset({"agency", "community", "user"})


@dataclass(frozen=True, slots=True)
class Label:
    """Who may see a row, and how they must handle it.

    `audience` holds "agency:<uuid>", "community:<uuid>" and "user:<uuid>"; empty purposes mean any purpose. Others than the
    owner see it from `opens` (an embargo) until `closes`. Equal labels are one row in the database.
    """

    owner: UUID
    tlp: Tlp
    audience: frozenset[str] = frozenset()
    handling: frozenset[Handling] = frozenset()
    purposes: frozenset[str] = frozenset()
    exercise: bool = False
    opens: datetime | None = None
    closes: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a label that could not be enforced. Raises Invalid."""
        for token in self.audience:
            _refuse_token(token)
        if not self.purposes <= {one.value for one in Purpose}:
            raise Invalid(LABEL_INVALID, part="purpose")
        if self.tlp is Tlp.RED and not any(token.startswith("user:") for token in self.audience):
            raise Invalid(LABEL_INVALID, part="audience")
        if any(moment is not None and moment.tzinfo is None for moment in (self.opens, self.closes)):
            raise Invalid(LABEL_INVALID, part="time")


def _refuse_token(token: str) -> None:
    kind, _colon, rest = token.partition(":")
    try:
        well_formed = kind in _AUDIENCE_KINDS and str(UUID(rest)) == rest
    except ValueError:
        well_formed = False
    if not well_formed:
        raise Invalid(LABEL_INVALID, part="audience")


class ActorKind(StrEnum):
    """By what somebody, or something, acts."""

    USER = "user"
    TOKEN = "token"  # noqa: S105 - the word for a kind of actor, not a secret
    CLI = "cli"
    PEER = "peer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with the rights they had when this was built; the door compares `rights_version` with the present one.

    `id` is the login's, token's or peer's id, or the system actor's name; `acts` is a system actor's closed list of acts;
    `scopes` bounds a token (None: not bounded).
    """

    kind: ActorKind
    id: str
    user_id: UUID | None = None
    agency: UUID | None = None
    agency_kind: AgencyKind | None = None
    roles: frozenset[Role] = frozenset()
    communities: frozenset[UUID] = frozenset()
    rights_version: int = 0
    scopes: frozenset[str] | None = None
    acts: frozenset[str] = frozenset()
    stepped_up_at: datetime | None = None
    session: UUID | None = None
    name: str = field(default="", compare=False)

    @property
    def named(self) -> str:
        """How the audit log names this actor: `user:<uuid>`, `token:<uuid>`, `cli:<uuid>`, `system:<name>`."""
        return f"{self.kind.value}:{self.id}"


@dataclass(frozen=True, slots=True)
class Context:
    """The circumstances of one decision. `approved`: a second person has granted this very act."""

    at: datetime
    purpose: str = ""
    case: str = ""
    approved: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of `decide`: a machine word for the reason, and what the reader must observe where it is allowed."""

    allowed: bool
    reason: str
    obligations: tuple[str, ...] = ()
