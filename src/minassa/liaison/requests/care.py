"""The human-rights gate (R13): what both sides must consider before information leaves, and what follows from it. Pure.

Asked of the asker (what happens with what you learn?) and of the answerer (what may our answer lead to?). Sources: the UN
compilation of good practices on intelligence agencies, A/HRC/14/46, section L (practices 32, 33 and 35); Convention against
Torture, articles 3 and 15; African Charter on Human and Peoples' Rights, articles 4, 5 and 7; ICCPR, articles 6 and 14; OAU
refugee Convention of 1969, article II; Convention relating to the Status of Refugees, article 33; INTERPOL Constitution,
article 3 (neutrality). docs/liaison.md says what each was read for, and what it was checked against.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from minassa.base.errors import Invalid
from minassa.liaison import faults
from minassa.liaison.texts import text_of

LONGEST_ASSURANCE: Final = 2_000


class Concern(StrEnum):
    """What must not come of an exchange."""

    TORTURE = "torture"
    DEATH_PENALTY = "death-penalty"
    REFOULEMENT = "refoulement"
    FAIR_TRIAL = "fair-trial"


class Risk(StrEnum):
    """What the agency finds: no such risk, a risk met by an assurance, or a real risk."""

    NONE = "none"
    ASSURED = "assured"
    REAL = "real"


class Verdict(StrEnum):
    """What follows: it may go, a second person must agree, or it must not go at all."""

    OPEN = "open"
    SECOND_PERSON = "second-person"
    BARRED = "barred"


ABSOLUTE: Final = frozenset({Concern.TORTURE, Concern.REFOULEMENT})
"""No weighing is allowed here: a real risk bars, and an assurance alone does not open.

CAT article 3 knows no exception; article 33(2) of the Refugee Convention does, for whoever endangers the country, and is
therefore not what this follows. That danger other than torture bars too is our rule, stricter than the text."""


@dataclass(frozen=True, slots=True)
class Care:
    """The answers of one side: the risk of each concern, the assurance relied on, and that it is not for a forbidden ground."""

    risks: Mapping[Concern, Risk]
    assurance: str = ""
    neutral: bool = False


def weigh(care: Care) -> Verdict:
    """What follows from these answers. Raises Invalid where one is missing."""
    _refuse_unanswered(care)
    found = [_of_one(concern, care.risks[concern]) for concern in Concern]
    return next((one for one in (Verdict.BARRED, Verdict.SECOND_PERSON) if one in found), Verdict.OPEN)


def _of_one(concern: Concern, risk: Risk) -> Verdict:
    if risk is Risk.NONE:
        return Verdict.OPEN
    if concern in ABSOLUTE:
        return Verdict.BARRED if risk is Risk.REAL else Verdict.SECOND_PERSON
    return Verdict.SECOND_PERSON if risk is Risk.REAL else Verdict.OPEN


def _refuse_unanswered(care: Care) -> None:
    if set(care.risks) != set(Concern):
        raise Invalid(faults.CARE_MISSING)
    if not care.neutral:
        raise Invalid(faults.NOT_NEUTRAL)
    if any(risk is not Risk.NONE for risk in care.risks.values()) and not care.assurance.strip():
        raise Invalid(faults.ASSURANCE_MISSING)


def care_to_json(care: Care) -> dict[str, Any]:
    """The answers as a message carries them."""
    risks = {concern.value: care.risks[concern].value for concern in Concern if concern in care.risks}
    return {"risks": risks, "assurance": care.assurance, "neutral": care.neutral}


def care_from_json(body: object) -> Care:
    """The answers that a message carries, all of them given. Raises Invalid."""
    if not isinstance(body, dict) or not isinstance(body.get("risks"), dict):
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        risks = {Concern(key): Risk(value) for key, value in body["risks"].items()}
    except ValueError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    assurance = text_of(body.get("assurance", ""), LONGEST_ASSURANCE, needed=False)
    care = Care(MappingProxyType(risks), assurance, body.get("neutral") is True)
    _refuse_unanswered(care)
    return care
