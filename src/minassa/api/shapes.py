"""What all shapes of requests and answers have in common."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

LONGEST_LINE: Final = 300
MOST_ROWS: Final = 100

Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE, strip_whitespace=True)]
PLAIN: Final = r"^[^\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]*$"
"""No control characters, and none that turn the direction of writing (S28)."""
WHY_PURPOSE: Final = "Why the data are used: one of the platform's purposes."
WHY_CASE: Final = "The reference of the case for which it is asked."
Purpose = Annotated[
    str, StringConstraints(max_length=40), Field(description=WHY_PURPOSE, examples=["counter-terrorism"])
]
Case = Annotated[
    str, StringConstraints(max_length=80, pattern=PLAIN), Field(description=WHY_CASE, examples=["EX-2026-014"])
]


def _refuse_number(value: object) -> object:
    """Pydantic would take a bare number for seconds since 1970; nobody who sends a date means that."""
    if isinstance(value, int | float) or (isinstance(value, str) and "-" not in value[1:]):
        raise ValueError("days are written as 2026-03-01, moments as 2026-03-01T12:00:00Z")
    return value


def _in_utc(moment: datetime) -> datetime:
    """The same moment in UTC: PostgreSQL does not take every offset that ISO 8601 can write."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the moment is outside of all calendars") from error


Moment = Annotated[AwareDatetime, BeforeValidator(_refuse_number), AfterValidator(_in_utc)]
Day = Annotated[date, BeforeValidator(_refuse_number)]
Number = Annotated[int, Strict()]
Choice = Annotated[bool, Strict()]


class Asked(Schema):
    """What a program sends: fields that nobody knows are refused, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


def exampled(example: dict[str, Any]) -> ConfigDict:
    """The settings of what a program sends, with a whole example for the document; a test sends each of them."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class Told(Schema):
    """What the node answers."""
