"""What such a document is, and how it stands. Pure."""

from enum import StrEnum


class PracticeKind(StrEnum):
    """What worked and can be done elsewhere, or what went otherwise than thought and what followed from it."""

    GOOD_PRACTICE = "good-practice"
    LESSON = "lesson"


class PracticeState(StrEnum):
    """A draft of the agency, released, or taken back."""

    DRAFT = "draft"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
