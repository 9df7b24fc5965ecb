"""What a delegation is, and how a person whom it sends stands. Pure."""

from enum import StrEnum


class DelegationKind(StrEnum):
    """Of an agency, of a state, or of an organisation that observes."""

    AGENCY = "agency"
    STATE = "state"
    OBSERVER = "observer"


class DelegateState(StrEnum):
    """A draft of the delegation, nominated to the secretariat, or taken back."""

    DRAFT = "draft"
    NOMINATED = "nominated"
    WITHDRAWN = "withdrawn"


class LetterState(StrEnum):
    """How a delegation's letter of credentials stands: not sent yet, with the secretariat, accepted, or returned with a reason."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Decision(StrEnum):
    """What the secretariat decided about a nominated person; what it has not decided yet is not here."""

    ACCREDITED = "accredited"
    REFUSED = "refused"
