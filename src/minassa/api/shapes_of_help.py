"""What programs send and read of assistance and training: terms, offers, nominations, ratings, and who could help."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from minassa.api.shapes import PLAIN, Asked, Choice, Day, Number, Told
from minassa.liaison import Field as Skill
from minassa.liaison import Fit, Format, Match, Nominee, Suggestion, Tender, Terms, Use

MOST_SEATS = 500
Code = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Codes = Annotated[
    list[Code], Field(min_length=1, max_length=12, description="Two-letter codes, the most needed first.")
]
Function = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=PLAIN)]
Places = Annotated[list[Number], Field(max_length=MOST_SEATS, description="Places in the list of nominees, from 1.")]


class TermsShape(Asked):
    """What assistance is asked for, or which training is offered; `seats` and `format` belong to a training."""

    field: Skill
    languages: Codes
    place: Annotated[str, StringConstraints(max_length=200, pattern=PLAIN)] = ""
    begins: Day
    ends: Day
    use: Use = Field(Use.ADVICE, description="Operations and equipment need the human-rights questions, on both sides.")
    seats: Number = Field(0, ge=0, le=MOST_SEATS)
    format: Format | None = None
    openly: Choice = Field(default=False, description="Each agency may see which others are asked.")

    def terms(self) -> Terms:
        """The terms."""
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "languages"}
        return Terms(languages=tuple(self.languages), **given)


class TenderShape(Asked):
    """Help that is offered."""

    languages: Codes
    persons: Number = Field(ge=1, le=1_000)
    begins: Day
    ends: Day

    def tender(self) -> Tender:
        """The offer."""
        return Tender(tuple(self.languages), self.persons, self.begins, self.ends)


class NomineeShape(Asked):
    """Somebody who is nominated: the name is for the organiser's agency."""

    function: Function
    name: Function

    def nominee(self) -> Nominee:
        """The nominee."""
        return Nominee(self.function, self.name)


class TermsTold(Told):
    """What is asked for or offered; `also` are other agencies that were asked, where the asker shows them."""

    field: Skill
    languages: list[str]
    place: str
    begins: date
    ends: date
    use: Use
    seats: int
    format: Format | None
    openly: bool
    also: list[UUID]


class TenderTold(Told):
    """Help that is offered."""

    languages: list[str]
    persons: int
    begins: date
    ends: date


class NomineeTold(Told):
    """Somebody who is nominated."""

    function: str
    name: str = Field(description="Empty when it was deleted.")


class FittingTold(Told):
    """An entry of the directory that fits, and why."""

    expertise: UUID
    owner: UUID
    field: Skill
    fit: Fit
    languages: list[str] = Field(description="Which of the languages it has.")
    contact: str
    until: date | None
    too_short: bool = Field(description="Its last day is before the need ends.")
    stale: bool = Field(description="Nobody confirmed it for 180 days.")


class SuggestionTold(Told):
    """An agency that could help; the best come first, and `fit` is the whole reason."""

    agency: UUID
    fit: Fit
    matches: list[FittingTold]


def match_told(one: Match) -> dict[str, Any]:
    """A match as the API tells it."""
    entry = one.entry
    return {
        "expertise": entry.id,
        "owner": entry.owner,
        "field": entry.offer.field,
        "fit": one.fit,
        "languages": one.languages,
        "contact": entry.offer.contact,
        "until": entry.offer.until,
        "too_short": one.too_short,
        "stale": entry.stale,
    }


def suggestion_told(one: Suggestion) -> dict[str, Any]:
    """A suggestion as the API tells it."""
    return {"agency": one.agency, "fit": one.fit, "matches": [match_told(match) for match in one.matches]}
